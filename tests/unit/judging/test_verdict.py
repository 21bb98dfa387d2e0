"""Findings to verdicts: every combination that matters, and what one document not judged does to its flow."""

from __future__ import annotations

import itertools

import pytest

from edi.judging import verdict
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict

ACCEPTED, REFUSED, UNREADABLE, NOT_JUDGED = Verdict


def found(*severities: Severity) -> list[Finding]:
    return [Finding(code="X", severity=severity, rule="X") for severity in severities]


def finding(code: str, severity: Severity) -> Finding:
    return Finding(code=code, severity=severity, rule="X")


@pytest.mark.parametrize(
    ("severities", "readable", "expected"),
    [
        ((), True, ACCEPTED),
        ((), False, ACCEPTED),
        ((Severity.INFO, Severity.WARNING), True, ACCEPTED),
        ((Severity.INFO, Severity.ERROR), True, REFUSED),
        ((Severity.FATAL,), True, REFUSED),
        ((Severity.ERROR,), False, UNREADABLE),
        ((Severity.FATAL, Severity.INFO), False, UNREADABLE),
    ],
)
def test_a_document_is_accepted_unless_something_refuses(
    severities: tuple[Severity, ...], readable: bool, expected: Verdict
) -> None:
    assert verdict.of_document(found(*severities), readable) is expected


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ((ACCEPTED,), FlowVerdict.INTEGRATED),
        ((ACCEPTED, ACCEPTED), FlowVerdict.INTEGRATED),
        ((ACCEPTED, REFUSED), FlowVerdict.PARTIAL),
        ((UNREADABLE, ACCEPTED), FlowVerdict.PARTIAL),
        ((REFUSED,), FlowVerdict.REFUSED),
        ((UNREADABLE,), FlowVerdict.REFUSED),
        ((REFUSED, UNREADABLE), FlowVerdict.REFUSED),
        ((), FlowVerdict.NOT_JUDGED),
    ],
)
def test_a_flow_is_what_its_documents_are(documents: tuple[Verdict, ...], expected: FlowVerdict) -> None:
    assert verdict.of_flow(documents, found(Severity.INFO)) is expected


@pytest.mark.parametrize("others", list(itertools.product(Verdict, repeat=2)))
def test_one_document_not_judged_holds_the_whole_flow(others: tuple[Verdict, ...]) -> None:
    assert verdict.of_flow((*others, NOT_JUDGED), ()) is FlowVerdict.NOT_JUDGED


@pytest.mark.parametrize("documents", [(), (ACCEPTED,), (NOT_JUDGED,)])
@pytest.mark.parametrize("severity", [Severity.FATAL, Severity.ERROR])
def test_a_refusal_of_the_flow_itself_makes_it_irrecevable(documents: tuple[Verdict, ...], severity: Severity) -> None:
    assert verdict.of_flow(documents, found(severity)) is FlowVerdict.IRRECEVABLE


def test_findings_given_once_only_are_enough() -> None:
    assert verdict.of_flow([ACCEPTED], iter(found(Severity.WARNING))) is FlowVerdict.INTEGRATED


def test_a_hundred_findings_of_each_weight_are_told_and_the_rest_counted() -> None:
    warnings = [finding("NAME", Severity.WARNING)] * 150
    errors = [finding("SUM", Severity.ERROR)] * 120
    last = [finding("LAST", Severity.WARNING), finding("SIZE", Severity.ERROR)]
    told = verdict.listed([*warnings, *errors, *last], 100)
    assert [one.code for one in told] == ["NAME"] * 100 + ["SUM"] * 100 + ["LAST", "SIZE", "FINDINGS-MORE"]
    assert told[-1].values["count"] == "70"
    assert verdict.of_document(told, readable=True) is Verdict.REFUSED


def test_as_many_findings_as_the_limit_are_told_alone() -> None:
    findings = [finding("NAME", Severity.WARNING)] * 100 + [finding("SUM", Severity.ERROR)] * 100
    assert verdict.listed(findings, 100) == findings
