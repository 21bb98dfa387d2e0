"""The daemon's courier: one `edi transfer --loop` process beside it, so that no partner's server can hold up a sweep.

Started when a partner has an [sftp] table, started again when it dies, ended with the daemon. The transfer process
is told whose courier it is and ends when that daemon is gone, so a killed daemon leaves none behind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from edi.errors import LockHeld
from edi.sftp.loop import DAEMON

AGAIN_SECONDS = 30.0  # before a courier that died is sent again ...
BUSY_SECONDS = 2.0  # ... and one that met another at work: its killed daemon's, which ends with the file in hand
PATIENCE = 10.0  # seconds to finish the file in hand after TERM


@dataclass
class Courier:
    """`command` is the whole command line of the transfer process. Recalled at the end of its block."""

    command: Sequence[str]
    log: Any
    process: subprocess.Popen[bytes] | None = None
    not_before: float = 0.0

    def __enter__(self) -> Courier:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.recall()

    def keep(self, wanted: bool) -> None:
        """Called every round: sends the courier when it is wanted and not at work."""
        self._look_after(self.process)
        if wanted and self.process is None and time.monotonic() >= self.not_before:
            ours = {**os.environ, DAEMON: str(os.getpid())}
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=ours)
            self.log.info("courier-sent", pid=self.process.pid)

    def recall(self) -> None:
        """Ends it: after the file in hand, or at once when that takes too long (a transfer resumes by itself)."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.not_before = 0.0

    def _look_after(self, process: subprocess.Popen[bytes] | None) -> None:
        """One that died is forgotten, and not sent again at once."""
        if process is not None and process.poll() is not None:
            self.log.warning("courier-ended", code=process.returncode)
            busy = process.returncode == LockHeld.exit_code
            self.process, self.not_before = None, time.monotonic() + (BUSY_SECONDS if busy else AGAIN_SECONDS)


def transfer_command(root: str, config: str | None) -> list[str]:
    command = [sys.executable, "-m", "edi", "transfer", "--loop", "--root", root]
    return command if config is None else [*command, "--config", config]
