"""What several verbs show a person: verdict words, tables of flows and documents, a refusal to be read and acted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edi.findings import hint, sentence
from edi.flow import Finding, FlowVerdict, Severity, Verdict
from edi.ledger import FlowRow, Ledger
from edi.returns.outcome import DocumentOutcome, legible, paris

WIDE = 120  # columns from which a whole line fits
SHORT = 18  # characters of a file name below that

FLOW_WORDS = {
    FlowVerdict.INTEGRATED: ("intégré", "integrated", "green"),
    FlowVerdict.PARTIAL: ("intégré en partie", "partly integrated", "yellow"),
    FlowVerdict.REFUSED: ("refusé", "refused", "red"),
    FlowVerdict.IRRECEVABLE: ("irrecevable", "irrecevable", "red"),
    FlowVerdict.REPEAT: ("répétition", "repeat", "cyan"),
    FlowVerdict.QUARANTINED: ("en quarantaine", "quarantined", "magenta"),
    FlowVerdict.NOT_JUDGED: ("non jugé", "not judged", "magenta"),
}
DOCUMENT_WORDS = {
    Verdict.ACCEPTED: ("acceptée", "accepted", "green"),
    Verdict.REFUSED: ("refusée", "refused", "red"),
    Verdict.UNREADABLE: ("illisible", "unreadable", "red"),
    Verdict.NOT_JUDGED: ("non jugée", "not judged", "magenta"),
}
SEVERITY_WORDS = {
    Severity.FATAL: ("bloquant", "fatal", "red"),
    Severity.ERROR: ("erreur", "error", "red"),
    Severity.WARNING: ("attention", "warning", "yellow"),
    Severity.INFO: ("information", "info", "dim"),
}


def flow_word(verdict: FlowVerdict | None, lang: str = "fr") -> Text:
    fr, en, style = FLOW_WORDS[verdict or FlowVerdict.NOT_JUDGED]
    return Text(en if lang == "en" else fr, style=style)


def document_word(verdict: Verdict, lang: str = "fr") -> Text:
    fr, en, style = DOCUMENT_WORDS[verdict]
    return Text(en if lang == "en" else fr, style=style)


def flows_table(ledger: Ledger, rows: Iterable[FlowRow], width: int) -> Table:
    """One line a flow: what it was, what became of it, and the codes of what refused; for `width` columns."""
    rows = list(rows)
    several = len({row.partner for row in rows}) > 1
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("reçu", *(("partenaire",) if several else ()), "fichier", "verdict", "factures", "motif"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        first = row.repeat_of or row.id
        told = ledger.documents(first)
        findings = [*ledger.flow_findings(first), *(finding for one in told for finding in one.findings)]
        codes = dict.fromkeys(finding.code for finding in findings if finding.severity.refuses)
        accepted = sum(one.verdict is Verdict.ACCEPTED for one in told)
        count = f"{accepted} sur {len(told)}" if told else ""
        who = (row.partner,) if several else ()
        received = paris(row.taken_at).strftime("%d/%m %H:%M")
        name = _short(row.drop_name, width)
        table.add_row(received, *who, name, flow_word(row.verdict), count, "\n".join(codes))
    return table


def documents_table(
    documents: Sequence[DocumentOutcome], labels: dict[int, str], width: int, lang: str = "fr"
) -> Table:
    """One line a document, with its statuses in words where `width` columns leave room for them."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    french = ("fichier", "n° de facture", "cadre", "verdict", "statuts")
    english = ("file", "invoice number", "cadre", "verdict", "statuses")
    for heading in english if lang == "en" else french:
        table.add_column(heading, overflow="fold")
    for one in documents:
        words = labels if width >= WIDE else {}
        statuses = ", ".join(f"{code:02d} {words.get(code, '')}".strip() for code in one.statuses)
        member, number = _short(one.member, width), Text(legible(one.number or "–"))
        table.add_row(member, number, Text(one.cadre or "–"), document_word(one.verdict, lang), statuses)
    return table


def _short(name: str, width: int) -> Text:
    """A file name; its middle left out where the terminal is narrow: what tells two flows apart is the end."""
    shown = legible(name)
    if width < WIDE and len(shown) > SHORT:
        shown = f"{shown[:9]}…{shown[10 - SHORT :]}"
    return Text(shown)


def show_findings(console: Console, findings: Iterable[Finding], lang: str = "fr") -> None:
    """Each finding as an accountant reads it: what is wrong, where, what was found, what to do."""
    for finding in findings:
        fr, en, style = SEVERITY_WORDS[finding.severity]
        head = Text.assemble((en if lang == "en" else fr, style), "  ", legible(sentence(finding, lang)))
        console.print(Padding(head, (0, 0, 0, 2)))
        place = _place(finding, lang)
        if place:
            console.print(Padding(Text(place, style="dim"), (0, 0, 0, 6)))
        console.print(Padding(Text(f"→ {legible(hint(finding, lang))}"), (0, 0, 0, 6)))
        console.print(Padding(Text(f"{finding.code} · {finding.rule}", style="dim"), (0, 0, 0, 6)))


def _place(finding: Finding, lang: str) -> str:
    line = "line" if lang == "en" else "ligne"
    parts = [
        legible(finding.member) if finding.member else "",
        f"{line} {finding.line}" if finding.line else "",
        finding.xpath or "",
    ]
    return " · ".join(part for part in parts if part)
