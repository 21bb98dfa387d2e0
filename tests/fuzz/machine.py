"""Runs targets: by itself from a seed, or under atheris, which sees what each input reaches in edi.

Out: a Tally. A failure is kept once a kind, made smaller first, as a file of cases/<target>/ that test_fuzz.py replays.
"""

from __future__ import annotations

import hashlib
import resource
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .target import Target

CASES = Path(__file__).parent / "cases"
LONG = 10.0  # seconds: an input that takes longer hangs
LARGEST = 1 << 17  # bytes of an input
_SHRINKING = 5.0  # seconds


@dataclass(slots=True)
class Tally:
    """What a run did. `failures`: the kind of each -> its input."""

    inputs: int = 0
    outcomes: set[str] = field(default_factory=set)
    failures: dict[str, bytes] = field(default_factory=dict)
    grown: float = 0.0  # MiB the process grew by


def run(target: Target, seed: int, inputs: int | None = None, seconds: float | None = None) -> Tally:
    """So many inputs, or for so long. An input whose outcome is new is mutated further."""
    chance, tally = Random(f"{target.name} {seed}"), Tally()
    corpus = list(target.seeds())
    before, end = high_water(), time.monotonic() + (seconds or 1e9)
    for data in corpus:
        attempt(target, data, tally)
    while (inputs is None or tally.inputs < inputs) and time.monotonic() < end:
        data = chance.choice(corpus)
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            data = target.mutate(data, chance)[:LARGEST]
        if attempt(target, data, tally):
            corpus.append(data)
    tally.grown = high_water() - before
    return tally


def attempt(target: Target, data: bytes, tally: Tally) -> bool:
    """One input; whether its outcome is a new one."""
    tally.inputs += 1
    known = len(tally.outcomes)
    try:
        began = time.monotonic()
        tally.outcomes.add(target.check(data))
        if time.monotonic() - began > LONG:
            raise TimeoutError(f"{time.monotonic() - began:.0f} seconds")
    except Exception as error:
        tally.failures.setdefault(kind_of(error), data)
        return False
    return len(tally.outcomes) > known


def kind_of(error: BaseException) -> str:
    """Two failures of one kind are one defect: the error and the place of ours it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/edi/" in frame.filename or "/fuzz/targets/" in frame.filename] or frames
    return f"{type(error).__name__} {Path(ours[-1].filename).stem}.{ours[-1].name}:{ours[-1].lineno}"


def keep(target: Target, data: bytes, folder: Path = CASES) -> Path:
    """The smallest input found that still fails in the same way, as a file."""
    kind = _fails(target, data)  # None: it failed by its time, or by what came before it
    small = smaller(data, lambda tried: _fails(target, tried), kind) if kind else data
    path = folder / target.name / hashlib.sha256(small).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small)
    return path


def smaller(data: bytes, fails: Callable[[bytes], str | None], kind: str) -> bytes:
    """Cuts pieces out as long as the failure stays the same, larger ones first."""
    end, size = time.monotonic() + _SHRINKING, len(data) // 2
    while size and time.monotonic() < end:
        at = 0
        while at < len(data) and time.monotonic() < end:
            without = data[:at] + data[at + size :]
            if fails(without) == kind:
                data = without
            else:
                at += size
        size //= 2
    return data


def _fails(target: Target, data: bytes) -> str | None:
    try:
        target.check(data)
    except Exception as error:
        return kind_of(error)
    return None


def high_water() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
