"""Legal holds: what no purge may touch, until the hold is removed. A removed one stays on record.

In: our id of a flow, or a partner, and why.  Out: Hold values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edi.ledger.database import Database, Row, moment
from edi.ledger.values import Hold


@dataclass(frozen=True, slots=True)
class Holds:
    """Changes are made inside `Ledger.write()`."""

    database: Database

    def add_flow(self, flow: str, reason: str, at: datetime) -> None:
        self.database.change("add_hold", flow=flow, partner=None, reason=reason, at=at)

    def add_partner(self, partner: str, reason: str, at: datetime) -> None:
        """On all of its flows, those to come included."""
        self.database.change("add_hold", flow=None, partner=partner, reason=reason, at=at)

    def remove(self, number: int, at: datetime) -> bool:
        """False when there is none of that number in force."""
        return self.database.change("remove_hold", number=number, at=at) == 1

    def all(self, removed: bool = False) -> list[Hold]:
        """Those in force; with `removed`, the earlier ones too."""
        return [_hold(row) for row in self.database.rows("holds", all=removed)]


def _hold(row: Row) -> Hold:
    return Hold(**dict(row) | {key: moment(row[key]) for key in ("at", "removed_at")})
