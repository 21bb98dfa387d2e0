"""Judges, each alone and after everybody else, the flows that were in hand when a gateway died.

In: suspects (retry.py).  Out: each at its end, answered before the next is begun.  Promise: nothing else is in hand
meanwhile, so a death counts against the flow that brought it and no other.
"""

from __future__ import annotations

import math
import time

from edi.pipeline import archive, decide, publish, retry
from edi.pipeline.report import Report, total
from edi.pipeline.runtime import Runtime


def alone(runtime: Runtime, seconds: float = math.inf, busy: bool = False) -> Report:
    """For about so long, one at least. `busy`: others wait, and go first for a while."""
    told: list[Report] = []
    end = time.monotonic() + seconds
    for row in retry.suspects(runtime.ledger, busy):
        if runtime.stopping() or (told and time.monotonic() >= end):
            break
        told += [decide.decide_alone(row, runtime), publish.publish(runtime), archive.archive(runtime)]
    return total(told)
