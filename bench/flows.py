"""What a whole flow costs, from the inbox to its return in the outbox and its original in the archive.

In: documents of 10 KB.  Out: seconds of real sweeps of a real gateway in a temporary folder, of bare lxml on the same
documents in one process and in two, and of the syncs one durable answer cannot do without. Refuses to count a sweep
that left, refused or complained of anything.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from bench.judging import WRITERS, numbered, small
from bench.measure import Figure, Seconds, Timed, Twins, peak_mb, ratio, timed
from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.judgement import FlowVerdict
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime
from edi.sandbox.archives import tar_gz
from edi.sandbox.examples import CII, UBL, flow_name, member_name

PARTNER, CODE = "bench", "BEN001"
INTERFACES = {"UBL": UBL, "CII": CII}
AIM_ARCHIVE = 2.5  # times bare lxml in two processes: 0.4 of its speed
AIM_SINGLE = 5.0  # 99th percentile, in times three fsyncs and a commit
CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass
class Site:
    """One gateway with one partner, and a supply of invoices that never repeats."""

    settings: Settings
    engine: Engine
    ledger: Ledger
    serials: Iterator[int] = field(default_factory=lambda: count(1))
    latencies: list[float] = field(default_factory=list)  # seconds of each flow swept alone

    def sweep_singles(self, syntax: str, flows: int, alone: bool) -> float:
        """Seconds a flow, for flows of one file: each swept alone, or all in one sweep."""
        ready = [self._ready(syntax, documents=1, archive=False) for _ in range(flows)]
        groups = [[drop] for drop in ready] if alone else [ready]
        seconds = [self._through(group) for group in groups]
        if alone:
            self.latencies += seconds
        return sum(seconds) / flows

    def sweep_archives(self, syntax: str, archives: int, documents: int) -> float:
        """Seconds a document, for tar.gz archives of `documents` in one sweep."""
        ready = [self._ready(syntax, documents, archive=True) for _ in range(archives)]
        return self._through(ready) / (archives * documents)

    def syncs_of_one_flow(self) -> tuple[int, int]:
        """How many fsyncs and ledger commits one flow swept alone makes."""
        commits: list[str] = []
        connection = self.ledger.database.db.conn
        connection.set_trace_callback(lambda sql: commits.append(sql) if sql.strip().upper() == "COMMIT" else None)
        with mock.patch("os.fsync", side_effect=os.fsync) as fsync:
            self._through([self._ready("UBL", documents=1, archive=False)])
        connection.set_trace_callback(None)
        return fsync.call_count, len(commits)

    def _ready(self, syntax: str, documents: int, archive: bool) -> Path:
        """A drop whose bytes are written, not yet in the inbox."""
        path = self.settings.folders.root / "ready" / flow_name(INTERFACES[syntax], CODE, next(self.serials))
        path.write_bytes(drop_bytes(syntax, self.serials, documents, archive))
        return path

    def _through(self, ready: list[Path]) -> float:
        inbox = self.settings.folders.inbox / PARTNER
        reports: list[Report] = []

        def go() -> None:
            for path in ready:
                os.rename(path, inbox / path.name)
            gateway = Gateway(Runtime(settings=self.settings, engine=self.engine, ledger=self.ledger, wording=wording))
            reports.append(gateway.sweep(settle=0))

        seconds = timed(go)
        self.check(reports[0], len(ready))
        return seconds

    def check(self, report: Report, flows: int) -> None:
        rows = [self.ledger.flows.get(flow) for flow in report.decided]
        good = sum(row is not None and row.verdict is FlowVerdict.INTEGRATED for row in rows)
        if good != flows or report.left or report.notes or report.full:
            raise RuntimeError(f"{good} of {flows} flows integrated, {len(report.left)} left; notes: {report.notes}")


def drop_bytes(syntax: str, serials: Iterator[int], documents: int, archive: bool) -> bytes:
    data = small(syntax)
    if not archive:
        return numbered(data, next(serials))
    fresh = (next(serials) for _ in range(documents))
    return tar_gz([(member_name(INTERFACES[syntax], CODE, one), numbered(data, one)) for one in fresh])


def lay_out(root: Path) -> Settings:
    """An empty gateway with one partner."""
    settings = load_settings(root)
    folders = settings.folders
    for folder in (folders.partners, folders.inbox / PARTNER, folders.outbox / PARTNER, root / "ready"):
        folder.mkdir(parents=True)
    (folders.partners / f"{PARTNER}.toml").write_text(f'app_code = "{CODE}"\n', encoding="utf-8")
    return load_settings(root)


class Syncs:
    """The least one durable answer costs: its return written, renamed and synced with its folder, its original's
    rename synced, and one row committed (SQLite in WAL mode, synchronous=FULL)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._database = sqlite3.connect(folder / "rows.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL").fetchall()
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("CREATE TABLE flow (id INTEGER PRIMARY KEY, name TEXT, returned BLOB)")
        self._serials = count(1)

    def close(self) -> None:
        self._database.close()

    def many(self, answers: int) -> None:
        for _ in range(answers):
            self._one()

    def _one(self) -> None:
        name, content = f"return-{next(self._serials)}", bytes(2_000)
        self._database.execute("INSERT INTO flow (name, returned) VALUES (?, ?)", (name, content))
        with open(self._folder / f".{name}", "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.rename(self._folder / f".{name}", self._folder / name)
        self._sync_folder()
        os.rename(self._folder / name, self._folder / f"{name}-archived")
        self._sync_folder()

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much one round sweeps."""

    singles: int  # flows of one file in one sweep
    alone: int  # flows of one file swept one at a time
    archives: int  # in one sweep
    documents: int  # in one archive
    bare: int = 500  # documents that each twin parses and validates


def bare_tasks(sizes: Sizes, lxml: dict[str, Callable[[bytes], bool]]) -> dict[str, Callable[[int], object]]:
    """For the twins: different documents for each, by syntax."""
    return {syntax: _bare_task(small(syntax), sizes.bare, lxml[syntax]) for syntax in WRITERS}


def _bare_task(data: bytes, each: int, lxml: Callable[[bytes], bool]) -> Callable[[int], object]:
    copies = [numbered(data, serial) for serial in range(2 * each)]
    return lambda which: [lxml(one) for one in copies[which * each : (which + 1) * each]]


def groups(site: Site, syncs: Syncs, twins: Twins, sizes: Sizes) -> list[dict[str, Timed]]:
    """What a round times, grouped by what is compared."""
    singles: dict[str, Timed] = {}
    made = [singles]
    singles["single/alone"] = lambda: site.sweep_singles("UBL", sizes.alone, alone=True)
    singles["single/together"] = lambda: site.sweep_singles("UBL", sizes.singles, alone=False)
    singles["single/syncs"] = lambda: timed(lambda: syncs.many(sizes.singles)) / sizes.singles
    singles["single/bare"] = lambda: twins.alone("UBL") / sizes.bare
    for syntax in WRITERS:
        made.append(_archive_group(site, twins, sizes, syntax))
    for run in [run for group in made for run in group.values()]:  # judges and files are cold the first time
        run()
    site.latencies.clear()
    return made


def _archive_group(site: Site, twins: Twins, sizes: Sizes, syntax: str) -> dict[str, Timed]:
    return {
        f"{syntax}/archive": lambda: site.sweep_archives(syntax, sizes.archives, sizes.documents),
        f"{syntax}/bare": lambda: twins.alone(syntax) / sizes.bare,
        f"{syntax}/bare of two": lambda: twins.together(syntax) / (2 * sizes.bare),
    }


def report(site: Site, seconds: Seconds, sizes: Sizes) -> dict[str, Any]:
    """The figures of the flows; ratios in times the base they name."""
    rows = []
    for name, words in (
        ("alone", "single UBL files, one at a time"),
        ("together", f"single UBL files, {sizes.singles} at once"),
    ):
        each = Figure.of(seconds[f"single/{name}"])
        rows.append(
            {
                "flows": words,
                "flows_per_second": 1 / each.median,
                "documents_per_second": 1 / each.median,
                "bare_one": asdict(ratio(seconds, f"single/{name}", "single/bare")),
                "syncs": asdict(ratio(seconds, f"single/{name}", "single/syncs")),
            }
        )
    for syntax in WRITERS:
        each = Figure.of(seconds[f"{syntax}/archive"])
        rows.append(
            {
                "flows": f"tar.gz of {sizes.documents} {syntax}",
                "flows_per_second": 1 / each.median / sizes.documents,
                "documents_per_second": 1 / each.median,
                "bare_one": asdict(ratio(seconds, f"{syntax}/archive", f"{syntax}/bare")),
                "bare_two": asdict(ratio(seconds, f"{syntax}/archive", f"{syntax}/bare of two")),
                "aim": AIM_ARCHIVE,
            }
        )
    syncs = Figure.of(seconds["single/syncs"])
    late = sorted(site.latencies)[int(0.99 * (len(site.latencies) - 1))]
    fsyncs, commits = site.syncs_of_one_flow()
    return {
        "rows": rows,
        "syncs_ms": {key: value * 1e3 for key, value in asdict(syncs).items()},
        "alone_p99_ms": late * 1e3,
        "alone_p99_over_syncs": late / syncs.median,
        "aim": AIM_SINGLE,
        "fsyncs_of_one_flow": fsyncs,
        "commits_of_one_flow": commits,
    }


def memory(root: Path, archives: int, documents: int) -> dict[str, Any]:
    """Peak memory of a gateway in a process of its own that sweeps so many UBL archives at once."""
    settings = lay_out(root)
    serials = count(1)
    for _ in range(archives):
        path = settings.folders.inbox / PARTNER / flow_name(UBL, CODE, next(serials))
        path.write_bytes(drop_bytes("UBL", serials, documents, archive=True))
    command = [sys.executable, "-m", "bench", "--sweep", str(root)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return {"archives": archives, "documents": archives * documents, **json.loads(done.stdout)}


def sweep(root: Path) -> dict[str, float]:
    """The child of `memory`: one sweep, then the peaks of this process and of its largest judge."""
    settings = load_settings(root)
    drops = sum(1 for _ in (settings.folders.inbox / PARTNER).iterdir())
    with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
        engine.start()
        site = Site(settings, engine, ledger)
        site.check(
            Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0), drops
        )
        judges = [peak_mb(child.pid or 0) for child in multiprocessing.active_children()]
    return {"gateway_mb": peak_mb(), "largest_judge_mb": max(judges)}
