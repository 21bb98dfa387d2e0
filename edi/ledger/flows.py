"""Flows and their states: taken, decided, returned, done; and those that are judged again.

In: ids and moments.  Out: FlowRow values.  A change of state is refused in silence where the flow is in another state:
every change may be made again after a crash.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edi.ledger.database import Database, Row, moment
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict, Pack
from edi.words.text import printable

SHORTEST_PREFIX = 6  # characters; a shorter text matches whole only
MOMENTS = ("taken_at", "decided_at", "returned_at", "archived_at", "next_try_at", "purged_at")


@dataclass(frozen=True, slots=True)
class Flows:
    """Changes are made inside `Ledger.write()`."""

    database: Database

    def add(self, flows: Iterable[tuple[str, str, str, datetime]]) -> None:
        """(id, partner, drop name, taken at) of flows just taken."""
        for flow, partner, drop_name, at in flows:
            self.database.change("insert_flow", id=flow, partner=partner, drop_name=drop_name, taken_at=at)

    def get(self, flow: str) -> FlowRow | None:
        row = self.database.first("flow", id=flow)
        return flow_row(row) if row else None

    def due(self, now: datetime, latest: datetime) -> list[FlowRow]:
        """Flows to judge now: taken, not in hand at a death (`suspects`), and not waiting for a later try, which is at
        `latest` where no clock was set."""
        return self._rows("due", now=now, latest=latest)

    def suspects(self, now: datetime, latest: datetime) -> list[FlowRow]:
        """The same of those that were in hand when a gateway died, those that saw fewest deaths first."""
        return self._rows("suspects", now=now, latest=latest)

    def in_hand(self) -> list[FlowRow]:
        """What is being judged; asked before anything is, what a gateway that died had in hand."""
        return self._rows("in_hand")

    def set_in_hand(self, flows: Iterable[str]) -> None:
        """Their judging begins. What comes of it (a decision, a failure, a second judging) takes them out of hand."""
        for flow in flows:
            self.database.change("set_in_hand", id=flow)

    def put_down(self) -> None:
        """Nothing is in hand: a judging that was ended in order is no death."""
        self.database.change("put_down")

    def set_died(self, flow: str, failure: Message, next_try_at: datetime) -> None:
        """A gateway died while this taken flow was in hand: counted, and tried again at `next_try_at`."""
        self.database.change("set_died", id=flow, failure=_told(failure), next_try_at=next_try_at)

    def in_state(self, state: State) -> list[FlowRow]:
        return self._rows("in_state", state=state.value)

    def set_returned(self, flow: str, at: datetime) -> None:
        self.database.change("set_returned", id=flow, at=at)

    def set_done(self, flow: str, at: datetime, place: str) -> None:
        self.database.change("set_done", id=flow, at=at, place=place)

    def set_failed(
        self, flow: str, failure: Message, attempts: int, next_try_at: datetime, size: int | None, sha256: str | None
    ) -> None:
        """The judging failed by our own fault: the flow stays taken and is tried again at `next_try_at`."""
        values = {
            "failure": _told(failure),
            "attempts": attempts,
            "next_try_at": next_try_at,
            "size": size,
            "sha256": sha256,
        }
        self.database.change("set_failed", id=flow, **values)

    def set_due(self, flow: str) -> None:
        """A taken flow that waits for a later try need not wait."""
        self.database.change("set_due", id=flow)

    def rejudgeable(
        self,
        unjudged: bool = False,
        partner: str | None = None,
        since: datetime | None = None,
        refused: bool = False,
        finding: str | None = None,
    ) -> list[FlowRow]:
        """Flows that can be judged again, and of which all that is given holds: only those without a verdict, of that
        partner, taken at that moment or later, with something refused, with that finding."""
        values = {"unjudged": unjudged, "partner": partner, "since": since, "refused": refused, "finding": finding}
        return self._rows("rejudgeable", **values)

    def set_rejudged(self, flow: str, failure: Message | None) -> None:
        """It was judged again, without another verdict: counted, and why where that failed by our own fault."""
        self.database.change("set_rejudged", id=flow, failure=_told(failure) if failure else None)

    def latest(self, count: int) -> list[FlowRow]:
        return self._rows("latest", count=count)

    def find(self, text: str) -> list[FlowRow]:
        """Flows by our id, the partner's flow id, file name, hash prefix, invoice number or return name."""
        # LIKE's wildcards in what a person typed are taken as themselves; short texts match whole only
        text = os.fsencode(text).decode("utf-8", "backslashreplace")  # an argument may hold bytes that are no text
        literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        prefix = f"{literal}%" if len(text) >= SHORTEST_PREFIX else literal
        return self._rows("find", text=text, prefix=prefix, name=printable(text, 1000))

    def last_id(self) -> str:
        """The id of the latest flow, or nothing."""
        row = self.database.first("last_id")
        return (row["id"] if row else None) or ""

    def partners(self) -> list[str]:
        """Whoever a flow was taken from."""
        return [row["partner"] for row in self.database.rows("partners")]

    def _rows(self, query: str, **values: object) -> list[FlowRow]:
        return [flow_row(row) for row in self.database.rows(query, **values)]


def flow_row(row: Row) -> FlowRow:
    """The value of one row of the table of flows."""
    values = dict(row)
    for key in MOMENTS:
        values[key] = moment(values[key])
    values["state"] = State(values["state"])
    values["in_hand"] = bool(values["in_hand"])
    values["failure"] = _failure(values["failure"])
    values["verdict"] = FlowVerdict(values["verdict"]) if values["verdict"] else None
    values["packs"] = tuple(Pack(**pack) for pack in json.loads(values["packs"] or "[]"))
    return FlowRow(**values)


def _told(failure: Message) -> str:
    """Both wordings in the one column of text; alone where they are the same, as earlier gateways wrote it."""
    return failure.fr if failure.fr == failure.en else json.dumps(failure._asdict(), ensure_ascii=False)


def _failure(text: str | None) -> Message | None:
    """What `_told` or an earlier gateway wrote."""
    if text is None:
        return None
    with contextlib.suppress(ValueError, TypeError):
        wordings = json.loads(text)
        if isinstance(wordings, dict):
            return Message(**wordings)
    return Message.same(text)
