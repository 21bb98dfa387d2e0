"""What ends the daemon's rest early: events of the disk."""

from __future__ import annotations

import logging
import os
import select
from contextlib import suppress

from watchdog.events import FileClosedEvent, FileCreatedEvent, FileMovedEvent, FileSystemEvent, FileSystemEventHandler

EVENTS = [FileCreatedEvent, FileMovedEvent, FileClosedEvent]  # OpenSSH's rename shows as created, a write as closed


class Wake(FileSystemEventHandler):
    """Turns any event in an inbox into "look now". Loses nothing by losing events: the sweep comes anyway.

    A counter of the kernel's, not a threading.Event: a signal handler may set it while this very thread waits on it."""

    def __init__(self) -> None:
        self.overflows = 0
        self._counter = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.set()

    def set(self) -> None:
        with suppress(OSError):
            os.eventfd_write(self._counter, 1)

    def wait(self, seconds: float) -> bool:
        """Until somebody sets it, `seconds` at most; whether somebody did. Then it is as if never set."""
        ready, _, _ = select.select([self._counter], [], [], max(0.0, seconds))
        with suppress(BlockingIOError):
            os.eventfd_read(self._counter)
        return bool(ready)

    def close(self) -> None:
        counter, self._counter = self._counter, -1  # first: a signal that comes later must not write to another file
        os.close(counter)


class Overflows(logging.Handler):
    """watchdog tells of lost events by a log line only; counted here so that operators see them."""

    def __init__(self, wake: Wake) -> None:
        super().__init__(logging.WARNING)
        self.wake = wake

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            self.wake.overflows += 1
            self.wake.set()
