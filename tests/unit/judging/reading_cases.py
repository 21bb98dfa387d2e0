"""What the tests of both readers ask of a Record."""

from __future__ import annotations

from edi.model.document import Record, Value

# head and foot of the full documents of both test files, which say the same there in UBL and in CII
HEADING = [
    ("number", "F-1"),
    ("type", "380"),
    ("issue_date", "2026-11-02"),
    ("due_date", "2026-12-02"),
    ("currency", "EUR"),
]
TOTALS = [
    ("totals.lines", "151"),
    ("totals.allowances", "2"),
    ("totals.charges", "1"),
    ("totals.without_tax", "150"),
    ("totals.tax", "25"),
    ("totals.with_tax", "175"),
    ("totals.prepaid", "10"),
    ("totals.payable", "165"),
]


def text(value: Value | None) -> str | None:
    return None if value is None else value.text


def read_at(record: Record, field: str) -> str:
    """What stands at "supplier.id": there must be a value."""
    value: object = record
    for name in field.split("."):
        value = getattr(value, name)
    assert isinstance(value, Value)
    return value.text


def every_value(thing: object) -> list[Value]:
    if isinstance(thing, Value):
        return [thing]
    if isinstance(thing, tuple):
        return [value for each in thing for value in every_value(each)]
    names = getattr(type(thing), "__dataclass_fields__", {})
    return [value for name in names for value in every_value(getattr(thing, name))]
