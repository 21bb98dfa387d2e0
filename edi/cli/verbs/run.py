"""edi run: one sweep over every partner's inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE, NOT_JUDGED
from edi.cli.options import SETTLE, Verbs
from edi.cli.speak import all_spoken, print_json, say, warn
from edi.message import Message

if TYPE_CHECKING:
    from edi.config.settings import Settings
    from edi.operations.sweep import Swept

VERBS = Verbs()
UNSETTLED = Message(
    "dépôts encore en cours d'envoi, laissés en place : {count}.",
    "drops still being sent, left where they are: {count}.",
)
DEPOSITED = Message("Retours déposés dans {outbox}", "Returns deposited in {outbox}")
NO_FLOW = Message("Aucun nouveau flux.", "No new flow.")
NO_PARTNER = Message(
    "aucun partenaire dans {folder} ; « edi partner add » en déclare.",
    "no partner in {folder}; `edi partner add` declares one.",
)


@VERBS.add(
    "run",
    Message(
        "Un passage sur la boîte de chaque partenaire : tout dépôt stable va jusqu'à son état final.",
        "One sweep over every partner's inbox: each settled drop goes to its final state.",
    ),
    example="edi run --root /srv/edi --settle 5",
)
def run(call: Call, settle: Annotated[float | None, SETTLE] = None) -> int:
    """0 when every flow reached a final state, 4 when something is left not judged, 75 when another holds the lock."""
    from edi.cli.display.progress import counting
    from edi.config.settings import load_settings
    from edi.operations.sweep import sweep

    settings = load_settings(call.root, call.config)
    swept = sweep(settings, settle, counting(call.lang))
    _tell(swept, settings, call)
    return NOT_JUDGED if swept.stuck else DONE


def _tell(swept: Swept, settings: Settings, call: Call) -> None:
    report, lang = swept.report, call.lang
    for note in report.notes:
        warn(note, lang)
    if report.unsettled:
        warn(UNSETTLED.filled(count=report.unsettled), lang)
    if call.as_json:
        print_json(_as_dict(swept, lang))
    elif swept.flows:
        _show(swept, settings, lang)
    else:
        say(NO_FLOW, lang)
    if not settings.partners:
        warn(NO_PARTNER.filled(folder=settings.folders.partners), lang)


def _show(swept: Swept, settings: Settings, lang: str) -> None:
    from rich.console import Console

    from edi.cli.display.flows import flows_table

    console = Console()
    console.print(flows_table(swept.flows, console.width, lang))
    if not {flow.row.id for flow in swept.flows} & set(swept.report.left):  # else a note says which are kept, and why
        say(DEPOSITED, lang, outbox=settings.folders.outbox)


def _as_dict(swept: Swept, lang: str) -> dict[str, object]:
    flows = [
        {
            "flow": row.id,
            "partner": row.partner,
            "drop": row.drop_name,
            "flow_id": row.flow_id,
            "verdict": row.verdict.value if row.verdict else None,
            "returns": list(swept.returns[row.id]),
        }
        for row in (flow.row for flow in swept.flows)
    ]
    return {"flows": flows, "left": swept.report.left, "notes": all_spoken(swept.report.notes, lang)}
