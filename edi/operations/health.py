"""How the daemon is doing, from the file it writes and the lock it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from edi.disk import locks
from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.message import Message
from edi.operations.lookup import NO_ROOT

STALE = timedelta(minutes=2)  # a daemon that has said nothing for longer is not well
NOTHING_YET = Message("aucun démon n'a encore écrit son état ici", "no daemon has written its state here yet")
SILENT = Message("le démon n'a rien dit depuis le {at}", "the daemon has said nothing since {at}")
STOPPED = Message(
    "aucun démon ne travaille ici ; le dernier a parlé le {at}", "no daemon works here; the last one spoke on {at}"
)


@dataclass(frozen=True, slots=True)
class Health:
    """`status` is ok, degraded, silent, stopped or unknown; `facts` what the daemon wrote besides."""

    status: str
    notes: Sequence[Message | str]
    facts: Mapping[str, Any]


def health(folders: Folders, name: str) -> Health:
    """What the daemon last wrote in the file of that name, and whether it can still be believed."""
    if not folders.root.is_dir():
        raise ConfigError(NO_ROOT.filled(folder=folders.root))
    written = _written(folders.state / name)
    if written is None:
        return Health("unknown", (NOTHING_YET,), {"status": "unknown", "notes": []})
    at, notes = written["at"], written["notes"]
    if written["status"] != "unknown" and datetime.now(UTC) - datetime.fromisoformat(at) > STALE:
        return Health("silent", (SILENT.filled(at=at), *notes), written)
    if written["status"] != "unknown" and not locks.is_locked(folders.daemon_lock):
        return Health("stopped", (STOPPED.filled(at=at), *notes), written)
    return Health(written["status"], notes, written)


def _written(file: Path) -> dict[str, Any] | None:
    try:
        written: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return written
