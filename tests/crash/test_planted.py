"""A harness that catches nothing proves nothing: each planted bug must be caught by the check it names.

Without a fault none of them shows. That the gateway as it is passes the same checks is what the other tests say.
"""

from __future__ import annotations

import pytest
from figures import Figures
from order import violations
from planted import PLANTED
from test_order import SEED, STATES
from trials import Bench, Fault, Stage, Staged, calm, failed, killed, modelled, powerless


def caught(bench: Bench, stage: Stage, bug: str) -> str:
    """What the check says of it; empty when the bug survived."""
    wrong, points, root = bench.one(calm, stage, bug)
    assert wrong == [], "it shows without any fault"
    by = PLANTED[bug].caught_by
    if by == "order":
        return "; ".join(violations(points, root))
    if by == "power":
        states = bench.one(modelled, stage, bug).states(SEED, 5 * STATES)
        return str(bench.until(powerless, [(stage, what, tree, bug) for what, tree in states]) or "")
    if by == "disk":
        syncs = [Fault(point.kind, point.n, "error=EIO") for point in points if point.kind == "fsync"]
        return str(bench.until(failed, [(stage, fault, bug) for fault in syncs]) or "")
    # most bugs lie beside calls other than SQLite's many writes: those come last
    points = sorted(points, key=lambda point: point.kind == "pwrite64")
    return str(bench.until(killed, [(stage, Fault(point.kind, point.n), bug) for point in points]) or "")


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_caught(bug: str, staged: Staged, bench: Bench, figures: Figures) -> None:
    said = caught(bench, staged(PLANTED[bug].scene), bug)
    assert said, "the bug survived"
    figures("{} bugs planted and caught", 1)
    print(said)
