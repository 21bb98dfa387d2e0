"""What the steps of one sweep or round did, each its own Report; `+` makes one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from edi.message import Message
from edi.model.drop import Drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Nothing in it: nothing was done, and there is nothing to tell."""

    decided: tuple[str, ...] = ()  # flows that were given a verdict
    strangers: bool = False  # somebody drops in a folder of no known partner
    full: bool = False  # drops were left in place because the disk is nearly full
    untaken: bool = False  # a settled drop could not be taken
    left: tuple[str, ...] = ()  # flows that are taken and have not reached their end
    waiting: int = 0  # settled drops left for the next round
    unsettled: int = 0  # drops still in their quiet period
    next_look: float | None = None  # seconds until the first of those may be settled
    look_seconds: float = 0.0  # what looking at the inboxes took
    notes: tuple[Message, ...] = ()  # for the operator, each said once

    def __add__(self, other: Report) -> Report:
        return total((self, other))


def total(reports: Iterable[Report]) -> Report:
    """All of them in one, in one go: a sweep may make thousands."""
    parts = tuple(reports)
    return Report(
        decided=tuple(chain.from_iterable(part.decided for part in parts)),
        strangers=any(part.strangers for part in parts),
        full=any(part.full for part in parts),
        untaken=any(part.untaken for part in parts),
        left=tuple(chain.from_iterable(part.left for part in parts)),
        waiting=sum(part.waiting for part in parts),
        unsettled=sum(part.unsettled for part in parts),
        next_look=min((part.next_look for part in parts if part.next_look is not None), default=None),
        look_seconds=sum(part.look_seconds for part in parts),
        notes=tuple(dict.fromkeys(chain.from_iterable(part.notes for part in parts))),
    )


@dataclass(frozen=True, slots=True)
class Drops:
    """Drops that go on to the next step, and what is told of those that do not."""

    drops: list[Drop]
    told: Report = Report()
