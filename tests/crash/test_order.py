"""What kill -9 cannot see: the order of the syncs, and what a power loss leaves where one is missing."""

from __future__ import annotations

import order
import pytest
from figures import Figures
from scenes import SCENES
from trials import Bench, Staged, modelled, powerless

SEED = 20260104
STATES = 50  # of one scene; about twenty of them are those where nothing unsynced is left


@pytest.mark.parametrize("scene", SCENES)
def test_files_are_synced_before_their_rename_and_folders_before_the_ledger_says_so(
    scene: str, staged: Staged, figures: Figures
) -> None:
    stage = staged(scene)
    figures("{} calls in order", len(stage.points))
    assert order.violations(stage.points, stage.root) == []


@pytest.mark.parametrize("scene", [scene.name for scene in SCENES.values() if not scene.server])
def test_whatever_a_power_loss_leaves_is_recovered(scene: str, staged: Staged, bench: Bench, figures: Figures) -> None:
    stage = staged(scene)
    print(f"seed {SEED}")
    states = bench.one(modelled, stage).states(SEED, STATES)
    told = bench.all(powerless, [(stage, what, tree) for what, tree in states])
    figures("{} power losses", len(told))
    wrong = [str(one) for one in told if one.problems]
    figures("flows lost {}", sum("is nowhere" in one for one in wrong))
    assert wrong == []
