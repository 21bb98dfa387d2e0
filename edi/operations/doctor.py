"""Whether everything the gateway needs is there and right."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from edi import __version__
from edi.clock import paris
from edi.config.directory import load_directory
from edi.config.marches import load_marches
from edi.config.settings import Settings, language_of, load_settings, written_language
from edi.config.tables import load_tables
from edi.errors import GatewayError
from edi.judging.reference import catalog_of
from edi.operations.doctor_engines import SUBJECT, engines
from edi.operations.doctor_places import folder_problems, ledger_state
from edi.operations.doctor_words import Words
from edi.operations.doctor_words import words as words_of
from edi.operations.rulebook import chapters
from edi.rules.fixed import FIXED
from edi.rules.pack import rule_pack
from edi.schemas.catalog import packs
from edi.schemas.trust import check
from edi.words.labels import counted, word


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at."""

    subject: str
    ok: bool
    said: str


def examine(root: Path, config: Path | None, lang: str | None) -> tuple[str, list[Line]]:
    """The language to speak, which may stand in the settings, and what was found."""
    program = f"edi {__version__}, Python {platform.python_version()}"
    try:
        settings = load_settings(root, config)
    except GatewayError as error:
        language = lang or written_language(root, config)
        words = words_of(language)
        return language, [Line(words.program, True, program), Line(words.settings, False, error.of(language))]
    language = language_of(lang, settings)
    words = words_of(language)
    return language, [Line(words.program, True, program), *_settled(settings, words, language)]


def _settled(settings: Settings, words: Words, lang: str) -> Iterator[Line]:
    """Everything behind the settings."""
    said = words.app_code.format(config=settings.folders.config, code=settings.app_code)
    yield Line(words.settings, True, said)
    yield _tried(words.tables, lang, lambda: _tables(settings, words))
    yield _tried(words.directory, lang, lambda: _directory(settings, words))
    yield _tried(words.marches, lang, lambda: _marches(settings, words, lang))
    yield _rules(words)
    yield from _waivers(settings, words, lang)
    yield from _schemas(settings, words, lang)
    problems = list(folder_problems(settings, words))
    yield from (Line(words.folders, False, problem) for problem in problems)
    if not problems:
        yield Line(words.folders, True, str(settings.folders.root))
    if settings.folders.root.is_dir():
        yield Line(words.ledger, *ledger_state(settings.folders, words, lang))
    yield Line(words.partners, True, ", ".join(settings.partners) or words.no_partner)


def _tried(subject: str, lang: str, look: Callable[[], str]) -> Line:
    try:
        return Line(subject, True, look())
    except GatewayError as error:
        return Line(subject, False, error.of(lang))


def _tables(settings: Settings, words: Words) -> str:
    tables = load_tables(settings.folders.config)
    return words.tables_said.format(
        cadres=len(tables.cadres), cells=len(tables.matrix), interfaces=len(tables.interfaces)
    )


def _rules(words: Words) -> Line:
    pack = rule_pack()
    count = sum(len(chapter.specs) for chapter in chapters())
    said = words.rules_said.format(count=count, package=pack.package, version=pack.version, sha256=pack.sha256[:12])
    return Line(words.rules, True, said)


def _waivers(settings: Settings, words: Words, lang: str) -> Iterator[Line]:
    """Every waiver; one past its last day is no failure, but its partner's documents are judged without it."""
    try:
        settings.waivers.check(FIXED)
    except GatewayError as error:
        yield Line(words.waiver, False, error.of(lang))
        return
    today = paris(datetime.now(UTC)).date()
    for waiver in settings.waivers.all:
        said = (words.until if waiver.holds_on(today) else words.ended).format(
            rule=waiver.rule,
            weight=word(waiver.severity, lang) if waiver.severity else words.off,
            whom=waiver.partner or words.every_partner,
            day=f"{waiver.until:%d/%m/%Y}",
            reason=waiver.reason,
        )
        yield Line(words.waiver, True, said)


def _directory(settings: Settings, words: Words) -> str:
    directory = load_directory(settings.folders.config)
    return words.directory_said.format(
        structures=len(directory.structures),
        services=sum(map(len, directory.services.values())),
        origin=words.imported if directory.imported else words.shipped,
    )


def _marches(settings: Settings, words: Words, lang: str) -> str:
    return counted(len(load_marches(settings.folders.config).fiches), words.fiches, lang)


def _schemas(settings: Settings, words: Words, lang: str) -> Iterator[Line]:
    try:
        catalog = catalog_of(settings)
        problems = check(catalog)
    except GatewayError as error:
        yield Line(words.schemas, False, error.of(lang))
        return
    for problem in problems:
        yield Line(words.schemas, False, problem.en if lang == "en" else problem.fr)
    colon = ":" if lang == "en" else " :"
    if not problems:
        for pack in packs(catalog):
            yield Line(words.schemas, True, f"{pack.role}{colon} {pack.package} {pack.version}, {pack.sha256[:12]}")
        agreed, said = engines(catalog, settings.limits)
        yield Line(SUBJECT.of(lang), agreed, said.of(lang))
