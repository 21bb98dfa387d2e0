"""Groups: what goes through together shares its syncs and commits; and how fast new ones are begun."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from edi.model.drop import Drop

GROUP_FLOWS = 50  # flows that share one commit and one sync of each folder
GROUP_BYTES = 64 << 20  # ... as long as their drops stay below this together
GROUP_SECONDS = 1.0  # a group of drops that took longer is followed by one half its size: answers go out group by group
FIRST_GROUP = 8  # drops

Item = TypeVar("Item")


def groups(items: Sequence[Item], size: Callable[[Item], int] = lambda item: 0) -> Iterator[list[Item]]:
    """Runs of at most GROUP_FLOWS items that stay below GROUP_BYTES together; a large one goes alone."""
    group: list[Item] = []
    held = 0
    for item in items:
        if group and (len(group) == GROUP_FLOWS or held + size(item) > GROUP_BYTES):
            yield group
            group, held = [], 0
        group.append(item)
        held += size(item)
    if group:
        yield group


class Pace:
    """How many drops the next group may take: between 1 and GROUP_FLOWS, as the last ones took long or not."""

    def __init__(self) -> None:
        self._drops = FIRST_GROUP

    def groups(self, drops: Sequence[Drop], seconds: float, stopping: Callable[[], bool]) -> Iterator[list[Drop]]:
        """Groups in order, begun for about so long. The time until the next one is asked for is the group's own."""
        done, end = 0, time.monotonic() + seconds
        while done < len(drops) and time.monotonic() < end and not stopping():
            group = next(groups(drops[done : done + self._drops], lambda drop: drop.size))
            began = time.monotonic()
            yield group
            self._took(time.monotonic() - began)
            done += len(group)

    def _took(self, seconds: float) -> None:
        self._drops = max(1, self._drops // 2) if seconds > GROUP_SECONDS else min(2 * self._drops, GROUP_FLOWS)
