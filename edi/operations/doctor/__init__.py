"""Whether everything the gateway needs is there and right."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from edi import __version__
from edi.clock import paris
from edi.config.directory import load_directory
from edi.config.marches import load_marches
from edi.config.settings import Settings, load_settings
from edi.config.tables import load_tables
from edi.errors import GatewayError
from edi.message import Message
from edi.operations.counts import count_of
from edi.operations.doctor.folders import folder_problems
from edi.operations.doctor.ledger import ledger_state
from edi.operations.doctor.line import Line
from edi.operations.doctor.schemas import schema_lines
from edi.operations.names import sentence_of
from edi.operations.rulebook import chapters
from edi.rules.fixed import FIXED
from edi.rules.pack import rule_pack
from edi.words.labels import word

PROGRAM = Message("programme", "program")
SETTINGS = Message("réglages", "settings")
TABLES = Message("tables", "tables")
DIRECTORY = Message("annuaire", "directory")
MARCHES = Message("marchés", "marchés")
RULES = Message("règles", "rules")
WAIVER = Message("dérogation", "waiver")
FOLDERS = Message("dossiers", "folders")
LEDGER = Message("registre", "ledger")
PARTNERS = Message("partenaires", "partners")
VERSIONS = Message("edi {edi}, Python {python}", "edi {edi}, Python {python}")
APP_CODE = Message("{config} ; code application {code}", "{config}; application code {code}")
TABLES_HOLD = Message(
    "{cadres} cadres, {cells} cases de matrice, {interfaces} interfaces",
    "{cadres} cadres, {cells} cells of the matrix, {interfaces} interfaces",
)
DIRECTORY_HOLDS = Message(
    "{structures} structures, {services} services ({origin})", "{structures} structures, {services} services ({origin})"
)
IMPORTED = Message("importé", "imported")
SHIPPED = Message(
    "livré seul ; « edi structure import » importe le vôtre",
    "the shipped one alone; `edi structure import` imports yours",
)
FICHE, FICHES = (
    Message("fiche d'identité", "fiche d'identité"),
    Message("fiches d'identité", "fiches d'identité"),
)
RULES_OF = Message("{count} règles : {package} {version}, {sha256}", "{count} rules: {package} {version}, {sha256}")
EVERY_PARTNER = Message("tous les partenaires", "every partner")
OFF = Message("éteinte", "off")
UNTIL = Message(
    "{rule} ({weight}), {whom} : jusqu'au {day} ; {reason}", "{rule} ({weight}), {whom}: until {day}; {reason}"
)
ENDED = Message(
    "{rule} ({weight}), {whom} : finie le {day}, n'est plus suivie ; {reason}",
    "{rule} ({weight}), {whom}: ended on {day}, no longer followed; {reason}",
)
NO_PARTNER = Message("aucun ; « edi partner add » en déclare", "none; `edi partner add` declares one")
AS_IT_IS = Message("{text}", "{text}")


def examine(root: Path, config: Path | None) -> list[Line]:
    """Each thing looked at; without settings there is nothing behind them to look at."""
    program = Line(PROGRAM, True, VERSIONS.filled(edi=__version__, python=platform.python_version()))
    try:
        settings = load_settings(root, config)
    except GatewayError as error:
        return [program, Line(SETTINGS, False, sentence_of(error))]
    return [program, *_settled(settings)]


def _settled(settings: Settings) -> Iterator[Line]:
    """Everything behind the settings."""
    folders = settings.folders
    yield Line(SETTINGS, True, APP_CODE.filled(config=folders.config, code=settings.app_code))
    yield _tried(TABLES, lambda: _tables(settings))
    yield _tried(DIRECTORY, lambda: _directory(settings))
    yield _tried(MARCHES, lambda: count_of(len(load_marches(folders.config).fiches), FICHE, FICHES))
    yield _rules()
    yield from _waivers(settings)
    yield from schema_lines(settings)
    problems = list(folder_problems(settings))
    yield from (Line(FOLDERS, False, problem) for problem in problems)
    if not problems:
        yield Line(FOLDERS, True, AS_IT_IS.filled(text=folders.root))
    if folders.root.is_dir():
        yield Line(LEDGER, *ledger_state(folders))
    yield Line(PARTNERS, True, AS_IT_IS.filled(text=", ".join(settings.partners)) if settings.partners else NO_PARTNER)


def _tried(subject: Message, look: Callable[[], Message]) -> Line:
    try:
        return Line(subject, True, look())
    except GatewayError as error:
        return Line(subject, False, sentence_of(error))


def _tables(settings: Settings) -> Message:
    tables = load_tables(settings.folders.config)
    return TABLES_HOLD.filled(cadres=len(tables.cadres), cells=len(tables.matrix), interfaces=len(tables.interfaces))


def _directory(settings: Settings) -> Message:
    directory = load_directory(settings.folders.config)
    return DIRECTORY_HOLDS.filled(
        structures=len(directory.structures),
        services=sum(map(len, directory.services.values())),
        origin=IMPORTED if directory.imported else SHIPPED,
    )


def _rules() -> Line:
    pack = rule_pack()
    count = sum(len(chapter.specs) for chapter in chapters())
    told = RULES_OF.filled(count=count, package=pack.package, version=pack.version, sha256=pack.sha256[:12])
    return Line(RULES, True, told)


def _waivers(settings: Settings) -> Iterator[Line]:
    """Every waiver; one past its last day is no failure, but its partner's documents are judged without it."""
    try:
        settings.waivers.check(FIXED)
    except GatewayError as error:
        yield Line(WAIVER, False, sentence_of(error))
        return
    today = paris(datetime.now(UTC)).date()
    for waiver in settings.waivers.all:
        severity = waiver.severity
        told = (UNTIL if waiver.holds_on(today) else ENDED).filled(
            rule=waiver.rule,
            weight=Message(word(severity, "fr"), word(severity, "en")) if severity else OFF,
            whom=waiver.partner or EVERY_PARTNER,
            day=f"{waiver.until:%d/%m/%Y}",
            reason=waiver.reason,
        )
        yield Line(WAIVER, True, told)
