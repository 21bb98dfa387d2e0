"""Groups keep within their bounds and in order; the pace follows how long the last ones took."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from edi.model.drop import Drop
from edi.pipeline import groups as module
from edi.pipeline.groups import GROUP_BYTES, GROUP_FLOWS, GROUP_SECONDS, Pace, groups

NEVER: Callable[[], bool] = lambda: False  # noqa: E731


def drops(count: int, size: int = 1) -> list[Drop]:
    path = Path("/inbox/btp/a.xml")
    return [Drop(partner="btp", path=path, size=size, mtime_ns=0, inode=at, arrived_ns=0) for at in range(count)]


def test_a_group_holds_so_many_flows_at_most_and_none_is_lost() -> None:
    made = list(groups(range(2 * GROUP_FLOWS + 1)))
    assert [len(group) for group in made] == [GROUP_FLOWS, GROUP_FLOWS, 1]
    assert [item for group in made for item in group] == list(range(2 * GROUP_FLOWS + 1))


def test_a_large_one_goes_alone() -> None:
    assert list(groups([1, GROUP_BYTES, 1, 1], lambda size: size)) == [[1], [GROUP_BYTES], [1, 1]]


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)

    def sizes(self, pace: Pace, count: int, each: float, seconds: float = float("inf")) -> list[int]:
        """How large the groups are, when each of them takes so long."""
        sizes = []
        for group in pace.groups(drops(count), seconds, NEVER):
            sizes.append(len(group))
            self.now += each
        return sizes


def test_groups_grow_while_they_are_quick_and_shrink_to_one_while_they_are_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, pace = Clock(monkeypatch), Pace()
    assert clock.sizes(pace, 156, each=0.1) == [8, 16, 32, 50, 50]
    assert clock.sizes(pace, 97, each=2 * GROUP_SECONDS) == [50, 25, 12, 6, 3, 1]


def test_no_group_is_begun_after_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(Clock(monkeypatch).sizes(Pace(), 1000, each=0.6, seconds=1.0)) == 2


def test_no_group_is_begun_once_the_end_is_asked_for() -> None:
    asked: list[bool] = []
    stopping = lambda: bool(asked)  # noqa: E731
    for _ in Pace().groups(drops(100), 60, stopping):
        asked.append(True)
    assert asked == [True]
