"""An invoice received before is refused; the first keeps its status, and nothing that is told of another harms it.

In: judgements, what was accepted before.  Out: the same with those refused or warned that bear a number again; the
documents of a flow without the statuses that would fall on an accepted one.
Uniqueness is the issuer's SIREN, the number and the year of issue. A sub-contractor's request (A9, A10) is outside
it: it holds its number against nobody, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from edi.clock import minute
from edi.ledger.marks import BESIDE, INVOICE, Seen
from edi.model.dates import day
from edi.model.document import Record, Value
from edi.model.finding import Finding
from edi.model.flow import FlowRow
from edi.model.identifiers import company, invoice_number_key
from edi.model.identifiers import invoice_key as key_of
from edi.model.judgement import Judgement, Verdict
from edi.model.outcome import DocumentOutcome
from edi.pipeline.sentences import DUPLICATE_INVOICE_NUMBER, DUPLICATE_REQUEST_NUMBER
from edi.words.sentence import RuleSpec

Brought = Callable[[str], str | None]
REQUESTS = frozenset(("A9", "A10"))  # the cadres of a sub-contractor's request for payment


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes an invoice the same one, whoever dropped it."""

    supplier: Value
    number: Value
    year: str

    @property
    def key(self) -> str:
        return key_of(self.supplier.text, self.number.text, self.year)


@dataclass(slots=True)
class Numbers:
    """The keys of a flow's own accepted invoices, each with the file that brought it first."""

    held: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    def marks(self, flow: str) -> list[tuple[str, str]]:
        """As the ledger keeps them."""
        return [(INVOICE, key) for key in self.held] + [(BESIDE, f"{key}|{flow}") for key in self.beside]


def identity(record: Record) -> Identity | None:
    """None for an invoice without a supplier's identifier or without a number: it is the same as no other."""
    if record.supplier.id is None or record.number is None:
        return None
    year = record.issue_date.text[:4] if record.issue_date else ""
    return Identity(record.supplier.id, record.number, year)


def invoice_key(record: Record) -> str | None:
    invoice = identity(record)
    return invoice.key if invoice else None


def without_duplicates(
    documents: Sequence[Judgement], first: Brought, earlier: Brought | None = None
) -> tuple[list[Judgement], Numbers]:
    """Refuses each accepted invoice that was received before, and tells of a request that was; also gives the numbers
    of those that are accepted.

    `first` says in words who holds a key, `earlier` who merely brought it before, or None; what this flow itself brings
    twice is seen here."""
    ours = Numbers()
    return [_compared(judgement, ours, first, earlier or first) for judgement in documents], ours


def _compared(judgement: Judgement, ours: Numbers, holder: Brought, brought: Brought) -> Judgement:
    invoice = _accepted(judgement)
    if invoice is None:
        return judgement
    key = invoice.key
    earlier = ours.held.get(key) or ours.beside.get(key) or brought(key)
    if judgement.cadre in REQUESTS:
        ours.beside.setdefault(key, judgement.member)
    elif (first := ours.held.get(key) or holder(key)) is not None:
        finding = _again(DUPLICATE_INVOICE_NUMBER, judgement, invoice, first)
        return replace(_with(judgement, finding), verdict=Verdict.REFUSED)
    else:
        ours.held[key] = judgement.member
    if earlier is None:
        return judgement
    return _with(judgement, _again(DUPLICATE_REQUEST_NUMBER, judgement, invoice, earlier))


def _accepted(judgement: Judgement) -> Identity | None:
    if judgement.verdict is not Verdict.ACCEPTED or judgement.record is None:
        return None
    return identity(judgement.record)


def _with(judgement: Judgement, finding: Finding) -> Judgement:
    return replace(judgement, findings=(*judgement.findings, finding))


def _again(spec: RuleSpec, judgement: Judgement, invoice: Identity, first: str) -> Finding:
    return spec.on(
        invoice.number,
        member=judgement.member,
        number=invoice.number.text,
        supplier=invoice.supplier.text,
        company=company(invoice.supplier.text),
        year=invoice.year,
        first=first,
    )


def first_invoice(seen: Seen, key: str) -> str | None:
    row = seen.first(INVOICE, key)
    return _named(row) if row else None


def earlier_invoice(seen: Seen, key: str, flow: str) -> str | None:
    """Whether it holds its number or not; what came after `flow` is not told of it, whenever it is judged."""
    row = seen.accepted(key)
    return _named(row) if row and row.id < flow else None


def _named(row: FlowRow) -> str:
    return f"{row.flow_id or row.drop_name} ({minute(row.taken_at)})"


def without_confusable(documents: Sequence[DocumentOutcome], seen: Seen) -> tuple[DocumentOutcome, ...]:
    """A status names a supplier, a number and a date, never a file: a refusal that whoever reads it would book on an
    accepted invoice, of this flow or another, is left to the flow's report."""
    ours = {key for document in documents if document.verdict is Verdict.ACCEPTED for key in _told_keys(document)}
    return tuple(
        replace(document, statuses=()) if _falls_on_another(document, ours, seen) else document
        for document in documents
    )


def _falls_on_another(document: DocumentOutcome, ours: set[str], seen: Seen) -> bool:
    if document.verdict is Verdict.ACCEPTED or not (keys := _told_keys(document)):
        return False
    key = keys[-1] if day(document.issue_date or "") else keys[0]  # without a date, of whatever year
    return key in ours or seen.accepted(key) is not None


def _told_keys(document: DocumentOutcome) -> tuple[str, ...]:
    """What a status says of whose it is: without the year, and with it."""
    if document.supplier_id is None:
        return ()
    number = document.number or document.member  # as edi/returns/fen.py names it
    return (
        invoice_number_key(document.supplier_id, number),
        key_of(document.supplier_id, number, document.issue_date or ""),
    )
