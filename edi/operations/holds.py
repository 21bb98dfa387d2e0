"""Legal holds, which a purge obeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from edi.errors import ConfigError
from edi.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold on one flow or on all of a partner's, until it is removed."""

    number: int
    flow: str | None
    partner: str | None
    drop_name: str | None  # of the flow
    whose: str  # the partner, also of a flow
    reason: str
    at: datetime
    removed_at: datetime | None


# holds


def hold(ledger: Ledger, flows: Sequence[str], partner: str | None, reason: str) -> None:
    """Puts each flow, or all of a partner's, out of purge's reach."""
    if not reason.strip():
        raise ConfigError("--reason : dites pourquoi, par exemple le numéro du litige.")
    at = datetime.now(UTC)
    with ledger.write():
        for flow in flows:
            ledger.change("add_hold", flow=flow, partner=None, reason=reason.strip(), at=at)
        if partner is not None:
            ledger.change("add_hold", flow=None, partner=partner, reason=reason.strip(), at=at)


def holds(ledger: Ledger, removed: bool = False) -> list[Hold]:
    """The holds in force; with `removed`, the earlier ones too."""
    found = []
    for row in ledger.rows("holds", all=removed):
        values = dict(row)
        for key in ("at", "removed_at"):
            values[key] = datetime.fromisoformat(values[key]) if values[key] else None
        found.append(Hold(**values))
    return found


def release(ledger: Ledger, number: int) -> bool:
    """Ends a hold; it stays on record. False when there is none of that number in force."""
    with ledger.write():
        return ledger.change("remove_hold", number=number, at=datetime.now(UTC)) == 1
