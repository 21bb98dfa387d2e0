"""The main path of the gateway: the stages in order, and where to resume from each recorded state.

    inbox -> pickup -> [taken] -> judge -> decide -> [decided] -> publish -> [returned] -> archive -> [done]

Each bracket is a commit of the ledger; a crash anywhere resumes from the last one. Flows go through in groups, so that
a group shares its syncs and commits. This file only calls: what a stage does is in the stage's own module.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import TypeVar

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.disk import durable, originals
from edi.errors import DurabilityError, GatewayError, LedgerError
from edi.judging import envelope
from edi.judging.engine import Engine, Judged
from edi.judging.envelope import Envelope
from edi.ledger import Ledger
from edi.ledger.values import FlowRow, Sighting
from edi.message import Message
from edi.model.drop import Drop, Taken
from edi.model.flow import State
from edi.model.judgement import FlowVerdict
from edi.model.outcome import Decision, Outcome
from edi.pipeline import admit, decide, inboxes, markers
from edi.pipeline import settle as pipeline_settle
from edi.pipeline import take as pipeline_take
from edi.returns import render

GROUP_FLOWS = 50  # flows that share one commit and one sync of each folder
GROUP_BYTES = 64 << 20  # ... as long as their drops stay below this together
GROUP_SECONDS = 1.0  # a group of drops that took longer is followed by one half its size: answers go out group by group
FIRST_RETRY = timedelta(seconds=10)
MOST_TOLD = 50  # flows named in one sweep's notes
LAST_RETRY = timedelta(hours=1)

OLDER_LEDGER = Message(
    "{path} : {count} flux déjà traités lui sont inconnus, jusqu'à {last} : c'est une copie plus ancienne ou un "
    "registre neuf. Rien n'est pris. Restaurez une copie plus récente ; à défaut, remettez ces dossiers dans "
    "state/taken/<partenaire>/ : ils seront jugés de nouveau et leurs réponses déposées de nouveau.",
    "{path}: {count} flows already processed are unknown to it, up to {last}: it is an older copy or a new ledger. "
    "Nothing is taken. Restore a later copy; failing that, put these folders back into state/taken/<partner>/: they "
    "will be judged again and their answers deposited again.",
)
NOT_JUDGED = Judged(envelope=Envelope(flow_id=""), interface=None, failure="-")

Item = TypeVar("Item")


@dataclass(slots=True)
class Report:
    """What one sweep did."""

    decided: list[str] = field(default_factory=list)  # flows that were given a verdict
    strangers: bool = False  # somebody drops in a folder of no known partner
    full: bool = False  # drops were left in place because the disk is nearly full
    untaken: bool = False  # a settled drop could not be taken
    left: list[str] = field(default_factory=list)  # flows that are taken and have not reached their end
    waiting: int = 0  # settled drops left for the next round
    unsettled: int = 0  # drops still in their quiet period
    next_look: float | None = None  # seconds until the first of those may be settled
    notes: list[str] = field(default_factory=list)  # for the operator, each said once


@dataclass(slots=True)
class Gateway:
    """One gateway at work on one root, whose lock the caller holds."""

    settings: Settings
    engine: Engine
    ledger: Ledger
    progress: Callable[[int, int], None] = lambda done, total: None
    stopping: Callable[[], bool] = lambda: False
    vouched: bool = False  # the caller's quiet period holds for every partner
    report: Report = field(default_factory=Report)
    sightings: list[Sighting] = field(default_factory=list)
    known: bool = False  # the ledger is the one of these folders
    pace: int = 8  # drops the next group may take: between 1 and GROUP_FLOWS, as the last ones took long or not

    def sweep(self, settle: float) -> Report:
        """One-shot: finishes what an earlier run left, then takes every settled drop to its end.

        Waits once for the drops still in their quiet period; what it saw is kept in the ledger for the next run."""
        self.adopt()
        self.finish()
        before = self.ledger.sightings.all()
        drops = self.look(settle, before)
        patience = 2 * settle  # the quiet period of an empty file, the longest there is
        while (wait := self.report.next_look) is not None and wait <= patience:
            self.keep_sightings()
            time.sleep(wait)
            patience -= wait
            drops = self.look(settle, self.sightings)
        if before or self.report.unsettled:
            self.keep_sightings()
        self.through(drops)
        unfinished = (State.TAKEN, State.DECIDED, State.RETURNED)
        self.report.left = [row.id for state in unfinished for row in self.ledger.flows.in_state(state)]
        self.note_waiting()
        return self.report

    def through(self, drops: Sequence[Drop], seconds: float = math.inf) -> int:
        """Takes drops to their end, a group at a time, for about so long; gives how many it went through."""
        done, end = 0, time.monotonic() + seconds
        while done < len(drops) and time.monotonic() < end and not self.stopping():
            group = next(_groups(drops[done : done + self.pace], lambda drop: drop.size))
            began = time.monotonic()
            if fitting := self._fitting(group):
                self.take(fitting)
                self.finish()
            slow = time.monotonic() - began > GROUP_SECONDS
            self.pace = max(1, self.pace // 2) if slow else min(2 * self.pace, GROUP_FLOWS)
            done += len(group)
            self.progress(done, len(drops))
        return done

    def finish(self) -> None:
        """Every known flow as far as it can go now."""
        self.decide()
        self.publish()
        self.archive()

    # S1: taken, and no row yet

    def adopt(self) -> None:
        """Gives a row to every taken file that has none: its take outlived the gateway that made it."""
        if not self.known:
            self._refuse_older_ledger()
            self.known = True
        pipeline_take.remove_empty(self.settings.folders)
        known = self.ledger.flows
        fresh = [taken for taken in pipeline_take.leftovers(self.settings.folders) if known.get(taken.flow) is None]
        for taken in fresh:
            if (partner := self.settings.partners.get(taken.partner)) is not None:
                habits = inboxes.habits_of(partner, self.vouched)
                markers.remove_marker(taken, self.settings.folders.inbox / taken.partner, habits)
        self._insert(fresh)

    def _refuse_older_ledger(self) -> None:
        """A ledger restored from a copy, or made anew, has forgotten what was answered since: drops that come again
        would be given a second verdict."""
        if lost := originals.newer(self.settings.folders, self.ledger.flows.last_id()):
            raise LedgerError(OLDER_LEDGER.filled(path=self.ledger.path, count=len(lost), last=lost[-1]))

    # S0 -> S1 -> S2

    def look(self, settle: float, before: Sequence[Sighting]) -> list[Drop]:
        """The settled drops, each partner's in order of arrival, partners by turns so that none waits for another."""
        ready, waiting, self.sightings, self.report.next_look = pipeline_settle.settled(self._drops(), before, settle)
        self.report.unsettled = len(waiting)
        by_partner: dict[str, list[Drop]] = {}
        for drop in ready:
            by_partner.setdefault(drop.partner, []).append(drop)
        return [drop for turn in zip_longest(*by_partner.values()) for drop in turn if drop is not None]

    def keep_sightings(self) -> None:
        with self.ledger.write():
            self.ledger.sightings.replace_all(self.sightings)

    def _drops(self) -> list[Drop]:
        seen = inboxes.look(self.settings, self.vouched)
        for note in seen.notes:
            self.note(note)
        self.report.strangers |= seen.strangers
        self.report.untaken |= seen.shut
        return seen.drops

    def _fitting(self, drops: Sequence[Drop]) -> list[Drop]:
        """Those of these drops for which the disk has room; the others stay where they are."""
        fits, full = admit.fitting(drops, self.settings)
        if full is not None:
            self.report.full = True
            self.note(full)
        return fits

    def take(self, drops: Sequence[Drop]) -> None:
        taken, troubles = pipeline_take.take(drops, self.settings.folders, self._namer())
        for trouble in troubles:
            self.note(trouble)
        self.report.untaken |= bool(troubles)
        self._insert(taken)

    def _namer(self) -> pipeline_take.Namer:
        return pipeline_take.Namer(self.ledger.flows.last_id())

    def _insert(self, taken: Sequence[Taken]) -> None:
        if taken:
            at = datetime.now(UTC)
            with self.ledger.write():
                self.ledger.flows.add((one.flow, one.partner, one.drop_name, at) for one in taken)

    # S2 -> S3

    def decide(self) -> None:
        """Judges what is taken and due; one transaction fixes a group's verdicts, returns and seen-marks."""
        held = {taken.flow: taken for taken in pipeline_take.leftovers(self.settings.folders)}
        now = datetime.now(UTC)
        due = self.ledger.flows.due(now, now + LAST_RETRY)
        for group in _groups(due, lambda row: _size(held.get(row.id))):
            ready = []
            for row in group:
                if not self.stopping() and (one := self._judged(row, held.get(row.id))) is not None:
                    ready.append(one)
            failed = []
            with self.ledger.write():
                for row, read, judged in ready:
                    if (failure := self._decide_apart(row, read, judged)) is not None:
                        failed.append((row, read, failure))
            for row, read, failure in failed:
                self._failed(row, read, failure, death=True)

    def _judged(self, row: FlowRow, taken: Taken | None) -> tuple[FlowRow, _Read, Judged | None] | None:
        """The flow as judged on its own; None for the verdict when it repeats an earlier one or its bytes are gone."""
        partner = self.settings.partners.get(row.partner)
        if taken is None or partner is None:
            missing = "l'original n'est plus dans state/taken" if taken is None else f"partenaire {row.partner} inconnu"
            self._failed(row, _Read(), f"{missing} ; un opérateur doit le rétablir")
            return None
        try:
            found = pipeline_take.read(taken, self.settings.limits.drop)
        except OSError as error:
            self._failed(row, _Read(), f"original illisible ({error.strerror})")
            return None
        read = _Read(found.size, found.sha256)
        if decide.first_of(self.ledger.marks, self.blank(row, partner), read.sha256) is not None:
            return row, read, None
        judged = self.engine.judge_flow(row.drop_name, found.data, partner)
        if not pipeline_take.unchanged(taken, found):
            self._failed(row, read, "le fichier a changé pendant sa lecture ; il sera relu en entier")
            return None
        if judged.failure is None:
            return row, read, judged
        if judged.blameless:
            self._failed(row, read, judged.failure)
            return None
        if row.attempts + 1 < self.settings.limits.deaths:
            self._failed(row, read, judged.failure, death=True)
            return None
        self.note(f"{row.drop_name} : mis en quarantaine ({judged.failure})")
        return row, read, judged

    def _decide_apart(self, row: FlowRow, read: _Read, judged: Judged | None) -> str | None:
        """Decides one flow of a group; when that fails by our own fault, says why and leaves its neighbours alone."""
        try:
            with self.ledger.savepoint():
                self._decide_one(row, read, judged)
        except LedgerError:
            raise
        except Exception as error:
            failure = f"{type(error).__name__}: {error}"
            if row.attempts + 1 < self.settings.limits.deaths:
                return failure
            self.note(f"{row.drop_name} : mis en quarantaine ({failure})")
            with self.ledger.savepoint():
                self._decide_one(row, read, replace(NOT_JUDGED, failure=failure))
        return None

    def _decide_one(self, row: FlowRow, read: _Read, judged: Judged | None) -> None:
        """Inside the transaction: what became of the flow, knowing all that came before it, this group included."""
        partner = self.settings.partners[row.partner]
        blank = self.blank(row, partner)
        first = decide.first_of(self.ledger.marks, blank, read.sha256)
        if judged is not None and judged.failure is not None:
            decision = decide.quarantined(blank)
        elif first is not None:
            decision = decide.repeated(first, blank, self.ledger.decisions)
        else:
            assert judged is not None  # no repeat, so it was judged
            decision = decide.decided(judged, blank, read.sha256, self.engine.tables, self.ledger.marks)
        self.record(decision, partner, read.size, read.sha256)
        self.report.decided.append(row.id)

    def record(self, decision: Decision, partner: Partner, size: int | None = None, sha256: str | None = None) -> None:
        """Inside the transaction: a decision with its returns; `size` and `sha256` where its bytes were read first."""
        tables, serial = self.engine.tables, self.ledger.decisions.next_serial
        labels, pieces = tables.labels(partner.lang), tables.pieces(partner.lang)
        returns = render(decision.outcome, partner.returns, partner.extension, serial, labels, pieces)
        self.ledger.decisions.write(decision, returns, size, sha256)

    def blank(self, row: FlowRow, partner: Partner) -> Outcome:
        """What is known of a flow without judging it."""
        named = envelope.read_name(row.drop_name, self.engine.tables, partner.app_code, partner.naming)
        return Outcome(
            flow=row.id,
            partner_code=partner.app_code,
            gateway_code=self.settings.app_code,
            flow_id=named.flow_id,
            drop_name=row.drop_name,
            interface=named.interface,
            verdict=FlowVerdict.NOT_JUDGED,
            decided_at=datetime.now(UTC),
            received_at=row.taken_at,
            packs=self.engine.packs,
            lang=partner.lang,
        )

    def _failed(self, row: FlowRow, read: _Read, failure: str, death: bool = False) -> None:
        """Our own fault: the flow stays where it is and is tried again, later each time; deaths are counted."""
        now = datetime.now(UTC)
        # a flow that kills its judge is asked about again twice as late each time; one in another trouble, by its age
        wait = FIRST_RETRY * 2 ** min(row.attempts, 12) if death else max(FIRST_RETRY, (now - row.taken_at) / 2)
        with self.ledger.write():
            next_try = now + min(wait, LAST_RETRY)
            self.ledger.flows.set_failed(row.id, failure, row.attempts + death, next_try, read.size, read.sha256)
        self._note_not_judged(row, failure)

    def note_waiting(self) -> None:
        """The flows that wait for another try, also in a round that is not theirs."""
        for row in self.ledger.flows.in_state(State.TAKEN)[:MOST_TOLD]:
            if row.failure is not None:
                self._note_not_judged(row, row.failure)

    def _note_not_judged(self, row: FlowRow, failure: str) -> None:
        self.note(f"{row.drop_name} : non jugé ({failure})")

    def note(self, note: str) -> None:
        """Says a thing to the operator once a sweep, however often it is met."""
        if note not in self.report.notes:
            self.report.notes.append(note)

    # S3 -> S4

    def publish(self) -> None:
        """Puts the returns of every decided flow in its partner's outbox, again if need be; then says so."""
        shut: set[str] = set()  # outboxes that took nothing: not tried for every group anew
        for group in _groups(self.ledger.flows.in_state(State.DECIDED), lambda row: 0):
            published = []
            for partner in dict.fromkeys(row.partner for row in group if row.partner not in shut):
                rows = [row for row in group if row.partner == partner]
                outbox = self.settings.folders.outbox / partner
                try:
                    durable.make_folder(outbox)
                    files = (
                        (item.name, item.content) for row in rows for item in self.ledger.decisions.returns(row.id)
                    )
                    durable.publish(outbox, files, over=False)
                    published += rows
                except OSError as error:  # full, read-only or gone: the decision stands and is published later
                    shut.add(partner)
                    self.note(f"outbox/{partner} : retours non déposés ({error.strerror}), gardés.")
            self._commit(published, lambda row: self.ledger.flows.set_returned(row.id, datetime.now(UTC)))

    # S4 -> S6

    def archive(self) -> None:
        """Moves the original of every returned flow to its last place."""
        folders = self.settings.folders
        for group in _groups(self.ledger.flows.in_state(State.RETURNED), lambda row: 0):
            places: dict[str, str] = {}
            for row in group:
                assert row.verdict is not None
                try:
                    place = originals.put_away(folders, row.partner, row.id, row.verdict)
                except DurabilityError:
                    raise
                except (GatewayError, OSError) as error:  # this original is in trouble; the others go on
                    self.note(f"{row.drop_name} : original non archivé ({getattr(error, 'strerror', error)}).")
                    continue
                places[row.id] = str(place.relative_to(folders.state))
            archived = [row for row in group if row.id in places]
            self._commit(archived, lambda row: self.ledger.flows.set_done(row.id, datetime.now(UTC), places[row.id]))  # noqa: B023

    def _commit(self, rows: Sequence[FlowRow], change: Callable[[FlowRow], None]) -> None:
        if rows:
            with self.ledger.write():
                for row in rows:
                    change(row)


@dataclass(frozen=True, slots=True)
class _Read:
    """Size and hash of the bytes that were judged."""

    size: int | None = None
    sha256: str = ""


def _size(taken: Taken | None) -> int:
    return taken.path.stat().st_size if taken is not None else 0


def _groups(items: Sequence[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Runs of at most GROUP_FLOWS items that stay below GROUP_BYTES together; a large one goes alone."""
    group: list[Item] = []
    held = 0
    for item in items:
        if group and (len(group) == GROUP_FLOWS or held + size(item) > GROUP_BYTES):
            yield group
            group, held = [], 0
        group.append(item)
        held += size(item)
    if group:
        yield group
