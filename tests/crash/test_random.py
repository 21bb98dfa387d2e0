"""Two hundred kills at random moments under load: a wide net beside the fine one, for what no scene shows."""

from __future__ import annotations

import os
import time
from pathlib import Path

from figures import Figures
from load import Result, killed_at_random
from loopback import ROOT
from trials import Bench

KILLS = 200
SECONDS = 75.0  # for a slow machine: as many as fit


def test_nothing_is_lost_or_doubled_under_random_kills(
    bench: Bench, area: Path, sftp: str, user: str, figures: Figures
) -> None:
    seed = int(os.environ.get("EDI_CRASH_SEED", time.time()))
    print(f"EDI_CRASH_SEED={seed}")
    result: Result = bench.one(killed_at_random, area / "load", sftp, user if ROOT else None, seed, KILLS, SECONDS)
    print(f"{dict(result.kills)}, {result.drops} drops")
    figures("{} random kills", result.kills.total())
    figures("{} drops under load", result.drops)
    figures("flows lost {}", result.lost)
    figures("doubles {}", result.doubled)
    print("\n".join(result.problems))
    assert result.problems == []
    assert result.kills.total() >= KILLS / 4, "too few to mean anything"
    assert min(result.kills[who] for who in ("daemon", "judge", "transfer")) > 0
