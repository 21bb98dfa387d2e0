"""edi flows: what was received lately and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE
from edi.cli.options import Verbs, option
from edi.cli.speak import print_json, say
from edi.message import Message

if TYPE_CHECKING:
    from edi.model.flow import FlowRow

VERBS = Verbs()
NO_FLOW = Message(
    "Aucun flux encore : « edi run » prend ce qui est déposé dans inbox/.",
    "No flow yet: `edi run` takes what was dropped in inbox/.",
)


@VERBS.add(
    "flows",
    Message("Les flux reçus et ce qu'ils sont devenus.", "The flows received and what became of them."),
    example="edi flows --last 20 --json",
)
def flows(
    call: Call,
    last: Annotated[
        int,
        option("--last", min=1, metavar="N", help=Message("Combien, les plus récents.", "How many, the latest ones.")),
    ] = 50,
) -> int:
    """The latest flows, newest first."""
    from rich.console import Console

    from edi.cli.display.flows import flows_table
    from edi.config.settings import load_settings
    from edi.operations.lookup import open_ledger, summaries

    with open_ledger(load_settings(call.root, call.config)) as ledger:
        rows = ledger.flows.latest(last)
        if call.as_json:
            print_json([summary(row, call.lang) for row in rows])
        elif rows:
            console = Console()
            console.print(flows_table(summaries(ledger, rows), console.width, call.lang))
        else:
            say(NO_FLOW, call.lang)
    return DONE


def summary(row: FlowRow, lang: str) -> dict[str, Any]:
    """One flow, for a program."""
    from edi.clock import stamp

    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "flow_id": row.flow_id,
        "interface": row.interface,
        "state": row.state.value,
        "verdict": row.verdict.value if row.verdict else None,
        "repeat_of": row.repeat_of,
        "version": row.version,
        "received_at": stamp(row.taken_at),
        "decided_at": stamp(row.decided_at) if row.decided_at else None,
        "size": row.size,
        "sha256": row.sha256,
        "attempts": row.attempts,
        "failure": row.failure.of(lang) if row.failure else None,
        "purged_at": stamp(row.purged_at) if row.purged_at else None,
    }
