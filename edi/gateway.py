"""The main path of the gateway: the stages in order, and where to resume from each recorded state.

    inbox -> settle, take -> [taken] -> judge, decide -> [decided] -> publish -> [returned] -> archive -> [done]

Each bracket is a commit of the ledger; a crash anywhere resumes from the last one. Flows go through in groups, so that
a group shares its syncs and commits; what was in hand when a gateway died goes last, each alone. This file only calls:
each stage is one file of edi/pipeline/.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from edi.model.drop import Drop
from edi.model.flow import State
from edi.pipeline import admit, adopt, alone, archive, decide, inboxes, publish, retry, take
from edi.pipeline.groups import Pace
from edi.pipeline.report import Drops, Report, total
from edi.pipeline.runtime import Runtime
from edi.pipeline.settle import Settling

UNFINISHED = (State.TAKEN, State.DECIDED, State.RETURNED)


class Gateway:
    """One gateway at work on one root, whose lock the caller holds. LedgerError when the ledger is not its own."""

    def __init__(self, runtime: Runtime) -> None:
        adopt.refuse_older_ledger(runtime)
        self.runtime = runtime
        self.settling = Settling(runtime.ledger)
        self._pace = Pace()

    def sweep(self, settle: float) -> Report:
        """One-shot: finishes what an earlier run left, then takes every settled drop to its end.

        Waits once for the drops still in their quiet period; what it saw is kept in the ledger for the next run."""
        resumed = self.resume()
        settled = self.settling.until_calm(self._look, settle)
        work = self.through(settled.drops)
        return total([resumed, settled.told, work, alone.alone(self.runtime), self._left()])

    def round(self, settle: float, seconds: float, look_share: float) -> Report:
        """One look and about so many seconds of work, or so many times what the look took where that is longer."""
        resumed = self.resume()  # also what is due again: failed judgings, returns that could not be published
        settled = self.settling.look(self._look, settle)
        work = self.through(settled.drops, max(seconds, look_share * settled.told.look_seconds))
        last = alone.alone(self.runtime, seconds, busy=work.waiting > 0 or settled.told.unsettled > 0)
        return total([resumed, settled.told, work, last, retry.still_waiting(self.runtime.ledger)])

    def resume(self) -> Report:
        """What an earlier gateway left, as far as it can go now."""
        return adopt.adopt(self.runtime) + self.finish()

    def through(self, drops: Sequence[Drop], seconds: float = math.inf) -> Report:
        """Takes drops to their end, a group at a time, for about so long; the others wait."""
        told, done = [], 0
        for group in self._pace.groups(drops, seconds, self.runtime.stopping):
            told.append(self._through(group))
            done += len(group)
            self.runtime.progress(done, len(drops))
        return total([*told, Report(waiting=len(drops) - done)])

    def _through(self, group: Sequence[Drop]) -> Report:
        fits = admit.fitting(group, self.runtime)
        if not fits.drops:
            return fits.told
        return total([fits.told, take.take(fits.drops, self.runtime), self.finish()])

    def finish(self) -> Report:
        """Every known flow as far as it can go now; what was in hand at a death is left for the end (alone.py)."""
        return total([step(self.runtime) for step in (decide.decide, publish.publish, archive.archive)])

    def _look(self) -> Drops:
        return inboxes.look(self.runtime)

    def _left(self) -> Report:
        """What has not reached its end, and why."""
        rows = [row for state in UNFINISHED for row in self.runtime.ledger.flows.in_state(state)]
        return Report(left=tuple(row.id for row in rows)) + retry.still_waiting(self.runtime.ledger)
