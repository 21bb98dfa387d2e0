"""Drops seen and not settled, kept so that the next run knows since when they have not changed.

In and out: Sighting values, always all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from edi.ledger.database import Database
from edi.model.drop import Sighting


@dataclass(frozen=True, slots=True)
class Sightings:
    """Changes are made inside `Ledger.write()`."""

    database: Database

    def all(self) -> list[Sighting]:
        return [Sighting(**dict(row)) for row in self.database.rows("sightings")]

    def replace_all(self, sightings: Iterable[Sighting]) -> None:
        self.database.change("forget_sightings")
        for sighting in sightings:
            self.database.change("insert_sighting", **asdict(sighting))
