"""Judging again: what was not judged, what sits in quarantine, or a set an operator chose.

In: flows of the ledger, their originals.  Out: a Result a flow; where the verdict changed, a new numbered version of it
with returns that say so, published and archived by the gateway's own steps.
Refuses to undo what was accepted (unless told to), to judge what was purged, and to try the same failure for ever.
After a crash: a version is written in one transaction; the gateway's next run publishes and archives what it finds. The
flow that was in hand is counted as failed, so what kills this process is not judged by it for ever either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from edi.judging.judged import Judged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict
from edi.model.outcome import Decision
from edi.operations.changes import Change, changes_between, codes_of, no_longer_accepted, refusing
from edi.operations.judge_again import PURGED, Obstacle, apart, judgeable, judged_again
from edi.pipeline import adopt, alone, archive, decide, publish, retry
from edi.pipeline.groups import GROUP_FLOWS
from edi.pipeline.report import Report, total
from edi.pipeline.runtime import Runtime

CHANGED_MEANWHILE = Message("le flux a changé entre-temps", "the flow has changed meanwhile")
WOULD_BE_REFUSED = Message(
    "serait maintenant refusé : {documents} ; --allow-undo pour annuler l'acceptation",
    "would now be refused: {documents}; --allow-undo to undo the acceptance",
)

Claims = Mapping[tuple[str, str], FlowRow]


class Kind(str, Enum):
    """What judging a flow again came to."""

    JUDGED = "judged"  # it had no verdict; now it has
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # a new version of its verdict
    KEPT = "kept"  # it would undo an acceptance: left as it is
    FAILED = "failed"  # still not judged, by our own fault
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which flows: all that is given must hold. Nothing given: what is not judged and what is quarantined."""

    flows: tuple[str, ...] = ()  # our ids
    partner: str | None = None
    since: datetime | None = None  # received at that moment or later
    finding: str | None = None  # a code the answer in force holds
    refused: bool = False  # something in it was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One flow, judged again."""

    row: FlowRow  # as it was before
    kind: Kind
    after: FlowVerdict | None = None
    changes: tuple[Change, ...] = ()
    codes: tuple[str, ...] = ()  # what refuses the flow itself now
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """Every flow asked for, and what the steps on the way told."""

    results: list[Result]
    told: Report


def chosen(ledger: Ledger, choice: Choice) -> list[FlowRow]:
    """The flows to judge again, oldest first. Purged ones and repeats come only when named one by one."""
    if choice.flows:
        rows = [row for flow in dict.fromkeys(choice.flows) if (row := ledger.flows.get(flow)) is not None]
        if choice == Choice(flows=choice.flows):
            return sorted(rows, key=lambda row: row.seq)
    rows = ledger.flows.rejudgeable(
        unjudged=choice == Choice(),
        partner=choice.partner,
        since=choice.since,
        refused=choice.refused,
        finding=choice.finding,
    )
    return [row for row in rows if not choice.flows or row.id in choice.flows]


def preview(runtime: Runtime, choice: Choice, force: bool = False, allow_undo: bool = False) -> Iterator[Result]:
    """What `reprocess` would do; writes nothing at all, so a ledger open for reading is enough."""
    claimed: dict[tuple[str, str], FlowRow] = {}
    for row in sorted(chosen(runtime.ledger, choice), key=lambda row: row.state is not State.TAKEN):
        try:
            with apart():
                judged, sha256 = judged_again(runtime, row, judgeable(runtime, row, force))
                result, decision = _compared(runtime, row, judged, sha256, allow_undo, claimed)
        except Obstacle as obstacle:
            yield _stopped(row, obstacle)
            continue
        if result.kind is Kind.CHANGED:
            claimed |= dict.fromkeys(decision.marks, row)
        yield replace(result, kind=Kind.JUDGED) if row.state is State.TAKEN else result


def reprocess(runtime: Runtime, choice: Choice, force: bool = False, allow_undo: bool = False) -> Reprocessed:
    """Judges again, to the end: versions written, returns published, originals at their place. The caller holds the
    gateway's lock."""
    adopt.refuse_older_ledger(runtime)
    told = [adopt.adopt(runtime), *_delivered(runtime)]  # what an earlier run decided and did not finish
    rows = chosen(runtime.ledger, choice)
    taken = [row for row in rows if row.state is State.TAKEN]
    results, on_the_way = _the_normal_way(runtime, [row for row in taken if not row.deaths], decide.decide)
    told += on_the_way
    answered = sorted((row for row in rows if row.state is not State.TAKEN), key=_failed_before)
    for at, row in enumerate(answered, start=1):
        results.append(_again(runtime, row, force, allow_undo))
        if at % GROUP_FLOWS == 0:
            told += _delivered(runtime)
        runtime.progress(len(results), len(rows))
    last, on_the_way = _the_normal_way(runtime, [row for row in taken if row.deaths], alone.alone)
    return Reprocessed(results + last, total([*told, *on_the_way, *_delivered(runtime)]))


def _failed_before(row: FlowRow) -> bool:
    """What may end this process again goes last; one failure may be anyone's."""
    return row.rejudge_failures > 1


def _delivered(runtime: Runtime) -> list[Report]:
    return [publish.publish(runtime), archive.archive(runtime)]


def _the_normal_way(
    runtime: Runtime, rows: Sequence[FlowRow], step: Callable[[Runtime], Report]
) -> tuple[list[Result], list[Report]]:
    """What was never judged, now rather than at its next try; the gateway's own cap on its failures holds."""
    if not rows:
        return [], []
    with runtime.ledger.write():
        for row in rows:
            runtime.ledger.flows.set_due(row.id)
    told = [step(runtime), *_delivered(runtime)]
    return [_went(runtime.ledger, row) for row in rows], told


def _went(ledger: Ledger, row: FlowRow) -> Result:
    after = ledger.flows.get(row.id)
    if after is None or after.verdict is None:
        return Result(row=row, kind=Kind.FAILED, note=after.failure if after else None)
    changes = changes_between((), ledger.decisions.documents(after.repeat_of or row.id))
    return Result(row=row, kind=Kind.JUDGED, after=after.verdict, changes=changes)


def _again(runtime: Runtime, row: FlowRow, force: bool, allow_undo: bool) -> Result:
    ledger = runtime.ledger
    try:
        with retry.in_order(ledger), apart():
            partner = judgeable(runtime, row, force)
            with ledger.write():
                ledger.flows.set_in_hand([row.id])
            judged, sha256 = judged_again(runtime, row, partner)
            with ledger.write():
                return _decided(runtime, row, judged, sha256, allow_undo)
    except Obstacle as obstacle:
        if (now := ledger.flows.get(row.id)) is not None and now.purged_at is not None:  # meanwhile: no failure of ours
            return _stopped(row, Obstacle(PURGED))
        if obstacle.ours:
            with ledger.write():
                ledger.flows.set_rejudged(row.id, failure=obstacle.why)
        return _stopped(row, obstacle)


def _decided(runtime: Runtime, row: FlowRow, judged: Judged, sha256: str, allow_undo: bool) -> Result:
    """Inside the transaction: the new version where there is one, and the count in any case."""
    now = runtime.ledger.flows.get(row.id)
    if now is None or (now.version, now.state, now.purged_at) != (row.version, row.state, None):
        raise Obstacle(CHANGED_MEANWHILE)
    result, decision = _compared(runtime, row, judged, sha256, allow_undo, {})
    if result.kind is Kind.CHANGED:
        decide.record(decision, runtime.settings.partners[row.partner], runtime)
    else:
        runtime.ledger.flows.set_rejudged(row.id, failure=None)
    return result


def _compared(
    runtime: Runtime, row: FlowRow, judged: Judged, sha256: str, allow_undo: bool, claimed: Claims
) -> tuple[Result, Decision]:
    """What would be said now beside what was said, with all that other flows brought meanwhile."""
    ledger = runtime.ledger
    # a quarantined flow left no mark: the same bytes may have been dropped again, and answered, since
    answered = row.verdict not in (None, FlowVerdict.QUARANTINED)
    decision = decide.decide_one(row, judged, sha256, ledger.marks.of_others(row.id, claimed), runtime, answered)
    outcome = decision.outcome
    before = ledger.decisions.documents(row.id)
    after = FlowVerdict.REPEAT if decision.repeat_of else outcome.verdict
    changes = changes_between(before, outcome.documents)
    said, now = (row.verdict, codes_of(ledger.decisions.findings(row.id))), (after, codes_of(outcome.findings))
    told = Result(
        row=row,
        kind=Kind.UNCHANGED if said == now and not changes else Kind.CHANGED,
        after=after,
        changes=changes,
        codes=refusing(outcome.findings),
    )
    if (undone := [change.document for change in changes if change.undoes]) and not allow_undo:
        note = WOULD_BE_REFUSED.filled(documents=", ".join(undone))
        return replace(told, kind=Kind.KEPT, note=note), decision
    lost = no_longer_accepted(before, outcome.documents)
    version = replace(outcome, version=row.version + 1, replaces_at=row.decided_at, undone=lost)
    return told, replace(decision, outcome=version)


def _stopped(row: FlowRow, obstacle: Obstacle) -> Result:
    return Result(row=row, kind=Kind.FAILED if obstacle.ours else Kind.SKIPPED, after=row.verdict, note=obstacle.why)
