"""The same returns put in the outbox again."""

from __future__ import annotations

from typing import Any

from edi.config.settings import Settings
from edi.disk import durable
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow

NOT_YET = Message(
    "{drop} : sa réponse n'est pas encore déposée ; « edi run » la dépose.",
    "{drop}: its answer is not deposited yet; `edi run` deposits it.",
)
REFUSED = Message(
    "outbox/{partner} : retours non déposés ({what}) ; « edi doctor » dit ce qui manque.",
    "outbox/{partner}: returns not deposited ({what}); `edi doctor` says what is missing.",
)


def send(row: FlowRow, ledger: Ledger, settings: Settings, sent: list[dict[str, Any]], troubles: list[str]) -> None:
    outbox = settings.folders.outbox / row.partner
    returns = ledger.decisions.returns(row.id)
    try:
        durable.make_folder(outbox)
        durable.publish(outbox, ((item.name, item.content) for item in returns))
    except OSError as error:
        troubles.append(REFUSED.of(settings.lang, partner=row.partner, what=error.strerror))
        return
    paths = [str(outbox / item.name) for item in returns]
    sent.append(
        {"flow": row.id, "partner": row.partner, "drop": row.drop_name, "version": row.version, "returns": paths}
    )
