"""What the label of an identifier means to Chorus Pro (config/identifier-schemes.csv)."""

from __future__ import annotations

from dataclasses import dataclass

from edi.config.csv import Row
from edi.message import Message

WHAT = Message("ce libellé est", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What one label of an identifier means: Chorus Pro's type, 1 (SIRET) to 7."""

    label: str
    type: int
    source: str
    certainty: str


def scheme_of(row: Row) -> tuple[str, Scheme]:
    label = row.text("label")
    kind = int(row.one_of("type", "1234567"))
    return label.upper(), Scheme(label=label, type=kind, source=row.text("source"), certainty=row.certainty())
