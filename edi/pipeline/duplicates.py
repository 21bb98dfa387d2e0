"""An invoice received before is refused; the first keeps its status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from edi.clock import minute
from edi.ledger.marks import Seen
from edi.model.document import Record, Value
from edi.model.judgement import Judgement, Verdict
from edi.pipeline.sentences import DUPLICATE_INVOICE_NUMBER


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes an invoice the same one, whoever dropped it: supplier, number, type and year of issue."""

    supplier: Value
    number: Value
    type: str
    year: str

    @property
    def key(self) -> str:
        """Case does not tell two apart, nor blanks: none counts in an identifier (a SIRET in groups), a run of them in
        a number is one."""
        supplier = "".join(self.supplier.text.split()).upper()
        number = " ".join(self.number.text.split()).upper()
        return "|".join((supplier, number, self.type, self.year))


def identity(record: Record) -> Identity | None:
    """None for an invoice without a supplier's identifier or without a number: it is the same as no other."""
    if record.supplier.id is None or record.number is None:
        return None
    year = record.issue_date.text[:4] if record.issue_date else ""
    return Identity(record.supplier.id, record.number, record.type.text if record.type else "", year)


def invoice_key(record: Record) -> str | None:
    found = identity(record)
    return found.key if found else None


def without_duplicates(
    documents: Sequence[Judgement], first: Callable[[str], str | None]
) -> tuple[list[Judgement], list[str]]:
    """Refuses each accepted invoice that was received before; also gives the keys of those that were not.

    `first` says in words who brought a key before, or None; what this flow itself brings twice is seen here."""
    ours: dict[str, str] = {}
    checked = []
    for judgement in documents:
        invoice = _accepted(judgement)
        if invoice is not None:
            key = invoice.key
            before = ours[key] if key in ours else first(key)
            if before is None:
                ours[key] = judgement.member
            else:
                judgement = _refused_as_duplicate(judgement, invoice, before)
        checked.append(judgement)
    return checked, list(ours)


def _accepted(judgement: Judgement) -> Identity | None:
    if judgement.verdict is not Verdict.ACCEPTED or judgement.record is None:
        return None
    return identity(judgement.record)


def _refused_as_duplicate(judgement: Judgement, invoice: Identity, first: str) -> Judgement:
    finding = DUPLICATE_INVOICE_NUMBER.at(
        value=invoice.number.text,
        xpath=invoice.number.xpath,
        line=invoice.number.line,
        member=judgement.member,
        number=invoice.number.text,
        supplier=invoice.supplier.text,
        first=first,
    )
    return replace(judgement, verdict=Verdict.REFUSED, findings=(*judgement.findings, finding))


def first_invoice(seen: Seen, key: str) -> str | None:
    row = seen.first("invoice", key)
    return f"{row.flow_id or row.drop_name} ({minute(row.taken_at)})" if row else None
