"""The one checked reader of TOML: each key's check is declared once, and what a check refuses names file and key.

In: a file or its bytes; then tables of checks, key -> check.  Out: values of the right types, by key.  Refuses
(ConfigError, in both languages) what is no TOML, an unknown or missing key, and whatever a check does not take.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from edi.config import Place, literal, one_of, read_bytes
from edi.message import Message

NO_TOML = Message(
    "ce n'est pas un fichier TOML lisible ({error}) ; corrigez cette ligne.",
    "the file is not TOML ({error}); mend that line.",
)
UNKNOWN = Message("clé inconnue {key} ; connues : {known}.", "unknown key '{key}'; the keys are {known}.")
MISSING = Message("la clé {key} manque ; attendu : {wanted}.", "the key {key} is missing; write {wanted}.")
NO_TABLE = Message("{key} doit être une table [{key}].", "{key} must be a table [{key}].")
NO_TEXTS = Message("{key} doit être une liste de textes.", "{key} must be a list of texts.")
NO_TABLES = Message("{key} doit être une suite de tables [[{key}]].", "{key} must be a row of tables [[{key}]].")
NUMBERED = Message("[[{key}]] n° {number}", "[[{key}]] no. {number}")
A_TEXT = Message("un texte entre guillemets", "a text between quotes")
A_NUMBER = Message("un nombre de {low} à {high}", "a number from {low} to {high}")
A_WHOLE_NUMBER = Message("un nombre entier de {low} à {high}", "a whole number from {low} to {high}")
A_DAY = Message("une date AAAA-MM-JJ, sans guillemets", "a date YYYY-MM-DD, without quotes")
TRUE_OR_FALSE = literal("true, false")


@dataclass(frozen=True, slots=True)
class Field:
    """One key, as it is called in messages, and what it holds."""

    place: Place
    key: str
    value: Any

    def refuse(self, wanted: Message) -> NoReturn:
        self.place.refuse_value(self.key, self.value, wanted)


Check = Callable[[Field], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `prefix` stands before its keys in messages: "limits."."""

    place: Place
    cells: Mapping[str, Any]
    prefix: str = ""

    def read(self, checks: Mapping[str, Check], required: Mapping[str, Message] | None = None) -> dict[str, Any]:
        """The value of every key that is there; unknown keys first, then those of `required` (key -> what to write)."""
        self.only(checks)
        for key, wanted in (required or {}).items():
            if key not in self.cells:
                self.place.refuse(MISSING, key=self.prefix + key, wanted=wanted)
        return {key: check(self.field(key)) for key, check in checks.items() if key in self.cells}

    def only(self, known: Iterable[str]) -> None:
        names = tuple(known)
        for key in self.cells:
            if key not in names:
                self.place.refuse(UNKNOWN, key=self.prefix + key, known=", ".join(names))

    def field(self, key: str) -> Field:
        return Field(self.place, self.prefix + key, self.cells.get(key))

    def table(self, key: str) -> Table:
        """The table [key]; an empty one where it is not there."""
        return table_of(Field(self.place, self.prefix + key, self.cells.get(key, {})))


def read_toml(file: Path) -> Table:
    return parse_toml(file, read_bytes(file))


def parse_toml(file: Path, data: bytes) -> Table:
    try:
        return Table(Place(file), tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of 5,000 digits, 1,000 brackets
        Place(file).refuse(NO_TOML, error=error)


def table_of(field: Field) -> Table:
    if not isinstance(field.value, dict):
        field.place.refuse(NO_TABLE, key=field.key)
    return Table(field.place, field.value, f"{field.key}.")


def tables_of(field: Field, refusal: Message = NO_TABLES) -> tuple[Table, ...]:
    """Each [[key]], with its number as its place."""
    if not isinstance(field.value, list) or not all(isinstance(item, dict) for item in field.value):
        field.place.refuse(refusal, key=field.key)
    places = (NUMBERED.filled(key=field.key, number=number) for number in range(1, len(field.value) + 1))
    return tuple(Table(Place(field.place.file, item=at), cell) for at, cell in zip(places, field.value, strict=True))


def text(field: Field) -> str:
    """What may not be blank, without the blanks around it."""
    if not isinstance(field.value, str) or not field.value.strip():
        field.refuse(A_TEXT)
    return field.value.strip()


def any_text(field: Field) -> str:
    """A text that may be empty."""
    if not isinstance(field.value, str):
        field.refuse(A_TEXT)
    return field.value.strip()


def texts(field: Field) -> tuple[str, ...]:
    """A list of texts, none of them blank, as they are."""
    if not isinstance(field.value, list) or not all(isinstance(item, str) and item.strip() for item in field.value):
        field.place.refuse(NO_TEXTS, key=field.key)
    return tuple(field.value)


def flag(field: Field) -> bool:
    if not isinstance(field.value, bool):
        field.refuse(TRUE_OR_FALSE)
    return field.value


def day(field: Field) -> date:
    if type(field.value) is not date:  # a datetime is a date, too
        field.refuse(A_DAY)
    return field.value


def matching(pattern: re.Pattern[str], wanted: Message) -> Check:
    def check(field: Field) -> str:
        if not isinstance(field.value, str) or not pattern.fullmatch(field.value):
            field.refuse(wanted)
        return field.value

    return check


def choice(*allowed: str) -> Check:
    def check(field: Field) -> str:
        if field.value not in allowed:
            field.refuse(one_of(allowed))
        return str(field.value)

    return check


def choices(*allowed: str) -> Check:
    """A list of some of these, each once, in the order they are given."""

    def check(field: Field) -> tuple[str, ...]:
        if not isinstance(field.value, list) or not all(item in allowed for item in field.value):
            field.refuse(some_of(allowed))
        return tuple(dict.fromkeys(field.value))

    return check


def some_of(allowed: Iterable[str]) -> Message:
    return Message("une liste parmi {names}", "a list of some of: {names}").filled(names=", ".join(allowed))


def number(low: float, high: float) -> Check:
    def check(field: Field) -> float:
        if not isinstance(field.value, (int, float)) or isinstance(field.value, bool) or not low <= field.value <= high:
            field.refuse(A_NUMBER.filled(low=low, high=high))
        return float(field.value)

    return check


def whole(low: int, high: int) -> Check:
    def check(field: Field) -> int:
        if not isinstance(field.value, int) or isinstance(field.value, bool) or not low <= field.value <= high:
            field.refuse(A_WHOLE_NUMBER.filled(low=low, high=high))
        return field.value

    return check
