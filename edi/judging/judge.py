"""The judging of one document, as a pure function: bytes and reference data in, a Judgement out.

The stages of a document in order: identify, validate (XSD), read, matrix, rules, verdict. It runs unchanged inline, in
a child process or on another machine. What the document did wrong is a finding; an exception here is our own failure,
and whoever calls makes it *not judged*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from edi.judging import verdict
from edi.judging.identify import Companion, Identified, identify
from edi.judging.locate import placed
from edi.judging.reference import ReferenceData
from edi.judging.second_opinion import Disagreement
from edi.judging.understand import understood
from edi.judging.unpack import sentences as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.model.judgement import Judgement, Member, Verdict
from edi.rules.run import run as run_rules

STAGES = ("identify and parse", "xsd", "read", "matrix and rules")  # what `passed` is told, each at its end


def judge(member: Member, reference: ReferenceData, passed: Callable[[str], None] = lambda stage: None) -> Judgement:
    """Everything there is to say about one file of a flow. `passed` is told of each stage that ends (the bench)."""
    found = identify(member.data, reference.limits)
    passed("identify and parse")
    if isinstance(found, Finding):
        findings = placed([found], member, embedded=found.member)
        return Judgement(member=member.name, verdict=Verdict.UNREADABLE, findings=findings)
    if isinstance(found, Companion):
        note = say.COMPANION.at(kind=found.kind, value=member.name)
        findings = placed([note], member)
        return Judgement(member=member.name, verdict=Verdict.ACCEPTED, findings=findings, companion=found.kind)
    return _judged(found, member, reference, passed)


def _judged(found: Identified, member: Member, reference: ReferenceData, passed: Callable[[str], None]) -> Judgement:
    findings = list(reference.validator.validate(found.parsed, found.role))
    valid = not any(finding.severity.refuses for finding in findings)
    if reference.second_opinion is not None:
        opinion = reference.second_opinion.of(found.parsed, found.role, findings)
        if isinstance(opinion, Disagreement):
            return Judgement(member=member.name, verdict=Verdict.NOT_JUDGED, failure=opinion.message)
        findings += opinion.findings
    passed("xsd")
    document = understood(found, reference.tables)
    # a cadre that EDI cannot take is worth saying even of a document the schema refuses; rules need a valid one
    findings += document.about_cadre
    passed("read")
    if valid:
        broken = run_rules(document.record, reference.context(member.terms, document.cadre))
        findings += verdict.listed(broken, reference.limits.findings)
    passed("matrix and rules")
    return Judgement(
        member=member.name,
        verdict=verdict.of_document(findings, readable=True),
        findings=placed(findings, member, found.parsed, found.embedded),
        syntax=found.syntax,
        record=document.record,
        cadre=document.cadre,
    )


def judge_for_decision(member: Member, reference: ReferenceData) -> Judgement:
    """`judge`, with only what deciding and answering need of the record: it crosses a process boundary."""
    judgement = judge(member, reference)
    full = judgement.record
    if full is None:
        return judgement
    slim = Record(
        syntax=full.syntax,
        number=full.number,
        type=full.type,
        issue_date=full.issue_date,
        cadre=full.cadre,
        supplier=full.supplier,
        debtor=full.debtor,
    )
    return replace(judgement, record=slim)
