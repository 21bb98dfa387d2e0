"""The ledger: every read and write of what the gateway knows. SQLite in WAL mode, synchronous=FULL.

In: the path of its file.  Out: a Ledger, asked by subject (`ledger.flows.due(...)`), which gives frozen values.
Promise: `write()` is one BEGIN IMMEDIATE transaction; it happens wholly or not at all, whatever dies.
Refuses: a ledger of a newer gateway, a damaged one, one another program keeps locked (LedgerError).
After a crash: open it again; SQLite replays its log, and the states of the flows say what is left to do.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from edi.ledger.books import Books
from edi.ledger.database import Database
from edi.ledger.decisions import Decisions
from edi.ledger.flows import Flows
from edi.ledger.holds import Holds
from edi.ledger.marks import Marks
from edi.ledger.pulls import Pulls
from edi.ledger.retention import Retention
from edi.ledger.sightings import Sightings


class Ledger:
    """Open with `Ledger(path)`; close when done. One writer at a time, any number of readers."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.database = Database(path, read_only)
        self.flows = Flows(self.database)
        self.marks = Marks(self.database)
        self.decisions = Decisions(self.database, self.marks)
        self.sightings = Sightings(self.database)
        self.pulls = Pulls(self.database)
        self.holds = Holds(self.database)
        self.retention = Retention(self.database)
        self.books = Books(self.database)

    @property
    def path(self) -> Path:
        return self.database.path

    def write(self) -> AbstractContextManager[None]:
        """One transaction that holds the write lock from its start. Any exception undoes all of it."""
        return self.database.write()

    def savepoint(self) -> AbstractContextManager[None]:
        """A part of the transaction that an exception undoes alone."""
        return self.database.savepoint()

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
