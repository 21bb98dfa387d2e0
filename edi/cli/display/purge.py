"""Originals that went, on a terminal: how many of whom, by verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from edi.cli.display.flows import flow_word
from edi.message import Message
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict

HEADINGS = (
    Message("partenaire", "partner"),
    Message("verdict", "verdict"),
    Message("originaux", "originals"),
    Message("octets", "bytes"),
)


def show_purged(rows: Sequence[FlowRow], lang: str) -> None:
    if not rows:
        return
    sizes_of: dict[tuple[str, FlowVerdict | None], list[int]] = defaultdict(list)
    for row in rows:
        sizes_of[row.partner, row.verdict].append(row.size or 0)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(lang))
    for (partner, verdict), sizes in sizes_of.items():
        table.add_row(partner, flow_word(verdict, lang), str(len(sizes)), str(sum(sizes)))
    Console().print(table)
