"""What is told of one document and of one finding: legible, counted, in the language of whoever reads it.

In: a document's outcome or a finding, and the Wording to tell it in.  Out: frozen facts. A renderer only lays them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from edi.message import Message
from edi.model.dates import day
from edi.model.finding import Finding, Severity
from edi.model.identifiers import SIRET
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome
from edi.words.text import legible
from edi.words.wording import Wording

DATE = Message("{day}/{month}/{year}", "{year}-{month}-{day}")
SUPPLIER_TYPES = range(1, 8)  # 1 SIRET .. 7 person
_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    code: str
    severity: Severity
    weight: str  # the word for it
    head: str  # the same as it opens a sentence
    reference: str  # outside: AIFE:G1.05, XSD...
    sentence: str
    hint: str
    member: str | None
    line: int | None
    xpath: str | None
    value: str | None
    excerpt: str | None  # of several lines

    @property
    def refuses(self) -> bool:
        return self.severity.refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    number: int
    label: str | None

    @property
    def code(self) -> str:
        return f"{self.number:02d}"

    @property
    def labelled(self) -> str:
        return f"{self.code} {self.label or ''}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    type: int | None
    id: str | None
    name: str | None
    country: str | None = None
    service: str | None = None
    service_name: str | None = None

    @property
    def labelled(self) -> str | None:
        return f"{self.name} ({self.id})" if self.name and self.id else self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    member: str
    number: str | None
    type: str | None
    syntax: str | None
    cadre: str | None
    cadre_labelled: str | None  # with its label
    day: str | None  # of issue, when it is one
    date_written: str | None  # as people of the language write it; what is no date stays as it was written
    supplier: PartyFacts
    debtor: PartyFacts
    answerable: bool  # the lifecycle's schema wants a supplier and a debtor of 14 digits
    verdict: Verdict
    verdict_word: str
    statuses: tuple[StatusFacts, ...]
    findings: tuple[FindingFacts, ...]
    undone: bool  # the version before accepted it, this one does not

    @property
    def accepted(self) -> bool:
        return self.verdict is Verdict.ACCEPTED

    @property
    def current_status(self) -> str | None:
        """The last one: who has it now."""
        return self.statuses[-1].labelled if self.statuses else None

    @property
    def refusals(self) -> tuple[FindingFacts, ...]:
        return tuple(finding for finding in self.findings if finding.refuses)


def of_document(document: DocumentOutcome, wording: Wording, undone: frozenset[str] = frozenset()) -> DocumentFacts:
    """`undone` are the files of the documents whose acceptance is withdrawn."""
    written = document.issue_date
    return DocumentFacts(
        member=legible(document.member),
        number=legible_or_none(document.number),
        type=legible_or_none(document.type),
        syntax=document.syntax,
        cadre=legible_or_none(document.cadre),
        cadre_labelled=_cadre(document.cadre, wording),
        day=written if written and day(written) else None,
        date_written=_date(written, wording),
        supplier=_supplier(document),
        debtor=_debtor(document),
        answerable=_answerable(document),
        verdict=document.verdict,
        verdict_word=wording.word(document.verdict),
        statuses=tuple(status_facts(number, wording) for number in document.statuses),
        findings=of_findings(document.findings, wording),
        undone=document.verdict is not Verdict.ACCEPTED and document.member in undone,
    )


def of_findings(findings: Iterable[Finding], wording: Wording) -> tuple[FindingFacts, ...]:
    return tuple(of_finding(finding, wording) for finding in findings)


def of_finding(finding: Finding, wording: Wording) -> FindingFacts:
    return FindingFacts(
        code=finding.code,
        severity=finding.severity,
        weight=wording.word(finding.severity),
        head=wording.head(finding.severity),
        reference=legible(finding.rule),
        sentence=legible(wording.sentence(finding)),
        hint=legible(wording.hint(finding)),
        member=legible_or_none(finding.member),
        line=finding.line,
        xpath=legible_or_none(finding.xpath),
        value=legible_or_none(finding.value),
        excerpt=finding.excerpt,
    )


def status_facts(number: int, wording: Wording) -> StatusFacts:
    return StatusFacts(number=number, label=wording.statuses.get(number))


def _cadre(cadre: str | None, wording: Wording) -> str | None:
    label = wording.cadres.get(cadre or "")
    return legible(f"{cadre} – {label}") if label else legible_or_none(cadre)


def _date(written: str | None, wording: Wording) -> str | None:
    if not (parts := _WRITTEN.fullmatch(written or "")):
        return legible_or_none(written)
    return wording.say(DATE, year=parts[1], month=parts[2], day=parts[3])


def _supplier(document: DocumentOutcome) -> PartyFacts:
    return PartyFacts(
        type=document.supplier_type,
        id=legible_or_none(document.supplier_id),
        name=legible_or_none(document.supplier_name),
        country=legible_or_none(document.supplier_country),
    )


def _debtor(document: DocumentOutcome) -> PartyFacts:
    return PartyFacts(
        type=1,
        id=legible_or_none(document.debtor_id),
        name=legible_or_none(document.debtor_name),
        service=legible_or_none(document.debtor_service),
        service_name=legible_or_none(document.debtor_service_name),
    )


def _answerable(document: DocumentOutcome) -> bool:
    return (
        document.supplier_type in SUPPLIER_TYPES
        and bool((document.supplier_id or "").strip())
        and SIRET.fullmatch(document.debtor_id or "") is not None
    )


def legible_or_none(text: str | None) -> str | None:
    return None if text is None else legible(text)
