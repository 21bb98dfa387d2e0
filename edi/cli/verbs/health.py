"""edi health: how the daemon is doing."""

from __future__ import annotations

import json
from pathlib import Path

from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.message import Message
from edi.monitor.health import DEGRADED, OK, SILENT, STOPPED, Health, read_health

NO_ROOT = Message("{root} : ce dossier n'existe pas ; corrigez --root.", "{root}: no such folder; correct --root.")
STATUS = {
    OK: Message("en marche", "running"),
    DEGRADED: Message("dégradé", "degraded"),
    SILENT: Message("muet", "silent"),
    STOPPED: Message("arrêté", "stopped"),
}
NOT_KNOWN = Message("inconnu", "unknown")
DAEMON = Message("démon : {status}", "daemon: {status}")
COUNTS = Message(
    "flux décidés {flows}, en attente {waiting}, en cours d'envoi {unsettled}",
    "flows decided {flows}, waiting {waiting}, being uploaded {unsettled}",
)
FAILED = Message(
    "  {count} flux pris et pas encore jugés, par notre faute ; ils le seront",
    "  {count} flows taken and not judged yet, by our own fault; they will be",
)


def health(as_json: bool, root: Path, config: Path | None, lang: str = "fr") -> int:
    """0 when the daemon runs and nothing troubles it, 1 otherwise."""
    folders = Folders.of(root, config)  # not the settings: a wrong file of a partner's says nothing of the daemon
    if not folders.root.is_dir():
        raise ConfigError(NO_ROOT.filled(root=folders.root))
    seen = read_health(folders)
    if as_json:
        print(json.dumps(seen.as_dict(lang), ensure_ascii=False, indent=2))
    else:
        _tell(seen, lang)
    return 0 if seen.well else 1


def _tell(seen: Health, lang: str) -> None:
    print(DAEMON.of(lang, status=STATUS.get(seen.status, NOT_KNOWN)))
    facts = seen.facts
    if "flows" in facts:
        print(COUNTS.of(lang, flows=facts["flows"], waiting=facts["waiting"], unsettled=facts["unsettled"]))
        if facts.get("not_judged"):
            print(FAILED.of(lang, count=facts["not_judged"]))
    for note in seen.notes:
        print(f"  {note.of(lang)}")
