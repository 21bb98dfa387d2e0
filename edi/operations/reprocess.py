"""Judging again: what was not judged, what sits in quarantine, or a set an operator chose.

In: flows of the ledger, their originals.  Out: a Result a flow; where the verdict changed, a new numbered version of it
with returns that say so, published and archived by the gateway's own steps.
Refuses to undo what was accepted (unless told to), to judge what was purged, and to try the same failure for ever.
After a crash: a version is written in one transaction; the gateway's next run publishes and archives what it finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from edi.config.partners import Partner
from edi.disk import originals
from edi.errors import DurabilityError, LedgerError
from edi.gateway import GROUP_FLOWS, Gateway
from edi.judging.engine import Judged
from edi.ledger import Ledger
from edi.ledger.values import FlowRow
from edi.model.drop import Bytes, Taken
from edi.model.finding import Finding
from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import Decision, DocumentOutcome
from edi.pipeline import decide, take

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
class Change:
    """One document of which another thing would be said."""

    document: str  # its invoice number, or its file
    before: Verdict | None  # None: it was not spoken of
    after: Verdict | None
    codes: tuple[str, ...] = ()  # what refuses it now

    @property
    def undoes(self) -> bool:
        return self.before is Verdict.ACCEPTED and self.after is not Verdict.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One flow, judged again."""

    row: FlowRow  # as it was before
    kind: Kind
    after: FlowVerdict | None = None
    changes: tuple[Change, ...] = ()
    codes: tuple[str, ...] = ()  # what refuses the flow itself now
    note: str | None = None


class Obstacle(Exception):
    """Why a flow is not judged again; `ours` when it ought to have been."""

    def __init__(self, why: str, ours: bool = False) -> None:
        super().__init__(why)
        self.ours = ours


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


def preview(gateway: Gateway, choice: Choice, force: bool = False, allow_undo: bool = False) -> Iterator[Result]:
    """What `reprocess` would do; writes nothing at all, so a ledger open for reading is enough."""
    claimed: dict[tuple[str, str], FlowRow] = {}
    for row in sorted(chosen(gateway.ledger, choice), key=lambda row: row.state is not State.TAKEN):
        try:
            with _apart():
                judged, sha256 = _judged(gateway, row, force)
                result, decision = _compared(gateway, row, judged, sha256, allow_undo, claimed)
        except Obstacle as obstacle:
            yield _stopped(row, obstacle)
            continue
        if result.kind is Kind.CHANGED:
            claimed |= dict.fromkeys(decision.marks, row)
        yield replace(result, kind=Kind.JUDGED) if row.state is State.TAKEN else result


def reprocess(
    gateway: Gateway,
    choice: Choice,
    force: bool = False,
    allow_undo: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Result]:
    """Judges again, to the end: versions written, returns published, originals at their place. The caller holds the
    gateway's lock."""
    gateway.adopt()
    gateway.publish()  # what an earlier run decided and did not finish
    gateway.archive()
    rows = chosen(gateway.ledger, choice)
    taken = [row for row in rows if row.state is State.TAKEN]
    results = _the_normal_way(gateway, taken)
    for at, row in enumerate((row for row in rows if row.state is not State.TAKEN), start=1):
        results.append(_again(gateway, row, force, allow_undo))
        if at % GROUP_FLOWS == 0:
            gateway.publish()
            gateway.archive()
        progress(len(results), len(rows))
    gateway.publish()
    gateway.archive()
    return results


def _the_normal_way(gateway: Gateway, rows: Sequence[FlowRow]) -> list[Result]:
    """What was never judged, now rather than at its next try; the gateway's own cap on its failures holds."""
    if not rows:
        return []
    ledger = gateway.ledger
    with ledger.write():
        for row in rows:
            ledger.flows.set_due(row.id)
    gateway.finish()
    results = []
    for row in rows:
        after = ledger.flows.get(row.id)
        if after is None or after.verdict is None:
            results.append(Result(row=row, kind=Kind.FAILED, note=after.failure if after else None))
        else:
            changes = _changes((), ledger.decisions.documents(after.repeat_of or row.id))
            results.append(Result(row=row, kind=Kind.JUDGED, after=after.verdict, changes=changes))
    return results


def _again(gateway: Gateway, row: FlowRow, force: bool, allow_undo: bool) -> Result:
    ledger = gateway.ledger
    try:
        with _apart():
            judged, sha256 = _judged(gateway, row, force)
            with ledger.write():
                return _decided(gateway, row, judged, sha256, allow_undo)
    except Obstacle as obstacle:
        if (now := ledger.flows.get(row.id)) is not None and now.purged_at is not None:  # meanwhile: no failure of ours
            return _stopped(row, Obstacle("son original a été purgé"))
        if obstacle.ours:
            with ledger.write():
                ledger.flows.set_rejudged(row.id, failure=str(obstacle))
        return _stopped(row, obstacle)


def _decided(gateway: Gateway, row: FlowRow, judged: Judged, sha256: str, allow_undo: bool) -> Result:
    """Inside the transaction: the new version where there is one, and the count in any case."""
    ledger = gateway.ledger
    now = ledger.flows.get(row.id)
    if now is None or (now.version, now.state, now.purged_at) != (row.version, row.state, None):
        raise Obstacle("le flux a changé entre-temps")
    result, decision = _compared(gateway, row, judged, sha256, allow_undo, {})
    if result.kind is Kind.CHANGED:
        gateway.record(decision, gateway.settings.partners[row.partner])
    else:
        ledger.flows.set_rejudged(row.id, failure=None)
    return result


@contextmanager
def _apart() -> Iterator[None]:
    """What one flow makes us fail at is its own obstacle; its neighbours go on. Ledger and disk stop everything."""
    try:
        yield
    except (Obstacle, LedgerError, DurabilityError):
        raise
    except Exception as error:
        raise Obstacle(f"{type(error).__name__}: {error}", ours=True) from error


def _judged(gateway: Gateway, row: FlowRow, force: bool) -> tuple[Judged, str]:
    """The flow judged on its own, from the bytes that were received, and their hash."""
    partner = gateway.settings.partners.get(row.partner)
    if row.repeat_of is not None:
        raise Obstacle(f"c'est une répétition ; jugez de nouveau le premier flux, {row.repeat_of}")
    if row.purged_at is not None:
        raise Obstacle("son original a été purgé")
    if row.state in (State.DECIDED, State.RETURNED):
        raise Obstacle("sa réponse n'est pas encore déposée ; le prochain passage la dépose")
    if partner is None:
        raise Obstacle(f"partenaire {row.partner} inconnu ; rétablissez ses réglages")
    if row.rejudge_failures >= gateway.settings.limits.deaths and not force:
        raise Obstacle(f"{row.rejudge_failures} échecs de suite, le dernier : {row.failure} ; --force pour insister")
    read = _original(gateway, row)
    if row.sha256 and read.sha256 != row.sha256:
        raise Obstacle("l'original n'est plus le contenu reçu (empreinte différente)", ours=True)
    judged = gateway.engine.judge_flow(row.drop_name, read.data, partner)
    if judged.failure is not None:
        raise Obstacle(judged.failure, ours=True)
    return judged, read.sha256


def _original(gateway: Gateway, row: FlowRow) -> Bytes:
    folders = gateway.settings.folders
    home = folders.state / row.place if row.place else originals.places_of(folders, row.partner, row.id)[0]
    try:
        files: list[Path] = sorted(home.iterdir())
        if not files:
            raise Obstacle(f"{home} est vide ; l'original doit être rétabli", ours=True)
        taken = Taken(flow=row.id, partner=row.partner, path=files[0])
        return take.read(taken, gateway.settings.limits.drop)
    except OSError as error:
        raise Obstacle(f"{home} : original illisible ou absent ({error.strerror})", ours=True) from error


def _compared(
    gateway: Gateway, row: FlowRow, judged: Judged, sha256: str, allow_undo: bool, claimed: Claims
) -> tuple[Result, Decision]:
    """What would be said now beside what was said, with all that other flows brought meanwhile."""
    ledger = gateway.ledger
    decision = _decision(gateway, row, judged, sha256, claimed)
    outcome = decision.outcome
    before = ledger.decisions.documents(row.id)
    after = FlowVerdict.REPEAT if decision.repeat_of else outcome.verdict
    changes = _changes(before, outcome.documents)
    same = (row.verdict, _codes(ledger.decisions.findings(row.id))) == (after, _codes(outcome.findings)) and not changes
    told = Result(
        row=row,
        kind=Kind.UNCHANGED if same else Kind.CHANGED,
        after=after,
        changes=changes,
        codes=_refusing(outcome.findings),
    )
    undone = [change.document for change in changes if change.undoes]
    if undone and not allow_undo:
        note = f"serait maintenant refusé : {', '.join(undone)} ; --allow-undo pour annuler l'acceptation"
        return replace(told, kind=Kind.KEPT, note=note), decision
    accepted = {key for key, one in _keyed(outcome.documents).items() if one.verdict is Verdict.ACCEPTED}
    lost = [one for key, one in _keyed(before).items() if one.verdict is Verdict.ACCEPTED and key not in accepted]
    outcome = replace(outcome, version=row.version + 1, replaces_at=row.decided_at, undone=tuple(lost))
    return told, replace(decision, outcome=outcome)


def _decision(gateway: Gateway, row: FlowRow, judged: Judged, sha256: str, claimed: Claims) -> Decision:
    partner: Partner = gateway.settings.partners[row.partner]
    blank = gateway.blank(row, partner)
    others = gateway.ledger.marks.of_others(row.id, claimed)
    # a quarantined flow left no mark: the same bytes may have been dropped again, and answered, since
    unanswered = row.verdict in (None, FlowVerdict.QUARANTINED)
    if unanswered and (first := decide.first_of(others, blank, sha256)) is not None:
        return decide.repeated(first, blank, gateway.ledger.decisions)
    return decide.decided(judged, blank, sha256, gateway.engine.tables, others)


def _changes(before: Sequence[DocumentOutcome], after: Sequence[DocumentOutcome]) -> tuple[Change, ...]:
    old, new = _keyed(before), _keyed(after)
    found = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        if was is None or now is None or _told(was) != _told(now):
            one = now or was
            assert one is not None  # the key is of one of the two
            found.append(
                Change(
                    document=one.number or one.member,
                    before=was.verdict if was else None,
                    after=now.verdict if now else None,
                    codes=_refusing(now.findings) if now else (),
                )
            )
    return tuple(found)


def _keyed(documents: Sequence[DocumentOutcome]) -> dict[tuple[str, int], DocumentOutcome]:
    """By member, and the how-manieth of that name: an archive may hold one name twice."""
    met: Counter[str] = Counter()
    keyed = {}
    for one in documents:
        met[one.member] += 1
        keyed[one.member, met[one.member]] = one
    return keyed


def _told(document: DocumentOutcome) -> tuple[Verdict, list[str]]:
    return document.verdict, _codes(document.findings)


def _codes(findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.code for finding in findings)


def _refusing(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings if finding.severity.refuses))


def _stopped(row: FlowRow, obstacle: Obstacle) -> Result:
    return Result(row=row, kind=Kind.FAILED if obstacle.ours else Kind.SKIPPED, after=row.verdict, note=str(obstacle))
