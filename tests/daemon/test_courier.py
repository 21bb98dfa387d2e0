"""The daemon's courier: sent, sent again, recalled; and gone when its daemon is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from live import gateway

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.daemon import courier
from edi.daemon.courier import Courier
from edi.sftp.loop import DAEMON, Stop, serve
from edi.sftp.reports import Exchange

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


ACCOUNT = 'user = "edi"\nknown_hosts = "/nowhere"\nkey_env = "NO_KEY"\nout = "/out"\n'


class Log:
    def __init__(self) -> None:
        self.actions: list[str] = []

    def info(self, action: str, **_: Any) -> None:
        self.actions.append(action)

    warning = info


def test_it_is_sent_only_when_a_partner_has_a_server() -> None:
    sent = Courier(SLEEPER, Log())
    sent.keep(False)
    assert sent.process is None
    sent.keep(True)
    assert sent.process is not None
    sent.recall()
    assert sent.process is None


def test_one_that_died_is_sent_again_but_not_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    sent = Courier([sys.executable, "-c", "raise SystemExit(3)"], log)
    sent.keep(True)
    assert sent.process is not None
    sent.process.wait(10)
    sent.keep(True)
    assert sent.process is None
    sent.not_before = 0
    sent.keep(True)
    assert log.actions == ["courier-sent", "courier-ended", "courier-sent"]
    sent.recall()


def test_one_whose_daemon_died_while_it_started_ends_at_once(tmp_path: Path) -> None:
    """It would hold the lock of transfers for ever, and serve by settings of long ago."""
    gateway(tmp_path / "root", {"btp": f'[sftp]\nhost = "127.0.0.1"\nport = 1\n{ACCOUNT}'})
    command = courier.transfer_command(str(tmp_path / "root"), None)
    gone = subprocess.Popen(["true"])
    gone.wait()
    ended = subprocess.run(command, env={**os.environ, DAEMON: str(gone.pid)}, timeout=30, check=False)
    assert ended.returncode == 0


@pytest.mark.parametrize(("code", "seconds"), [(75, 2), (70, 30)])
def test_one_that_met_another_at_work_is_sent_again_soon(code: int, seconds: int) -> None:
    """The other is a killed daemon's, and ends with the file in hand."""
    sent = Courier([sys.executable, "-c", f"raise SystemExit({code})"], Log())
    sent.keep(True)
    assert sent.process is not None
    sent.process.wait(10)
    before = time.monotonic()
    sent.keep(True)
    assert before + seconds <= sent.not_before <= time.monotonic() + seconds


def test_one_that_ignores_term_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "PATIENCE", 0.2)
    sent = Courier(STUBBORN, Log())
    sent.process = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    assert sent.process.stdout is not None
    with sent.process.stdout as ready:
        ready.readline()
    began = time.monotonic()
    sent.recall()
    assert time.monotonic() - began < 5


def test_it_stops_amid_its_files_once_its_daemon_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    parents, told = [100, 1], []
    monkeypatch.setattr(os, "getppid", lambda: parents[0])

    def visited(partner: Partner, stopping: Callable[[], bool]) -> Exchange:
        told.append(stopping())
        del parents[0]  # killed during the visit
        told.append(stopping())
        return Exchange()

    remote = Remote(
        host="sftp.example.org", user="edi", known_hosts=Path("/dev/null"), key=Path("/dev/null"), out="OUT"
    )
    far = Partner(name="loin", app_code="XXX002", sftp=remote)
    serve([far, replace(far, name="plus-loin")], visited, lambda name, done: None, Stop())
    assert told == [False, True]
