"""The loop over partners' servers: each on its own schedule, until we are to stop or our daemon is gone.

In: the partners that have a server, how one is visited, what is done with what a visit tells.  Out: visits.  Promise: a
trouble is told when it begins or changes, not at every try.  Does not load the SSH library: `visit` does.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import FrameType

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.config.schedule import Schedule
from edi.sftp.reports import Exchange

DAEMON = "EDI_DAEMON"  # in the environment of a daemon's courier: the process it works for
PATIENCE = 1.0  # seconds between two looks at the schedule, and at whether the daemon that started us still lives

Visit = Callable[[Partner, Callable[[], bool]], Exchange]  # of one partner's server, while it is not to stop
Tell = Callable[[str, Exchange], None]


@dataclass
class Stop:
    """Set by TERM: the file in hand is finished, then it is over."""

    event: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bool:
        return self.event.is_set()

    def heed(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.on_term)

    def on_term(self, number: int, frame: FrameType | None) -> None:
        self.event.set()


@dataclass
class Rota:
    """Who is visited next, and what was last told of each."""

    schedule: Schedule = field(default_factory=Schedule)
    troubles: dict[str, str] = field(default_factory=dict)

    def due(self, partner: str) -> bool:
        return self.schedule.due(partner, time.monotonic())

    def visited(self, partner: str, remote: Remote, done: Exchange) -> None:
        now = time.monotonic()
        if done.fault is None:
            self.schedule.succeeded(partner, remote, now, done.more)
        else:
            self.schedule.failed(partner, remote, now, done.fault.wait)

    def is_news(self, partner: str, done: Exchange) -> bool:
        """Whether anything was moved, noted, or is wrong in another way than at the last visit."""
        trouble = str(done.fault or "")
        changed = trouble != self.troubles.get(partner, "")
        self.troubles[partner] = trouble
        return bool(changed or done.pulled.fetched or done.pushed.sent or done.pulled.notes)


def serve(partners: Iterable[Partner], visit: Visit, tell: Tell, stop: Stop) -> None:
    """Each server on its own schedule, until TERM or until the daemon that started us is gone."""
    servers = servers_of(partners)
    # asked of its environment: a daemon that dies while we start is not our parent any more
    parent = int(os.environ.get(DAEMON, os.getppid()))
    rota = Rota()

    def over() -> bool:
        return stop() or os.getppid() != parent

    while not over():
        for partner, remote in servers.items():
            if over() or not rota.due(partner.name):
                continue
            done = visit(partner, over)
            rota.visited(partner.name, remote, done)
            if rota.is_news(partner.name, done):
                tell(partner.name, done)
        stop.event.wait(PATIENCE)


def servers_of(partners: Iterable[Partner]) -> Mapping[Partner, Remote]:
    """The partners that have a server."""
    return {partner: partner.sftp for partner in partners if partner.sftp is not None}
