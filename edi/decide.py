"""What became of a flow, once the ledger is asked what came before it. Runs inside the ledger's write transaction.

In: a flow as judged on its own, and what the ledger has seen.  Out: an Outcome, and the marks that make it count once.
Rules: the same partner's same flow (same name, same bytes) is a repeat and gets the first answer again; a flow id seen
with other bytes is irrecevable (IRR_UNCITE); an invoice of the same supplier, number, type and year is refused and the
first keeps its status.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from edi import verdict
from edi.engine import Judged
from edi.findings import document as say_document
from edi.findings import envelope as say
from edi.flow import FlowVerdict, Judgement, Record, Value, Verdict
from edi.ledger import FlowRow, Ledger
from edi.returns.outcome import DocumentOutcome, Outcome, paris
from edi.rules.identity import identifier_type
from edi.tables import Tables

DEPOSITED, REFUSED = 1, 37  # CPPStatut: Déposée; Non conforme - non intégrée


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome and what must be remembered with it: (kind, key) pairs of the ledger's `seen` table."""

    outcome: Outcome
    repeat_of: str | None = None  # our id of the flow whose answer is given again
    marks: tuple[tuple[str, str], ...] = ()


def first_of(ledger: Ledger, blank: Outcome, sha256: str) -> FlowRow | None:
    """The first flow that this one repeats exactly, or None."""
    return ledger.seen("bytes", _bytes_key(blank, sha256))


def repeated(first: FlowRow, again: Outcome, ledger: Ledger) -> Decision:
    """The first answer, given again for `again`."""
    assert first.verdict is not None  # a seen-mark is written with a verdict
    note = say.REPEAT.at(value=first.flow_id or first.id, at=_when(first.taken_at))
    return Decision(
        outcome=replace(
            again,
            interface=first.interface,
            verdict=first.verdict,
            documents=ledger.documents(first.id),
            findings=(note, *ledger.flow_findings(first.id)),
            packs=first.packs,
            repeat_of=first.flow_id or first.id,
            repeat_at=first.taken_at,
        ),
        repeat_of=first.id,
    )


def decided(judged: Judged, blank: Outcome, sha256: str, tables: Tables, ledger: Ledger) -> Decision:
    """The outcome of a flow that is no repeat. `blank` carries what is known without judging."""
    named = judged.envelope
    findings = list(judged.findings)
    if named.named and (first := ledger.seen("flow-id", named.flow_id)) is not None:
        findings.insert(0, say.NOT_UNIQUE.at(value=named.flow_id, at=_when(first.taken_at), first=first.drop_name))
    marks = [("bytes", _bytes_key(blank, sha256))]
    documents: tuple[DocumentOutcome, ...] = ()
    if not any(finding.severity.refuses for finding in findings):
        judgements, keys = without_duplicates(judged.documents, lambda key: _first_invoice(ledger, key))
        documents = tuple(document(at, judgement, tables) for at, judgement in enumerate(judgements, start=1))
        marks += [("invoice", key) for key in keys]
        # what was never received as a flow, irrecevable or not one file of it readable, leaves its id free: the whole
        # file may follow one that was cut
        if named.named and any(one.verdict is not Verdict.UNREADABLE for one in documents):
            marks.append(("flow-id", named.flow_id))
    outcome = replace(
        blank,
        interface=judged.interface,
        verdict=verdict.of_flow([document.verdict for document in documents], findings),
        documents=documents,
        findings=tuple(findings),
    )
    return Decision(outcome=outcome, marks=tuple(marks))


def quarantined(blank: Outcome) -> Decision:
    """A flow that defeated the gateway too often: received, under examination, never refused."""
    return Decision(
        outcome=replace(blank, verdict=FlowVerdict.QUARANTINED, findings=(say.UNDER_EXAMINATION.at(),)),
    )


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


def _first_invoice(ledger: Ledger, key: str) -> str | None:
    row = ledger.seen("invoice", key)
    return f"{row.flow_id or row.drop_name} ({_when(row.taken_at)})" if row else None


def document(position: int, judgement: Judgement, tables: Tables) -> DocumentOutcome:
    """A judgement as the ledger and the returns keep it."""
    record = judgement.record
    if record is None:
        return DocumentOutcome(
            position=position,
            member=judgement.member,
            syntax=judgement.syntax.value if judgement.syntax else None,
            verdict=judgement.verdict,
            statuses=(REFUSED,),
            findings=judgement.findings,
        )
    supplier, debtor = record.supplier, record.debtor
    return DocumentOutcome(
        position=position,
        member=judgement.member,
        number=_text(record.number),
        type=_text(record.type),
        issue_date=_text(record.issue_date),
        cadre=judgement.cadre or _text(record.cadre),
        syntax=record.syntax.value,
        supplier_type=identifier_type(supplier, tables),
        supplier_id=_text(supplier.id),
        supplier_name=_text(supplier.name),
        supplier_country=_text(supplier.country),
        debtor_id=_text(debtor.id),
        debtor_name=_text(debtor.name),
        debtor_service=_text(debtor.service),
        debtor_service_name=_text(debtor.service_name),
        verdict=judgement.verdict,
        statuses=_statuses(judgement, tables),
        findings=judgement.findings,
    )


def _bytes_key(blank: Outcome, sha256: str) -> str:
    """Same partner, same flow id (or file name where there is none), same bytes."""
    return f"{blank.partner_code}|{blank.flow_id}|{sha256}"


def _statuses(judgement: Judgement, tables: Tables) -> tuple[int, ...]:
    """Déposée, then the routing status of its cadre (config/cadres.csv); or refused."""
    if judgement.verdict is not Verdict.ACCEPTED or judgement.cadre is None:
        return (REFUSED,)
    return (DEPOSITED, tables.cadres[judgement.cadre].first_status)


def _text(value: Value | None) -> str | None:
    return value.text if value else None


def _when(at: datetime) -> str:
    """A moment as an accountant writes it."""
    return paris(at).strftime("%d/%m/%Y %H:%M")
