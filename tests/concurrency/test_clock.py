"""The clock of the machine steps back, forward, and through both changes of summer time while the daemon runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from live import INTEGRATED, Live, document, ended, flow, flows, gateway, name, sound, until

import edi
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.flow import FlowRow, State
from edi.model.outcome import Return

DRIVER = Path(__file__).with_name("clocked.py")
STAMP = re.compile(rb"<Horodatage>([^<]*)</Horodatage>")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NONE = timedelta(0)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root")


@dataclass
class Clocked:
    """A daemon, and the clock it goes by."""

    live: Live
    folders: Folders

    def set(self, ahead: timedelta) -> None:
        set_clock(self.folders, ahead)

    def answered(self, *serials: int) -> list[FlowRow]:
        names = [drop(self.folders, serial) for serial in serials]
        return [ended(self.folders, one) for one in names]


def set_clock(folders: Folders, ahead: timedelta) -> None:
    fresh = folders.root / "clock.new"
    fresh.write_text(str(ahead.total_seconds()), encoding="ascii")
    os.rename(fresh, folders.root / "clock")


@contextmanager
def clocked(folders: Folders, ahead: timedelta = NONE, zone: str = "Europe/Paris") -> Iterator[Clocked]:
    set_clock(folders, ahead)
    output = folders.root / "watch.log"
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(DRIVER), str(folders.root)], stdout=out, stderr=out, env={**os.environ, "TZ": zone}
        )
    live = Live(folders, process, output)
    try:
        until(lambda: live.health() or process.poll() is not None)
        assert process.poll() is None, live.text()
        yield Clocked(live, folders)
        live.stop()
        sound(folders)
    finally:
        process.kill()
        process.wait()


def drop(folders: Folders, serial: int) -> str:
    path = folders.inbox / "btp" / name(serial)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(document(serial))
    os.rename(part, path)
    return path.name


def given_back(folders: Folders, row: FlowRow) -> list[Return]:
    with Ledger(folders.ledger, read_only=True) as ledger:
        return ledger.decisions.returns(row.id)


def stamps(folders: Folders, row: FlowRow) -> list[datetime]:
    texts = [found.decode() for item in given_back(folders, row) for found in STAMP.findall(item.content)]
    return [datetime.fromisoformat(text) for text in texts]


def test_the_gateway_asks_for_the_time_of_day_in_one_way_only() -> None:
    """Or these tests would shift a part of its clocks."""
    other = re.compile(r"\btime\.(time|time_ns|localtime|gmtime|ctime)\(|utcnow\(|datetime\.(today|fromtimestamp)\(")
    package = Path(edi.__file__).parent
    found = [str(file) for file in package.rglob("*.py") if other.search(file.read_text(encoding="utf-8"))]
    assert found == []


def test_a_clock_set_back_two_hours_and_forward_a_day_changes_nothing_but_the_stamps(folders: Folders) -> None:
    with clocked(folders) as run:
        rows = run.answered(1, 2)
        for serials, ahead in (((3, 4), -2 * HOUR), ((5, 6), DAY), ((7, 8), NONE)):
            run.set(ahead)
            rows += run.answered(*serials)
    before, back, forward, again = (rows[at].decided_at for at in (1, 2, 4, 6))
    assert before is not None
    assert back is not None
    assert forward is not None
    assert again is not None
    assert back < before - HOUR, "the daemon must have seen the step"
    assert forward > before + 23 * HOUR > again
    assert {(row.verdict, row.attempts) for row in rows} == {(INTEGRATED, 0)}
    ids = [row.id for row in flows(folders)]
    assert ids == sorted(ids), "ids rise in the order of the takes"
    assert len(set(ids)) == 8
    assert len({item.name for row in rows for item in given_back(folders, row)}) == 16
    assert all(row.place == f"archive/btp/{row.id[:4]}/{row.id[4:6]}/{row.id[6:8]}/{row.id}" for row in rows)


@pytest.mark.parametrize("ahead", [-2 * HOUR, DAY], ids=["two hours back", "a day forward"])
def test_the_quiet_period_is_not_cut_short_or_drawn_out_by_a_step(folders: Folders, ahead: timedelta) -> None:
    """A writer pauses for less than the quiet period, and in the pause the clock is set."""
    data = document(1)
    half = len(data) // 2
    path = folders.inbox / "btp" / name(1)
    with clocked(folders) as run:
        with path.open("wb", buffering=0) as slow:
            slow.write(data[:half])
            until(lambda: run.live.health()["unsettled"] == 1)
            run.set(ahead)
            slow.write(data[half:])
        row = ended(folders, path.name)
    assert (row.verdict, row.size) == (INTEGRATED, len(data))


def test_a_flow_that_waits_for_its_next_try_does_not_wait_for_a_clock_set_back_to_catch_up(folders: Folders) -> None:
    with clocked(folders) as run:
        waiting = failed_once(run)
        run.set(-2 * HOUR)
        assert ended(folders, waiting).verdict is INTEGRATED


def failed_once(run: Clocked) -> str:
    """A flow whose judge was killed; it is tried again in ten seconds."""
    judges = run.live.judges()
    for pid in judges:
        os.kill(pid, signal.SIGSTOP)
    waiting = drop(run.folders, 1)
    until(lambda: flow(run.folders, waiting))
    for pid in judges:
        os.kill(pid, signal.SIGKILL)
    until(lambda: (row := flow(run.folders, waiting)) and row.attempts == 1)
    return waiting


@pytest.mark.parametrize(
    ("change", "offsets"),
    [
        (datetime(2026, 10, 25, 1, tzinfo=UTC), ("+02:00", "+01:00")),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), ("+01:00", "+02:00")),
    ],
    ids=["winter comes", "summer comes"],
)
def test_a_change_of_summer_time_in_paris_is_only_another_offset(
    folders: Folders, change: datetime, offsets: tuple[str, str]
) -> None:
    """A flow before it and one after: as moments their stamps rise, whatever the hands of the clock show."""
    with clocked(folders, change - datetime.now(UTC) - timedelta(seconds=30)) as run:
        rows = run.answered(1)
        run.set(change - datetime.now(UTC))
        rows += run.answered(2)
    told = [stamps(folders, row) for row in rows]
    assert {moment.isoformat()[-6:] for moment in told[0]} == {offsets[0]}
    assert {moment.isoformat()[-6:] for moment in told[1]} == {offsets[1]}
    assert max(told[0]) < change <= min(told[1]) < change + HOUR
    assert [(row.state, row.verdict) for row in rows] == [(State.DONE, INTEGRATED)] * 2
    day = f"{change:%Y/%m/%d}"
    assert [row.place for row in rows] == [f"archive/btp/{day}/{row.id}" for row in rows], "the day of UTC, as ids are"
