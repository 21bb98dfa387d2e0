"""edi watch and edi health."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edi import durable
from edi.courier import Courier, transfer_command
from edi.daemon import HEALTH, Daemon
from edi.engine import Engine
from edi.errors import ConfigError
from edi.folders import Folders
from edi.ledger import Ledger
from edi.log import logger
from edi.settings import Settings, load_settings, require_root

STALE = timedelta(minutes=2)  # a daemon that has said nothing for longer is not well


def watch(root: Path, config: Path | None, settle: float | None, events: bool) -> int:
    """Runs until TERM; 75 when another gateway holds the lock."""

    def read() -> Settings:
        found = load_settings(root, config)
        return found if settle is None else replace(found, settle_seconds=settle)

    settings = read()
    require_root(settings)
    log = logger()
    label = durable.label("edi watch")
    handle = durable.lock(settings.folders.daemon_lock, label)
    try:
        with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
            Daemon(
                settings=settings,
                engine=engine,
                ledger=ledger,
                log=log,
                reload=read,
                vouched=settle is not None,
                watching=events,
                courier=Courier(transfer_command(str(root), str(config) if config else None), log),
                label=label,
            ).run()
    finally:
        durable.unlock(handle)
    return 0


def health(as_json: bool, root: Path, config: Path | None) -> int:
    """0 when the daemon runs and nothing troubles it, 1 otherwise."""
    folders = Folders.of(root, config)  # not the settings: a wrong file of a partner's says nothing of the daemon
    if not folders.root.is_dir():
        raise ConfigError(f"{folders.root} : ce dossier n'existe pas ; corrigez --root.")
    file = folders.state / HEALTH
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {"status": "unknown", "notes": ["aucun démon n'a encore écrit son état ici"]}
    if said["status"] != "unknown" and datetime.now(UTC) - datetime.fromisoformat(said["at"]) > STALE:
        said["status"] = "silent"
        said["notes"] = [f"le démon n'a rien dit depuis le {said['at']}", *said["notes"]]
    elif said["status"] != "unknown" and not durable.is_locked(folders.daemon_lock):
        said["status"] = "stopped"
        said["notes"] = [f"aucun démon ne travaille ici ; le dernier a parlé le {said['at']}", *said["notes"]]
    if as_json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        words = {"ok": "en marche", "degraded": "dégradé", "silent": "muet", "stopped": "arrêté"}
        print(f"démon : {words.get(said['status'], 'inconnu')}")
        if "flows" in said:
            print(f"flux décidés {said['flows']}, en attente {said['waiting']}, en cours d'envoi {said['unsettled']}")
            if said.get("not_judged"):
                print(f"  {said['not_judged']} flux pris et pas encore jugés, par notre faute ; ils le seront")
        for note in said["notes"]:
            print(f"  {note}")
    return 0 if said["status"] == "ok" else 1
