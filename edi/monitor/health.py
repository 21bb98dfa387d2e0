"""state/health.json: how the daemon is doing, as it last said, for `edi health` and monitoring probes.

In: a Pulse and the ledger.  Out: the file, written at every change and every HEALTH_SECONDS; read back, a Health that
says also when nobody wrote it, the writer is gone, or has been silent for too long.  `notes` of the file are French,
`notes_en` the same in English.  A file that cannot be written is told in the log: it must not stop the flows.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from edi.disk import durable, locks
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import State

HEALTH = "health.json"
HEALTH_SECONDS = 10  # how often health is written while nothing changes
STALE = timedelta(minutes=2)  # a daemon that has said nothing for longer is not well

OK, DEGRADED, SILENT, STOPPED, UNKNOWN = "ok", "degraded", "silent", "stopped", "unknown"
NOBODY_SPOKE = Message("aucun démon n'a encore écrit son état ici", "no daemon has written its state here yet")
FELL_SILENT = Message("le démon n'a rien dit depuis le {at}", "the daemon has said nothing since {at}")
NOBODY_WORKS = Message(
    "aucun démon ne travaille ici ; le dernier a parlé le {at}", "no daemon works here; the last one spoke at {at}"
)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the daemon knows of itself, as it last told."""

    flows: int  # decided since its start
    waiting: int
    unsettled: int
    events_lost: int
    notes: tuple[Message, ...]


class HealthFile:
    """The file of one daemon, which alone writes it."""

    def __init__(self, state: Path, ledger: Ledger, log: Any) -> None:
        self._path = state / HEALTH
        self._ledger, self._log = ledger, log
        self._written: tuple[Pulse, int] | None = None
        self._written_at = -math.inf

    def write(self, pulse: Pulse) -> None:
        """Where it says something new, or has said nothing for HEALTH_SECONDS."""
        taken = self._ledger.flows.in_state(State.TAKEN)
        failed = sum(row.failure is not None for row in taken)
        if (pulse, failed) == self._written and time.monotonic() - self._written_at < HEALTH_SECONDS:
            return
        self._written, self._written_at = (pulse, failed), time.monotonic()
        text = json.dumps(self._facts(pulse, len(taken), failed), ensure_ascii=False, indent=2)
        try:
            durable.replace(self._path, text.encode())
        except OSError as error:  # a full disk
            self._log.warning("health-not-written", reason=error.strerror)

    def _facts(self, pulse: Pulse, taken: int, failed: int) -> dict[str, Any]:
        return {
            "status": DEGRADED if pulse.notes or failed else OK,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "pid": os.getpid(),
            "flows": pulse.flows,
            "waiting": pulse.waiting,
            "unsettled": pulse.unsettled,
            "in_progress": taken,
            "not_judged": failed,
            "quarantined": self._ledger.books.by_verdict().get("quarantined", 0),
            "events_lost": pulse.events_lost,
            "notes": [note.fr for note in pulse.notes],
            "notes_en": [note.en for note in pulse.notes],
        }


@dataclass(frozen=True, slots=True)
class Health:
    """The daemon as seen from outside; `facts` are the numbers of its file, empty where there is none."""

    status: str
    notes: tuple[Message, ...]
    facts: Mapping[str, Any]

    @property
    def well(self) -> bool:
        return self.status == OK

    def as_dict(self, lang: str) -> dict[str, Any]:
        """For a probe: one list of notes, in one language."""
        return {"status": self.status, **self.facts, "notes": [note.of(lang) for note in self.notes]}


def read_health(folders: Folders) -> Health:
    """What the file says, unless its writer is silent or gone."""
    health = _read(folders.state / HEALTH)
    if health.status == UNKNOWN:
        return health
    at = health.facts["at"]
    if datetime.now(UTC) - datetime.fromisoformat(at) > STALE:
        return _doubted(health, SILENT, FELL_SILENT.filled(at=at))
    if not locks.is_locked(folders.daemon_lock):
        return _doubted(health, STOPPED, NOBODY_WORKS.filled(at=at))
    return health


def _doubted(health: Health, status: str, why: Message) -> Health:
    return replace(health, status=status, notes=(why, *health.notes))


def _read(path: Path) -> Health:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        status, french = facts.pop("status"), facts.pop("notes")
        english = facts.pop("notes_en", french)  # an older daemon's file has none
        datetime.fromisoformat(facts["at"])
        return Health(status, tuple(map(Message, french, english)), facts)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Health(UNKNOWN, (NOBODY_SPOKE,), {})
