"""Several programs on one root: who works, who waits, who is refused with 75, and nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from live import INTEGRATED, alive, count, document, flows, gateway, name, returns, sound, until, watching

from edi.disk import locks
from edi.disk.folders import Folders

HELD = 75
LOAD = 300.0  # seconds that a busy machine may need for hundreds of drops


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root")


def pour(folders: Folders, serials: Iterable[int]) -> None:
    for serial in serials:
        (folders.inbox / "btp" / name(serial)).write_bytes(document(serial))


def start(folders: Folders, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "edi", *words, "--root", str(folders.root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=LOAD)
    assert "Traceback" not in out + err, err
    return process.returncode, out + err


def each_once(folders: Folders, drops: int) -> None:
    rows = flows(folders)
    assert Counter(row.drop_name for row in rows) == Counter(name(serial) for serial in range(1, drops + 1))
    assert {row.verdict for row in rows} == {INTEGRATED}
    assert len(returns(folders)) == 2 * drops
    sound(folders)


PURGE = ("purge", "--older-than", "0h", "--yes")


def test_every_verb_at_once_beside_a_daemon_under_load(folders: Folders) -> None:
    """A second daemon and a run are refused at once; reprocess waits for a turn; purge and verify do not wait."""
    drops = 600
    pour(folders, range(1, drops + 1))
    with watching(folders, settle=0) as live:
        until(lambda: folders.ledger.exists() and count(folders) > 20)
        verbs = [("watch",), ("run",), ("reprocess",), ("reprocess",), PURGE, PURGE, ("verify",), ("verify",)]
        started = [(words[0], start(folders, *words)) for words in verbs]
        assert count(folders) < drops, "the test must have asked under load"
        codes: dict[str, list[int]] = {}
        for verb, process in started:
            code, said = end(process)
            codes.setdefault(verb, []).append(code)
            if code == HELD:
                assert "une autre passerelle travaille ici" in said
                assert verb not in ("watch", "run") or f"edi watch, processus {live.pid}" in said
            else:
                assert code == 0, said
        until(lambda: count(folders) == drops, LOAD)
    assert codes["watch"] == codes["run"] == [HELD]
    assert codes["verify"] == [0, 0]
    assert 0 in codes["reprocess"]
    assert 0 in codes["purge"]
    each_once(folders, drops)


def test_of_daemons_started_at_the_same_moment_one_works(folders: Folders) -> None:
    pour(folders, range(1, 101))
    daemons = [start(folders, "watch", "--settle", "0") for _ in range(4)]
    try:
        until(lambda: sum(daemon.poll() is None for daemon in daemons) == 1, LOAD)
        [works] = [daemon for daemon in daemons if daemon.poll() is None]
        refused = [end(daemon) for daemon in daemons if daemon is not works]
        assert [code for code, _ in refused] == [HELD] * 3
        assert all("une autre passerelle travaille ici" in said for _, said in refused)
        until((folders.state / "health.json").exists, LOAD)  # its ledger is made
        until(lambda: count(folders) == 100, LOAD)
        works.terminate()
        assert end(works)[0] == 0
    finally:
        for daemon in daemons:
            if daemon.returncode is None:
                daemon.kill()
                daemon.communicate()
    each_once(folders, 100)


def test_the_lock_of_one_killed_is_free_at_once(folders: Folders) -> None:
    """Its judges hold none of it."""
    pour(folders, range(1, 301))
    with watching(folders, settle=0, clean=False) as first:
        until(lambda: folders.ledger.exists() and count(folders) > 20)
        judges = first.judges()
        first.process.kill()
        first.process.wait()
        with watching(folders, settle=0):
            until(lambda: count(folders) == 300, LOAD)
        assert not any(alive(pid) for pid in judges)
    each_once(folders, 300)


def test_the_daemon_waits_for_a_long_reprocess_and_goes_on_after_it(folders: Folders) -> None:
    with watching(folders, settle=0) as live:
        until(lambda: live.health())
        handle = locks.lock(folders.lock, locks.label("edi reprocess"), patience=30, of="edi watch")
        pour(folders, range(1, 21))
        time.sleep(1.5)
        assert len(list((folders.inbox / "btp").iterdir())) == 20, "it works while another holds the lock of work"
        assert live.process.poll() is None
        second = end(start(folders, "reprocess"))
        assert second[0] == HELD
        assert "edi reprocess, processus" in second[1]
        locks.unlock(handle)
        until(lambda: folders.ledger.exists() and count(folders) == 20)
    each_once(folders, 20)
