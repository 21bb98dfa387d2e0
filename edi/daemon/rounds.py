"""Rounds: one look at the inboxes and some seconds of work, under the lock of work.

In: a gateway at rest.  Out: a Round: what it did and how long to rest after it.  Promise: between two rounds `edi
reprocess` can have its turn; partners go by turns inside one, so that a newcomer never waits for another's thousands.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from edi.daemon.guard import LedgerGuard
from edi.disk import locks
from edi.errors import LockHeld
from edi.gateway import Gateway
from edi.message import Message
from edi.pipeline.report import Report

ROUND_SECONDS = 2.0  # of work before the inboxes are looked at again ...
LOOK_SHARE = 5  # ... or so many times what the last look took: 100,000 waiting drops are slow to look at
BUSY_SECONDS = 0.5  # before the lock of work is asked for again
TURN_SECONDS = 0.15  # between two rounds: those who wait for the lock of work ask ten times a second
HELD_SECONDS = 30  # ... and after which waiting for it is a trouble to tell


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; no report where it had no turn and there is nothing to tell of that yet."""

    report: Report | None
    rest: float  # seconds until the next one


class Rounds:
    """The rounds of one gateway. `label`: what the lock of work says of us."""

    def __init__(self, gateway: Gateway, guard: LedgerGuard, label: Message) -> None:
        self.gateway = gateway
        self.look_seconds = 0.0  # what the last look at the inboxes took
        self._guard, self._label = guard, label
        self._worked_at = time.monotonic()

    def next(self) -> Round:
        """One round, where nobody else is at work."""
        try:
            handle = locks.lock(self.gateway.runtime.folders.lock, self._label)
        except LockHeld as held:
            late = time.monotonic() - self._worked_at > HELD_SECONDS
            return Round(Report(notes=(held.message,)) if late else None, BUSY_SECONDS)
        try:
            return self._round()
        finally:
            locks.unlock(handle)
            self._worked_at = time.monotonic()

    def _round(self) -> Round:
        self._guard.check()
        settings = self.gateway.runtime.settings
        report = self.gateway.round(settings.settle_seconds, ROUND_SECONDS, LOOK_SHARE)
        self.look_seconds = report.look_seconds
        if report.waiting and report.decided:
            return Round(report, TURN_SECONDS)
        longest = settings.sweep_seconds
        return Round(report, min(longest, report.next_look or longest) or TURN_SECONDS)
