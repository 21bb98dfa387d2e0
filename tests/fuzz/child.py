"""One target in this process: NAME SEED SECONDS REPORT GUIDED. Writes its tally to REPORT as it goes."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NoReturn

from . import machine
from .target import Target

_EVERY = 2.0  # seconds between reports


def _report(path: Path, tally: machine.Tally, kept: dict[str, str], finished: bool) -> None:
    told = {
        "inputs": tally.inputs,
        "outcomes": len(tally.outcomes),
        "grown": tally.grown,
        "failures": kept,
        "finished": finished,
    }
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(told))
    os.replace(beside, path)


def _guided(name: str, seed: int, seconds: float, report: Path) -> NoReturn:
    """Under atheris: libFuzzer picks what to mutate by what it reached, half the mutations are the target's own."""
    import atheris

    with atheris.instrument_imports(include=["edi"]):
        target: Target = importlib.import_module(f".targets.{name}", __package__).TARGET
    tally, kept = machine.Tally(), dict[str, str]()
    end, next_report, before = time.monotonic() + seconds, 0.0, machine.high_water()

    def one(data: bytes) -> None:
        nonlocal next_report
        machine.attempt(target, data, tally)
        for kind in tally.failures.keys() - kept.keys():
            kept[kind] = str(machine.keep(target, tally.failures[kind]))
        now = time.monotonic()
        if now >= min(next_report, end):
            next_report = now + _EVERY
            tally.grown = machine.high_water() - before
            _report(report, tally, kept, finished=now >= end)
        if now >= end:
            os._exit(0)

    def mutate(data: bytes, largest: int, chosen: int) -> bytes:
        chance = Random(chosen)
        own = target.mutate(data, chance) if chance.random() < 0.7 else atheris.Mutate(data, largest)
        return own[:largest]

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(target.seeds()):
            (Path(corpus) / f"{number:04d}").write_bytes(data)
        asked = [f"-seed={seed % 2**31 or 1}", f"-max_len={machine.LARGEST}", "-timeout=60", "-rss_limit_mb=3000"]
        atheris.Setup([name, *asked, f"-artifact_prefix={report.parent}/died-", corpus], one, custom_mutator=mutate)
        atheris.Fuzz()
    raise SystemExit("libFuzzer ended before its time")


def _plain(name: str, seed: int, seconds: float, report: Path) -> None:
    target: Target = importlib.import_module(f".targets.{name}", __package__).TARGET
    tally = machine.run(target, seed, seconds=seconds)
    kept = {kind: str(machine.keep(target, data)) for kind, data in tally.failures.items()}
    _report(report, tally, kept, finished=True)


if __name__ == "__main__":
    NAME, SEED, SECONDS, REPORT, GUIDED = sys.argv[1:]
    (_guided if GUIDED == "True" else _plain)(NAME, int(SEED), float(SECONDS), Path(REPORT))
