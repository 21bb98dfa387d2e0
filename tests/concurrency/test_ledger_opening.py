"""Many that open one new ledger at the same moment: it is made once, and every one of them has it."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from edi.errors import LedgerError
from edi.ledger import Ledger

OPENERS = 12
LEDGERS = 60  # of as many, a quarter failed while the switch to WAL did not wait
BARRIER_SECONDS = 60.0


def _path(area: Path, number: int) -> Path:
    return area / str(number) / "state" / "ledger.db"


def _open_all(area: Path, start: Any, moment: Any, failures: Any) -> None:
    """One opener: each ledger in turn, at the moment all the others open it."""
    for number in range(LEDGERS):
        start.wait(BARRIER_SECONDS)
        while time.time() < moment.value:  # a barrier wakes one after the other, too far apart to meet
            pass
        try:
            with Ledger(_path(area, number)) as ledger:
                assert ledger.books.integrity() == []
        except Exception as error:
            failures.put(f"{number}: {type(error).__name__}: {error}")


@pytest.mark.slow
def test_many_that_open_a_new_ledger_at_once_all_have_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    moment, failures = context.Value("d", 0.0), context.SimpleQueue()

    def soon() -> None:
        moment.value = time.time() + 0.02

    start = context.Barrier(OPENERS, soon)
    openers = [context.Process(target=_open_all, args=(tmp_path, start, moment, failures)) for _ in range(OPENERS)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(2 * BARRIER_SECONDS)
    told = []
    while not failures.empty():
        told.append(failures.get())
    assert told == []
    assert [opener.exitcode for opener in openers] == [0] * OPENERS
    for number in range(LEDGERS):
        assert _mode(_path(tmp_path, number)) == "wal"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Another program in the middle of a write, in a ledger that is not in WAL mode yet."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


def test_the_switch_waits_for_who_is_writing_and_no_longer_than_the_ledger_waits_for_anything(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with (
        _writing(path),
        mock.patch("edi.ledger.database.BUSY_SECONDS", 0.2),
        pytest.raises(LedgerError, match="locked"),
    ):
        Ledger(path)
    assert _mode(path) == "delete"


def test_the_switch_goes_on_once_the_other_has_ended(tmp_path: Path) -> None:
    path, opened = tmp_path / "ledger.db", []

    def opening() -> None:
        with Ledger(path) as ledger:
            opened.append(ledger.path)

    opener = threading.Thread(target=opening)
    with _writing(path):
        opener.start()
        opener.join(0.3)
        assert opened == []
    opener.join(BARRIER_SECONDS)
    assert opened == [path]
    assert _mode(path) == "wal"


def _mode(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    return str(mode)
