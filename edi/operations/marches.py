"""Fiches of marches: held against themselves and against invoices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from edi.config import Place
from edi.config.directory import load_directory
from edi.config.marches import HAS_FICHE as SAME_NUMBER
from edi.config.marches import Fiche, Marches, files_of, key_of, read_fiche
from edi.config.settings import Settings
from edi.config.tables import load_tables
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging.identify import Companion
from edi.judging.understand import understand
from edi.message import Message
from edi.model.dates import day
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.marche import fiche_of
from edi.rules.run import rules_about
from edi.rules.values import text

NOT_READ = Message("{file} : lecture impossible ({what}).", "{file}: it cannot be read ({what}).")
NO_DAY = Message(
    "--{option} {given} : attendu une date AAAA-MM-JJ.", "--{option} {given}: a date YYYY-MM-DD is wanted."
)
NO_ACTOR = Message(
    "--actor {actor} : attendu RÔLE=SIRET:NOM, par exemple MOE=99999996400011:Atelier.",
    "--actor {actor}: ROLE=SIRET:NAME is wanted, such as MOE=99999996400011:Atelier.",
)
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


def fiche_problems(config: Path, lang: str) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for file in files_of(config):
        try:
            fiche = read_fiche(file)
        except ConfigError as error:
            problems.append(error.of(lang))
            continue
        if (other := seen.setdefault(key_of(fiche.number), file.name)) != file.name:
            problems.append(Place(file).refusal(SAME_NUMBER, number=fiche.number, other=other).of(lang))
    return problems


def compared(invoice: Path, marches: Marches, settings: Settings, lang: str) -> tuple[Fiche | None, str, list[Finding]]:
    """The fiche of the invoice's marché, the number it names ("" for none), and where the two disagree."""
    try:
        data = durable.read_file(invoice, settings.limits.member)[0]
    except OSError as error:
        raise ConfigError(NOT_READ.of(lang, file=invoice, what=error.strerror)) from error
    tables = load_tables(settings.folders.config)
    document = understand(data, tables, settings.limits)
    if isinstance(document, Finding):
        return None, "", [document]
    if isinstance(document, Companion):
        raise ConfigError(NO_INVOICE.of(lang, file=invoice))
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


def write_fiche(
    number: str,
    title: str,
    actors: Sequence[str],
    services: Sequence[str],
    commitments: Sequence[str],
    start: str | None,
    end: str | None,
) -> str:
    lines = [f"number = {toml_text(number)}", f"title = {toml_text(title)}"]
    for key, given in (("start", start), ("end", end)):
        if given is not None:
            if (written := day(given)) is None:
                raise ConfigError(NO_DAY.filled(option=key, given=given))
            lines.append(f"{key} = {written.isoformat()}")
    if services:
        lines.append(f"services = [{', '.join(map(toml_text, services))}]")
    if commitments:
        lines.append(f"commitments = [{', '.join(map(toml_text, commitments))}]")
    for actor in actors:
        role, equals, rest = actor.partition("=")
        siret, _, name = rest.partition(":")
        if not equals or not siret or not name:
            raise ConfigError(NO_ACTOR.filled(actor=actor))
        lines += [
            "",
            "[[actor]]",
            f"siret = {toml_text(siret)}",
            f"name = {toml_text(name)}",
            f"role = {toml_text(role)}",
        ]
    return "\n".join(lines) + "\n"


def toml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
