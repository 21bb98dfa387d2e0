"""What `edi check` judged, for its reports to people and to build servers.

In: files as judged.  Out: a CheckReport, a pure value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file, judged."""

    name: str  # the path given to `edi check`
    verdict: FlowVerdict
    documents: tuple[DocumentOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the file itself
    failure: str | None = None  # why it is not judged: our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Files judged together, none of them deposited."""

    sheets: tuple[Sheet, ...]
    made_at: datetime
    packs: tuple[Pack, ...] = ()

    @property
    def verdict(self) -> FlowVerdict:
        """The one sheet's own; of several: not judged if one is not, integrated if all are, partial if some are."""
        verdicts = {sheet.verdict for sheet in self.sheets}
        if len(verdicts) == 1:
            return verdicts.pop()
        if FlowVerdict.NOT_JUDGED in verdicts:
            return FlowVerdict.NOT_JUDGED
        documents = [document.verdict for sheet in self.sheets for document in sheet.documents]
        accepted = documents.count(Verdict.ACCEPTED)
        if accepted == len(documents) and FlowVerdict.IRRECEVABLE not in verdicts:
            return FlowVerdict.INTEGRATED
        return FlowVerdict.PARTIAL if accepted else FlowVerdict.REFUSED

    def findings(self) -> Iterator[Finding]:
        for sheet in self.sheets:
            yield from sheet.findings
            for document in sheet.documents:
                yield from document.findings
