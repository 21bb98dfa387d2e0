"""A finding, a flow and a refused document that the tests of several returns lay out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.words.sentence import Spec

TOTAL = Spec(
    code="TEST-TOTAL",
    severity=Severity.ERROR,
    rule="AIFE:G9.99",
    fr="Le total « {value} » est faux.",
    en="The total “{value}” is wrong.",
    hint_fr="Corrigez-le.",
    hint_en="Correct it.",
)
FLOW = Outcome(
    flow="f-1",
    partner_code="XXX001",
    gateway_code="GWY001",
    flow_id="XXX0011116000000000000001",
    drop_name="drop.tar.gz",
    verdict=FlowVerdict.PARTIAL,
    decided_at=datetime(2026, 11, 5, tzinfo=UTC),
    received_at=datetime(2026, 11, 5, tzinfo=UTC),
    documents=(),
)


def refused(good: DocumentOutcome, *findings: Finding) -> DocumentOutcome:
    """The document after this one, F-2 of b.xml, with what is wrong in it."""
    return replace(
        good,
        position=2,
        member="b.xml",
        verdict=Verdict.REFUSED,
        number="F-2",
        statuses=(37,),
        findings=findings,
    )
