"""Partners on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from edi.config.partners import Partner
from edi.message import Message

HEADINGS = (
    Message("partenaire", "partner"),
    Message("code", "code"),
    Message("noms", "names"),
    Message("langue", "language"),
    Message("retours", "returns"),
)


def show_partners(partners: Iterable[Partner], lang: str) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(lang))
    for partner in partners:
        returns = ", ".join(("CPPStatut", *partner.returns))
        table.add_row(partner.name, partner.app_code, partner.naming, partner.lang, returns)
    Console().print(table)
