"""What returns tell of a flow, computed once: in Paris time, legible, counted, in the language of whoever reads it.

In: what became of a flow, a file or a document, and the Wording to tell it in.  Out: frozen facts, whose every text can
go into XML, CSV and JSON as it is. A renderer only lays them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from edi.clock import paris, stamp
from edi.message import Message
from edi.model.finding import Severity
from edi.model.judgement import FlowVerdict, Pack
from edi.model.outcome import Outcome, flow_status
from edi.returns.document_facts import (
    DocumentFacts,
    FindingFacts,
    StatusFacts,
    legible_or_none,
    of_document,
    of_findings,
    status_facts,
)
from edi.returns.report import Sheet
from edi.words.text import legible
from edi.words.wording import Wording

WITHIN = Message("%d/%m/%Y à %H:%M", "%Y-%m-%d at %H:%M")
BESIDE = Message("%d/%m/%Y à %H:%M", "%Y-%m-%d %H:%M, Paris")
REPEATS = Message(
    "Ce dépôt répète le flux {flow}, reçu le {day} : la première réponse reste valable.",
    "This drop repeats flow {flow}, received on {day}: the first answer stands.",
)
REPLACES = Message(
    "Version {version} : cette réponse remplace celle du {day}.",
    "Version {version}: this answer replaces that of {day}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment on the clocks of Paris."""

    stamp: str  # to the millisecond, with its offset
    day: str  # 2026-11-06
    within: str  # a sentence
    beside: str  # a name, as in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """One file, judged."""

    name: str
    verdict: FlowVerdict
    verdict_word: str
    documents: tuple[DocumentFacts, ...]
    findings: tuple[FindingFacts, ...]  # of the file itself
    failure: str | None  # why it is not judged: our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One flow."""

    wording: Wording
    flow: str
    partner_code: str
    gateway_code: str
    flow_id: str
    drop_name: str
    interface: str | None
    verdict: FlowVerdict
    verdict_word: str
    version: int
    received: Moment
    decided: Moment
    repeat_of: str | None
    repeated: Moment | None
    replaced: Moment | None
    notes: tuple[str, ...]  # that it is a repeat, that it replaces an answer
    documents: tuple[DocumentFacts, ...]
    undone: tuple[DocumentFacts, ...]
    findings: tuple[FindingFacts, ...]  # of the flow itself
    packs: tuple[Pack, ...]

    @property
    def status(self) -> StatusFacts:
        """GatewayError for a flow that has no answer."""
        return status_facts(flow_status(self.flow, self.verdict), self.wording)

    @property
    def accepted(self) -> int:
        return sum(document.accepted for document in self.documents)

    def refusals(self) -> Iterator[tuple[DocumentFacts | None, FindingFacts]]:
        """Every fatal or error finding, the flow's own first (with None), then each document's in order."""
        yield from ((None, finding) for finding in self.findings if finding.refuses)
        for document in self.documents:
            yield from ((document, finding) for finding in document.refusals)

    def warnings(self) -> Iterator[FindingFacts]:
        """Every warning, the flow's own first, then each document's in order, refused ones' included."""
        for findings in (self.findings, *(document.findings for document in self.documents)):
            yield from (finding for finding in findings if finding.severity is Severity.WARNING)


def of_outcome(outcome: Outcome, wording: Wording) -> Facts:
    """GatewayError when a moment carries no time zone."""
    undone = frozenset(document.member for document in outcome.undone)
    return Facts(
        wording=wording,
        flow=outcome.flow,
        partner_code=outcome.partner_code,
        gateway_code=outcome.gateway_code,
        flow_id=legible(outcome.flow_id),
        drop_name=legible(outcome.drop_name),
        interface=legible_or_none(outcome.interface),
        verdict=outcome.verdict,
        verdict_word=wording.flow_word(outcome.verdict),
        version=outcome.version,
        received=of_moment(outcome.received_at, wording),
        decided=of_moment(outcome.decided_at, wording),
        repeat_of=legible_or_none(outcome.repeat_of),
        repeated=_moment(outcome.repeat_at, wording),
        replaced=_moment(outcome.replaces_at, wording),
        notes=tuple(_notes(outcome, wording)),
        documents=tuple(of_document(document, wording, undone) for document in outcome.documents),
        undone=tuple(of_document(document, wording) for document in outcome.undone),
        findings=of_findings(outcome.findings, wording),
        packs=outcome.packs,
    )


def of_sheet(sheet: Sheet, wording: Wording) -> SheetFacts:
    return SheetFacts(
        name=legible(sheet.name),
        verdict=sheet.verdict,
        verdict_word=wording.flow_word(sheet.verdict),
        documents=tuple(of_document(document, wording) for document in sheet.documents),
        findings=of_findings(sheet.findings, wording),
        failure=legible_or_none(sheet.failure),
    )


def of_moment(at: datetime, wording: Wording) -> Moment:
    local = paris(at)
    return Moment(
        stamp=stamp(at),
        day=local.date().isoformat(),
        within=local.strftime(wording.say(WITHIN)),
        beside=local.strftime(wording.say(BESIDE)),
    )


def _moment(at: datetime | None, wording: Wording) -> Moment | None:
    return None if at is None else of_moment(at, wording)


def _notes(outcome: Outcome, wording: Wording) -> Iterator[str]:
    if outcome.repeat_of is not None:
        first = of_moment(outcome.repeat_at or outcome.received_at, wording)
        yield wording.say(REPEATS, flow=legible(outcome.repeat_of), day=first.within)
    if outcome.replaces_at is not None:
        replaced = of_moment(outcome.replaces_at, wording)
        yield wording.say(REPLACES, version=outcome.version, day=replaced.within)
