"""Judges: whoever judges the members of a flow, wherever that happens.

In: members, lazily.  Out: their judgements, in the same order. A member our own code fails on is a Judgement that says
so; JudgeDied names the one that takes its judge down, NoJudge says that there is none to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from edi.judging.failure import failure_of
from edi.model.judgement import Judgement, Member, Verdict

Judge = Callable[[Member], Judgement]


class Judges(Protocol):
    """What the engine asks. Not for use by two threads at once."""

    def start(self) -> None:
        """Makes them ready now; without it each is made ready when first needed."""

    def close(self) -> None:
        """Lets go of all they hold; they may be asked again after that."""

    def judge_all(self, members: Iterable[Member]) -> Iterator[Judgement]:
        """Judgements in the order of `members`."""


def judged_or_told(judge: Judge, member: Member) -> Judgement:
    """The judgement, or that our own code failed on this member. A judge that runs out of memory is none any more."""
    try:
        return judge(member)
    except MemoryError:
        raise
    except Exception as error:  # a rule or a stage of ours: this document is not judged, and its neighbours are
        return Judgement(member=member.name, verdict=Verdict.NOT_JUDGED, failure=failure_of(error))
