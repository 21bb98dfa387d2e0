"""TERM, TERM twice and HUP, whatever the daemon is doing: it ends in time, nothing is lost, the next start finishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from held import STEPS
from live import INTEGRATED, Live, document, edi, ended, flows, gateway, name, returns, sound, until

from edi.disk.folders import Folders
from edi.model.flow import State

DRIVER = Path(__file__).with_name("held.py")
TWO = [name(1), name(2)]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Two drops wait in the inbox."""
    made = gateway(tmp_path / "root")
    for serial, drop in enumerate(TWO, 1):
        (made.inbox / "btp" / drop).write_bytes(document(serial))
    return made


@contextmanager
def held(folders: Folders, step: str) -> Iterator[Live]:
    """The daemon, standing before that step."""
    output = folders.root / "held.log"
    with output.open("wb") as out:
        process = subprocess.Popen([sys.executable, str(DRIVER), str(folders.root), step], stdout=out, stderr=out)
    live = Live(folders, process, output)
    try:
        until(lambda: (folders.root / "held").exists() or process.poll() is not None)
        assert process.poll() is None, live.text()
        yield live
    finally:
        process.kill()
        process.wait()


def let_go(folders: Folders) -> None:
    (folders.root / "go").touch()


def finished(folders: Folders) -> None:
    """One run more, and each drop is one flow with its two returns."""
    assert edi(folders, "run", "--settle", "0").returncode == 0
    rows = flows(folders)
    assert sorted(row.drop_name for row in rows) == TWO
    assert {(row.verdict, row.state) for row in rows} == {(INTEGRATED, State.DONE)}
    assert len(returns(folders)) == 4
    assert not any(path.name.startswith(".") for path in (folders.outbox / "btp").iterdir())
    assert os.listdir(folders.inbox / "btp") == []
    assert list(folders.taken.rglob("*")) == [folders.taken / "btp"]
    sound(folders)


@pytest.mark.parametrize("step", STEPS)
def test_term_at_every_step_ends_it_in_time_and_the_next_start_finishes(folders: Folders, step: str) -> None:
    with held(folders, step) as live:
        live.send(signal.SIGTERM)
        let_go(folders)
        assert live.process.wait(30) == 0
        assert live.log("stopped")
    finished(folders)


@pytest.mark.parametrize("step", list(STEPS)[::3])
def test_term_twice_ends_it_where_it_stands_and_the_next_start_finishes(folders: Folders, step: str) -> None:
    with held(folders, step) as live:
        until(lambda: live.send(signal.SIGTERM) or live.process.poll() is not None)  # two that meet count as one
        assert live.process.returncode == 0
        assert not live.log("stopped"), "nobody let it go"
    finished(folders)


@pytest.mark.parametrize("step", ["S1 taken", "S2 judged", "S3 returns written, not named"])
def test_hup_in_the_middle_lets_the_flow_come_to_its_end_first(folders: Folders, step: str) -> None:
    with held(folders, step) as live:
        live.send(signal.SIGHUP)
        let_go(folders)
        live.logged("reloaded")
        for drop in TWO:
            ended(folders, drop)
        said = [line["action"] for line in live.log() if line["action"] in ("decided", "reloaded")]
        assert said[0] == "decided"
        live.stop()
    finished(folders)
