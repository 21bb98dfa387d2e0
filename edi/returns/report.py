"""What every report for people and for build servers is made from: files as judged.

In: an Outcome (a partner's flow), or what `edi check` judged.  Out: a Report, a pure value with the labels it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file, judged."""

    name: str  # the flow's name, or the path given to `edi check`
    verdict: FlowVerdict
    documents: tuple[DocumentOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the file itself
    failure: str | None = None  # why it is not judged: our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Files judged together. `outcome` is the flow they are, None where nothing was deposited (`edi check`)."""

    sheets: tuple[Sheet, ...]
    made_at: datetime
    lang: str = "fr"
    outcome: Outcome | None = None
    packs: tuple[Pack, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)  # of statuses
    pieces: Mapping[str, str] = field(default_factory=dict)  # of cadres

    @property
    def verdict(self) -> FlowVerdict:
        """The one sheet's own; of several: not judged if one is not, integrated if all are, partial if some are."""
        verdicts = {sheet.verdict for sheet in self.sheets}
        if len(verdicts) == 1:
            return verdicts.pop()
        if FlowVerdict.NOT_JUDGED in verdicts:
            return FlowVerdict.NOT_JUDGED
        documents = [document.verdict for _, document in self.documents()]
        accepted = documents.count(Verdict.ACCEPTED)
        if accepted == len(documents) and FlowVerdict.IRRECEVABLE not in verdicts:
            return FlowVerdict.INTEGRATED
        return FlowVerdict.PARTIAL if accepted else FlowVerdict.REFUSED

    def documents(self) -> Iterator[tuple[Sheet, DocumentOutcome]]:
        yield from ((sheet, document) for sheet in self.sheets for document in sheet.documents)

    def findings(self) -> Iterator[Finding]:
        for sheet in self.sheets:
            yield from sheet.findings
            for document in sheet.documents:
                yield from document.findings


def of_outcome(outcome: Outcome, labels: Mapping[int, str], pieces: Mapping[str, str]) -> Report:
    """The report on one flow of a partner."""
    sheet = Sheet(
        name=outcome.drop_name, verdict=outcome.verdict, documents=outcome.documents, findings=outcome.findings
    )
    return Report(
        sheets=(sheet,),
        made_at=outcome.decided_at,
        lang=outcome.lang,
        outcome=outcome,
        packs=outcome.packs,
        labels=labels,
        pieces=pieces,
    )
