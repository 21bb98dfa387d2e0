"""What the daemon logs of its work: one line a decided flow; a trouble when it begins and when it ends, not each sweep.

In: reports of rounds.  Out: lines of the log, their sentences in the gateway's own language (`lang` of gateway.toml);
a Pulse for the health file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from edi.config.settings import Settings
from edi.ledger import Ledger
from edi.message import Message
from edi.model.judgement import FlowVerdict, Pack
from edi.monitor.health import Pulse
from edi.pipeline.report import Report


class Journal:
    """One daemon's, from its start to its end."""

    def __init__(self, log: Any, ledger: Ledger) -> None:
        self.log = log
        self._ledger = ledger
        self._flows = 0
        self._last = Report()

    def started(self, settings: Settings, packs: Iterable[Pack], watching: bool) -> None:
        self.log.info(
            "started",
            root=str(settings.folders.root),
            partners=list(settings.partners),
            packs=[f"{pack.role} {pack.package} {pack.version} {pack.sha256[:12]}" for pack in packs],
            watching=watching,
            sweep_seconds=settings.sweep_seconds,
            settle_seconds=settings.settle_seconds,
        )

    def stopped(self) -> None:
        self.log.info("stopped", flows=self._flows)

    def tell(self, report: Report, lang: str) -> None:
        for flow in report.decided:
            self._tell_decided(flow)
        self._tell_troubles(report.notes, self._last.notes, lang)
        self._flows += len(report.decided)
        self._last = report

    def pulse(self, events_lost: int) -> Pulse:
        """As last told."""
        last = self._last
        return Pulse(self._flows, last.waiting, last.unsettled, events_lost, last.notes)

    def _tell_decided(self, flow: str) -> None:
        row = self._ledger.flows.get(flow)
        if row is not None and row.verdict is not None:
            tell = self.log.error if row.verdict is FlowVerdict.QUARANTINED else self.log.info
            tell("decided", flow=flow, partner=row.partner, drop=row.drop_name, verdict=row.verdict.value)

    def _tell_troubles(self, now: tuple[Message, ...], before: tuple[Message, ...], lang: str) -> None:
        for note in now:
            if note not in before:
                self.log.warning("trouble", note=note.of(lang))
        for note in before:
            if note not in now:
                self.log.info("trouble-over", note=note.of(lang))
