"""How time and memory are measured on a machine whose speed changes by the minute.

In: groups of things to time.  Out: seconds, round by round. Every round runs everything once, in rotated order, so
that ratios are taken inside a round; a figure is the median of the rounds, with the lowest and the highest.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from statistics import median
from time import perf_counter
from typing import TypeVar

Timed = Callable[[], float]  # does its work once and gives seconds for one unit of it
Seconds = dict[str, list[float]]  # by name, one a round
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Figure:
    """One value over all rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Figure:
        return cls(median(values), min(values), max(values))


def interleave(groups: Sequence[Mapping[str, Timed]], rounds: int, say: Callable[[str], None]) -> Seconds:
    """Runs every group in every round, each time from another starting point; what is compared stands in one group."""
    seconds: Seconds = {name: [] for group in groups for name in group}
    began = perf_counter()
    for number in range(rounds):
        for group in _rotated(groups, number):
            for name in _rotated(list(group), number):
                seconds[name].append(group[name]())
        say(f"round {number + 1} of {rounds}, {perf_counter() - began:.0f} s")
    return seconds


def ratio(seconds: Seconds, name: str, base: str) -> Figure:
    """How many times as long `name` took as `base`, round by round."""
    return Figure.of([one / other for one, other in zip(seconds[name], seconds[base], strict=True)])


def repeated(work: Callable[[], object], at_least: float) -> Timed:
    """Times `work` as often as fits in `at_least` seconds; the count is fixed by two calls made now."""
    work()
    count = max(1, int(at_least / timed(work)))

    def run() -> float:
        began = perf_counter()
        for _ in range(count):
            work()
        return (perf_counter() - began) / count

    return run


def timed(work: Callable[[], object]) -> float:
    """Seconds one call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def loop() -> int:
    """The same pure Python work for ever: its time says how fast the machine is just now."""
    total = 0
    for number in range(500_000):
        total += number & 7
    return total


@dataclass(frozen=True, slots=True)
class _Twin:
    process: BaseProcess
    pipe: Connection


class Twins:
    """Two processes, each on a core of its own where there are two: what one core or both can do without a gateway.

    A task is called with 0 in the first and 1 in the second. Forked when made, so make them while the process is small.
    """

    def __init__(self, tasks: Mapping[str, Callable[[int], object]]) -> None:
        self._twins: list[_Twin] = []
        for which in (0, 1):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.get_context("fork").Process(
                target=_serve, args=(theirs, ours, which, tasks), daemon=True, name="bench-twin"
            )
            process.start()
            theirs.close()
            self._twins.append(_Twin(process, ours))

    def __enter__(self) -> Twins:
        return self

    def __exit__(self, *_: object) -> None:
        for twin in self._twins:
            twin.pipe.close()
            twin.process.terminate()
            twin.process.join()

    def alone(self, task: str) -> float:
        """Seconds the first takes for its part, the second idle."""
        return self._seconds(task, self._twins[:1])

    def together(self, task: str) -> float:
        """Seconds until both have done their parts, at the same time."""
        return self._seconds(task, self._twins)

    def _seconds(self, task: str, twins: Sequence[_Twin]) -> float:
        began = perf_counter()
        for twin in twins:
            twin.pipe.send(task)
        for twin in twins:
            twin.pipe.recv()
        return perf_counter() - began


def _serve(pipe: Connection, parents_end: Connection, which: int, tasks: Mapping[str, Callable[[int], object]]) -> None:
    parents_end.close()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[which % len(cores)]})
    while True:
        try:
            tasks[pipe.recv()](which)
            pipe.send(None)
        except (EOFError, OSError, KeyboardInterrupt):
            return


def peak_mb(pid: int | str = "self") -> float:
    """The most memory a process held, in MB of 1,000,000 bytes (VmHWM: ru_maxrss would be a parent's after a fork)."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    return kib * 1024 / 1e6


def _rotated(items: Sequence[Item], by: int) -> list[Item]:
    start = by % len(items)
    return [*items[start:], *items[:start]]
