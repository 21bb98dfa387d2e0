"""The same returns put in the outbox again, byte for byte as the ledger keeps them.

In: flows that were answered.  Out: their returns of the version in force in the outbox, whatever lies there under their
names; the ledger is not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import durable
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_partner
from edi.pipeline import publish
from edi.words.text import legible

NOT_YET = Message(
    "{drop} : sa réponse n'est pas encore déposée ; « edi run » la dépose.",
    "{drop}: its answer is not deposited yet; `edi run` deposits it.",
)
REFUSED = Message(
    "outbox/{partner} : retours non déposés ({what}) ; « edi doctor » dit ce qui manque.",
    "outbox/{partner}: returns not deposited ({what}); `edi doctor` says what is missing.",
)
NOT_FOUND = Message(
    "« {text} » : aucun flux de ce nom, identifiant ou numéro de facture ; « edi show » cherche plus largement.",
    "“{text}”: no flow has this name, id or invoice number; `edi show` searches more widely.",
)
NOT_OF_PARTNER = Message(
    "« {text} » : aucun flux de {partner} n'a ce nom, identifiant ou numéro de facture.",
    "“{text}”: no flow of {partner} has this name, id or invoice number.",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One flow's returns of the version in force, in the outbox again."""

    row: FlowRow
    returns: tuple[Path, ...]


def resend(settings: Settings, texts: Sequence[str], partner: str | None) -> list[Sent | Message]:
    """Each flow asked for, sent; or why it was not."""
    check_partner(partner, settings)
    with open_ledger(settings) as ledger:
        rows: dict[str, FlowRow] = {}
        answers: list[Sent | Message] = []
        for text in texts:
            meant = named(ledger, text, partner)
            rows |= {row.id: row for row in meant}
            if not meant:
                sentence = NOT_OF_PARTNER if partner else NOT_FOUND
                answers.append(sentence.filled(text=legible(text), partner=partner))
        return [*answers, *(send(row, ledger, settings) for row in rows.values())]


def send(row: FlowRow, ledger: Ledger, settings: Settings) -> Sent | Message:
    """Puts the returns of one flow in its partner's outbox; or why not."""
    if row.state in (State.TAKEN, State.DECIDED):
        return NOT_YET.filled(drop=legible(row.drop_name))
    try:
        publish.deposit(row.partner, [row], settings.folders, ledger, over=True)
    except OSError as error:
        return REFUSED.filled(partner=row.partner, what=durable.reason(error))
    outbox = settings.folders.outbox / row.partner
    return Sent(row, tuple(outbox / item.name for item in ledger.decisions.returns(row.id)))
