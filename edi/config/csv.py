"""The one checked reader of tables: CSV bytes in, checked cells out; ConfigError with file, line, reason and remedy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from edi.config import Place, literal, one_of
from edi.message import Message

K = TypeVar("K")
V = TypeVar("V")

EMPTY_CELL = Message("{column} est vide ; remplissez-la.", "{column} is empty; fill it in.")
NOT_UTF8 = Message(
    "ce n'est pas de l'UTF-8 ; enregistrez ce fichier en UTF-8.", "it is not UTF-8; save the file as UTF-8."
)
CELLS = Message(
    "{cells} cellules pour {columns} colonnes ; mettez entre guillemets les cellules qui contiennent une virgule.",
    "{cells} cells under {columns} columns; quote cells with commas.",
)
NO_CSV = Message(
    "cette ligne n'est pas du texte séparé par des virgules ({error}) ; corrigez ses guillemets.",
    "the line is not comma-separated text ({error}); mend its quotes.",
)
EMPTY_FILE = Message(
    "ce fichier est vide ; sa première ligne doit nommer les colonnes {columns}.",
    "the file is empty; its first line must name the columns {columns}.",
)
REPEATED = Message(
    "{what} déjà à la ligne {line} ; gardez l'une des deux lignes.",
    "this {what} already stands on line {line}; keep one of the two rows.",
)
SEMICOLONS = Message(
    "les colonnes sont séparées par des points-virgules ; enregistrez ce fichier avec des virgules.",
    "columns are separated by semicolons; save the file separated by commas.",
)
UNKNOWN_COLUMN = Message(
    "colonne inconnue {column!r} ; les colonnes sont {columns}.",
    "unknown column {column!r}; the columns are {columns}.",
)
TWICE = Message("la colonne {column!r} est là deux fois ; gardez-en une.", "column {column!r} stands twice; keep one.")
MISSING_COLUMN = Message(
    "la colonne {column!r} manque ; ajoutez-la{how}.", "column {column!r} is missing; add it{how}."
)
NO_HOW = literal("")


class Row(NamedTuple):
    """One row of a table, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def refuse(self, reason: Message, **values: object) -> NoReturn:
        Place(self.path, self.line).refuse(reason, **values)

    def refuse_value(self, column: str, wanted: Message) -> NoReturn:
        Place(self.path, self.line).refuse_value(column, self.cells[column], wanted)

    def text(self, column: str) -> str:
        """What may not be empty."""
        return self.cells[column] or self.refuse(EMPTY_CELL, column=column)

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        cell, names = self.cells[column], tuple(allowed)
        if cell not in names:
            self.refuse_value(column, one_of(names))
        return cell

    def matching(self, column: str, pattern: str, wanted: Message) -> str:
        cell = self.cells[column]
        if not re.fullmatch(pattern, cell, re.ASCII):
            self.refuse_value(column, wanted)
        return cell

    def yes(self, column: str) -> bool:
        return self.one_of(column, ("yes", "no")) == "yes"

    def certainty(self) -> str:
        return self.one_of("certainty", "HML")


def decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        Place(path, data.count(b"\n", 0, error.start) + 1).refuse(NOT_UTF8)


def csv_rows(
    path: Path, data: bytes, columns: tuple[str, ...], how: Mapping[str, Message] | None = None
) -> Iterator[Row]:
    """The rows under a header that names exactly these columns, in any order; empty lines are passed over.

    `how` says what to fill a column with where it is missing: one that older copies of a table do not have."""
    reader = csv.reader(io.StringIO(decoded(path, data), newline=""), strict=True)
    header: list[str] = []
    try:
        for line in reader:
            cells = [cell.strip() for cell in line]
            if not any(cells):
                continue
            if not header:
                header = _header(path, cells, columns, how or {})
            elif len(cells) != len(header):
                Place(path, reader.line_num).refuse(CELLS, cells=len(cells), columns=len(header))
            else:
                yield Row(path, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        Place(path, reader.line_num).refuse(NO_CSV, error=error)
    if not header:
        Place(path).refuse(EMPTY_FILE, columns=", ".join(columns))


def keyed(rows: Iterable[Row], make: Callable[[Row], tuple[K, V]], what: Message) -> dict[K, tuple[Row, V]]:
    """The rows by key, each with the value made of it; a repeated key is refused with both lines."""
    kept: dict[K, tuple[Row, V]] = {}
    for row in rows:
        key, value = make(row)
        if key in kept:
            row.refuse(REPEATED, what=what, line=kept[key][0].line)
        kept[key] = row, value
    return kept


def values(rows: Mapping[K, tuple[Row, V]]) -> dict[K, V]:
    """What `keyed` gives, without the rows: once nothing is left to refuse."""
    return {key: value for key, (_, value) in rows.items()}


def _header(path: Path, names: list[str], columns: tuple[str, ...], how: Mapping[str, Message]) -> list[str]:
    def refuse(reason: Message, **facts: Any) -> NoReturn:
        Place(path, 1).refuse(reason, **facts)

    if len(names) == 1 and ";" in names[0]:
        refuse(SEMICOLONS)
    for name in names:
        if name not in columns:
            refuse(UNKNOWN_COLUMN, column=name, columns=", ".join(columns))
        if names.count(name) > 1:
            refuse(TWICE, column=name)
    for name in columns:
        if name not in names:
            refuse(MISSING_COLUMN, column=name, how=how.get(name, NO_HOW))
    return names
