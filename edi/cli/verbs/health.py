"""edi health: how the daemon is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs
from edi.cli.speak import all_spoken, print_json, say, spoken
from edi.message import Message

if TYPE_CHECKING:
    from edi.operations.health import Health

VERBS = Verbs()
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
    from edi.daemon.loop import HEALTH
    from edi.disk.folders import Folders
    from edi.operations import health as operation

    # not the settings: a wrong file of a partner's says nothing of the daemon
    told = operation.health(Folders.of(call.root, call.config), HEALTH)
    if call.as_json:
        print_json({**told.facts, "status": told.status, "notes": all_spoken(told.notes, call.lang)})
    else:
        _show(told, call.lang)
    return DONE if told.status == "ok" else PROBLEMS


def _show(told: Health, lang: str) -> None:
    facts = told.facts
    say(DAEMON, lang, state=STATES.get(told.status, UNKNOWN))
    if "flows" in facts:
        say(FLOWS, lang, flows=facts["flows"], waiting=facts["waiting"], unsettled=facts["unsettled"])
        if count := facts.get("not_judged"):
            say(NOT_JUDGED, lang, count=count)
    for note in told.notes:
        print(f"  {spoken(note, lang)}")
