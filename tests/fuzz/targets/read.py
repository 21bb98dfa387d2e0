"""Any tree under a known root: reading it never raises, and every value says where it stands."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from dataclasses import replace

from edi.config.tables import load_tables
from edi.judging import matrix
from edi.judging.identify import Identified, identify
from edi.judging.read import read
from edi.model.document import Record, Value
from edi.model.limits import Limits

from ..mutation import either, raw, xml
from ..seeds import invoices
from ..target import Target, told

_LIMITS, _TABLES = Limits(), load_tables(None)
# of the strays, those that say where something is missing: there may be no text there
_PLACES = ("empty_dates", "gross_prices", "gross_allowances", "empty_countries")


def seeds() -> tuple[bytes, ...]:
    return invoices()


mutate = either(xml, xml, xml, xml, raw)


def check(data: bytes) -> str:
    found = identify(data, _LIMITS)
    if not isinstance(found, Identified):
        return "not read"
    record = read(found.parsed.root, found.syntax)
    known = found.parsed.data.decode("utf-8", "replace").count("\n") + 1
    for value in _values(replace(record, strays=replace(record.strays, **dict.fromkeys(_PLACES, ())))):
        assert value.text
    for value in _values(record):
        assert value.text == value.text.strip(" \t\r\n")
        assert value.xpath.startswith("/")
        assert 0 <= value.line <= max(known, 65_535)
    for attachment in record.attachments:
        assert attachment.size is None or attachment.size >= 0
        assert attachment.xpath.startswith("/")
    assert pickle.loads(pickle.dumps(record)) == record
    cadre, operation, findings = matrix.judge_cadre(record, _TABLES)
    assert (cadre is None) <= any(finding.severity.refuses for finding in findings), "no cadre, and nothing refused"
    assert cadre is None or (cadre, operation) in _TABLES.matrix
    there = "".join(str(int(getattr(record, field.name) not in (None, ()))) for field in dataclasses.fields(record))
    return f"{there} {told(findings)}"


def _values(thing: object) -> Iterator[Value]:
    """Every Value of a record, however deep."""
    if isinstance(thing, Value):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _values(one)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _values(getattr(thing, field.name))
    else:
        assert not isinstance(thing, Record)


TARGET = Target("read", seeds, mutate, check)
