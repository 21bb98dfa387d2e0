"""Memory and descriptors of the daemon, its judges and its courier, and whether they stay flat.

How flatness is decided: a calm phase kills nothing, so that its processes live through it. Of each one's time the first
third is warm-up. The rest is cut in two; of each half the least value is taken, for what a process holds between two
documents is the question, not what a document of 40 MB costs. The second may exceed the first by LEEWAY bytes (a
judge's also by what it may grow before it gives back), and by SPARE descriptors.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from edi.judging.judges.child import GROWN

MIB = 1 << 20
LEEWAY = 16 * MIB
SPARE = 2
LEAST = 8  # looks at a process in each half, or nothing is decided of it


@dataclass(frozen=True, slots=True)
class Look:
    at: float
    pid: int
    role: str
    rss: int
    descriptors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One process through a calm phase."""

    pid: int
    role: str
    seconds: float
    memory: tuple[int, int]  # the least of each half
    descriptors: tuple[int, int]

    @property
    def flat(self) -> bool:
        leeway = LEEWAY + (GROWN if self.role == "judge" else 0)
        return self.memory[1] - self.memory[0] <= leeway and self.descriptors[1] - self.descriptors[0] <= SPARE

    def __str__(self) -> str:
        (few, later), (held, still) = self.memory, self.descriptors
        return (
            f"{self.role} {self.pid} through {self.seconds:.0f} s: {few / MIB:.1f} MiB, then {later / MIB:.1f}; "
            f"descriptors {held}, then {still}"
        )


@dataclass
class Gauges:
    """Looks taken through one phase."""

    looks: list[Look] = field(default_factory=list)
    most: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # the largest RSS of each role

    def look(self, at: float, daemon: int) -> None:
        for pid in (daemon, *children(daemon)):
            role = "daemon" if pid == daemon else role_of(pid)
            if not role:
                continue
            try:
                found = Look(at, pid, role, resident(pid), len(os.listdir(f"/proc/{pid}/fd")))
            except (OSError, ValueError):
                continue  # it ended meanwhile
            self.looks.append(found)
            self.most[role] = max(self.most[role], found.rss)

    def trends(self) -> list[Trend]:
        by_pid: dict[int, list[Look]] = defaultdict(list)
        for one in self.looks:
            by_pid[one.pid].append(one)
        trends = []
        for pid, looks in by_pid.items():
            start, end = looks[0].at, looks[-1].at
            warm, middle = start + (end - start) / 3, start + (end - start) * 2 / 3
            first = [one for one in looks if warm <= one.at < middle]
            second = [one for one in looks if one.at >= middle]
            if min(len(first), len(second)) >= LEAST:
                trends.append(
                    Trend(
                        pid=pid,
                        role=looks[0].role,
                        seconds=end - warm,
                        memory=(min(one.rss for one in first), min(one.rss for one in second)),
                        descriptors=(min(one.descriptors for one in first), min(one.descriptors for one in second)),
                    )
                )
        return trends


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def role_of(pid: int) -> str:
    """What a child of the daemon is; nothing where it ended meanwhile, or is not yet what it will be."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return "courier" if b"transfer" in words else "judge" if b"watch" in words else ""


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
