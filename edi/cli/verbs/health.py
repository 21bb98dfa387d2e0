"""edi health: how the daemon is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs
from edi.cli.speak import print_json, say, spoken
from edi.message import Message

if TYPE_CHECKING:
    from edi.monitor.health import Health

VERBS = Verbs()
NO_ROOT = Message(
    "{folder} : ce dossier n'existe pas ; corrigez --root.", "{folder}: this folder does not exist; mend --root."
)
DAEMON = Message("démon : {state}", "daemon: {state}")
STATES = {
    "ok": Message("en marche", "at work"),
    "degraded": Message("dégradé", "degraded"),
    "silent": Message("muet", "silent"),
    "stopped": Message("arrêté", "stopped"),
}
UNKNOWN = Message("inconnu", "unknown")
FLOWS = Message(
    "flux décidés {flows}, en attente {waiting}, en cours d'envoi {unsettled}",
    "flows decided {flows}, waiting {waiting}, being sent {unsettled}",
)
NOT_JUDGED = Message(
    "  {count} flux pris et pas encore jugés, par notre faute ; ils le seront",
    "  {count} flows taken and not judged yet, by our own fault; they will be",
)


@VERBS.add(
    "health",
    Message(
        "Comment va le démon : 0 s'il tourne sans ennui, 1 sinon.",
        "How the daemon is: 0 when it runs and nothing troubles it, else 1.",
    ),
    example="edi health --json",
)
def health(call: Call) -> int:
    """0 when the daemon runs and nothing troubles it, 1 otherwise."""
    from edi.disk.folders import Folders
    from edi.errors import ConfigError
    from edi.monitor.health import read_health

    folders = Folders.of(call.root, call.config)  # not the settings: a wrong file of a partner's says nothing of it
    if not folders.root.is_dir():
        raise ConfigError(NO_ROOT.filled(folder=folders.root))
    seen = read_health(folders)
    if call.as_json:
        print_json(seen.as_dict(call.lang))
    else:
        _show(seen, call.lang)
    return DONE if seen.well else PROBLEMS


def _show(seen: Health, lang: str) -> None:
    facts = seen.facts
    say(DAEMON, lang, state=STATES.get(seen.status, UNKNOWN))
    if "flows" in facts:
        say(FLOWS, lang, flows=facts["flows"], waiting=facts["waiting"], unsettled=facts["unsettled"])
        if count := facts.get("not_judged"):
            say(NOT_JUDGED, lang, count=count)
    for note in seen.notes:
        print(f"  {spoken(note, lang)}")
