"""edi explain: one document as the gateway understands it, each value with its place. It gives no verdict."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edi.catalogue import hint, sentence
from edi.cli.display.flows import WIDE
from edi.config.settings import Settings, language_of, load_settings
from edi.config.tables import Tables, load_tables
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging import envelope
from edi.judging.identify import Companion
from edi.judging.reference import catalog_of
from edi.judging.understand import Understood, understand
from edi.judging.unpack import unpack
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.limits import Limits
from edi.operations.explain import Chapter, Fact, chapters_of
from edi.words.text import legible, printable

DONE, USAGE, UNREADABLE = 0, 2, 3
FACTS = 100  # of one chapter, at a terminal
VALUE = 200  # characters of a value, which a hostile document may make endless


@dataclass(frozen=True, slots=True)
class Explained:
    """One member of a file, understood."""

    file: str
    member: str
    embedded: str | None
    chapters: tuple[Chapter, ...]


def explain(
    file: Path,
    member: str | None,
    interface: str | None,
    lang: str | None,
    as_json: bool,
    root: Path,
    config: Path | None,
) -> int:
    """0; 2 for a file, a member or an interface that is none; 3 for what cannot be read as an invoice."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    tables = load_tables(settings.folders.config)
    if interface is not None and interface not in tables.interfaces:
        raise ConfigError(
            f"--interface {interface} : interface inconnue ; connues : {envelope.taken_interfaces(tables)}."
        )
    members, findings = _members(file, settings.limits)
    if not members:
        return _unreadable(findings, language)
    if member is None and len(members) > 1:
        _list(file, members, as_json, language)
        return DONE
    chosen = next((one for one in members if member in (None, one.name)), None)
    if chosen is None:
        names = ", ".join(legible(one.name) for one in members[:5])
        raise ConfigError(f"--member {member} : aucun fichier de ce nom dans {file} ; il y a {names}.")
    found = understand(chosen.data, tables, settings.limits)
    if isinstance(found, Finding):
        return _unreadable([found], language)
    if isinstance(found, Companion):
        raise ConfigError(f"{file} : {chosen.name} n'est pas une facture ({found.kind}).")
    code = interface or envelope.read_name(file.name, tables, None, "lenient").interface
    explained = _explained(file, chosen, found, code, settings, tables, language)
    if as_json:
        print(json.dumps(_as_dict(explained, language), ensure_ascii=False, indent=2))
    else:
        _show(explained, language, Console())
    return DONE


def _members(file: Path, limits: Limits) -> tuple[list[Member], list[Finding]]:
    """The files inside, in order, and what the unpacking has to say. An archive is read whole, inside its limits."""
    try:
        data, _ = durable.read_file(file.resolve(), limits.drop)
    except FileNotFoundError as error:
        raise ConfigError(f"{file} : ce fichier n'existe pas.") from error
    except OSError as error:
        raise ConfigError(f"{file} : lecture impossible ({error.strerror}).") from error
    if findings := list(envelope.check_size(len(data), limits)):
        return [], findings
    members, findings = [], []
    for item in unpack(data, limits):
        if isinstance(item, Member):
            members.append(Member(item.name or file.name, item.data))
        else:
            findings.append(item)
    return members, findings


def _explained(
    file: Path,
    member: Member,
    found: Understood,
    interface: str | None,
    settings: Settings,
    tables: Tables,
    lang: str,
) -> Explained:
    document = found.identified
    role = catalog_of(settings).roles[document.role]
    default = envelope.default_interface(document.syntax.family, tables)
    row = tables.interfaces.get(interface) if interface else default
    return Explained(str(file), member.name, document.embedded, chapters_of(found, role, row, tables, lang))


def _unreadable(findings: list[Finding], lang: str) -> int:
    for finding in findings:
        print(f"edi : {legible(sentence(finding, lang))} {legible(hint(finding, lang))}", file=sys.stderr)
    return UNREADABLE


def _list(file: Path, members: list[Member], as_json: bool, lang: str) -> None:
    names = [legible(one.name) for one in members]
    if as_json:
        print(json.dumps({"file": str(file), "members": names}, ensure_ascii=False, indent=2))
        return
    head = f"{len(names)} files: one at a time, with --member." if lang == "en" else ""
    print(head or f"{len(names)} fichiers : un à la fois, avec --member.")
    for name in names:
        print(f"  {name}")


def _as_dict(one: Explained, lang: str) -> dict[str, Any]:
    return {
        "file": one.file,
        "member": legible(one.member),
        "embedded": one.embedded,
        "chapters": {
            chapter.name: [
                {
                    "name": fact.name,
                    "label": _word(fact.label, lang),
                    "value": None if fact.value is None else legible(fact.value),
                    "note": legible(fact.note) or None,
                    "line": fact.line,
                    "xpath": fact.xpath,
                }
                for fact in chapter.facts
            ]
            for chapter in one.chapters
        },
    }


def _show(one: Explained, lang: str, console: Console) -> None:
    english = lang == "en"
    inside = f" › {legible(one.member)}" if one.member != Path(one.file).name else ""
    console.print(Text(f"{legible(one.file)}{inside}", "bold"))
    for chapter in one.chapters:
        console.print()
        console.print(Text(_word(chapter.title, lang), "bold"))
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(style="dim", width=24)
        table.add_column(ratio=3, overflow="fold")
        table.add_column(ratio=2, overflow="fold", style="dim")
        for fact in chapter.facts[:FACTS]:
            value = Text(printable(fact.value, VALUE)) if fact.value else Text("–", "dim")
            if fact.note:
                value.append(f"  {printable(fact.note, VALUE)}", "dim")
            table.add_row(f"  {_word(fact.label, lang)}", value, _place(fact, lang, console.width))
        console.print(table)
        if (more := len(chapter.facts) - FACTS) > 0:
            console.print(
                Text(f"  {more} more: --json has them." if english else f"  {more} autres : --json les donne.")
            )
    console.print()
    ask = "Nothing was judged; “edi check” does." if english else "Rien n'a été jugé ; « edi check » le fait."
    console.print(Text(ask, "dim"))


def _place(fact: Fact, lang: str, width: int) -> str:
    """Line and XPath; of the path only the last step where the terminal is narrow."""
    line = f"{'line' if lang == 'en' else 'ligne'} {fact.line}" if fact.line else ""
    path = fact.xpath or ""
    if path and width < WIDE:
        path = f"…/{path.rpartition('/')[2]}"
    return " ".join(part for part in (line, path) if part)


def _word(words: tuple[str, str], lang: str) -> str:
    return words[lang == "en"]
