"""The judging of one document, as a pure function: bytes and tables in, a Judgement out.

The stages of a document in order: identify, validate (XSD), read, matrix, rules, verdict. It runs unchanged inline, in
a child process or on another machine. What the document did wrong is a finding; an exception here is our own failure,
and whoever calls makes it *not judged*.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edi import matrix, rules, verdict
from edi.codes import Codes
from edi.directory import Directory
from edi.excerpt import Source
from edi.findings import unpack as say
from edi.flow import Finding, Judgement, Member, Record, Terms, Verdict
from edi.identify import identify
from edi.limits import Limits
from edi.marches import Marches
from edi.read import read, row
from edi.safexml import Parsed
from edi.tables import Tables
from edi.validate import Validator


@dataclass(frozen=True, slots=True)
class Bench:
    """What a judging process keeps from document to document."""

    tables: Tables
    limits: Limits
    validator: Validator
    codes: Codes
    directory: Directory = Directory()  # noqa: RUF009 - frozen
    marches: Marches = Marches()  # noqa: RUF009 - frozen

    def context(self, terms: Terms, cadre: str | None) -> rules.RuleContext:
        """What the rules may look at beside one document's record."""
        in_force = self.tables.cadres[cadre] if cadre else None
        return rules.RuleContext(
            tables=self.tables,
            limits=self.limits,
            codes=self.codes,
            directory=self.directory,
            marches=self.marches,
            terms=terms,
            cadre=in_force,
        )


def judge(member: Member, bench: Bench) -> Judgement:
    """Everything there is to say about one file of a flow."""
    found = identify(member.data, bench.limits)
    if isinstance(found, Finding):
        return Judgement(
            member=member.name, verdict=Verdict.UNREADABLE, findings=_placed([found], member, embedded=found.member)
        )
    if found.companion is not None:
        note = say.COMPANION.at(kind=found.companion, value=member.name)
        return Judgement(
            member=member.name, verdict=Verdict.ACCEPTED, findings=_placed([note], member), companion=found.companion
        )
    assert found.role is not None  # an identified invoice always has a schema role
    findings = list(bench.validator.validate(found.parsed, found.role))
    valid = not any(finding.severity.refuses for finding in findings)
    record = read(found)
    # a cadre that EDI cannot take is worth saying even of a document the schema refuses; rules need a valid one
    cadre, _, about_cadre = matrix.judge_cadre(record, bench.tables)
    findings += about_cadre
    if valid:
        broken = rules.run(record, bench.context(member.terms, cadre))
        findings += verdict.listed(broken, bench.limits.findings)
    return Judgement(
        member=member.name,
        verdict=verdict.of_document(findings, readable=True),
        findings=_placed(findings, member, found.parsed, found.embedded),
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


def _placed(
    findings: list[Finding], member: Member, parsed: Parsed | None = None, embedded: str | None = None
) -> tuple[Finding, ...]:
    """The findings with what only the whole document knows: its file, its line numbers, the lines around each place.

    Lines are those of the XML: where it is `embedded` in a PDF under that name, the file is told with it."""
    inside = f"{member.name} › {embedded}"
    source = Source(parsed.data) if parsed else None
    placed = []
    for finding in findings:
        line, excerpt = finding.line, None
        if parsed is not None and line is None and finding.xpath is not None:
            line = row(parsed.root, finding.xpath)
        if source is not None and line is not None:
            excerpt = source.around(line, finding.value)
        file = inside if embedded and (line is not None or finding.member) else finding.member or member.name
        placed.append(replace(finding, member=file, line=line, excerpt=excerpt))
    return tuple(placed)
