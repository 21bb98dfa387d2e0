"""edi transfer: fetches drops from partners' SFTP servers and delivers their returns."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edi.config.partners import Partner
from edi.config.settings import Settings, load_settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.message import Message
from edi.sftp.loop import Stop, serve
from edi.sftp.reports import Exchange
from edi.sftp.visit import exchange

NO_PARTNER = Message(
    "--partner {name} : partenaire inconnu ; connus : {known}.", "--partner {name}: unknown partner; known: {known}."
)
NONE = Message("aucun", "none")
NO_SERVER = Message(
    "Aucun partenaire n'a de table [sftp] dans son fichier : il n'y a pas de serveur à servir.",
    "No partner has an [sftp] table in its file: there is no server to serve.",
)
CARRIED = Message(
    "{name} : dépôts relevés {fetched}, retours livrés {sent}",
    "{name}: drops fetched {fetched}, returns delivered {sent}",
)
NOTE = Message("{name} : {note}", "{name}: {note}")


def transfer(only: str | None, loop: bool, as_json: bool, root: Path, config: Path | None) -> int:
    """0 when every server was served, 1 when one was not, 75 when another transfer is at work."""
    settings = load_settings(root, config)
    partners = _with_server(settings, only)
    handle = locks.lock(settings.folders.transfer_lock, locks.label("edi transfer"))
    stop = Stop()
    stop.heed()
    try:
        with Ledger(settings.folders.ledger) as ledger:

            def visit(partner: Partner, stopping: Callable[[], bool]) -> Exchange:
                return exchange(partner, settings.folders, ledger, settings.limits, time.monotonic(), stopping)

            if loop:
                serve(partners, visit, lambda name, done: _tell(name, done, settings.lang), stop)
                return 0
            visits = {partner.name: visit(partner, stop) for partner in partners}
    finally:
        locks.unlock(handle)
    if as_json:
        shown = [_as_dict(name, done, settings.lang) for name, done in visits.items()]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for name, done in visits.items():
            _tell(name, done, settings.lang)
    return 1 if any(done.fault for done in visits.values()) else 0


def _with_server(settings: Settings, only: str | None) -> list[Partner]:
    if only is not None and only not in settings.partners:
        raise ConfigError(NO_PARTNER.filled(name=only, known=", ".join(settings.partners) or NONE))
    chosen = [partner for partner in settings.partners.values() if only in (None, partner.name)]
    served = [partner for partner in chosen if partner.sftp is not None]
    if not served:
        raise ConfigError(NO_SERVER)
    return served


def _tell(name: str, done: Exchange, lang: str) -> None:
    print(CARRIED.of(lang, name=name, fetched=len(done.pulled.fetched), sent=len(done.pushed.sent)), flush=True)
    for note in done.notes:
        print(f"edi : {NOTE.of(lang, name=name, note=note)}", file=sys.stderr, flush=True)
    if done.fault is not None:
        print(f"edi : {done.fault.of(lang)}", file=sys.stderr, flush=True)


def _as_dict(name: str, done: Exchange, lang: str) -> dict[str, Any]:
    return {
        "partner": name,
        "fetched": [file.of(lang) for file in done.pulled.fetched],
        "removed": [file.of(lang) for file in done.pulled.removed],
        "sent": done.pushed.sent,
        "left": done.pushed.left,
        "notes": [note.of(lang) for note in done.notes],
        "fault": done.fault.of(lang) if done.fault else None,
    }
