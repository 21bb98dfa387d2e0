"""edi resend: the same returns again, byte for byte as the ledger keeps them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edi import durable
from edi.commands.flows import named, open_ledger
from edi.flow import State
from edi.ledger import FlowRow, Ledger
from edi.settings import Settings, load_settings

SENT, NOT_SENT = 0, 1


def resend(texts: Sequence[str], partner: str | None, as_json: bool, root: Path, config: Path | None) -> int:
    """0 when every flow asked for was found and its returns of the version in force lie in the outbox; 1 otherwise."""
    settings = load_settings(root, config)
    sent: list[dict[str, Any]] = []
    troubles: list[str] = []
    with open_ledger(settings) as ledger:
        rows: dict[str, FlowRow] = {}
        for text in texts:
            found = named(ledger, text, partner)
            rows |= {row.id: row for row in found}
            if not found:
                troubles.append(f"« {text} » : aucun flux de ce nom, identifiant ou numéro de facture.")
        for row in rows.values():
            if row.state in (State.TAKEN, State.DECIDED):
                troubles.append(f"{row.drop_name} : sa réponse n'est pas encore déposée ; « edi run » la dépose.")
            else:
                _send(row, ledger, settings, sent, troubles)
    for trouble in troubles:
        print(f"edi : {trouble}", file=sys.stderr)
    if as_json:
        print(json.dumps({"sent": sent, "troubles": troubles}, ensure_ascii=False, indent=2))
    else:
        for one in sent:
            print(f"{one['drop']} : {len(one['returns'])} retour(s) déposé(s) de nouveau, version {one['version']}")
            for path in one["returns"]:
                print(f"  {path}")
    return NOT_SENT if troubles else SENT


def _send(row: FlowRow, ledger: Ledger, settings: Settings, sent: list[dict[str, Any]], troubles: list[str]) -> None:
    outbox = settings.folders.outbox / row.partner
    returns = ledger.returns(row.id)
    try:
        durable.make_folder(outbox)
        durable.publish(outbox, ((item.name, item.content) for item in returns))
    except OSError as error:
        troubles.append(f"outbox/{row.partner} : retours non déposés ({error.strerror}).")
        return
    paths = [str(outbox / item.name) for item in returns]
    sent.append(
        {"flow": row.id, "partner": row.partner, "drop": row.drop_name, "version": row.version, "returns": paths}
    )
