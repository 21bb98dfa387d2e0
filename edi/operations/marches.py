"""Fiches of marchés: written, held against themselves and against invoices."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edi.config import Place
from edi.config.directory import load_directory
from edi.config.marches import FOLDER, Fiche, Marches, files_of, key_of, load_marches, read_fiche
from edi.config.marches import HAS_FICHE as SAME_NUMBER
from edi.config.settings import Settings, require_root
from edi.config.tables import load_tables
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging.identify import Companion
from edi.judging.understand import understand
from edi.message import Message
from edi.model.dates import day
from edi.model.finding import Finding
from edi.operations.names import sentence_of, writing
from edi.rules.context import RuleContext
from edi.rules.marche import fiche_of
from edi.rules.run import rules_about
from edi.rules.values import text

NOT_READ = Message("{file} : lecture impossible ({what}).", "{file}: it cannot be read ({what}).")
NO_INVOICE = Message("{file} : ce fichier n'est pas une facture.", "{file}: this file is no invoice.")
EXAMPLE = """# La fiche d'identité d'un marché : qui y prend part, et ce que ses factures doivent porter.
# Corrigez chaque valeur, retirez ce qui ne sert pas, puis : edi marche check
number = {number}
title = {title}
# start = 2026-01-01          # dates prévues ; une pièce datée en dehors est signalée
# end = 2027-12-31
# services = ["VOIRIE"]       # codes service du débiteur ; sans cette ligne : tous
# commitments = ["EJ-2026-1"] # numéros d'engagement ; sans cette ligne : tous

# Un [[actor]] par intervenant et par rôle : titulaire, mandataire, cotraitant, sous-traitant, MOE, MOA,
# service financier. cadres = ["A4"] limite ce qu'il dépose ; sans cette ligne, son rôle décide.
[[actor]]
siret = "00000000000000"
name = "Maîtrise d'ouvrage"
role = "MOA"

[[actor]]
siret = "00000000000000"
name = "Maîtrise d'œuvre"
role = "MOE"

[[actor]]
siret = "00000000000000"
name = "Entreprise titulaire"
role = "titulaire"
# cadres = ["A4", "A7", "A8", "A22"]
"""


HAS_FICHE = Message(
    "{what} : ce marché a déjà une fiche, {file} ; modifiez ce fichier.",
    "{what}: this marché has a fiche already, {file}; change that file.",
)
NO_DATE = Message("--{key} {given} : attendu une date AAAA-MM-JJ.", "--{key} {given}: a date YYYY-MM-DD is expected.")
NO_ACTOR = Message(
    "--actor {given} : attendu RÔLE=SIRET:NOM, par exemple MOE=99999996400011:Atelier.",
    "--actor {given}: ROLE=SIRET:NAME is expected, MOE=99999996400011:Atelier for example.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFiche:
    """What an operator says of a marché."""

    number: str
    title: str = ""
    actors: Sequence[str] = ()  # ROLE=SIRET:NAME
    services: Sequence[str] = ()
    commitments: Sequence[str] = ()
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is wrong with the fiches; where an invoice was given and they are right, what it was held against."""

    fiches: int
    problems: tuple[Message, ...] = ()
    fiche: Fiche | None = None
    number: str = ""  # that the invoice names
    findings: tuple[Finding, ...] = field(default=())


def add(settings: Settings, wanted: NewFiche, example: bool) -> tuple[Fiche, Path]:
    """Writes config/marches/<number>.toml, from what is wanted or as an example to fill in. Refuses to overwrite."""
    require_root(settings)
    folder = settings.folders.config / FOLDER
    file = folder / f"{re.sub('[^a-z0-9_-]+', '-', wanted.number.lower()).strip('-') or 'marche'}.toml"
    if file.exists():
        raise ConfigError(HAS_FICHE.filled(what=wanted.number, file=file))
    if example:
        title = toml_text(wanted.title or "Objet du marché")
        text = EXAMPLE.format(number=toml_text(wanted.number), title=title)
    else:
        text = _written(wanted)
    fiche = read_fiche(file, text.encode())
    if (other := load_marches(settings.folders.config).find(wanted.number)) is not None:
        raise ConfigError(HAS_FICHE.filled(what=wanted.number, file=folder / other.file))
    with writing():
        durable.make_folder(folder)
        durable.publish(folder, [(file.name, text.encode())])
    return fiche, file


def check(settings: Settings, invoice: Path | None) -> Compared:
    """Each fiche held against itself; the invoice against its own one, once all of them are right."""
    config = settings.folders.config
    problems = tuple(fiche_problems(config))
    count = len(files_of(config))
    if invoice is None or problems:
        return Compared(fiches=count, problems=problems)
    fiche, number, findings = compared(invoice, load_marches(config), settings)
    return Compared(fiches=count, fiche=fiche, number=number, findings=tuple(findings))


def fiche_problems(config: Path) -> list[Message]:
    problems = []
    seen: dict[str, str] = {}
    for file in files_of(config):
        try:
            fiche = read_fiche(file)
        except ConfigError as error:
            problems.append(sentence_of(error))
            continue
        if (other := seen.setdefault(key_of(fiche.number), file.name)) != file.name:
            twice = Place(file).refusal(SAME_NUMBER, number=fiche.number, other=other)
            problems.append(sentence_of(twice))
    return problems


def compared(invoice: Path, marches: Marches, settings: Settings) -> tuple[Fiche | None, str, list[Finding]]:
    """The fiche of the invoice's marché, the number it names ("" for none), and where the two disagree."""
    try:
        data = durable.read_file(invoice, settings.limits.member)[0]
    except OSError as error:
        raise ConfigError(NOT_READ.filled(file=invoice, what=durable.reason(error))) from error
    tables = load_tables(settings.folders.config)
    document = understand(data, tables, settings.limits)
    if isinstance(document, Finding):
        return None, "", [document]
    if isinstance(document, Companion):
        raise ConfigError(NO_INVOICE.filled(file=invoice))
    record, cadre = document.record, document.cadre
    context = RuleContext(
        tables=tables,
        limits=settings.limits,
        directory=load_directory(settings.folders.config),
        marches=marches,
        cadre=tables.cadres[cadre] if cadre else None,
    )
    number = text(record.marche) or text(record.contract)
    return (
        fiche_of(record, context),
        number,
        [finding for rule in rules_about("marche") for finding in rule(record, context)],
    )


def _written(wanted: NewFiche) -> str:
    lines = [f"number = {toml_text(wanted.number)}", f"title = {toml_text(wanted.title)}"]
    for key, given in (("start", wanted.start), ("end", wanted.end)):
        if given is not None:
            if (written := day(given)) is None:
                raise ConfigError(NO_DATE.filled(key=key, given=given))
            lines.append(f"{key} = {written.isoformat()}")
    for key, texts in (("services", wanted.services), ("commitments", wanted.commitments)):
        if texts:
            lines.append(f"{key} = [{', '.join(map(toml_text, texts))}]")
    for actor in wanted.actors:
        lines += ["", *_actor(actor)]
    return "\n".join(lines) + "\n"


def _actor(given: str) -> list[str]:
    role, equals, rest = given.partition("=")
    siret, _, name = rest.partition(":")
    if not equals or not siret or not name:
        raise ConfigError(NO_ACTOR.filled(given=given))
    facts = (("siret", siret), ("name", name), ("role", role))
    return ["[[actor]]", *(f"{key} = {toml_text(value)}" for key, value in facts)]


def toml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
