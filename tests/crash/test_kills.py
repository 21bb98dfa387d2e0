"""The gateway is killed before every call that changes a file, in every scene; then it is started again as usual.

At the moment of death nothing partial is visible and every original lies somewhere; after the restart the picture is
the one of an undisturbed run: one flow a drop, one verdict, the same returns, the originals byte for byte.
"""

from __future__ import annotations

import pytest
from figures import Figures
from scenes import SCENES
from trials import Bench, Fault, Staged, killed


@pytest.mark.parametrize("scene", SCENES)
def test_a_death_before_any_call_is_recovered(scene: str, staged: Staged, bench: Bench, figures: Figures) -> None:
    stage = staged(scene)
    points = stage.points
    assert len(points) > 20, "the harness no longer sees what it is to interrupt"
    told = bench.all(killed, [(stage, Fault(point.kind, point.n)) for point in points])
    figures("{} points killed", len(told))
    wrong = [str(one) for one in told if one.problems]
    figures("flows lost {}", sum("is nowhere" in one for one in wrong))
    assert wrong == []
