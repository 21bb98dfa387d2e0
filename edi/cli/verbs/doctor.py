"""edi doctor: is this gateway fit to judge? Every problem with its place and its remedy."""

from __future__ import annotations

from edi.cli.call import Call
from edi.cli.exits import DONE, USAGE
from edi.cli.options import Verbs
from edi.cli.speak import print_json, say
from edi.message import Message

VERBS = Verbs()
FINE, PROBLEM = Message("ok", "ok"), Message("PROBLÈME", "PROBLEM")
FIT = Message("La passerelle peut démarrer.", "The gateway may start.")
UNFIT = Message(
    "La passerelle ne démarrera pas, ou mal, ainsi.", "The gateway will not start like this, or not work well."
)


@VERBS.add(
    "doctor",
    Message(
        "Vérifie l'installation : réglages, tables, schémas, dossiers.",
        "Checks the installation: settings, tables, schemas, folders.",
    ),
    example="edi doctor --json",
)
def doctor(call: Call) -> int:
    """0 when the gateway may start, 2 when something stands against it."""
    from edi.operations.doctor import examine

    lang = call.lang
    lines = examine(call.root, call.config)
    fit = all(line.ok for line in lines)
    if call.as_json:
        checks = [{"subject": line.subject.of(lang), "ok": line.ok, "said": line.said.of(lang)} for line in lines]
        print_json({"ok": fit, "checks": checks})
    else:
        width = max(len(line.subject.of(lang)) for line in lines)
        for line in lines:
            word = (FINE if line.ok else PROBLEM).of(lang)
            print(f"{word:<8}  {line.subject.of(lang):<{width}}  {line.said.of(lang)}")
        say(FIT if fit else UNFIT, lang)
    return DONE if fit else USAGE
