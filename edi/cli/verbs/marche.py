"""edi marche add, check and list: the fiches d'identité of marchés."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edi.catalogue import hint, sentence
from edi.config.marches import FOLDER, ROLES, files_of, load_marches, read_fiche
from edi.config.settings import language_of, load_settings, require_root
from edi.disk import durable
from edi.errors import ConfigError
from edi.message import Message
from edi.model.finding import Finding
from edi.operations.marches import EXAMPLE, compared, fiche_problems, toml_text, write_fiche
from edi.operations.names import writing
from edi.words.labels import counted

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
        text = EXAMPLE.format(number=toml_text(number), title=toml_text(title or "Objet du marché"))
    else:
        text = write_fiche(number, title, actors, services, commitments, start, end)
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
    problems = fiche_problems(settings.folders.config, language)
    findings: list[Finding] = []
    fiche, number = None, ""
    if invoice is not None and not problems:
        marches = load_marches(settings.folders.config)
        fiche, number, findings = compared(invoice, marches, settings, language)
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
