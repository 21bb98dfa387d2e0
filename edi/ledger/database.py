"""The ledger's file: opened, brought to its present shape, read and written by named statements.

In: the path of a SQLite file.  Out: a Database, whose rows the subjects of this package turn into values.
Promise: WAL mode, synchronous=FULL; `write()` is one BEGIN IMMEDIATE transaction; it happens wholly or not at all.
Refuses (LedgerError): a ledger of a newer gateway, a damaged one, one another program keeps locked.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from edi.disk import durable
from edi.errors import LedgerError
from edi.ledger import statements
from edi.message import Message

BUSY_SECONDS = 10
QUERIES = statements.queries()

NEWER = Message(
    "{path} : ce registre vient d'une passerelle plus récente (version {version}, connue ici : {known}). Installez "
    "cette version ou une plus récente.",
    "{path}: this ledger is of a newer gateway (version {version}, known here: {known}). Install that version or a "
    "later one.",
)
OLDER = Message(
    "{path} : registre d'une version plus ancienne ; lancez d'abord « edi run ».",
    "{path}: a ledger of an older version; run “edi run” first.",
)
NO_ANSWER = Message(
    "{path} : le registre ne répond pas ({error}) ; {advice}", "{path}: the ledger does not answer ({error}); {advice}"
)
DAMAGED = Message(
    "il est endommagé : restaurez-le depuis une sauvegarde ; les originaux sont tous dans state/.",
    "it is damaged: restore it from a backup; the originals are all in state/.",
)
NOTHING_LOST = Message(
    "rien n'est perdu : vérifiez la place, les droits et qu'aucun autre programme ne le tient, puis relancez.",
    "nothing is lost: check free space, permissions and that no other program holds it, then start again.",
)

Row = sqlite3.Row


class Database:
    """Open with `Database(path)`; close when done. One writer at a time, any number of readers."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        if not read_only:
            durable.make_folder(path.parent)
        try:
            uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
            connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            self.db = sqlite_utils.Database(connection)
            try:
                self._prepare(connection, read_only)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise trouble(path, error) from error

    def close(self) -> None:
        self.db.close()

    def _prepare(self, connection: sqlite3.Connection, read_only: bool) -> None:
        connection.row_factory = Row
        connection.execute("PRAGMA temp_store = MEMORY")  # else invoices lie in /var/tmp while a row is undone
        if not read_only:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        self._migrate(connection, read_only)

    def _migrate(self, connection: sqlite3.Connection, read_only: bool) -> None:
        scripts = statements.migrations()
        version = _version(connection)
        if version > len(scripts):
            raise LedgerError(NEWER.filled(path=self.path, version=version, known=len(scripts)))
        if version < len(scripts) and read_only:
            raise LedgerError(OLDER.filled(path=self.path))
        if version < len(scripts):
            _teach(connection)
            with self.write():  # asked again under the lock: the daemon and its courier start at the same moment
                for statement in statements.statements(scripts[_version(connection) :]):
                    connection.execute(statement)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction that holds the write lock from its start. Any exception undoes all of it."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")  # refused by a full disk, it leaves the transaction open: undone like the rest
        except BaseException:
            self.db.conn.rollback()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of the transaction that an exception undoes alone."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO part")
            raise
        finally:
            self.run("RELEASE part")

    def rows(self, query: str, **values: Any) -> list[Row]:
        return list(self.each(query, **values))

    def first(self, query: str, **values: Any) -> Row | None:
        return next(iter(self.rows(query, **values)), None)

    def change(self, query: str, **values: Any) -> int:
        """Gives how many rows changed."""
        return int(self.run(QUERIES[query], values).rowcount)

    def each(self, query: str, **values: Any) -> Iterator[Row]:
        return self.lines(QUERIES[query], values)

    def lines(self, statement: str, values: Mapping[str, Any] | None = None) -> Iterator[Row]:
        """Row after row; damage met half way down a table is told like any other."""
        rows = self.run(statement, values)
        while True:
            with self._told():
                row = rows.fetchone()
            if row is None:
                return
            yield row

    def run(self, statement: str, values: Mapping[str, Any] | None = None) -> sqlite3.Cursor:
        with self._told():
            return self.db.execute(statement, _stored(values or {}))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise trouble(self.path, error) from error


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Puts the file into WAL mode, once and for all who open it later.

    The switch reads first and asks for the write lock while it reads; SQLite never waits at such a step, whatever
    the busy timeout (two that did would wait for one another), so of several that open a new ledger all but one are
    refused at once. The one refused by nobody always comes through, and after it the question is a mere read: the
    others ask again. No lock file of our own would do better: this one needs no file to write, holds against other
    programs (a backup, an older gateway, a reader) as well, and the kernel frees SQLite's locks when a holder dies.
    A read-only opener never comes here: it waits its turn like any reader.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(random.uniform(0.001, 0.01))


def _teach(connection: sqlite3.Connection) -> None:
    """Functions of ours for whoever migrates; a ledger of today's shape never loads them."""
    from edi.ledger.functions import FUNCTIONS

    for name, (texts, function) in FUNCTIONS.items():
        connection.create_function(name, texts, function, deterministic=True)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def trouble(path: Path, error: sqlite3.Error) -> LedgerError:
    """A backup mends a damaged ledger; where a disk was full or a lock held, it would lose what the ledger holds."""
    damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return LedgerError(NO_ANSWER.filled(path=path, error=error, advice=DAMAGED if damaged else NOTHING_LOST))


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _moment_text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _moment_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")  # stored moments are compared as texts


def moment(text: str | None) -> datetime | None:
    """A stored moment as a value."""
    return datetime.fromisoformat(text) if text else None
