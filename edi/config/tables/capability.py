"""The capability matrix (config/capability-matrix.csv): which channel takes which cadre, for which operation.

In: rows, already split.  Out: Cells by cadre and operation.  Refuses (ConfigError) a cell of no active cadre, and an
active cadre without a cell for each operation: an unknown cell is never a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edi.config import Place
from edi.config.csv import Row
from edi.config.tables.cadres import Cadre
from edi.message import Message

INITIAL, ASSOCIATION = "initial", "association"
OPERATIONS = (INITIAL, ASSOCIATION)
CHANNELS = ("edi", "portail", "service")  # the matrix's columns; service is the API

WHAT = Message("ce cadre et cette opération sont", "cadre and operation")
UNKNOWN_CADRE = Message(
    "le cadre {cadre!r} n'est pas dans cadres.csv ; ajoutez-le là, ou corrigez cette ligne.",
    "cadre {cadre!r} is not in cadres.csv; add it there or mend this row.",
)
WITHDRAWN_CADRE = Message(
    "le cadre {cadre} est retiré (withdrawn) dans cadres.csv ; supprimez cette ligne.",
    "cadre {cadre} is withdrawn in cadres.csv; remove this row.",
)
NO_ROW = Message(
    "le cadre {cadre} n'a pas de ligne pour l'opération {operation} ; ajoutez-la.",
    "cadre {cadre} has no row for the operation {operation}; add it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the capability matrix: a cadre and an operation, with yes, no or n/a for each channel."""

    cadre: str
    operation: str
    edi: str
    portail: str
    service: str
    source: str
    certainty: str


def cell_of(row: Row) -> tuple[tuple[str, str], Cell]:
    cadre, operation = row.text("cadre"), row.one_of("operation", OPERATIONS)
    edi, portail, service = (row.one_of(channel, ("yes", "no", "n/a")) for channel in CHANNELS)
    return (cadre, operation), Cell(
        cadre=cadre,
        operation=operation,
        edi=edi,
        portail=portail,
        service=service,
        source=row.text("source"),
        certainty=row.certainty(),
    )


def check_cells(
    path: Path, cells: Mapping[tuple[str, str], tuple[Row, Cell]], cadres: Mapping[str, tuple[Row, Cadre]]
) -> None:
    for row, cell in cells.values():
        if cell.cadre not in cadres:
            row.refuse(UNKNOWN_CADRE, cadre=cell.cadre)
        if not cadres[cell.cadre][1].active:
            row.refuse(WITHDRAWN_CADRE, cadre=cell.cadre)
    for code, (_, cadre) in cadres.items():
        for operation in OPERATIONS:
            if cadre.active and (code, operation) not in cells:
                Place(path).refuse(NO_ROW, cadre=code, operation=operation)
