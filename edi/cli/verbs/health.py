"""edi health: how the daemon is doing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edi.daemon.loop import HEALTH
from edi.disk import locks
from edi.disk.folders import Folders
from edi.errors import ConfigError

STALE = timedelta(minutes=2)  # a daemon that has said nothing for longer is not well


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
    elif said["status"] != "unknown" and not locks.is_locked(folders.daemon_lock):
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
