"""The signals a daemon heeds, as values its loop reads between two flows.

In: TERM or Ctrl-C (finish the flow in hand, then end), a second one (end at once), HUP (read the settings again).
Out: `stopping`, `take_reload()`.  Promise: a handler only counts and ends the rest; nothing is done inside it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType


class Signals:
    """What was asked of this process. `wake` ends the loop's rest, so that it looks here."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._terms = 0
        self._hangups = 0

    def heed(self) -> None:
        """To the end of the process: on its way out a TERM must not kill it half way, whatever it ends for."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_term)
        signal.signal(signal.SIGHUP, self._on_hangup)

    @property
    def stopping(self) -> bool:
        return self._terms > 0

    def take_reload(self) -> bool:
        """Whether to read the settings again; asked once for any number of HUPs."""
        if not self._hangups:
            return False  # not set to 0 here: a HUP may come just now
        self._hangups = 0
        return True

    def _on_term(self, number: int, frame: FrameType | None) -> None:
        self._terms += 1
        if self._terms > 1:
            os._exit(0)  # asked twice: the ledger resumes whatever this leaves
        self._wake()

    def _on_hangup(self, number: int, frame: FrameType | None) -> None:
        self._hangups += 1
        self._wake()
