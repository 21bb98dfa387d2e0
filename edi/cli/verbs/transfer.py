"""edi transfer: fetches drops from partners' SFTP servers and delivers their returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs, option
from edi.cli.speak import all_spoken, print_json, warn
from edi.message import Message

if TYPE_CHECKING:
    from edi.sftp.reports import Exchange

VERBS = Verbs()
CARRIED = Message(
    "{name} : dépôts relevés {fetched}, retours livrés {sent}",
    "{name}: drops fetched {fetched}, returns delivered {sent}",
)
NOTE = Message("{name} : {note}", "{name}: {note}")


@VERBS.add(
    "transfer",
    Message(
        "Relève les dépôts sur les serveurs SFTP des partenaires et y livre leurs retours.",
        "Fetches drops from the partners' SFTP servers and delivers their returns there.",
    ),
    example="edi transfer --partner btp-nord",
)
def transfer(
    call: Call,
    partner: Annotated[
        str | None,
        option("--partner", metavar="P", help=Message("Ce partenaire seulement.", "This partner only.")),
    ] = None,
    loop: Annotated[
        bool,
        option(
            "--loop",
            help=Message(
                "Sans fin, chaque serveur à son rythme (le démon le lance).",
                "Without end, each server at its own pace (the daemon starts it).",
            ),
        ),
    ] = False,
) -> int:
    """0 when every server was served, 1 when one was not, 75 when another transfer is at work."""
    from edi.config.settings import load_settings
    from edi.operations import transfer as operation

    settings = load_settings(call.root, call.config)
    if loop:
        operation.loop(settings, partner, lambda name, done: _tell(name, done, call.lang))
        return DONE
    visits = operation.visits(settings, partner)
    if call.as_json:
        print_json([_as_dict(name, done, call.lang) for name, done in visits.items()])
    else:
        for name, done in visits.items():
            _tell(name, done, call.lang)
    return PROBLEMS if any(done.fault for done in visits.values()) else DONE


def _tell(name: str, done: Exchange, lang: str) -> None:
    print(CARRIED.of(lang, name=name, fetched=len(done.pulled.fetched), sent=len(done.pushed.sent)), flush=True)
    for note in done.notes:
        warn(NOTE.filled(name=name, note=note), lang)
    if done.fault is not None:
        warn(done.fault.of(lang), lang)


def _as_dict(name: str, done: Exchange, lang: str) -> dict[str, Any]:
    return {
        "partner": name,
        "fetched": all_spoken(done.pulled.fetched, lang),
        "removed": all_spoken(done.pulled.removed, lang),
        "sent": done.pushed.sent,
        "left": done.pushed.left,
        "notes": all_spoken(done.notes, lang),
        "fault": done.fault.of(lang) if done.fault else None,
    }
