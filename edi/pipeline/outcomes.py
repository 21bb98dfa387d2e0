"""A judgement as the ledger and the returns keep it."""

from __future__ import annotations

from edi.config.tables import Tables
from edi.model.document import Value
from edi.model.judgement import Judgement, Verdict
from edi.model.outcome import DocumentOutcome
from edi.model.statuses import DEPOSITED, NOT_INTEGRATED
from edi.rules.identifiers import identifier_type


def document(position: int, judgement: Judgement, tables: Tables) -> DocumentOutcome:
    """A judgement as the ledger and the returns keep it."""
    record = judgement.record
    if record is None:
        return DocumentOutcome(
            position=position,
            member=judgement.member,
            syntax=judgement.syntax.value if judgement.syntax else None,
            verdict=judgement.verdict,
            statuses=(NOT_INTEGRATED,),
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


def _statuses(judgement: Judgement, tables: Tables) -> tuple[int, ...]:
    """Déposée, then the routing status of its cadre (config/cadres.csv); or refused."""
    if judgement.verdict is not Verdict.ACCEPTED or judgement.cadre is None:
        return (NOT_INTEGRATED,)
    return (DEPOSITED, tables.cadres[judgement.cadre].first_status)


def _text(value: Value | None) -> str | None:
    return value.text if value else None
