"""The rows of a table of config/: CSV text in, checked cells out; ConfigError with file, line, reason and remedy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from edi.errors import ConfigError

K = TypeVar("K")
V = TypeVar("V")


class Row(NamedTuple):
    """One row of a table, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def refuse(self, reason: str) -> NoReturn:
        refuse(self.path, self.line, reason)

    def text(self, column: str) -> str:
        """What may not be empty."""
        return self.cells[column] or self.refuse(f"{column} is empty; fill it in")

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        found, names = self.cells[column], tuple(allowed)
        if found not in names:
            listed = ", ".join(name or "nothing" for name in names)
            self.refuse(f"{column} holds {found!r}; write one of: {listed}")
        return found

    def matching(self, column: str, pattern: str, meaning: str) -> str:
        found = self.cells[column]
        if not re.fullmatch(pattern, found, re.ASCII):
            self.refuse(f"{column} holds {found!r}; write {meaning}")
        return found

    def certainty(self) -> str:
        return self.one_of("certainty", "HML")


def refuse(path: Path, line: int | None, reason: str) -> NoReturn:
    place = f"{path}, line {line}" if line else str(path)
    raise ConfigError(f"{place}: {reason}.")


def read_table(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: the table cannot be read ({error.strerror}); put the file back.") from error


def decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        refuse(path, line, "it is not UTF-8; save the file as UTF-8")


def csv_rows(path: Path, data: bytes, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows under a header that names exactly these columns, in any order; empty lines are passed over."""
    reader = csv.reader(io.StringIO(decoded(path, data), newline=""), strict=True)
    header: list[str] = []
    try:
        for line in reader:
            cells = [cell.strip() for cell in line]
            if not any(cells):
                continue
            if not header:
                header = _header(path, cells, columns)
            elif len(cells) != len(header):
                refuse(
                    path, reader.line_num, f"{len(cells)} cells under {len(header)} columns; quote cells with commas"
                )
            else:
                yield Row(path, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        refuse(path, reader.line_num, f"the line is not comma-separated text ({error}); mend its quotes")
    if not header:
        refuse(path, None, f"the file is empty; its first line must name the columns {', '.join(columns)}")


def keyed(rows: Iterable[Row], make: Callable[[Row], tuple[K, V]], what: str) -> dict[K, tuple[Row, V]]:
    """The rows by key, each with the value made of it; a repeated key is refused with both lines."""
    found: dict[K, tuple[Row, V]] = {}
    for row in rows:
        key, value = make(row)
        if key in found:
            row.refuse(f"this {what} already stands on line {found[key][0].line}; keep one of the two rows")
        found[key] = row, value
    return found


def _header(path: Path, names: list[str], columns: tuple[str, ...]) -> list[str]:
    if len(names) == 1 and ";" in names[0]:
        refuse(path, 1, "columns are separated by semicolons; save the file separated by commas")
    for name in names:
        if name not in columns:
            refuse(path, 1, f"unknown column {name!r}; the columns are {', '.join(columns)}")
        if names.count(name) > 1:
            refuse(path, 1, f"column {name!r} stands twice; keep one")
    for name in columns:
        if name not in names:
            refuse(path, 1, f"column {name!r} is missing; add it")
    return names
