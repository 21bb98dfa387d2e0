"""Flows on a terminal: what each was, what became of it, and the codes of what refused."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from edi.cli.display.columns import Layout, Row, fitted
from edi.clock import paris
from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.operations.lookup import Summary
from edi.words.labels import FLOW_WORDS
from edi.words.text import legible

WIDE = 120  # columns from which a whole line fits
FULL = 48  # characters of a file name there: a Chorus Pro name with .tar.gz behind it
SHORT = 22  # and below that

FLOW_STYLES = {
    FlowVerdict.INTEGRATED: "green",
    FlowVerdict.PARTIAL: "yellow",
    FlowVerdict.REFUSED: "red",
    FlowVerdict.IRRECEVABLE: "red",
    FlowVerdict.REPEAT: "cyan",
    FlowVerdict.QUARANTINED: "magenta",
    FlowVerdict.NOT_JUDGED: "magenta",
}
# as an operator reads them: a partner is told that what is in quarantine is being examined
OPERATOR_WORDS = {**FLOW_WORDS, FlowVerdict.QUARANTINED: Message("en quarantaine", "quarantined")}
RECEIVED, PARTNER, FILE, VERDICT, COUNT, CODES = HEADINGS = (
    Message("reçu", "received"),
    Message("partenaire", "partner"),
    Message("fichier", "file"),
    Message("verdict", "verdict"),
    Message("factures", "invoices"),
    Message("motif", "reason"),
)
ACCEPTED = Message("{accepted} sur {all}", "{accepted} of {all}")


def flow_word(verdict: FlowVerdict | None, lang: str) -> Text:
    told = verdict or FlowVerdict.NOT_JUDGED
    return Text(OPERATOR_WORDS[told].of(lang), style=FLOW_STYLES[told])


def flows_table(flows: Sequence[Summary], width: int, lang: str) -> Group:
    """A row a flow, for `width` columns.

    Where they are few, names lose their middle, then the codes go below, then the invoices and the day are left out."""
    columns = {
        RECEIVED: [Text(paris(flow.row.taken_at).strftime("%d/%m %H:%M")) for flow in flows],
        PARTNER: [Text(flow.row.partner) for flow in flows],
        VERDICT: [flow_word(flow.row.verdict, lang) for flow in flows],
        COUNT: [_accepted(flow, lang) for flow in flows],
    }
    if len({flow.row.partner for flow in flows}) < 2:
        del columns[PARTNER]

    def layout(room: int, left_out: tuple[Message, ...], below: bool) -> Layout:
        shown = {heading: cells for heading, cells in columns.items() if heading not in left_out}
        shown[FILE] = [short(flow.row.drop_name, room) for flow in flows]
        if not below:
            shown[CODES] = [Text("\n".join(flow.refusing)) for flow in flows]
        headings = [heading for heading in HEADINGS if heading in shown]
        cells = zip(*(shown[heading] for heading in headings), strict=True)
        notes = [", ".join(flow.refusing) if below else "" for flow in flows]
        rows = [Row(line, note) for line, note in zip(cells, notes, strict=True)]
        return Layout(tuple(heading.of(lang) for heading in headings), rows)

    return fitted(
        (
            layout(FULL, (), below=False),
            layout(SHORT, (), below=False),
            layout(SHORT, (), below=True),
            layout(SHORT, (COUNT,), below=True),
            layout(SHORT, (COUNT, RECEIVED), below=True),
        ),
        width,
    )


def _accepted(flow: Summary, lang: str) -> Text:
    return Text(ACCEPTED.of(lang, accepted=flow.accepted, all=flow.documents) if flow.documents else "")


def short(name: str, room: int) -> Text:
    """A file name; its middle left out where it is longer than `room`: what tells two flows apart is the end."""
    shown = legible(name)
    if len(shown) > room:
        shown = f"{shown[:9]}…{shown[10 - room :]}"
    return Text(shown)
