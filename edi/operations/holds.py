"""Legal holds, which a purge obeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from edi.config.settings import Settings
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.ledger.values import Hold
from edi.message import Message
from edi.model.flow import FlowRow
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_partner

NO_REASON = Message(
    "--reason : dites pourquoi, par exemple le numéro du litige.",
    "--reason: say why, the number of the dispute for example.",
)
ALL_OF = Message("tous les flux de {partner}", "all flows of {partner}")
ONE_FLOW = Message("{whose}, {drop} ({flow})", "{whose}, {drop} ({flow})")
ONE_OF_TWO = Message("Donnez soit --flow ID, soit --partner P.", "Give either --flow ID or --partner P.")
NO_FLOW = Message(
    "--flow {text} : aucun flux de ce nom, identifiant ou numéro de facture.",
    "--flow {text}: no flow has this name, id or invoice number.",
)


def what(held: Hold) -> Message:
    """What a hold keeps, in words."""
    if held.partner:
        return ALL_OF.filled(partner=held.partner)
    return ONE_FLOW.filled(whose=held.whose, drop=held.drop_name, flow=held.flow)


@dataclass(frozen=True, slots=True)
class Held:
    """What an operator's hold came to: the new holds, and the flows whose original was purged before."""

    new: tuple[Hold, ...]
    late: tuple[FlowRow, ...]


def add(settings: Settings, flows: Sequence[str], partner: str | None, reason: str) -> Held:
    """Holds each flow named, or all of a partner's, those to come included."""
    if bool(flows) == bool(partner):
        raise ConfigError(ONE_OF_TWO)
    with open_ledger(settings) as ledger:
        rows = [row for text in flows for row in _named(ledger, text)]
        check_partner(partner, settings, ledger.flows.partners())
    with Ledger(settings.folders.ledger) as ledger:
        before = {held.number for held in ledger.holds.all()}
        hold(ledger, list(dict.fromkeys(row.id for row in rows)), partner, reason)
        new = tuple(held for held in ledger.holds.all() if held.number not in before)
        now = [ledger.flows.get(row.id) for row in rows]  # asked again: a purge may be at work
    return Held(new, tuple(row for row in now if row is not None and row.purged_at is not None))


def remove(settings: Settings, number: int) -> bool:
    """Lifts a hold; False when there is none of that number in force."""
    open_ledger(settings).close()
    with Ledger(settings.folders.ledger) as ledger:
        return release(ledger, number)


def _named(ledger: Ledger, text: str) -> list[FlowRow]:
    rows = named(ledger, text)
    if not rows:
        raise ConfigError(NO_FLOW.filled(text=text))
    return rows


def hold(ledger: Ledger, flows: Sequence[str], partner: str | None, reason: str) -> None:
    """Puts each flow, or all of a partner's, out of purge's reach."""
    if not reason.strip():
        raise ConfigError(NO_REASON)
    at = datetime.now(UTC)
    with ledger.write():
        for flow in flows:
            ledger.holds.add_flow(flow, reason.strip(), at)
        if partner is not None:
            ledger.holds.add_partner(partner, reason.strip(), at)


def release(ledger: Ledger, number: int) -> bool:
    """Ends a hold; it stays on record. False when there is none of that number in force."""
    with ledger.write():
        return ledger.holds.remove(number, datetime.now(UTC))
