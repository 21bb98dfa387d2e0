"""Which drops have been still for long enough to be taken.

In: what a look at the inboxes saw, what earlier looks remember.  Out: a Settled; the sightings are kept in the ledger,
so that the next run need not wait again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from edi.clock import boot_id
from edi.ledger import Ledger
from edi.model.drop import Drop, Sighting
from edi.pipeline.report import Drops, Report, total


class Settled(NamedTuple):
    """One look at drops, compared with the looks before."""

    ready: list[Drop]
    waiting: list[Drop]
    sightings: list[Sighting]  # what to remember of it
    next_look: float | None  # seconds until the first of those that wait may be settled


def settled(drops: Iterable[Drop], before: Iterable[Sighting], quiet: float) -> Settled:
    """Settled: unchanged for `quiet` seconds of the monotonic clock, or for the drop's own quiet period. An empty file
    must stay empty twice as long: many clients create the name first and write later.
    """
    now, boot = time.monotonic(), boot_id()
    known = {(seen.partner, seen.name): seen for seen in before}
    ready, waiting, sightings = [], [], []
    next_look: float | None = None
    for drop in drops:
        name = os.fsencode(drop.path.name)
        seen = known.get((drop.partner, name))
        same = seen is not None and seen.boot == boot and (seen.size, seen.mtime_ns, seen.inode) == drop.state
        since = seen.since if same and seen is not None else now
        own = quiet if drop.quiet is None else drop.quiet
        left = (own if drop.size else 2 * own) - (now - since)
        if left <= 0:
            ready.append(drop)
        else:
            waiting.append(drop)
            next_look = left if next_look is None else min(next_look, left)
        size, mtime_ns, inode = drop.state
        sightings.append(
            Sighting(partner=drop.partner, name=name, size=size, mtime_ns=mtime_ns, inode=inode, since=since, boot=boot)
        )
    return Settled(ready, waiting, sightings, next_look)


class Settling:
    """What is remembered from one look to the next; at first what an earlier run kept in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sightings = ledger.sightings.all()

    def look(self, look: Callable[[], Drops], quiet: float) -> Drops:
        """The settled drops, each partner's in order of arrival, partners by turns so that none waits for another."""
        began = time.monotonic()
        seen = look()
        found = settled(seen.drops, self._sightings, quiet)
        self._sightings = found.sightings
        told = seen.told + Report(
            unsettled=len(found.waiting), next_look=found.next_look, look_seconds=time.monotonic() - began
        )
        return Drops(_by_turns(found.ready), told)

    def until_calm(self, look: Callable[[], Drops], quiet: float) -> Drops:
        """The same, after waiting once for the drops still in their quiet period."""
        kept = bool(self._sightings)
        looks = [self.look(look, quiet)]
        patience = 2 * quiet  # the quiet period of an empty file, the longest there is
        while (wait := looks[-1].told.next_look) is not None and wait <= patience:
            self.keep()
            time.sleep(wait)
            patience -= wait
            looks.append(self.look(look, quiet))
        if kept or looks[-1].told.unsettled:
            self.keep()
        return Drops(looks[-1].drops, _of_the_last([each.told for each in looks]))

    def keep(self) -> None:
        """In the ledger, for the next run."""
        with self._ledger.write():
            self._ledger.sightings.replace_all(self._sightings)


def _of_the_last(looks: Sequence[Report]) -> Report:
    """What was in the way at any look stays told; what still has to wait, the last look alone can say."""
    return total([*(_in_the_way(told) for told in looks[:-1]), looks[-1]])


def _in_the_way(told: Report) -> Report:
    return Report(strangers=told.strangers, untaken=told.untaken, look_seconds=told.look_seconds, notes=told.notes)


def _by_turns(drops: Iterable[Drop]) -> list[Drop]:
    by_partner: dict[str, list[Drop]] = {}
    for drop in drops:
        by_partner.setdefault(drop.partner, []).append(drop)
    return [drop for turn in zip_longest(*by_partner.values()) for drop in turn if drop is not None]
