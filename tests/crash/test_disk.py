"""A disk that is full or broken: every write, sync, creation and rename fails once, in two scenes.

Never a refusal, nothing lost, nothing partial; once the disk is well again a further run ends everything as if nothing
had been. A sync that is refused stops the process, and is not tried again.
"""

from __future__ import annotations

import pytest
from figures import Figures
from trials import Bench, Fault, Staged, failed

# what a disk refuses when it is full, and when it is broken
FULL, BROKEN = "error=ENOSPC", "error=EIO"
WRITING = ("openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "link", "mkdir", "ftruncate")


@pytest.mark.parametrize("how", [FULL, BROKEN])
@pytest.mark.parametrize("scene", ["plain", "archive"])
def test_a_call_that_fails_costs_nothing(scene: str, how: str, staged: Staged, bench: Bench, figures: Figures) -> None:
    stage = staged(scene)
    points = [point for point in stage.points if point.kind in WRITING]
    if (scene, how) == (
        "plain",
        BROKEN,
    ):  # the many writes by which SQLite makes a new ledger fail once, for want of room
        points = [point for point in points if point.kind != "pwrite64"]
    told = bench.all(failed, [(stage, Fault(point.kind, point.n, how)) for point in points])
    figures("{} disk faults", len(told))
    wrong = [str(one) for one in told if one.problems]
    assert wrong == []
