"""Transactions: what one holds, what undoes it, what others see meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ledger_cases import AT, FLOW, NAME, OTHER, OUTCOME, RETURNS, SHA, beside, counted, taken

from edi.disk.folders import Folders
from edi.errors import LedgerError
from edi.ledger import Ledger, database
from edi.model.outcome import Decision


def test_nothing_of_a_transaction_is_seen_before_its_end(ledger: Ledger) -> None:
    with beside(ledger) as other:
        with ledger.write():
            ledger.flows.add([(FLOW, "btp", NAME, AT)])
            ledger.decisions.write(Decision(outcome=OUTCOME), RETURNS, 7, SHA)
            ledger.marks.add("bytes", "key", FLOW)
            ledger.decisions.next_serial()
            ledger.sightings.replace_all([])
            assert [counted(other, table) for table in ("flows", "documents", "returns", "serials", "seen")] == [0] * 5
        assert [counted(other, table) for table in ("flows", "documents", "returns", "serials", "seen")] == [
            1,
            2,
            2,
            1,
            1,
        ]


def test_a_transaction_holds_the_write_lock_from_its_first_moment_to_its_last(ledger: Ledger) -> None:
    with beside(ledger) as other:
        with ledger.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_a_statement_outside_a_transaction_leaves_none_open(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    ledger.marks.add("bytes", "key", FLOW)
    list(ledger.books.flows())
    next(ledger.books.flows())
    with beside(ledger) as other:
        assert counted(other, "seen") == 1
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_a_reader_does_not_keep_an_old_view(ledger: Ledger) -> None:
    with Ledger(ledger.path, read_only=True) as reader:
        assert reader.flows.latest(1) == []
        taken(ledger, FLOW)
        assert [row.id for row in reader.flows.latest(1)] == [FLOW]


@pytest.mark.parametrize("failure", [ValueError("ours"), KeyboardInterrupt(), SystemExit(1), LedgerError("ours")])
def test_an_exception_undoes_everything_serials_included(ledger: Ledger, failure: BaseException) -> None:
    with ledger.write():
        first = ledger.decisions.next_serial()
    with pytest.raises(type(failure)), ledger.write():  # noqa: PT012
        ledger.flows.add([(FLOW, "btp", NAME, AT)])
        ledger.decisions.write(Decision(outcome=OUTCOME), RETURNS, 7, SHA)
        ledger.marks.add("bytes", "key", FLOW)
        assert ledger.decisions.next_serial() == first + 1
        raise failure
    assert (ledger.flows.latest(10), list(ledger.books.returns()), ledger.marks.first("bytes", "key")) == ([], [], None)
    with ledger.write():
        assert ledger.decisions.next_serial() == first + 1


def test_a_failing_statement_in_the_middle_undoes_what_came_before_it(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="UNIQUE"), ledger.write():
        ledger.flows.add([(FLOW, "btp", NAME, AT), (FLOW, "btp", NAME, AT)])
    assert ledger.flows.latest(10) == []


def test_a_failing_generator_in_the_middle_undoes_what_came_before_it(ledger: Ledger) -> None:
    def flows() -> Iterator[tuple[str, str, str, datetime]]:
        yield FLOW, "btp", NAME, AT
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"), ledger.write():
        ledger.flows.add(flows())
    assert ledger.flows.latest(10) == []


def test_a_refused_commit_undoes_everything_and_the_ledger_goes_on(ledger: Ledger, monkeypatch: Any) -> None:
    execute = ledger.database.db.execute

    def full(statement: str, *values: Any) -> Any:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return execute(statement, *values)

    with monkeypatch.context() as patched:
        patched.setattr(ledger.database.db, "execute", full)
        with pytest.raises(LedgerError, match="disk is full"):
            taken(ledger, FLOW)
    assert ledger.flows.latest(10) == []
    taken(ledger, OTHER)
    assert [row.id for row in ledger.flows.latest(10)] == [OTHER]


def test_a_transaction_inside_another_is_refused_and_undoes_both(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="transaction"), ledger.write():  # noqa: PT012
        ledger.flows.add([(FLOW, "btp", NAME, AT)])
        taken(ledger, OTHER)
    assert ledger.flows.latest(10) == []


def test_a_ledger_locked_for_longer_than_the_patience_is_told_and_nothing_is_written(
    folders: Folders, monkeypatch: Any
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Ledger(folders.ledger) as ledger, beside(ledger) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked"):
            taken(ledger, FLOW)
        other.execute("ROLLBACK")
        taken(ledger, OTHER)
        assert [row.id for row in ledger.flows.latest(10)] == [OTHER]


def test_a_transaction_lost_to_a_crash_is_not_there_afterwards(ledger: Ledger, tmp_path: Path) -> None:
    taken(ledger, FLOW)
    copy = tmp_path / "copy"
    with ledger.write():
        ledger.flows.add([(OTHER, "btp", NAME, AT)])
        shutil.copytree(ledger.path.parent, copy)  # what a power cut would leave now
    with Ledger(copy / ledger.path.name) as after:
        assert [row.id for row in after.flows.latest(10)] == [FLOW]
