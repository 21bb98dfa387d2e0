"""Documents on a terminal: a line each, with its statuses where there is room for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from edi.cli.display.flows import FULL, SHORT, WIDE, short
from edi.message import Message
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome
from edi.words import labels as words_labels
from edi.words.text import legible

DOCUMENT_STYLES = {
    Verdict.ACCEPTED: "green",
    Verdict.REFUSED: "red",
    Verdict.UNREADABLE: "red",
    Verdict.NOT_JUDGED: "magenta",
}
HEADINGS = (
    Message("fichier", "file"),
    Message("n° de facture", "invoice number"),
    Message("cadre", "cadre"),
    Message("verdict", "verdict"),
    Message("statuts", "statuses"),
)


def document_word(verdict: Verdict, lang: str) -> Text:
    return Text(words_labels.word(verdict, lang), DOCUMENT_STYLES[verdict])


def documents_table(documents: Sequence[DocumentOutcome], labels: Mapping[int, str], width: int, lang: str) -> Table:
    """One line a document, with its statuses in words where `width` columns leave room for them."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(lang), overflow="fold")
    words = labels if width >= WIDE else {}
    for document in documents:
        statuses = ", ".join(f"{code:02d} {words.get(code, '')}".strip() for code in document.statuses)
        member = short(document.member, FULL if width >= WIDE else SHORT)
        number, cadre = Text(legible(document.number or "–")), Text(document.cadre or "–")
        table.add_row(member, number, cadre, document_word(document.verdict, lang), statuses)
    return table
