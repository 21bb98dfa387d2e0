"""The ledger's file: how it is opened, what is refused, what a reader may do."""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ledger_cases import AT, FLOW, NAME, OTHER, beside, decided, taken

from edi.errors import LedgerError
from edi.ledger import Ledger, database, statements


def test_a_ledger_is_made_from_nothing_with_its_folder(tmp_path: Path) -> None:
    with Ledger(tmp_path / "state" / "ledger.db") as ledger:
        assert (
            ledger.flows.latest(10),
            ledger.books.integrity(),
            ledger.books.contradictions(),
            ledger.flows.last_id(),
        ) == ([], [], [], "")


def test_every_migration_is_applied_once(ledger: Ledger) -> None:
    with Ledger(ledger.path), beside(ledger) as other:
        assert other.execute("PRAGMA user_version").fetchone()[0] == len(statements.migrations())


def test_what_is_written_is_on_the_disk_before_commit_returns(ledger: Ledger) -> None:
    settings = [ledger.database.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_what_sqlite_sets_aside_stays_in_memory(ledger: Ledger) -> None:
    """Its default is /var/tmp: invoices outside the gateway's folders, on a disk nobody watches."""
    with Ledger(ledger.path, read_only=True) as reader:
        for one in (ledger, reader):
            assert one.database.db.execute("PRAGMA temp_store").fetchone()[0] == 2


def test_every_table_names_only_flows_that_exist(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="FOREIGN KEY"), ledger.write():
        ledger.marks.add("bytes", "x", "no such flow")


def test_a_failed_migration_leaves_the_version_before_it(tmp_path: Path, monkeypatch: Any) -> None:
    scripts = statements.migrations()
    broken = [*scripts, (len(scripts) + 1, "CREATE TABLE half (x); CREATE TABLE flows (x);")]
    with monkeypatch.context() as patched:
        patched.setattr(statements, "migrations", lambda: broken)
        with pytest.raises(LedgerError, match="already exists"):
            Ledger(tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db") as ledger, beside(ledger) as other:
        assert other.execute("PRAGMA user_version").fetchone()[0] == len(scripts)
        assert other.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall() == []


def test_several_that_open_a_new_ledger_at_once_migrate_it_once(tmp_path: Path) -> None:
    """As the daemon and its courier do at the very first start."""

    def opened(path: Path) -> int:
        start.wait(10)
        with Ledger(path) as ledger, beside(ledger) as other:
            return int(other.execute("PRAGMA user_version").fetchone()[0])

    start = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for turn in range(5):
            versions = list(pool.map(opened, [tmp_path / f"{turn}.db"] * 2))
            assert versions == [len(statements.migrations())] * 2


def test_a_ledger_of_a_newer_gateway_is_refused_and_let_be(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 999")
    with pytest.raises(LedgerError, match=r"plus récente \(version 999"):
        Ledger(path)


@pytest.mark.parametrize(
    "content", [b"this is no database, however long it may be" * 100, b"SQLite format 3\x00" * 500]
)
def test_a_file_that_is_no_ledger_is_refused_and_not_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="restaurez-le depuis une sauvegarde"):
        Ledger(path)
    assert path.read_bytes() == content


def test_only_a_damaged_ledger_is_for_a_backup_to_mend(tmp_path: Path) -> None:
    """Restoring a copy because a disk was full would lose what the ledger holds."""
    error = sqlite3.OperationalError("disk I/O error")
    for code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN):
        error.sqlite_errorcode = code
        said = str(database.trouble(tmp_path, error))
        assert "rien n'est perdu" in said
        assert "sauvegarde" not in said


def test_a_folder_in_the_place_of_the_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        Ledger(tmp_path)


def test_a_path_with_every_odd_character_is_opened_under_that_very_name(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=memory#é%41" / "ledger.db"
    Ledger(path).close()
    assert path.is_file()


def test_a_refused_opening_holds_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"x" * 5000)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "ledger.db")
    assert len(os.listdir("/proc/self/fd")) == before


def test_damage_in_the_middle_of_a_table_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        taken(ledger, *(f"{20260304050607000000 + n}-abcd" for n in range(500)))
    data = bytearray(path.read_bytes())
    assert len(data) > 20 * 4096
    data[-8 * 4096 :] = b"\xff" * (8 * 4096)  # the last pages hold rows, the first the tables' own descriptions
    path.write_bytes(data)
    with Ledger(path) as ledger, pytest.raises(LedgerError):
        list(ledger.books.flows())


# reading only


def test_a_reader_sees_what_was_committed_while_a_writer_is_open(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    with Ledger(ledger.path, read_only=True) as reader, ledger.write():
        ledger.flows.add([(OTHER, "btp", NAME, AT)])
        assert [row.id for row in reader.flows.latest(10)] == [FLOW]


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with Ledger(ledger.path, read_only=True) as reader, pytest.raises(LedgerError, match="readonly"):
        taken(reader, FLOW)


def test_reading_only_changes_no_byte_of_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        decided(ledger)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with Ledger(path, read_only=True) as reader:
        assert reader.flows.get(FLOW) is not None
        assert list(reader.books.returns())
        assert (reader.books.integrity(), reader.books.contradictions()) == ([], [])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    wal = tmp_path / "ledger.db-wal"  # SQLite makes it, and its index beside it, for readers as well
    assert not wal.exists() or wal.stat().st_size == 0


@pytest.mark.parametrize("content", [None, b""])
def test_reading_only_makes_no_ledger_where_there_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "state" / "ledger.db"
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    with pytest.raises(LedgerError):
        Ledger(path, read_only=True)
    assert path.exists() == (content is not None)
    assert content is None or path.read_bytes() == content
