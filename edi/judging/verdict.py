"""Findings to verdicts. Pure: the same findings always give the same verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.words.sentence import Spec

FINDINGS_MORE = Spec(
    code="FINDINGS-MORE",
    severity=Severity.INFO,
    rule="LIMITE",
    fr="Le document a {count} autres écarts aux règles, non détaillés ici.",
    en="The document has {count} more departures from the rules, not detailed here.",
    hint_fr="Corrigez d'abord ceux qui sont listés : les autres leur ressemblent.",
    hint_en="Mend the listed ones first: the others are like them.",
)


def of_document(findings: Iterable[Finding], readable: bool) -> Verdict:
    """Accepted unless something refuses; unreadable when not even its syntax could be told."""
    if not any(finding.severity.refuses for finding in findings):
        return Verdict.ACCEPTED
    return Verdict.REFUSED if readable else Verdict.UNREADABLE


def listed(findings: Sequence[Finding], most: int) -> list[Finding]:
    """The findings of the rules as they are told: the first `most` that refuse, the first `most` that do not, the first
    of every code, and how many are left. What decides the verdict is never left out."""
    kept, codes, counts = [], set[str](), Counter[bool]()
    for finding in findings:
        counts[finding.severity.refuses] += 1
        if counts[finding.severity.refuses] <= most or finding.code not in codes:
            codes.add(finding.code)
            kept.append(finding)
    left = len(findings) - len(kept)
    return [*kept, FINDINGS_MORE.at(count=left)] if left else kept


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
