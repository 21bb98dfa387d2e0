"""The ledger: every read and write of what the gateway knows. SQLite in WAL mode, synchronous=FULL.

Promise: `write()` is one BEGIN IMMEDIATE transaction; it happens wholly or not at all, whatever dies.
Refuses: a ledger of a newer gateway, a damaged one, one another program keeps locked (LedgerError).
After a crash: open it again; SQLite replays its log, and the states of the flows say what is left to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from edi import sql
from edi.disk import durable
from edi.errors import LedgerError
from edi.model.finding import Finding, Severity
from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, Return
from edi.words.text import printable

BUSY_SECONDS = 10
QUERIES = sql.queries()
FINDING = [field.name for field in fields(Finding) if field.name not in ("severity", "values")]
DOCUMENT = [field.name for field in fields(DocumentOutcome) if field.name != "findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One flow as the ledger holds it."""

    seq: int
    id: str
    partner: str
    drop_name: str
    state: State
    taken_at: datetime
    size: int | None
    sha256: str | None
    flow_id: str | None
    interface: str | None
    verdict: FlowVerdict | None
    repeat_of: str | None
    version: int
    packs: tuple[Pack, ...]
    decided_at: datetime | None
    returned_at: datetime | None
    archived_at: datetime | None
    place: str | None
    attempts: int
    next_try_at: datetime | None
    failure: str | None
    purged_at: datetime | None = None  # its original was given up (edi purge); `place` goes once it is removed
    rejudged: int = 0  # how often `edi reprocess` judged it again
    rejudge_failures: int = 0  # how many of the last of these failed in a row, by our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A drop seen and not settled; `since` is in seconds of the monotonic clock of `boot`."""

    partner: str
    name: bytes
    size: int
    mtime_ns: int
    inode: int
    since: float
    boot: str


class Ledger:
    """Open with `Ledger(path)`; close when done. One writer at a time, any number of readers."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        if not read_only:
            durable.make_folder(path.parent)
        try:
            uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
            self._connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._prepare(read_only)
            except BaseException:
                self._connection.close()
                raise
        except sqlite3.Error as error:
            raise _trouble(path, error) from error

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self, read_only: bool) -> None:
        self._connection.row_factory = sqlite3.Row
        self.db = Database(self._connection)
        self._connection.execute("PRAGMA temp_store = MEMORY")  # else invoices lie in /var/tmp while a row is undone
        if not read_only:
            self._connection.execute("PRAGMA journal_mode = WAL").fetchall()
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
        self._migrate(read_only)

    def _migrate(self, read_only: bool) -> None:
        scripts = sql.migrations()
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(scripts):
            raise LedgerError(
                f"{self.path} : ce registre vient d'une passerelle plus récente (version {version}, connue ici : "
                f"{len(scripts)}). Installez cette version ou une plus récente."
            )
        if version < len(scripts) and read_only:
            raise LedgerError(f"{self.path} : registre d'une version plus ancienne ; lancez d'abord « edi run ».")
        if version < len(scripts):
            with self.write():  # asked again under the lock: the daemon and its courier start at the same moment
                version = self._connection.execute("PRAGMA user_version").fetchone()[0]
                for statement in sql.statements(scripts[version:]):
                    self._connection.execute(statement)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction that holds the write lock from its start. Any exception undoes all of it."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")  # refused by a full disk, it leaves the transaction open: undone like the rest
        except BaseException:
            self._connection.rollback()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of the transaction that an exception undoes alone."""
        self._run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._run("ROLLBACK TO part")
            raise
        finally:
            self._run("RELEASE part")

    # flows and their states

    def insert_flows(self, flows: Iterable[tuple[str, str, str, datetime]]) -> None:
        """(id, partner, drop name, taken at) of flows just taken; inside `write()`."""
        for flow, partner, drop_name, at in flows:
            self._do("insert_flow", id=flow, partner=partner, drop_name=drop_name, taken_at=_stamp(at))

    def due(self, now: datetime, latest: datetime) -> list[FlowRow]:
        """Flows to judge now: taken, and not waiting for a later try, which is at `latest` where no clock was set."""
        return [_flow(row) for row in self._all("due", now=_stamp(now), latest=_stamp(latest))]

    def in_state(self, state: State) -> list[FlowRow]:
        return [_flow(row) for row in self._all("in_state", state=state.value)]

    def flow(self, flow: str) -> FlowRow | None:
        return next(iter(self.flows("flow", id=flow)), None)

    def set_returned(self, flow: str, at: datetime) -> None:
        self._do("set_returned", id=flow, at=_stamp(at))

    def set_done(self, flow: str, at: datetime, place: str) -> None:
        self._do("set_done", id=flow, at=_stamp(at), place=place)

    def set_failed(
        self, flow: str, failure: str, attempts: int, next_try_at: datetime, size: int | None, sha256: str | None
    ) -> None:
        """The judging failed by our own fault: the flow stays taken and is tried again at `next_try_at`."""
        values = {"failure": failure, "attempts": attempts, "next_try_at": next_try_at, "size": size, "sha256": sha256}
        self.change("set_failed", id=flow, **values)

    # decisions

    def decide(
        self,
        outcome: Outcome,
        returns: Iterable[Return],
        size: int | None,
        sha256: str | None,
        repeat_of: str | None = None,
    ) -> None:
        """Fixes what became of a flow, with the text of its returns; inside `write()`, with its seen-marks.

        `repeat_of` is our id of the flow that this one repeats."""
        changed = self._do(
            "set_decided",
            id=outcome.flow,
            verdict=(FlowVerdict.REPEAT if repeat_of else outcome.verdict).value,
            decided_at=_stamp(outcome.decided_at),
            size=size,
            sha256=sha256,
            flow_id=outcome.flow_id,
            interface=outcome.interface,
            repeat_of=repeat_of,
            packs=json.dumps([asdict(pack) for pack in outcome.packs]),
        )
        if changed != 1:
            raise LedgerError(f"le flux {outcome.flow} n'était pas à décider ; rien n'a été écrit.")
        self._write_version(outcome, returns, repeat_of)

    def decide_again(self, outcome: Outcome, returns: Iterable[Return], repeat_of: str | None = None) -> None:
        """A new version of a finished flow's verdict, to be published; inside `write()`. Earlier versions stay."""
        changed = self.change(
            "set_decided_again",
            id=outcome.flow,
            version=outcome.version,
            verdict=(FlowVerdict.REPEAT if repeat_of else outcome.verdict).value,
            decided_at=outcome.decided_at,
            flow_id=outcome.flow_id,
            interface=outcome.interface,
            repeat_of=repeat_of,
            packs=json.dumps([asdict(pack) for pack in outcome.packs]),
        )
        if changed != 1:
            raise LedgerError(f"le flux {outcome.flow} n'était pas à juger de nouveau ; rien n'a été écrit.")
        self._write_version(outcome, returns, repeat_of)

    def _write_version(self, outcome: Outcome, returns: Iterable[Return], repeat_of: str | None) -> None:
        for item in returns:
            self._do(
                "insert_return",
                flow=outcome.flow,
                version=outcome.version,
                kind=item.kind,
                name=item.name,
                sha256=sha256_of(item.content),
                content=zlib.compress(item.content),
            )
        if repeat_of:
            return  # its documents and findings are the first flow's
        rank = 0
        for finding in outcome.findings:
            self._insert_finding(outcome, None, rank, finding)
            rank += 1
        for document in outcome.documents:
            row = {name: getattr(document, name) for name in DOCUMENT}
            row |= {"flow": outcome.flow, "version": outcome.version}
            row["verdict"] = document.verdict.value
            row["statuses"] = json.dumps(document.statuses)
            self._do("insert_document", **row)
            for finding in document.findings:
                self._insert_finding(outcome, document.position, rank, finding)
                rank += 1

    def documents(self, flow: str) -> tuple[DocumentOutcome, ...]:
        found = self._findings(flow)
        return tuple(
            DocumentOutcome(
                **{key: row[key] for key in row.keys() if key not in ("flow", "version", "verdict", "statuses")},  # noqa: SIM118
                verdict=Verdict(row["verdict"]),
                statuses=tuple(json.loads(row["statuses"])),
                findings=tuple(found.get(row["position"], ())),
            )
            for row in self._all("documents_of", flow=flow)
        )

    def flow_findings(self, flow: str) -> tuple[Finding, ...]:
        """The findings of the flow itself, not of its documents."""
        return tuple(self._findings(flow).get(None, ()))

    def returns(self, flow: str) -> list[Return]:
        return [_return(row) for row in self._all("returns_of", flow=flow)]

    def next_serial(self) -> int:
        """The next number for a return's id; inside `write()`, so that an undone decision gives it back."""
        return int(self._all("next_serial")[0]["value"])

    # what came before

    def seen(self, kind: str, key: str) -> FlowRow | None:
        """The flow that first brought this, or None."""
        rows = self._all("seen", kind=kind, key=key)
        return _flow(rows[0]) if rows else None

    def mark_seen(self, kind: str, key: str, flow: str) -> None:
        self._do("mark_seen", kind=kind, key=key, flow=flow)

    # sightings

    def sightings(self) -> list[Sighting]:
        return [Sighting(**dict(row)) for row in self._all("sightings")]

    def replace_sightings(self, sightings: Iterable[Sighting]) -> None:
        self._do("forget_sightings")
        for sighting in sightings:
            self._do("insert_sighting", **asdict(sighting))

    # looking

    def latest(self, count: int) -> list[FlowRow]:
        return [_flow(row) for row in self._all("latest", count=count)]

    def find(self, text: str) -> list[FlowRow]:
        """Flows by our id, the partner's flow id, file name, hash prefix, invoice number or return name."""
        # LIKE's wildcards in what a person typed are taken as themselves; short texts match whole only
        text = os.fsencode(text).decode("utf-8", "backslashreplace")  # an argument may hold bytes that are no text
        literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        prefix = f"{literal}%" if len(text) >= 6 else literal
        return [_flow(row) for row in self._all("find", text=text, prefix=prefix, name=printable(text, 1000))]

    def all_flows(self) -> Iterator[FlowRow]:
        return (_flow(row) for row in self._each(QUERIES["all_flows"]))

    def all_returns(self) -> Iterator[tuple[str, str, Return]]:
        """(partner, hash as recorded, return), as stored."""
        return ((row["partner"], row["sha256"], _return(row)) for row in self._each(QUERIES["all_returns"]))

    def counts(self, query: str) -> dict[str, int]:
        """How many flows a verdict ("verdicts"), and as well in all, at the same moment ("conservation")."""
        return {row[0]: row["flows"] for row in self._all(query)}

    def contradictions(self) -> list[tuple[str, str]]:
        """Flows whose rows disagree with one another: (id, reason)."""
        return [(row["id"], row["reason"]) for row in self._all("contradictions")]

    def integrity(self) -> list[str]:
        """SQLite's own complaints; empty when sound."""
        found = [row[0] for row in self._each("PRAGMA integrity_check")]
        found += [f"clé étrangère : {tuple(row)}" for row in self._each("PRAGMA foreign_key_check")]
        return [line for line in found if line != "ok"]

    def last_id(self) -> str:
        return self._all("last_id")[0]["id"] or ""

    # statements named in queries.sql, for the modules that keep a part of their own: reprocess, purge

    def flows(self, query: str, **values: Any) -> list[FlowRow]:
        return [_flow(row) for row in self.rows(query, **values)]

    def rows(self, query: str, **values: Any) -> list[sqlite3.Row]:
        return self._all(query, **_stored(values))

    def change(self, query: str, **values: Any) -> int:
        """Inside `write()`; gives how many rows changed."""
        return self._do(query, **_stored(values))

    def _findings(self, flow: str) -> dict[int | None, list[Finding]]:
        found: dict[int | None, list[Finding]] = {}
        for row in self._all("findings_of", flow=flow):
            found.setdefault(row["position"], []).append(
                Finding(
                    severity=Severity(row["severity"]),
                    values=json.loads(row["facts"]),
                    **{name: row[name] for name in FINDING},
                )
            )
        return found

    def _insert_finding(self, outcome: Outcome, position: int | None, rank: int, finding: Finding) -> None:
        self._do(
            "insert_finding",
            flow=outcome.flow,
            version=outcome.version,
            position=position,
            rank=rank,
            **{name: getattr(finding, name) for name in FINDING},
            severity=finding.severity.value,
            facts=json.dumps(dict(finding.values), ensure_ascii=False),
        )

    def _all(self, query: str, **values: Any) -> list[sqlite3.Row]:
        return list(self._each(QUERIES[query], values))

    def _do(self, query: str, **values: Any) -> int:
        return int(self._run(QUERIES[query], values).rowcount)

    def _run(self, statement: str, values: Mapping[str, Any] | None = None) -> sqlite3.Cursor:
        with self._told():
            return self.db.execute(statement, dict(values or {}))

    def _each(self, statement: str, values: Mapping[str, Any] | None = None) -> Iterator[sqlite3.Row]:
        """Row after row; damage met half way down a table is told like any other."""
        rows = self._run(statement, values)
        while True:
            with self._told():
                row = rows.fetchone()
            if row is None:
                return
            yield row

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error


def _trouble(path: Path, error: sqlite3.Error) -> LedgerError:
    """A backup mends a damaged ledger; where a disk was full or a lock held, it would lose what the ledger holds."""
    damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    advice = (
        "il est endommagé : restaurez-le depuis une sauvegarde ; les originaux sont tous dans state/."
        if damaged
        else "rien n'est perdu : vérifiez la place, les droits et qu'aucun autre programme ne le tient, puis relancez."
    )
    return LedgerError(f"{path} : le registre ne répond pas ({error}) ; {advice}")


def _flow(row: sqlite3.Row) -> FlowRow:
    values = dict(row)
    for key in ("taken_at", "decided_at", "returned_at", "archived_at", "next_try_at", "purged_at"):
        values[key] = datetime.fromisoformat(values[key]) if values.get(key) else None
    values["state"] = State(values["state"])
    values["verdict"] = FlowVerdict(values["verdict"]) if values["verdict"] else None
    values["packs"] = tuple(Pack(**pack) for pack in json.loads(values["packs"] or "[]"))
    return FlowRow(**values)


def _return(row: sqlite3.Row) -> Return:
    try:
        return Return(kind=row["kind"], name=row["name"], content=zlib.decompress(row["content"]))
    except zlib.error as error:
        raise LedgerError(
            f"le retour {row['name']} est endommagé dans le registre ({error}) ; restaurez celui-ci d'une sauvegarde."
        ) from error


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")  # stored moments are compared as texts


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _stamp(value) if isinstance(value, datetime) else value for name, value in values.items()}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
