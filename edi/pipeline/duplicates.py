"""An invoice received before is refused; the first keeps its status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from edi.clock import minute
from edi.findings import document as say_document
from edi.ledger.marks import Seen
from edi.model.document import Record
from edi.model.judgement import Judgement, Verdict


def invoice_key(record: Record) -> str | None:
    """What makes an invoice the same one, whoever dropped it: supplier, number, type and year of issue.

    Case does not tell two apart, nor blanks: none counts in an identifier (a SIRET in groups), a run of them in a
    number is one.
    """
    if record.supplier.id is None or record.number is None:
        return None
    supplier = "".join(record.supplier.id.text.split()).upper()
    number = " ".join(record.number.text.split()).upper()
    year = record.issue_date.text[:4] if record.issue_date else ""
    kind = record.type.text if record.type else ""
    return "|".join((supplier, number, kind, year))


def without_duplicates(
    documents: Sequence[Judgement], first: Callable[[str], str | None]
) -> tuple[list[Judgement], list[str]]:
    """Refuses each accepted invoice that was received before; also gives the keys of those that were not.

    `first` says in words who brought a key before, or None; what this flow itself brings twice is seen here."""
    ours: dict[str, str] = {}
    checked = []
    for judgement in documents:
        record = judgement.record
        if judgement.verdict is Verdict.ACCEPTED and record is not None and (key := invoice_key(record)) is not None:
            before = f"{ours[key]}" if key in ours else first(key)
            if before is None:
                ours[key] = judgement.member
            else:
                judgement = _refused_as_duplicate(judgement, record, before)
        checked.append(judgement)
    return checked, list(ours)


def _refused_as_duplicate(judgement: Judgement, record: Record, first: str) -> Judgement:
    assert record.number is not None  # or it would have no key
    assert record.supplier.id is not None
    finding = say_document.DUPLICATE_INVOICE_NUMBER.at(
        value=record.number.text,
        xpath=record.number.xpath,
        line=record.number.line,
        member=judgement.member,
        number=record.number.text,
        supplier=record.supplier.id.text,
        first=first,
    )
    return replace(judgement, verdict=Verdict.REFUSED, findings=(*judgement.findings, finding))


def first_invoice(seen: Seen, key: str) -> str | None:
    row = seen.first("invoice", key)
    return f"{row.flow_id or row.drop_name} ({minute(row.taken_at)})" if row else None
