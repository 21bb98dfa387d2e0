"""What was received once for ever: bytes, flow ids, invoices; each with the flow that first brought it.

In: a kind and a key.  Out: the first flow, of all or of all but one.
An accepted invoice that shares its number with another (`BESIDE`) is marked under its key and its flow, so that none is
forgotten when the other's acceptance is undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from edi.ledger.database import Database
from edi.ledger.flows import flow_row
from edi.model.flow import FlowRow

INVOICE, BESIDE = "invoice", "beside"  # the kinds of mark an accepted invoice leaves


class Seen(Protocol):
    """Whoever can say which flow first brought a thing."""

    def first(self, kind: str, key: str) -> FlowRow | None: ...

    def accepted(self, key: str) -> FlowRow | None: ...


@dataclass(frozen=True, slots=True)
class Marks:
    """Changes are made inside `Ledger.write()`, with the decision they belong to."""

    database: Database

    def first(self, kind: str, key: str) -> FlowRow | None:
        """The flow that first brought this, or None."""
        row = self.database.first("first_seen", kind=kind, key=key)
        return flow_row(row) if row else None

    def accepted(self, key: str, but: str | None = None) -> FlowRow | None:
        """The first flow with an accepted invoice of this key, or of one that goes on with "|" behind it."""
        row = self.database.first("first_accepted", key=key, but=but)
        return flow_row(row) if row else None

    def add(self, kind: str, key: str, flow: str) -> None:
        """A mark that is there already stays the first flow's."""
        self.database.change("add_mark", kind=kind, key=key, flow=flow)

    def forget(self, flow: str) -> None:
        self.database.change("forget_marks", flow=flow)

    def of_others(self, flow: str, claimed: Mapping[tuple[str, str], FlowRow] | None = None) -> OthersMarks:
        """The marks once this flow's own are put aside: an invoice is no duplicate of itself. `claimed` are marks that
        are not written, by (kind, key): those a preview would have given to the flows before this one."""
        return OthersMarks(self, flow, claimed or {})


@dataclass(frozen=True, slots=True)
class OthersMarks:
    """What other flows than this one brought first."""

    marks: Marks
    flow: str
    claimed: Mapping[tuple[str, str], FlowRow]

    def first(self, kind: str, key: str) -> FlowRow | None:
        row = self.marks.first(kind, key)
        if row is not None and row.id != self.flow:
            return row
        return self.claimed.get((kind, key))

    def accepted(self, key: str) -> FlowRow | None:
        if (row := self.marks.accepted(key, but=self.flow)) is not None:
            return row
        return next((row for (kind, claim), row in self.claimed.items() if _is_of(kind, claim, key)), None)


def _is_of(kind: str, mark: str, key: str) -> bool:
    return kind in (INVOICE, BESIDE) and (mark == key or mark.startswith(f"{key}|"))
