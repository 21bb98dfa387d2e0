"""Holds on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edi.clock import paris
from edi.ledger.values import Hold
from edi.message import Message
from edi.operations.holds import what
from edi.words.text import legible

HEADINGS = (
    Message("n°", "no."),
    Message("ce qui est gelé", "what is held"),
    Message("motif", "reason"),
    Message("depuis", "since"),
)
LIFTED = Message("levé", "lifted")


def show_holds(holds: Sequence[Hold], every: bool, lang: str) -> None:
    """With `every`, when each was lifted."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in (*HEADINGS, *((LIFTED,) if every else ())):
        table.add_column(heading.of(lang), overflow="fold")
    for hold in holds:
        lifted = f"{paris(hold.removed_at):%d/%m/%Y %H:%M}" if hold.removed_at else ""
        cells = (Text(what(hold).of(lang)), Text(legible(hold.reason)), f"{paris(hold.at):%d/%m/%Y %H:%M}")
        table.add_row(str(hold.number), *cells, *((lifted,) if every else ()))
    Console().print(table)
