"""The judging of one document, as a pure function: bytes and tables in, a Judgement out.

The stages of a document in order: identify, validate (XSD), read, matrix, rules, verdict. It runs unchanged inline, in
a child process or on another machine. What the document did wrong is a finding; an exception here is our own failure,
and whoever calls makes it *not judged*.
"""

from __future__ import annotations

from dataclasses import replace

from edi.judging import matrix, verdict
from edi.judging.identify import identify
from edi.judging.locate import placed
from edi.judging.read import read
from edi.judging.reference import Bench
from edi.judging.unpack import sentences as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.model.judgement import Judgement, Member, Verdict
from edi.rules.run import run as run_rules


def judge(member: Member, bench: Bench) -> Judgement:
    """Everything there is to say about one file of a flow."""
    found = identify(member.data, bench.limits)
    if isinstance(found, Finding):
        return Judgement(
            member=member.name, verdict=Verdict.UNREADABLE, findings=placed([found], member, embedded=found.member)
        )
    if found.companion is not None:
        note = say.COMPANION.at(kind=found.companion, value=member.name)
        return Judgement(
            member=member.name, verdict=Verdict.ACCEPTED, findings=placed([note], member), companion=found.companion
        )
    assert found.role is not None  # an identified invoice always has a schema role
    findings = list(bench.validator.validate(found.parsed, found.role))
    valid = not any(finding.severity.refuses for finding in findings)
    record = read(found)
    # a cadre that EDI cannot take is worth saying even of a document the schema refuses; rules need a valid one
    cadre, _, about_cadre = matrix.judge_cadre(record, bench.tables)
    findings += about_cadre
    if valid:
        broken = run_rules(record, bench.context(member.terms, cadre))
        findings += verdict.listed(broken, bench.limits.findings)
    return Judgement(
        member=member.name,
        verdict=verdict.of_document(findings, readable=True),
        findings=placed(findings, member, found.parsed, found.embedded),
        syntax=found.syntax,
        record=record,
        cadre=cadre,
    )


def judge_for_decision(member: Member, bench: Bench) -> Judgement:
    """`judge`, with only what deciding and answering need of the record: it crosses a process boundary."""
    judgement = judge(member, bench)
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
