"""What ends the daemon's rest early: events of the disk.

In: the partners' inboxes.  Out: a Wake that is set at any event there.  Promise: an event is only a hint; an inbox that
cannot be watched, and events the kernel loses, cost a little time and never a drop.
"""

from __future__ import annotations

import logging
import os
import select
from contextlib import suppress
from types import TracebackType
from typing import Any

from watchdog.events import FileClosedEvent, FileCreatedEvent, FileMovedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from edi.config.settings import Settings

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


class Watcher:
    """Watches inboxes while its block lasts; with `events` False it watches none, as on a network share."""

    def __init__(self, wake: Wake, log: Any, events: bool) -> None:
        self.events = events
        self._wake, self._log = wake, log
        self._overflows = Overflows(wake)
        self._observer: BaseObserver | None = None

    def __enter__(self) -> Watcher:
        if self.events:
            logging.getLogger("watchdog").addHandler(self._overflows)
            self._observer = Observer()
            self._observer.start()  # before it is given an inbox: one that is missing would stop the start
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            logging.getLogger("watchdog").removeHandler(self._overflows)

    def watch(self, settings: Settings) -> None:
        """The inboxes of these partners, and no other from now on."""
        if self._observer is None:
            return
        self._observer.unschedule_all()
        for name in settings.partners:
            try:
                self._observer.schedule(self._wake, str(settings.folders.inbox / name), event_filter=EVENTS)
            except OSError as error:  # missing now: the sweep finds its drops when it comes back
                self._log.warning("not-watched", inbox=name, reason=error.strerror)
