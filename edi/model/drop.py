"""A file in a partner's inbox, and in our hands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

# names uploads go by until they are whole; a leading dot hides a file from us too
TEMPORARY = re.compile(r"\..*|.*\.(part|filepart|tmp|swp)|~.*|.*~", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A file in a partner's inbox, as one look saw it."""

    partner: str
    path: Path
    size: int
    mtime_ns: int
    inode: int
    arrived_ns: int  # ctime: what a partner cannot set
    quiet: float | None = None  # its partner's own quiet period, in seconds
    marker: Path | None = None  # the done-marker that vouches for it

    @property
    def state(self) -> tuple[int, int, int]:
        return self.size, self.mtime_ns, self.inode


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A drop seen and not settled; `since` is in seconds of the monotonic clock of `boot`."""

    partner: str
    name: bytes
    size: int
    mtime_ns: int
    inode: int
    since: float
    boot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A drop in our hands."""

    flow: str
    partner: str
    path: Path


@dataclass(frozen=True, slots=True)
class Bytes:
    """What was read of a taken file, once."""

    data: bytes
    size: int  # the file's, which may be more than was read of an oversized one
    mtime_ns: int
    sha256: str  # of the whole file


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How one partner uploads, where it is not as others do (its settings file)."""

    quiet: float | None = None
    done_suffix: str = ""  # a drop X is whole when X + this suffix stands beside it
    temporary: tuple[str, ...] = ()  # name patterns never taken, besides the usual ones

    def passes_over(self, name: str) -> bool:
        return TEMPORARY.fullmatch(name) is not None or any(fnmatchcase(name, pattern) for pattern in self.temporary)


USUAL = Habits()


class Seen(NamedTuple):
    """One look at one inbox. The last three are names, for the operator: none of them is taken."""

    drops: list[Drop]  # in order of arrival
    odd: list[str]  # no regular files
    doubled: list[str]  # have had two names for LATE_SECONDS
    unmarked: list[str]  # have lacked their done-marker for LATE_SECONDS
