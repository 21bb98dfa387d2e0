"""edi transfer: fetches drops from partners' SFTP servers and delivers their returns."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from edi.config.partners import Partner
from edi.config.schedule import Schedule
from edi.config.settings import Settings, load_settings
from edi.daemon.courier import DAEMON
from edi.disk import locks
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.sftp.visit import Exchange, exchange

PATIENCE = 1.0  # seconds between two looks at the schedule, and at whether the daemon that started us still lives


@dataclass
class Stop:
    """Set by TERM: the file in hand is finished, then it is over."""

    event: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bool:
        return self.event.is_set()

    def on_term(self, number: int, frame: FrameType | None) -> None:
        self.event.set()


def transfer(only: str | None, loop: bool, as_json: bool, root: Path, config: Path | None) -> int:
    """0 when every server was served, 1 when one was not, 75 when another transfer is at work."""
    settings = load_settings(root, config)
    partners = _with_server(settings, only)
    handle = locks.lock(settings.folders.state / "transfer.lock", locks.label("edi transfer"))
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.on_term)
    try:
        with Ledger(settings.folders.ledger) as ledger:
            if loop:
                _serve(settings, partners, ledger, stop)
                return 0
            visits = {partner.name: _visit(settings, partner, ledger, stop) for partner in partners}
            if as_json:
                print(json.dumps([_as_dict(name, done) for name, done in visits.items()], ensure_ascii=False, indent=2))
            else:
                for name, done in visits.items():
                    _tell(name, done)
            return 1 if any(done.fault for done in visits.values()) else 0
    finally:
        locks.unlock(handle)


def _with_server(settings: Settings, only: str | None) -> list[Partner]:
    if only is not None and only not in settings.partners:
        raise ConfigError(
            f"--partner {only} : partenaire inconnu ; connus : {', '.join(settings.partners) or 'aucun'}."
        )
    chosen = [partner for partner in settings.partners.values() if only in (None, partner.name)]
    found = [partner for partner in chosen if partner.sftp is not None]
    if not found:
        raise ConfigError("Aucun partenaire n'a de table [sftp] dans son fichier : il n'y a pas de serveur à servir.")
    return found


def _serve(settings: Settings, partners: list[Partner], ledger: Ledger, stop: Stop) -> None:
    """Each server on its own schedule, until TERM or until the daemon that started us is gone."""
    # asked of its environment: a daemon that dies while we start is not our parent any more
    parent = int(os.environ.get(DAEMON, os.getppid()))
    schedule, said = Schedule(), dict[str, str]()

    def over() -> bool:
        return stop() or os.getppid() != parent

    while not over():
        for partner in partners:
            if over() or not schedule.due(partner.name, time.monotonic()):
                continue
            assert partner.sftp is not None  # _with_server chose it for that
            done = _visit(settings, partner, ledger, over)
            now = time.monotonic()
            if done.fault is None:
                schedule.succeeded(partner.name, partner.sftp, now, done.more)
            else:
                schedule.failed(partner.name, partner.sftp, now, done.fault.wait)
            trouble = str(done.fault or "")
            if trouble != said.get(partner.name, "") or done.pulled.fetched or done.pushed.sent or done.pulled.notes:
                _tell(partner.name, done)
            said[partner.name] = trouble
        stop.event.wait(PATIENCE)


def _visit(settings: Settings, partner: Partner, ledger: Ledger, stopping: Callable[[], bool]) -> Exchange:
    return exchange(partner, settings.folders, ledger, settings.limits, time.monotonic(), stopping)


def _tell(name: str, done: Exchange) -> None:
    print(
        f"{name} : dépôts relevés {len(done.pulled.fetched)}, retours livrés {len(done.pushed.sent)}",
        flush=True,
    )
    for note in (*done.pulled.notes, *done.pushed.notes):
        print(f"edi : {name} : {note}", file=sys.stderr, flush=True)
    if done.fault is not None:
        print(f"edi : {done.fault}", file=sys.stderr, flush=True)


def _as_dict(name: str, done: Exchange) -> dict[str, Any]:
    return {
        "partner": name,
        "fetched": done.pulled.fetched,
        "removed": done.pulled.removed,
        "sent": done.pushed.sent,
        "left": done.pushed.left,
        "notes": [*done.pulled.notes, *done.pushed.notes],
        "fault": str(done.fault) if done.fault else None,
    }
