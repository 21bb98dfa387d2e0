"""The return for a spreadsheet: one CSV a flow, as Excel opens it in France (semicolons, UTF-8 with a mark, CRLF).

In: an Outcome.  Out: a heading, then one row a finding and one row a document that was accepted or has no finding;
a flow that has neither gets one row of its own. A cell that a spreadsheet would run as a formula is made plain text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from edi.catalogue import hint, sentence
from edi.model.finding import Finding
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.words.labels import flow_word, word
from edi.words.text import legible

# Stable: partners' sheets and scripts name these columns. A partner is answered in one language, headings included.
COLUMNS = (
    "Flux",
    "Fichier",
    "Facture",
    "Type",
    "Cadre",
    "Fournisseur",
    "Débiteur",
    "Verdict",
    "Statuts",
    "Gravité",
    "Code",
    "Règle",
    "Message",
    "À faire",
    "Ligne",
    "XPath",
    "Valeur",
)
COLUMNS_EN = (
    "Flow",
    "File",
    "Invoice",
    "Type",
    "Cadre",
    "Supplier",
    "Debtor",
    "Verdict",
    "Statuses",
    "Severity",
    "Code",
    "Rule",
    "Message",
    "What to do",
    "Line",
    "XPath",
    "Value",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula, or drops before one


def report(outcome: Outcome) -> bytes:
    """The whole outcome as CSV."""
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow(COLUMNS_EN if outcome.lang == "en" else COLUMNS)
    sheet.writerows([plain(cell) for cell in row] for row in _rows(outcome))
    return text.getvalue().encode("utf-8-sig")


def plain(cell: str) -> str:
    """A cell no spreadsheet runs: an apostrophe goes before anything that would begin a formula, spaces or not."""
    safe = legible(cell)
    risky = cell.startswith(FORMULA) or safe.lstrip().startswith(FORMULA)
    return f"'{safe}" if risky else safe


def _rows(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    told = False
    for row in (
        *_of_flow(outcome),
        *(row for document in outcome.documents for row in _of_document(outcome, document)),
    ):
        told = True
        yield row
    if not told:
        yield (*_flow_cells(outcome), *_finding_cells(None, outcome.lang))


def _of_flow(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for finding in outcome.findings:
        yield (*_flow_cells(outcome, finding), *_finding_cells(finding, outcome.lang))


def _of_document(outcome: Outcome, document: DocumentOutcome) -> Iterator[tuple[str, ...]]:
    cells = _document_cells(outcome, document)
    if document.verdict is Verdict.ACCEPTED or not document.findings:
        yield (*cells, *_finding_cells(None, outcome.lang))
    for finding in document.findings:
        yield (*cells, *_finding_cells(finding, outcome.lang))


def _flow_cells(outcome: Outcome, finding: Finding | None = None) -> tuple[str, ...]:
    member = (finding and finding.member) or outcome.drop_name
    verdict = flow_word(outcome.verdict, "fr") if outcome.lang == "fr" else outcome.verdict.value
    return (outcome.flow_id, member, "", "", "", "", "", verdict, "")


def _document_cells(outcome: Outcome, document: DocumentOutcome) -> tuple[str, ...]:
    return (
        outcome.flow_id,
        document.member,
        document.number or "",
        document.type or "",
        document.cadre or "",
        document.supplier_id or "",
        document.debtor_id or "",
        word(document.verdict, outcome.lang),
        " ".join(f"{status:02d}" for status in document.statuses),
    )


def _finding_cells(finding: Finding | None, lang: str) -> tuple[str, ...]:
    if finding is None:
        return ("",) * 8
    return (
        word(finding.severity, lang),
        finding.code,
        finding.rule,
        sentence(finding, lang),
        hint(finding, lang),
        "" if finding.line is None else str(finding.line),
        finding.xpath or "",
        finding.value or "",
    )
