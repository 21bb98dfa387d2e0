"""Which originals may be given up, and how far a purge of them has come: marked first, removed, then without a place.

In: an age and a choice of flows.  Out: FlowRow values.  Refuses in silence what is not finished and what a hold names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edi.ledger.database import Database
from edi.ledger.flows import flow_row
from edi.model.flow import FlowRow


@dataclass(frozen=True, slots=True)
class Retention:
    """Changes are made inside `Ledger.write()`."""

    database: Database

    def purgeable(
        self, before: datetime, partner: str | None, verdict: str | None, quarantined: bool, held: bool
    ) -> list[FlowRow]:
        """Flows finished at `before` or earlier whose original is still there: those no hold names, or with `held`
        those one does. Quarantined ones only when asked for."""
        values = {"before": before, "partner": partner, "verdict": verdict, "quarantined": quarantined, "held": held}
        return [flow_row(row) for row in self.database.rows("purgeable", **values)]

    def set_purged(self, flow: str, at: datetime, before: datetime) -> bool:
        """Marks a flow whose original is about to go. False when a hold, or a second judging, came in between."""
        return self.database.change("set_purged", id=flow, at=at, before=before) == 1

    def half_purged(self, held: bool) -> list[FlowRow]:
        """Flows marked whose original is not known to be gone: those no hold names, or those one does."""
        return [flow_row(row) for row in self.database.rows("half_purged", held=held)]

    def set_gone(self, flow: str) -> None:
        """The original of a marked flow is removed."""
        self.database.change("set_gone", id=flow)

    def undo_purge(self, flow: str) -> None:
        """A marked flow keeps its original after all."""
        self.database.change("undo_purge", id=flow)
