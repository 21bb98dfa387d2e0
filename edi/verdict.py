"""Findings to verdicts. Pure: the same findings always give the same verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edi.flow import Finding, FlowVerdict, Verdict


def of_document(findings: Iterable[Finding], readable: bool) -> Verdict:
    """Accepted unless something refuses; unreadable when not even its syntax could be told."""
    if not any(finding.severity.refuses for finding in findings):
        return Verdict.ACCEPTED
    return Verdict.REFUSED if readable else Verdict.UNREADABLE


def of_flow(documents: Sequence[Verdict], findings: Iterable[Finding]) -> FlowVerdict:
    """A flow-level refusal makes it irrecevable; else its documents decide. One not judged holds the whole flow."""
    if any(finding.severity.refuses for finding in findings):
        return FlowVerdict.IRRECEVABLE
    if Verdict.NOT_JUDGED in documents or not documents:
        return FlowVerdict.NOT_JUDGED
    accepted = sum(verdict is Verdict.ACCEPTED for verdict in documents)
    if accepted == len(documents):
        return FlowVerdict.INTEGRATED
    return FlowVerdict.PARTIAL if accepted else FlowVerdict.REFUSED
