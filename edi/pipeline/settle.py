"""Which drops have been still for long enough to be taken."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

from edi.clock import boot_id
from edi.ledger.values import Sighting
from edi.model.drop import Drop


def settled(
    drops: Iterable[Drop], before: Iterable[Sighting], quiet: float
) -> tuple[list[Drop], list[Drop], list[Sighting], float | None]:
    """(settled, still to wait for, what to remember, seconds until the first of those may be settled).

    Settled: unchanged for `quiet` seconds of the monotonic clock, or for the drop's own quiet period. An empty file
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
    return ready, waiting, sightings, next_look
