"""What the judging of one flow gives: a Judged flow, or an Unjudged one and why."""

from __future__ import annotations

from dataclasses import dataclass

from edi.judging import verdict
from edi.judging.envelope import Envelope
from edi.message import Message
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A flow as judged on its own, before the ledger is asked what came before it."""

    envelope: Envelope
    interface: str | None
    documents: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the flow itself

    @property
    def verdict(self) -> FlowVerdict:
        return verdict.of_flow([document.verdict for document in self.documents], self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A flow we failed to judge. It is neither accepted nor refused."""

    why: Message
    blameless: bool = False  # this flow is not to be blamed for it, however often it happens
    findings: tuple[Finding, ...] = ()  # what could be said of it all the same
