"""Wrong versions of the gateway, each a mistake somebody could make. Every one works as long as nothing goes wrong.

A bug is planted in the child that runs the scene, before its commands; the check it names must catch it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from edi.disk import durable, originals
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.ledger.decisions import Decisions
from edi.ledger.flows import Flows
from edi.ledger.marks import Marks, Seen
from edi.ledger.retention import Retention
from edi.model import drop
from edi.model.flow import FlowRow, State
from edi.model.outcome import Decision, Return
from edi.pipeline import adopt, archive, decide, judge, outcomes, publish, repeats
from edi.pipeline.attempt import Attempt, Repeat
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime
from edi.sftp.session import Session


@dataclass(frozen=True)
class Bug:
    plant: Callable[[], None]
    caught_by: str = "kill"  # kill, order, power or disk
    scene: str = "archive"


def marked_before_done() -> None:
    """The ledger says "returned" before the returns are in the outbox."""
    real = publish.publish

    def wrong(runtime: Runtime) -> Report:
        rows = runtime.ledger.flows.in_state(State.DECIDED)
        publish.mark_returned(rows, runtime.ledger)
        with mock.patch.object(Flows, "in_state", return_value=rows), mock.patch.object(publish, "mark_returned"):
            return real(runtime)

    publish.publish = wrong


def written_in_place() -> None:
    """Returns are written under their final names."""

    def wrong(folder: Path, files: Any, over: bool = True) -> None:
        for name, content in files:
            with open(folder / name, "wb") as out:
                out.write(content)
                out.flush()
                durable.sync(out.fileno(), folder / name)
        durable.sync_folder(folder)

    durable.publish = wrong


def no_look_at_what_was_taken() -> None:
    """A start does not ask for taken files without a row."""
    adopt.adopt = lambda runtime: Report()


def no_archiving_after_a_restart() -> None:
    """A forgotten step of the recovery: only what this run decided is archived by it."""
    put_away, judge_due = archive.archive, decide.decide
    decided: list[str] = []

    def noted(runtime: Runtime) -> Report:
        report = judge_due(runtime)
        decided.extend(report.decided)
        return report

    def wrong(runtime: Runtime) -> Report:
        return put_away(runtime) if decided else Report()

    decide.decide, archive.archive = noted, wrong


def another_name_each_time() -> None:
    """A return that is published again gets another name."""
    decided: set[str] = set()
    write, returns = Decisions.write, Decisions.returns

    def noted(self: Decisions, decision: Decision, *given: Any) -> None:
        decided.add(decision.outcome.flow)
        write(self, decision, *given)

    def wrong(self: Decisions, flow: str) -> list[Return]:
        found = returns(self, flow)
        if flow in decided:
            return found
        return [Return(kind=one.kind, name=f"2-{one.name}", content=one.content) for one in found]

    Decisions.write, Decisions.returns = noted, wrong  # type: ignore[method-assign]


def marks_after_the_decision() -> None:
    """What was seen is remembered in a transaction of its own."""
    marks: list[tuple[str, str, str]] = []
    mark, write = Marks.add, Ledger.write

    @contextmanager
    def wrong(self: Ledger) -> Iterator[None]:
        with write(self):
            yield
        while marks:
            with write(self):
                mark(self.marks, *marks.pop())

    Ledger.write = wrong  # type: ignore[method-assign, assignment]
    Marks.add = lambda self, *given: marks.append(given)  # type: ignore[method-assign, assignment]


def marks_before_the_decision() -> None:
    """What was seen is remembered first: the honest second try looks like a repeat."""
    judge_one = judge.judge_one

    def wrong(row: FlowRow, taken: Any, runtime: Runtime) -> Any:
        attempt = judge_one(row, taken, runtime)
        if isinstance(attempt, Attempt) and not isinstance(attempt.result, Repeat):
            blank = outcomes.undecided(row, runtime.settings.partners[row.partner], runtime)
            with runtime.ledger.write():
                runtime.ledger.marks.add("bytes", repeats.bytes_key(blank, attempt.read.sha256), row.id)
        return attempt

    def first_of(seen: Seen, blank: Any, sha256: str) -> Any:
        row = seen.first("bytes", repeats.bytes_key(blank, sha256))
        return row if row is not None and row.id not in fresh else None

    fresh: set[str] = set()
    insert = Flows.add

    def inserting(self: Flows, flows: Any) -> None:
        made = list(flows)
        fresh.update(flow for flow, *_ in made)
        insert(self, made)

    Flows.add = inserting  # type: ignore[method-assign]
    judge.judge_one, repeats.first_of = wrong, first_of


def published_before_the_commit() -> None:
    """Returns go out while their decision may still be undone."""
    write = Decisions.write

    def wrong(self: Decisions, decision: Decision, returns: Any, *given: Any) -> None:
        made = list(returns)
        write(self, decision, made, *given)
        outbox = self.database.path.parent.parent / "outbox" / "btp"
        durable.publish(outbox, [(one.name, one.content) for one in made])

    Decisions.write = wrong  # type: ignore[method-assign]


def taken_by_copy() -> None:
    """A drop is copied and then removed, instead of renamed."""

    rename = durable.rename

    def wrong(old: Path, new: Path) -> None:
        if old.is_dir():
            return rename(old, new)
        shutil.copy2(old, new)
        return os.unlink(old)

    durable.rename = wrong
    state = property(lambda self: (self.size, self.mtime_ns, mock.ANY))
    drop.Drop.state = state  # type: ignore[method-assign, assignment]


def removed_before_it_is_marked() -> None:
    """A purge removes an original before the ledger says that it was given up."""
    set_purged = Retention.set_purged

    def wrong(self: Retention, flow: str, *given: Any) -> bool:
        if (row := Flows(self.database).get(flow)) is not None and row.place:
            originals.remove(Folders.of(self.database.path.parent.parent), row.place)
        return set_purged(self, flow, *given)

    Retention.set_purged = wrong  # type: ignore[method-assign]


def let_go_as_soon_as_read() -> None:
    """The original on the partner's server goes when its last byte was read, wherever that byte is then."""
    read = Session.read

    def wrong(self: Session, path: bytes, expected: Any) -> Iterator[bytes]:
        yield from read(self, path, expected)
        self.remove(path)

    Session.read = wrong  # type: ignore[method-assign, assignment]


def no_syncs() -> None:
    durable.sync = lambda handle, what: None


def folder_not_synced() -> None:
    """A move syncs the folder it leaves, and not the one it enters."""

    def wrong(old: Path, new: Path) -> None:
        durable.rename(old, new)
        durable.sync_folder(old.parent)

    durable.move = wrong


def renamed_before_it_is_synced() -> None:
    def wrong(folder: Path, files: Any, over: bool = True) -> None:
        for name, content in files:
            temporary = folder / f".{name}.part"
            with open(temporary, "wb") as out:
                out.write(content)
                out.flush()
                os.rename(temporary, folder / name)
                durable.sync(out.fileno(), folder / name)
        durable.sync_folder(folder)

    durable.publish = wrong


def refused_sync_tried_again() -> None:
    sync = durable.sync

    def wrong(handle: int, what: Path) -> None:
        with suppress(Exception):
            sync(handle, what)
            return
        sync(handle, what)

    durable.sync = wrong


PLANTED = {
    plant.__name__: Bug(plant, *how)
    for plant, *how in (
        (marked_before_done,),
        (written_in_place,),
        (no_look_at_what_was_taken,),
        (no_archiving_after_a_restart,),
        (another_name_each_time,),
        (marks_after_the_decision,),
        (marks_before_the_decision,),
        (published_before_the_commit,),
        (taken_by_copy,),
        (removed_before_it_is_marked, "kill", "purge"),
        (let_go_as_soon_as_read, "kill", "pull"),
        (no_syncs, "order"),
        (folder_not_synced, "order"),
        (renamed_before_it_is_synced, "power"),
        (refused_sync_tried_again, "disk"),
    )
}
