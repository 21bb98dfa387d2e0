"""Visits to the partners' SFTP servers: one each, or without end on each server's own schedule."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.config.schedule import Schedule
from edi.config.settings import Settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.message import Message
from edi.operations.names import check_partner
from edi.sftp.visit import Exchange, exchange

PATIENCE = 1.0  # seconds between two looks at the schedule, and at whether the daemon that started us still lives
NO_SERVER = Message(
    "Aucun partenaire n'a de table [sftp] dans son fichier : il n'y a pas de serveur à servir.",
    "No partner has a table [sftp] in its file: there is no server to serve.",
)

Tell = Callable[[str, Exchange], None]  # the partner's name, what the visit came to


@dataclass
class Stop:
    """Set by TERM: the file in hand is finished, then it is over."""

    event: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bool:
        return self.event.is_set()

    def on_term(self, number: int, frame: FrameType | None) -> None:
        self.event.set()


def with_server(settings: Settings, only: str | None) -> list[Partner]:
    """The partners that have a server, or the one that is asked for."""
    check_partner(only, settings)
    chosen = [partner for partner in settings.partners.values() if only in (None, partner.name)]
    served = [partner for partner in chosen if partner.sftp is not None]
    if not served:
        raise ConfigError(NO_SERVER)
    return served


@contextmanager
def at_work(settings: Settings) -> Iterator[Ledger]:
    """One transfer at a time; the ledger it writes in."""
    handle = locks.lock(settings.folders.state / "transfer.lock", locks.label("edi transfer"))
    try:
        with Ledger(settings.folders.ledger) as ledger:
            yield ledger
    finally:
        locks.unlock(handle)


def visit(settings: Settings, partner: Partner, ledger: Ledger, stopping: Callable[[], bool]) -> Exchange:
    return exchange(partner, settings.folders, ledger, settings.limits, time.monotonic(), stopping)


def serve(settings: Settings, partners: Sequence[Partner], ledger: Ledger, stop: Stop, parent: int, tell: Tell) -> None:
    """Each server on its own schedule, until TERM or until the process that started us is gone."""
    schedule, troubles = Schedule(), dict[str, str]()
    servers = [(partner, partner.sftp) for partner in partners if partner.sftp is not None]

    def over() -> bool:
        return stop() or os.getppid() != parent

    while not over():
        for partner, remote in servers:
            if over() or not schedule.due(partner.name, time.monotonic()):
                continue
            done = visit(settings, partner, ledger, over)
            _remember(schedule, partner.name, remote, done)
            trouble = str(done.fault or "")
            if trouble != troubles.get(partner.name, "") or _brought(done):
                tell(partner.name, done)
            troubles[partner.name] = trouble
        stop.event.wait(PATIENCE)


def _remember(schedule: Schedule, name: str, remote: Remote, done: Exchange) -> None:
    now = time.monotonic()
    if done.fault is None:
        schedule.succeeded(name, remote, now, done.more)
    else:
        schedule.failed(name, remote, now, done.fault.wait)


def _brought(done: Exchange) -> bool:
    return bool(done.pulled.fetched or done.pushed.sent or done.pulled.notes)
