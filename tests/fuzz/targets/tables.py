"""The tables an operator may change: whatever stands in them, they are whole or refused with file, place and remedy."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from edi.config.tables import FILES, load_tables
from edi.config.tables.capability import ASSOCIATION, INITIAL
from edi.config.tables.interfaces import FREE_SYNTAXES
from edi.errors import ConfigError
from edi.resources import table

from ..mutation import either, lines, nested, raw
from ..target import Target

_WORDS = (
    *("yes", "no", "n/a", "initial", "association", "active", "withdrawn", "required", "none", "H", "M", "L", "MOE"),
    *("A1", "A26", "A0", "A99", "A1 ", "01", "41", "42", "90", "97", "3", "٠٣", "flow", "invoice", '"a,b"', '"', '""'),
    *(";", ",", ",,", "\r", "\r\n", "\0", "\ufeff", "cadre", "source", "certainty", "x" * 140_000, "1" * 5_000),
    *("[FSO1116A]", '["FSO1116A"]', "[FSO9999A]", "[[FSO1116A]]", "default = true", 'syntax = "ubl"', 'instead = "x"'),
    *('status = "withdrawn"', "a = 1", "FSO1116A = 1", "[FSO1116A.x]", "nan", "1979-05-27"),
)
_lines = either(*[lines(_WORDS)] * 12, raw, nested())


def seeds() -> list[bytes]:
    """One byte that says which table, then its content as it ships."""
    return [bytes([number]) + table(name, None).read_bytes() for number, name in enumerate(FILES)]


def mutate(data: bytes, chance: Random) -> bytes:
    return data[:1] + _lines(data[1:], chance)


@cache
def _config() -> Path:
    return Path(tempfile.mkdtemp(prefix="edi-fuzz-"))


def check(data: bytes) -> str:
    name = FILES[data[0] % len(FILES)] if data else FILES[0]
    file = _config() / name
    file.write_bytes(data[1:])
    try:
        tables = load_tables(_config())
    except ConfigError as error:
        said = str(error)
        assert str(_config()) in said or "config" in said, f"which file? {said}"
        assert said.encode()
        return re.sub(r"'.*'|\d+", "", said.removeprefix(str(_config())))[:70]
    finally:
        file.unlink()
    for (cadre, _), cell in tables.matrix.items():
        assert tables.cadres[cadre].active
        assert {cell.edi, cell.portail, cell.service} <= {"yes", "no", "n/a"}
    for code, cadre in tables.cadres.items():
        assert not cadre.active or {(code, INITIAL), (code, ASSOCIATION)} <= tables.matrix.keys()
        assert cadre.first_status in tables.statuses
    for syntax in FREE_SYNTAXES:
        assert sum(one.default and one.active and one.syntax == syntax for one in tables.interfaces.values()) == 1
    assert len(tables.labels("fr")) == len(tables.labels("en")) == len(tables.statuses)
    return f"good {name}"


TARGET = Target("tables", seeds, mutate, check)
