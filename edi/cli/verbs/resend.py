"""edi resend: the same returns again, byte for byte as the ledger keeps them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edi.config.settings import load_settings
from edi.message import Message
from edi.model.flow import FlowRow
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_partner
from edi.operations.resend import Sent, send
from edi.words.text import legible

SENT, NOT_SENT = 0, 1
NOT_FOUND = Message(
    "« {text} » : aucun flux de ce nom, identifiant ou numéro de facture ; « edi show » cherche plus largement.",
    "“{text}”: no flow has this name, id or invoice number; `edi show` searches more widely.",
)
NOT_OF_PARTNER = Message(
    "« {text} » : aucun flux de {partner} n'a ce nom, identifiant ou numéro de facture.",
    "“{text}”: no flow of {partner} has this name, id or invoice number.",
)
AGAIN = (
    Message(
        "{drop} : {count} retour déposé de nouveau, version {version}",
        "{drop}: {count} return deposited again, version {version}",
    ),
    Message(
        "{drop} : {count} retours déposés de nouveau, version {version}",
        "{drop}: {count} returns deposited again, version {version}",
    ),
)


def resend(texts: Sequence[str], partner: str | None, as_json: bool, root: Path, config: Path | None) -> int:
    """0 when every flow asked for was found and its returns of the version in force lie in the outbox; 1 otherwise."""
    settings = load_settings(root, config)
    lang = settings.lang
    check_partner(partner, settings, lang)
    sent: list[Sent] = []
    troubles: list[str] = []
    with open_ledger(settings) as ledger:
        rows: dict[str, FlowRow] = {}
        for text in texts:
            found = named(ledger, text, partner)
            rows |= {row.id: row for row in found}
            if not found:
                said = NOT_OF_PARTNER if partner else NOT_FOUND
                troubles.append(said.of(lang, text=legible(text), partner=partner))
        for row in rows.values():
            answer = send(row, ledger, settings)
            if isinstance(answer, Message):
                troubles.append(answer.of(lang))
            else:
                sent.append(answer)
    for trouble in troubles:
        print(f"edi : {trouble}", file=sys.stderr)
    if as_json:
        print(
            json.dumps({"sent": [_as_dict(each) for each in sent], "troubles": troubles}, ensure_ascii=False, indent=2)
        )
    else:
        for each in sent:
            count, drop = len(each.returns), legible(each.row.drop_name)
            print(AGAIN[count > 1].of(lang, drop=drop, count=count, version=each.row.version))
            for path in each.returns:
                print(f"  {path}")
    return NOT_SENT if troubles else SENT


def _as_dict(sent: Sent) -> dict[str, Any]:
    row = sent.row
    returns = [str(path) for path in sent.returns]
    return {"flow": row.id, "partner": row.partner, "drop": row.drop_name, "version": row.version, "returns": returns}
