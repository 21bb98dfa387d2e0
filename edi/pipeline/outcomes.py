"""A flow and its documents as the ledger and the returns keep them.

In: a flow's row, a document's judgement.  Out: an Outcome that is not decided yet, a DocumentOutcome.
"""

from __future__ import annotations

from datetime import UTC, datetime

from edi.config.partners import Partner
from edi.config.tables import Tables
from edi.judging import envelope
from edi.model.document import Value
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict, Judgement, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.model.statuses import DEPOSITED, NOT_INTEGRATED
from edi.pipeline.runtime import Runtime
from edi.rules.identifiers import identifier_type


def undecided(row: FlowRow, partner: Partner, runtime: Runtime) -> Outcome:
    """What is known of a flow without judging it."""
    engine = runtime.engine
    named = envelope.read_name(row.drop_name, engine.tables, partner.app_code, partner.naming)
    return Outcome(
        flow=row.id,
        partner_code=partner.app_code,
        gateway_code=runtime.settings.app_code,
        flow_id=named.flow_id,
        drop_name=row.drop_name,
        interface=named.interface,
        verdict=FlowVerdict.NOT_JUDGED,
        decided_at=datetime.now(UTC),
        received_at=row.taken_at,
        packs=engine.packs,
    )


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
