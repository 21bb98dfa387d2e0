"""edi marche add, check and list: the fiches d'identité of marchés."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edi import durable, matrix
from edi.commands.words import writing
from edi.directory import load_directory
from edi.errors import ConfigError
from edi.findings import hint, sentence
from edi.flow import Finding
from edi.identify import identify
from edi.marches import FOLDER, ROLES, Fiche, Marches, files_of, key_of, load_marches, read_fiche
from edi.message import Message
from edi.read import read
from edi.returns.words import counted
from edi.rules import RuleContext, identity
from edi.rules import marche as rules
from edi.settings import Settings, language_of, load_settings, require_root
from edi.tables import load_tables

RIGHT, DISAGREES, WRONG, UNREADABLE = 0, 1, 2, 3
ADDED = Message("Marché {number} : {file}, {actors}.", "Marché {number}: {file}, {actors}.")
ACTORS = {"fr": ("intervenant", "intervenants"), "en": ("participant", "participants")}
FICHES = {"fr": ("fiche", "fiches"), "en": ("fiche", "fiches")}
PROBLEMS = {"fr": ("problème", "problèmes"), "en": ("problem", "problems")}
TO_COMPLETE = Message(
    "  C'est un exemple : complétez-le avant de lancer la passerelle.",
    "  It is an example: complete it before you start the gateway.",
)
HAS_FICHE = Message(
    "{what} : ce marché a déjà une fiche, {file} ; modifiez ce fichier.",
    "{what}: this marché has a fiche already, {file}; change that file.",
)
NOT_READ = Message("{file} : lecture impossible ({what}).", "{file}: it cannot be read ({what}).")
NO_INVOICE = Message("{file} : ce fichier n'est pas une facture.", "{file}: this file is no invoice.")
NO_FICHE = Message(
    "Aucune fiche ; « edi marche add NUMERO --title OBJET --example » en écrit une à compléter.",
    "No fiche; `edi marche add NUMBER --title OBJECT --example` writes one to complete.",
)
ALL_RIGHT = (
    Message("{fiches}, juste.", "{fiches}, right."),
    Message("{fiches}, toutes justes.", "{fiches}, all right."),
)
FAULTS = Message("{problems} dans {fiches}.", "{problems} in {fiches}.")
AGREES = Message(
    "{file} : elle s'accorde avec la fiche du marché {number}.",
    "{file}: it agrees with the fiche of the marché {number}.",
)
WITHOUT_FICHE = Message(
    "{file} : le marché {number} n'a pas de fiche ; « edi marche add » en écrit une.",
    "{file}: the marché {number} has no fiche; `edi marche add` writes one.",
)
NO_MARCHE = Message(
    "{file} : elle ne nomme aucun marché, il n'y a rien à comparer.",
    "{file}: it names no marché, there is nothing to compare.",
)
HEADINGS = (
    Message("marché", "marché"),
    Message("objet", "object"),
    Message("intervenants", "participants"),
    Message("du", "from"),
    Message("au", "to"),
    Message("fiche", "fiche"),
)
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


def add(
    number: str,
    title: str,
    actors: Sequence[str],
    services: Sequence[str],
    commitments: Sequence[str],
    start: str | None,
    end: str | None,
    example: bool,
    root: Path,
    config: Path | None,
) -> int:
    """Writes config/marches/<number>.toml, from options or as an example to fill in. Refuses to overwrite."""
    settings = load_settings(root, config)
    require_root(settings)
    folder, lang = settings.folders.config / FOLDER, settings.lang
    file = folder / f"{re.sub('[^a-z0-9_-]+', '-', number.lower()).strip('-') or 'marche'}.toml"
    if file.exists():
        raise ConfigError(HAS_FICHE.of(lang, what=number, file=file))
    if example:
        text = EXAMPLE.format(number=_toml(number), title=_toml(title or "Objet du marché"))
    else:
        text = _written(number, title, actors, services, commitments, start, end)
    fiche = read_fiche(file, text.encode())
    if (other := load_marches(settings.folders.config).find(number)) is not None:
        raise ConfigError(HAS_FICHE.of(lang, what=number, file=folder / other.file))
    with writing(lang):
        durable.make_folder(folder)
        durable.publish(folder, [(file.name, text.encode())])
    actors_said = counted(len(fiche.actors), ACTORS[lang], lang)
    print(ADDED.of(lang, number=fiche.number, file=file, actors=actors_said))
    if example:
        print(TO_COMPLETE.of(lang))
    return RIGHT


def check(invoice: Path | None, lang: str | None, as_json: bool, root: Path, config: Path | None) -> int:
    """What is wrong with each fiche; with an invoice, where it disagrees with the fiche of its marché."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    problems = _problems(settings.folders.config)
    findings: list[Finding] = []
    fiche, number = None, ""
    if invoice is not None and not problems:
        marches = load_marches(settings.folders.config)
        fiche, number, findings = _compared(invoice, marches, settings, language)
    if as_json:
        told = [{"code": one.code, "line": one.line, "said": sentence(one, language)} for one in findings]
        answer = {"problems": problems, "marche": fiche.number if fiche else None, "findings": told}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(problems, len(files_of(settings.folders.config)), findings, language)
        if invoice is not None and not problems and not findings:
            said = AGREES if fiche else WITHOUT_FICHE if number else NO_MARCHE
            print(said.of(language, file=invoice, number=fiche.number if fiche else number))
    if problems:
        return WRONG
    if any(finding.severity.value == "fatal" for finding in findings):
        return UNREADABLE
    return DISAGREES if any(finding.severity.refuses for finding in findings) else RIGHT


def list_all(as_json: bool, root: Path, config: Path | None) -> int:
    """Every fiche."""
    settings = load_settings(root, config)
    fiches = load_marches(settings.folders.config).fiches.values()
    if as_json:
        print(json.dumps([asdict(fiche) for fiche in fiches], ensure_ascii=False, indent=2, default=str))
        return RIGHT
    if not fiches:
        print(NO_FICHE.of(settings.lang))
        return RIGHT
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(settings.lang), overflow="fold")
    for fiche in fiches:
        roles = [f"{len(fiche.of_role(role))} {role}" for role in ROLES if fiche.of_role(role)]
        table.add_row(
            fiche.number, fiche.title, ", ".join(roles), str(fiche.start or ""), str(fiche.end or ""), fiche.file
        )
    Console().print(table)
    return RIGHT


def _problems(config: Path) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for file in files_of(config):
        try:
            fiche = read_fiche(file)
        except ConfigError as error:
            problems.append(str(error))
            continue
        if (other := seen.setdefault(key_of(fiche.number), file.name)) != file.name:
            problems.append(f"{file} : le marché {fiche.number} a déjà une fiche, {other} ; gardez-en une.")
    return problems


def _compared(
    invoice: Path, marches: Marches, settings: Settings, lang: str
) -> tuple[Fiche | None, str, list[Finding]]:
    """The fiche of the invoice's marché, the number it names ("" for none), and where the two disagree."""
    try:
        found = identify(durable.read_file(invoice, settings.limits.member)[0], settings.limits)
    except OSError as error:
        raise ConfigError(NOT_READ.of(lang, file=invoice, what=error.strerror)) from error
    if isinstance(found, Finding):
        return None, "", [found]
    if found.syntax is None:
        raise ConfigError(NO_INVOICE.of(lang, file=invoice))
    tables = load_tables(settings.folders.config)
    record = read(found)
    cadre, _, _ = matrix.judge_cadre(record, tables)
    context = RuleContext(
        tables=tables,
        limits=settings.limits,
        directory=load_directory(settings.folders.config),
        marches=marches,
        cadre=tables.cadres[cadre] if cadre else None,
    )
    number = identity.text(record.marche) or identity.text(record.contract)
    return (
        rules.fiche_of(record, context),
        number,
        [finding for rule in rules.RULES for finding in rule(record, context)],
    )


def _print(problems: list[str], count: int, findings: list[Finding], lang: str) -> None:
    for problem in problems:
        print(problem)
    fiches = counted(count, FICHES[lang], lang)
    if problems:
        print(FAULTS.of(lang, problems=counted(len(problems), PROBLEMS[lang], lang), fiches=fiches))
        return
    print(ALL_RIGHT[count > 1].of(lang, fiches=fiches) if count else NO_FICHE.of(lang))
    for finding in findings:
        print(f"\n{sentence(finding, lang)}\n  → {hint(finding, lang)}\n  {finding.code}")


def _written(
    number: str,
    title: str,
    actors: Sequence[str],
    services: Sequence[str],
    commitments: Sequence[str],
    start: str | None,
    end: str | None,
) -> str:
    lines = [f"number = {_toml(number)}", f"title = {_toml(title)}"]
    for key, given in (("start", start), ("end", end)):
        if given is not None:
            try:
                lines.append(f"{key} = {date.fromisoformat(given).isoformat()}")
            except ValueError as error:
                raise ConfigError(f"--{key} {given} : attendu une date AAAA-MM-JJ.") from error
    if services:
        lines.append(f"services = [{', '.join(map(_toml, services))}]")
    if commitments:
        lines.append(f"commitments = [{', '.join(map(_toml, commitments))}]")
    for actor in actors:
        role, equals, rest = actor.partition("=")
        siret, _, name = rest.partition(":")
        if not equals or not siret or not name:
            raise ConfigError(f"--actor {actor} : attendu RÔLE=SIRET:NOM, par exemple MOE=99999996400011:Atelier.")
        lines += ["", "[[actor]]", f"siret = {_toml(siret)}", f"name = {_toml(name)}", f"role = {_toml(role)}"]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
