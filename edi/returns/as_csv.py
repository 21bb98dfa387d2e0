"""The return for a spreadsheet: one CSV a flow, as Excel opens it in France (semicolons, UTF-8 with a mark, CRLF).

In: the facts of a flow.  Out: a heading, then one row a finding and one row a document that was accepted or has no
finding; a flow that has neither gets one row of its own. A cell that a spreadsheet would run as a formula is made plain
text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from edi.message import Message
from edi.returns.document_facts import DocumentFacts, FindingFacts
from edi.returns.facts import Facts
from edi.words.text import legible

# Stable: partners' sheets and scripts name these columns. A partner is answered in one language, headings included.
HEADINGS = (
    Message("Flux", "Flow"),
    Message("Fichier", "File"),
    Message("Facture", "Invoice"),
    Message("Type", "Type"),
    Message("Cadre", "Cadre"),
    Message("Fournisseur", "Supplier"),
    Message("Débiteur", "Debtor"),
    Message("Verdict", "Verdict"),
    Message("Statuts", "Statuses"),
    Message("Gravité", "Severity"),
    Message("Code", "Code"),
    Message("Règle", "Rule"),
    Message("Message", "Message"),
    Message("À faire", "What to do"),
    Message("Ligne", "Line"),
    Message("XPath", "XPath"),
    Message("Valeur", "Value"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula, or drops before one


def report(facts: Facts) -> bytes:
    """The whole flow as CSV."""
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow(map(facts.wording.say, HEADINGS))
    sheet.writerows([plain(cell) for cell in row] for row in _rows(facts))
    return text.getvalue().encode("utf-8-sig")


def plain(cell: str) -> str:
    """A cell no spreadsheet runs: an apostrophe goes before anything that would begin a formula, spaces or not."""
    safe = legible(cell)
    risky = cell.startswith(FORMULA) or safe.lstrip().startswith(FORMULA)
    return f"'{safe}" if risky else safe


def _rows(facts: Facts) -> Iterator[tuple[str, ...]]:
    for finding in facts.findings:
        yield (*_flow_cells(facts, finding), *_finding_cells(finding))
    for document in facts.documents:
        yield from _document_rows(facts, document)
    if not facts.findings and not facts.documents:
        yield (*_flow_cells(facts), *_finding_cells(None))


def _document_rows(facts: Facts, document: DocumentFacts) -> Iterator[tuple[str, ...]]:
    cells = _document_cells(facts, document)
    if document.accepted or not document.findings:
        yield (*cells, *_finding_cells(None))
    for finding in document.findings:
        yield (*cells, *_finding_cells(finding))


def _flow_cells(facts: Facts, finding: FindingFacts | None = None) -> tuple[str, ...]:
    member = (finding and finding.member) or facts.drop_name
    verdict = facts.wording.say(Message(facts.verdict_word, facts.verdict.value))
    return (facts.flow_id, member, "", "", "", "", "", verdict, "")


def _document_cells(facts: Facts, document: DocumentFacts) -> tuple[str, ...]:
    return (
        facts.flow_id,
        document.member,
        document.number or "",
        document.type or "",
        document.cadre or "",
        document.supplier.id or "",
        document.debtor.id or "",
        document.verdict_word,
        " ".join(status.code for status in document.statuses),
    )


def _finding_cells(finding: FindingFacts | None) -> tuple[str, ...]:
    if finding is None:
        return ("",) * 8
    return (
        finding.weight,
        finding.code,
        finding.reference,
        finding.sentence,
        finding.hint,
        "" if finding.line is None else str(finding.line),
        finding.xpath or "",
        finding.value or "",
    )
