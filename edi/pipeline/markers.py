"""Done-markers: what vouches for a drop, and what is left of one."""

from __future__ import annotations

import contextlib
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from edi.disk import inbox as disk_inbox
from edi.model.drop import Habits, Taken

ORPHAN_SECONDS = 3600


def ns_ago(seconds: int) -> int:
    """That long ago, as file systems count: nanoseconds of the epoch."""
    return int((datetime.now(UTC).timestamp() - seconds) * 1e9)


def vouches(marker: Path, drop: os.stat_result) -> bool:
    """A marker is a regular file no older than what it vouches for: one left of an earlier drop of the same name says
    nothing of this one. Of the drop's times the earlier counts: its partner may set the one, a chmod sets the other."""
    try:
        found = os.lstat(marker)
    except OSError:  # none, or a name too long to have one
        return False
    return stat.S_ISREG(found.st_mode) and found.st_ctime_ns >= min(drop.st_mtime_ns, drop.st_ctime_ns)


def remove_orphans(inbox: Path, habits: Habits) -> None:
    """Removes done-markers that have been without their drop for ORPHAN_SECONDS. They vouch for nothing; a younger one
    may be waiting for its drop, or be missing it in a listing that others write to meanwhile."""
    suffix = habits.done_suffix
    if not suffix:
        return
    names = {entry.name for entry in os.scandir(inbox)}
    alone = [name for name in names if name.endswith(suffix) and name.removesuffix(suffix) not in names]
    late = ns_ago(ORPHAN_SECONDS)
    for marker in (inbox / name for name in alone):
        with contextlib.suppress(OSError):  # gone, or not ours to remove
            found = os.lstat(marker)
            orphan = not os.path.lexists(str(marker).removesuffix(suffix))
            if stat.S_ISREG(found.st_mode) and found.st_ctime_ns < late and orphan:
                disk_inbox.remove_marker(marker)


def remove_marker(taken: Taken, inbox: Path, habits: Habits) -> None:
    """After a death between a take and the end of its marker: the marker goes, unless it is of a later drop."""
    if habits.done_suffix:
        with contextlib.suppress(OSError):
            marker = inbox / f"{taken.path.name}{habits.done_suffix}"
            if os.lstat(marker).st_ctime_ns <= os.lstat(taken.path).st_ctime_ns:  # a rename sets it
                disk_inbox.remove_marker(marker)
