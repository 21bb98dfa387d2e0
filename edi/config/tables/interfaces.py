"""The interfaces of Chorus Pro that carry invoices inwards (config/interfaces.toml), such as FSO1116A.

In: the file's bytes.  Out: Interfaces by code, in the file's order.  Refuses (ConfigError) wrong keys and values, with
the line of their table; a syntax without exactly one default; a closed interface that names no open one instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from edi.config import Place, literal
from edi.config.csv import decoded
from edi.config.toml import A_TEXT, Check, Table, any_text, choice, flag, parse_toml, text, texts
from edi.message import Message

FREE_SYNTAXES = ("ubl", "cii", "factur-x")  # a flow with a free name needs a default interface for each
ACTIVE, OTHER = "active", "other"

NO_INTERFACE = Message(
    "{code!r} n'est pas une interface ; une table porte le nom FSO, quatre chiffres et A.",
    "{code!r} is no interface; a table is named FSO, four digits and A.",
)
NOT_A_DEFAULT = Message(
    "seule une interface active de syntaxe {syntaxes} peut être celle par défaut.",
    "only an active interface of syntax {syntaxes} can be the default.",
)
NOT_READ = Message(
    "la passerelle ne lit pas d'autre syntaxe que {syntaxes} ; mettez-la unsupported.",
    "the gateway reads no other syntax than {syntaxes}; make it unsupported.",
)
NOT_CLOSED = Message(
    "why, why_en et instead vont avec une interface qui n'est pas active ; supprimez-les.",
    "why, why_en and instead belong to an interface that is not active; remove them.",
)
ONE_DEFAULT = Message(
    "la syntaxe {syntax} demande une et une seule interface avec default = true ; trouvé : {codes}.",
    "the syntax {syntax} needs exactly one interface with default = true, found: {codes}.",
)
NO_INSTEAD = Message(
    "instead = {code!r} ne nomme aucune interface active de ce fichier.",
    "instead = {code!r} names no active interface of this file.",
)
NONE = Message("aucune", "none")
SYNTAXES = ", ".join(FREE_SYNTAXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One interface code, such as FSO1116A. `why` and `instead` are filled when it is not active."""

    code: str
    family: str
    syntax: str  # ubl, cii, factur-x or other
    status: str  # active, withdrawn or unsupported
    default: bool
    api_name: str
    label: str
    source: str
    certainty: str
    label_en: str = ""  # nothing: the label as it is
    why: str = ""
    why_en: str = ""
    instead: str = ""
    cadres: tuple[str, ...] = ()  # that it carries; none given: every one

    @property
    def active(self) -> bool:
        return self.status == "active"


_CODE = re.compile(r"FSO[0-9]{4}A", re.ASCII)
KEYS: Mapping[str, Check] = {
    "family": choice("E1", "E2", "E3", "E4", "E5"),
    "syntax": choice(*FREE_SYNTAXES, OTHER),
    "status": choice(ACTIVE, "withdrawn", "unsupported"),
    "default": flag,
    "api_name": any_text,
    "label": text,
    "label_en": any_text,
    "source": text,
    "certainty": choice("H", "M", "L"),
    "why": any_text,
    "why_en": any_text,
    "instead": any_text,
    "cadres": texts,
}
OPEN: Mapping[str, Message] = dict.fromkeys(("family", "syntax", "status", "label", "source", "certainty"), A_TEXT)
CLOSED: Mapping[str, Message] = {**OPEN, **dict.fromkeys(("why", "why_en", "instead"), A_TEXT)}


def read_interfaces(path: Path, data: bytes) -> dict[str, Interface]:
    """The interfaces of the file; one default for each syntax of a free-named flow."""
    written = decoded(path, data)
    raw = parse_toml(path, data)
    # tomllib gives no lines: the table's own header is the place a person looks for
    lines = {match["code"]: number for number, match in _headers(written)}
    interfaces = {code: _interface(Place(path, lines.get(code)), code, cells) for code, cells in raw.cells.items()}
    for syntax in FREE_SYNTAXES:
        defaults = [row.code for row in interfaces.values() if row.default and row.syntax == syntax]
        if len(defaults) != 1:
            raw.place.refuse(ONE_DEFAULT, syntax=syntax, codes=", ".join(defaults) or NONE)
    for row in interfaces.values():
        if not row.active and (row.instead not in interfaces or not interfaces[row.instead].active):
            Place(path, lines.get(row.code)).refuse(NO_INSTEAD, code=row.instead)
    return interfaces


def _headers(written: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(written.splitlines(), start=1):
        if match := re.match(r"\s*\[\s*\"?(?P<code>[^\]\"\s]+)", line):
            yield number, match


def _interface(place: Place, code: str, cells: object) -> Interface:
    if not _CODE.fullmatch(code) or not isinstance(cells, dict):
        place.refuse(NO_INTERFACE, code=code)
    raw = Table(Place(place.file, place.line, literal(code)), cells)
    values = raw.read(KEYS, OPEN if cells.get("status") == ACTIVE else CLOSED)
    interface = Interface(code=code, **{"default": False, "api_name": "", **values})
    _check(interface, raw.place)
    return interface


def _check(interface: Interface, place: Place) -> None:
    if interface.default and (not interface.active or interface.syntax == OTHER):
        place.refuse(NOT_A_DEFAULT, syntaxes=SYNTAXES)
    if interface.active and interface.syntax == OTHER:
        place.refuse(NOT_READ, syntaxes=SYNTAXES)
    if interface.active and (interface.why or interface.why_en or interface.instead):
        place.refuse(NOT_CLOSED)
