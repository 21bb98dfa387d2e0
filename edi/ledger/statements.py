"""SQL kept as SQL: named statements and numbered migrations, read once from their files.

In: queries.sql and migrations/ beside this file.  Out: statements by name, scripts by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

MIGRATION = re.compile(r"(\d{4})_\w+\.sql")


def queries() -> dict[str, str]:
    """Name to statement, from queries.sql: each statement follows a line `-- name: its_name`."""
    text = files(__package__).joinpath("queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)$", text, flags=re.MULTILINE)[1:]
    return {name: statement.strip() for name, statement in zip(parts[::2], parts[1::2], strict=True)}


def statements(scripts: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Of migrations, one by one, for a transaction of the caller's; no text in one may hold ";" or "--"."""
    for number, script in scripts:
        yield from (part for part in re.sub("--.*", "", script).split(";") if part.strip())
        yield f"PRAGMA user_version = {number}"


def migrations() -> list[tuple[int, str]]:
    """(number, script) in order; the numbers run from 1 without a gap."""
    folder = files(__package__).joinpath("migrations")
    scripts = sorted(
        (int(match[1]), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if (match := MIGRATION.fullmatch(entry.name))
    )
    if [number for number, _ in scripts] != list(range(1, len(scripts) + 1)):
        raise AssertionError("the migrations are not numbered 1, 2, 3 ... without a gap")
    return scripts
