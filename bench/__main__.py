"""python -m bench: one run, every figure, as a table or as JSON. Nothing is sent anywhere or kept.

In: --rounds, --quick, --json.  Out: the report on stdout, progress on stderr. Works in a temporary folder below build/,
removed afterwards. It judges nothing: aims are printed beside the figures, and the exit code does not depend on them.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from bench import flows, judging
from bench.measure import Figure, Twins, interleave, loop, repeated
from edi.judging.engine import Engine
from edi.ledger import Ledger

FAIR = 1.6  # two processes that together do less than this much of one say nothing about two workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is run."""

    rounds: int = 15
    at_least: float = 0.05  # seconds each variant of the judging runs in a round
    large: int = 1_000_000  # bytes of a large document
    sizes: flows.Sizes
    memory: tuple[int, ...] = (0, 1, 20)  # archives swept at once


FULL = Plan(sizes=flows.Sizes(singles=50, alone=10, archives=2, documents=500))
QUICK = Plan(
    rounds=3,
    at_least=0.02,
    sizes=flows.Sizes(singles=20, alone=5, archives=1, documents=100),
    memory=(0, 1, 4),
)


def run(plan: Plan, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Every figure, measured in `folder`, which must exist and be empty."""
    settings = flows.lay_out(folder / "gateway")
    with contextlib.ExitStack() as stack:
        say("loading the schemas")
        engine = stack.enter_context(Engine(settings))
        lxml = {syntax: judging.bare(syntax, engine.catalog) for syntax in judging.WRITERS}
        tasks = {"loop": lambda which: loop(), **flows.bare_tasks(plan.sizes, lxml)}
        twins = stack.enter_context(Twins(tasks))
        engine.start()
        ledger = stack.enter_context(Ledger(settings.folders.ledger))
        site = flows.Site(settings, engine, ledger)
        syncs = flows.Syncs(folder / "syncs")
        stack.callback(syncs.close)
        say("making the documents")
        documents = judging.documents(plan.large)
        staged = [judging.Staged(one.data, engine.reference, plan.at_least) for one in documents]
        groups = [
            judging.timings(one, engine.reference, lxml[one.syntax], plan.at_least, stages)
            for one, stages in zip(documents, staged, strict=True)
        ]
        groups += flows.groups(site, syncs, twins, plan.sizes)
        groups.append({"loop": repeated(loop, 0), "loop/alone": lambda: twins.alone("loop")})
        groups[-1]["loop/together"] = lambda: twins.together("loop")
        gc.freeze()  # as a judging process does
        stack.callback(gc.unfreeze)
        seconds = interleave(groups, plan.rounds, say)
        about_flows = flows.report(site, seconds, plan.sizes)
    pairs = zip(seconds["loop/alone"], seconds["loop/together"], strict=True)
    memory = []
    for archives in plan.memory:
        say(f"memory, {archives} archives")
        memory.append(flows.memory(folder / f"memory-{archives}", archives, plan.sizes.documents))
    return {
        "machine": _machine(),
        "rounds": plan.rounds,
        "loop_ms": asdict(Figure.of([one * 1e3 for one in seconds["loop"]])),
        "capacity": asdict(Figure.of([2 * alone / both for alone, both in pairs])),
        "judging": [judging.report(one, stages, seconds) for one, stages in zip(documents, staged, strict=True)],
        "flows": about_flows,
        "memory": memory,
    }


def _machine() -> dict[str, Any]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "lxml": ".".join(map(str, etree.LXML_VERSION[:3])),
        "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
        "sqlite": sqlite3.sqlite_version,
    }


def text(report: dict[str, Any]) -> str:
    """The report as aligned tables."""
    machine = report["machine"]
    capacity = report["capacity"]
    lines = [
        ", ".join(f"{name} {value}" for name, value in machine.items()),
        f"{report['rounds']} rounds; x is median (lowest-highest) of the rounds, as time: lower is better",
        f"fixed loop {_spread(report['loop_ms'], 1)} ms; two processes do {_spread(capacity)} times the work of one",
    ]
    if capacity["median"] < FAIR:
        lines.append(f"under {FAIR}: this machine has no second core to give now, so two workers show little")
    rows = [
        (
            *(one["document"], f"{one['bytes']:,}", f"{one['documents_per_second']:,.0f}"),
            *(f"{one['best_per_second']:,.0f}", f"{one['bare_per_second']:,.0f}"),
            *(_spread(one["ratio"]), _aim(one["ratio"]["median"], one["aim"])),
        )
        for one in report["judging"]
    ]
    heads = ("judging, one process", "bytes", "docs/s", "best", "bare docs/s", "x bare lxml", "aim")
    lines += ["", *_table(heads, rows)]
    rows = [
        (one["document"], *(f"{figure['median']:.2f}" for figure in one["stages"].values()))
        for one in report["judging"]
    ]
    lines += ["", *_table(("its stages, x bare lxml", *report["judging"][0]["stages"]), rows)]
    return "\n".join([*lines, "", *_flows(report["flows"]), "", *_memory(report["memory"])])


def _flows(found: dict[str, Any]) -> Iterable[str]:
    heads = ("flows, inbox to archive", "flows/s", "docs/s", "x bare, one process", "x bare, two", "aim", "x syncs")
    rows = [
        (
            *(one["flows"], f"{one['flows_per_second']:,.1f}", f"{one['documents_per_second']:,.0f}"),
            *(_spread(one["bare_one"]), _spread(one.get("bare_two"))),
            *(_aim(one["bare_two"]["median"], one["aim"]) if "aim" in one else "-", _spread(one.get("syncs"))),
        )
        for one in found["rows"]
    ]
    yield from _table(heads, rows)
    yield f"syncs: 3 fsync and 1 commit, {_spread(found['syncs_ms'])} ms"
    yield (
        f"one flow at a time: {found['fsyncs_of_one_flow']} fsync and {found['commits_of_one_flow']} commits; "
        f"99 in 100 within {found['alone_p99_ms']:.1f} ms, {found['alone_p99_over_syncs']:.1f} x syncs, "
        f"aim {_aim(found['alone_p99_over_syncs'], found['aim'])}"
    )


def _memory(found: Sequence[dict[str, Any]]) -> Iterable[str]:
    rows = [
        (
            f"{one['archives']} archives",
            *(f"{one['documents']:,}", f"{one['gateway_mb']:.0f} MB", f"{one['largest_judge_mb']:.0f} MB"),
        )
        for one in found
    ]
    return _table(("peak memory, one sweep", "documents", "gateway", "largest judge"), rows)


def _spread(figure: dict[str, float] | None, digits: int = 2) -> str:
    if figure is None:
        return "-"
    middle, low, high = (f"{figure[key]:.{digits}f}" for key in ("median", "low", "high"))
    return f"{middle} ({low}-{high})"


def _aim(found: float, aim: float) -> str:
    return f"<= {aim:g} {'met' if found <= aim else 'MISSED'}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    first, *others = widths
    return [
        "  ".join([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))])
        for row in (heads, *rows)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory, as ratios to bare lxml.")
    parser.add_argument("--rounds", type=int, help="how often everything is run (15)")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, under 20 s: to see it work, not to quote")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--sweep", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.sweep:
        print(json.dumps(flows.sweep(given.sweep)))
        return 0
    if given.rounds is not None and given.rounds < 1:
        parser.error("--rounds must be 1 or more")
    plan = QUICK if given.quick else FULL
    if given.rounds:
        plan = replace(plan, rounds=given.rounds)
    build = flows.CHECKOUT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as folder:
        report = run(plan, Path(folder), lambda words: print(words, file=sys.stderr, flush=True))
    with contextlib.suppress(OSError):  # something else lies there
        build.rmdir()
    print(json.dumps(report, indent=1) if given.json else text(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
