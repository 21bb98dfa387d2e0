"""The books: everything the ledger holds, to be counted and compared.

In: nothing.  Out: all flows, all returns, counts, and whatever in the ledger contradicts the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edi.ledger.database import Database
from edi.ledger.decisions import return_of
from edi.ledger.flows import flow_row
from edi.ledger.values import StoredReturn
from edi.model.flow import FlowRow


@dataclass(frozen=True, slots=True)
class Books:
    """Reads alone: nothing is changed through it."""

    database: Database

    def flows(self) -> Iterator[FlowRow]:
        """In the order they were taken."""
        return (flow_row(row) for row in self.database.each("all_flows"))

    def returns(self) -> Iterator[StoredReturn]:
        """Of every version, in the order they were written."""
        rows = self.database.each("all_returns")
        return (StoredReturn(row["partner"], row["sha256"], return_of(row)) for row in rows)

    def by_verdict(self) -> dict[str, int]:
        """How many flows a verdict has, and how many are "in progress"."""
        return {row["verdict"]: row["flows"] for row in self.database.rows("verdicts")}

    def conservation(self) -> dict[str, int]:
        """The same, and how many were "received" in all at that very moment."""
        return {row["verdict"]: row["flows"] for row in self.database.rows("conservation")}

    def contradictions(self) -> list[tuple[str, str]]:
        """Flows whose rows disagree with one another: (id, reason)."""
        return [(row["id"], row["reason"]) for row in self.database.rows("contradictions")]

    def integrity(self) -> list[str]:
        """SQLite's own complaints; empty when sound."""
        lines = [row[0] for row in self.database.lines("PRAGMA integrity_check")]
        lines += [f"clé étrangère : {tuple(row)}" for row in self.database.lines("PRAGMA foreign_key_check")]
        return [line for line in lines if line != "ok"]
