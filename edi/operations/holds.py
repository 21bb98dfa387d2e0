"""Legal holds, which a purge obeys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from edi.errors import ConfigError
from edi.ledger import Ledger

# holds


def hold(ledger: Ledger, flows: Sequence[str], partner: str | None, reason: str) -> None:
    """Puts each flow, or all of a partner's, out of purge's reach."""
    if not reason.strip():
        raise ConfigError("--reason : dites pourquoi, par exemple le numéro du litige.")
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
