"""A judge in this process, for tests and for bytes that are ours: nothing holds a document that hangs or bloats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from edi.errors import JudgeDied
from edi.judging.judge import judge_for_decision
from edi.judging.judges import Judge, judged_or_told
from edi.judging.judges.sentences import DIED_OF, OUT_OF_MEMORY
from edi.judging.reference import ReferenceData
from edi.model.judgement import Judgement, Member


@dataclass(frozen=True, slots=True)
class InlineJudge:
    """One judge, here."""

    judge: Judge

    def start(self) -> None:
        """It is ready."""

    def close(self) -> None:
        """It holds nothing."""

    def judge_all(self, members: Iterable[Member]) -> Iterator[Judgement]:
        """One after the other, each when it is asked for."""
        return map(self._judged, members)

    def _judged(self, member: Member) -> Judgement:
        try:
            return judged_or_told(self.judge, member)
        except MemoryError as error:
            raise JudgeDied(DIED_OF.filled(member=member.name, what=OUT_OF_MEMORY)) from error


def judging_here(reference: ReferenceData, count: int) -> InlineJudge:
    """The judge of an engine that starts no process, whatever the count."""
    return InlineJudge(partial(judge_for_decision, reference=reference))
