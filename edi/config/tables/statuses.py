"""The words of CPPStatut's statuses (config/statuses.csv): one row a number, none left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from edi.config import Place
from edi.config.csv import Row
from edi.message import Message
from edi.model.statuses import FLOW_STATUSES, INVOICE_STATUSES

WHAT = Message("ce code de statut est", "status code")
A_CODE = Message("deux chiffres, par exemple 03", "two digits, such as 03")
WRONG_LEVEL = Message(
    "{code:02d} n'est pas un statut du niveau {level} ; les factures ont 01 à 41, les flux 90 à 96.",
    "{code:02d} is no status of level {level}; invoices have 01 to 41, flows 90 to 96.",
)
NO_ROW = Message("le statut {code:02d} n'a pas de ligne ; ajoutez-la.", "status {code:02d} has no row; add it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status code of CPPStatut; level is flow or invoice."""

    code: int
    level: str
    label: str
    label_en: str
    source: str
    certainty: str


def status_of(row: Row) -> tuple[int, Status]:
    code = int(row.matching("code", "[0-9]{2}", A_CODE))
    level = row.one_of("level", ("flow", "invoice"))
    if code not in (FLOW_STATUSES if level == "flow" else INVOICE_STATUSES):
        row.refuse(WRONG_LEVEL, code=code, level=level)
    return code, Status(
        code=code,
        level=level,
        label=row.text("label"),
        label_en=row.text("label_en"),
        source=row.text("source"),
        certainty=row.certainty(),
    )


def check_statuses(path: Path, statuses: Collection[int]) -> None:
    for code in (*INVOICE_STATUSES, *FLOW_STATUSES):
        if code not in statuses:
            Place(path).refuse(NO_ROW, code=code)
