"""The ledger is taken away from a running daemon, or cannot be written: it stops and says so, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from live import INTEGRATED, document, edi, ended, flows, gateway, name, returns, watching

from edi.disk.folders import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root")


def drop(folders: Folders, serial: int) -> str:
    path = folders.inbox / "btp" / name(serial)
    path.write_bytes(document(serial))
    return path.name


def removed(ledger: Path) -> None:
    os.unlink(ledger)


def replaced(ledger: Path) -> None:
    copy = ledger.with_name("copy.db")
    shutil.copy(ledger, copy)
    os.rename(copy, ledger)


@pytest.mark.parametrize("loss", [removed, replaced])
def test_a_ledger_taken_from_under_the_daemon_stops_it_before_it_takes_more(
    folders: Folders, loss: Callable[[Path], None]
) -> None:
    kept = folders.root / "kept.db"
    with watching(folders, clean=False) as live:
        ended(folders, drop(folders, 1))
        os.link(folders.ledger, kept)
        loss(folders.ledger)
        left = drop(folders, 2)
        assert live.process.wait(30) == 70
        assert "supprimé ou remplacé pendant la marche" in live.text()
        assert "Traceback" not in live.text()
    assert (folders.inbox / "btp" / left).exists()
    assert len(returns(folders)) == 2
    os.rename(kept, folders.ledger)  # beside its log, which nobody touched
    with watching(folders):
        ended(folders, left)
    assert [row.verdict for row in flows(folders)] == [INTEGRATED] * 2


@contextmanager
def unwritable(file: Path) -> Iterator[None]:
    """Even for root."""
    chattr = shutil.which("chattr")
    if chattr is None or subprocess.run([chattr, "+i", str(file)], capture_output=True, check=False).returncode:
        pytest.skip("this file system has no immutable files")
    yield
    subprocess.run([chattr, "-i", str(file)], check=True)


def test_a_ledger_that_may_not_be_written_ends_every_start_and_loses_nothing(folders: Folders) -> None:
    """A drop may be taken before that is found; it is in state/taken then, and gets its row by the next start."""
    drop(folders, 1)
    assert edi(folders, "run", "--settle", "0").returncode == 0
    left = drop(folders, 2)
    with unwritable(folders.ledger):
        for verb in ("run", "watch"):
            words = [sys.executable, "-m", "edi", verb, "--root", str(folders.root), "--settle", "0"]
            refused = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
            assert refused.returncode == 70, refused.stderr
            assert "ledger.db : le registre" in refused.stderr
            assert "Traceback" not in refused.stderr
        assert len(flows(folders)) == 1, "reading goes on"
    with watching(folders, settle=0):
        assert ended(folders, left).verdict is INTEGRATED
