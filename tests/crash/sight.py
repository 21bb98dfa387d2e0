"""What can be seen of a gateway: at the moment of a death, and when all is over.

Nothing here goes through the gateway's code: files are read as a partner reads them, the ledger by plain SQL.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# what differs between two runs of one scene: moments, and the ids made of moments
MOMENTS = re.compile(
    rb"\d{20}-[0-9a-f]{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.:+Z]*|\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}( \d\d:\d\d(:\d\d)?)?"
)
FOLDERS = ("inbox", "outbox", "server", "state/taken", "state/archive", "state/quarantine")
ORIGINALS = ("inbox", "server/out", "state/taken", "state/archive", "state/quarantine")


def timeless(content: bytes) -> bytes:
    return MOMENTS.sub(b"-", content)


@dataclass
class Picture:
    """All that a partner and an operator can see in the end, without the moments."""

    flows: list[Any] = field(default_factory=list)
    marks: list[Any] = field(default_factory=list)
    recorded: dict[str, bytes] = field(default_factory=dict)  # returns as the ledger keeps them
    published: dict[str, bytes] = field(default_factory=dict)  # returns as their reader has them
    originals: list[tuple[str, str, str]] = field(default_factory=list)  # (folder, name, hash)
    others: list[str] = field(default_factory=list)  # what else lies about

    def against(self, wanted: Picture) -> list[str]:
        """In words, where it differs from what is wanted."""
        return [
            f"{name}: {_short(getattr(self, name))} instead of {_short(getattr(wanted, name))}"
            for name in vars(wanted)
            if getattr(self, name) != getattr(wanted, name)
        ]


def picture(root: Path, collected: dict[str, bytes] | None = None) -> Picture:
    """`collected`: returns their reader has taken away meanwhile."""
    seen = Picture()
    with ledger(root) as rows:
        seen.flows = rows(
            "SELECT f.drop_name, f.state, f.verdict, f.sha256, f.version, first.drop_name, f.purged_at IS NOT NULL,"
            " substr(f.place, 1, instr(f.place, '/')),"
            " (SELECT COUNT(*) FROM documents d WHERE d.flow = f.id),"
            " (SELECT COUNT(*) FROM findings d WHERE d.flow = f.id)"
            " FROM flows f LEFT JOIN flows first ON first.id = f.repeat_of ORDER BY f.seq"
        )
        seen.marks = rows(
            "SELECT s.kind, s.key, f.drop_name FROM seen s JOIN flows f ON f.id = s.flow ORDER BY s.kind, s.key"
        )
        names = rows("SELECT name, sha256 FROM returns ORDER BY seq")
    seen.recorded = {name: b"" for name, _ in names}
    seen.published = {name: timeless(content) for name, content in {**(collected or {}), **published(root)}.items()}
    for folder in ORIGINALS:
        for file in files(root / folder):
            seen.originals.append((folder, file.name, hashlib.sha256(file.read_bytes()).hexdigest()))
    seen.originals.sort()
    seen.others = leftovers(root)
    return seen


def reader(root: Path) -> Path:
    """Where the partner reads its returns: on its own server where it has one."""
    there = root / "server" / "in"
    return there if there.is_dir() else root / "outbox" / "btp"


def published(root: Path) -> dict[str, bytes]:
    """The returns a partner sees."""
    folder = reader(root)
    return {file.name: file.read_bytes() for file in files(folder) if not file.name.startswith(".")}


def collect(root: Path) -> dict[str, bytes]:
    """As a partner does: takes every return it sees, and removes it."""
    seen = published(root)
    for name in seen:
        os.unlink(reader(root) / name)
    return seen


def originals(root: Path) -> set[str]:
    """The hashes of all originals that lie somewhere under a final name."""
    found = (file for folder in ORIGINALS for file in files(root / folder) if not file.name.startswith("."))
    return {hashlib.sha256(file.read_bytes()).hexdigest() for file in found}


def leftovers(root: Path) -> list[str]:
    """Hidden files and empty flow folders: what a finished gateway leaves none of."""
    hidden = [str(file.relative_to(root)) for folder in FOLDERS for file in files(root / folder) if file.name[0] == "."]
    taken = root / "state" / "taken"
    return hidden + [str(path.relative_to(root)) for path in taken.glob("*/*")]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


@contextlib.contextmanager
def ledger(root: Path) -> Iterator[Any]:
    """Asks a copy of the ledger: to look must not mend. Nothing is in one that was not made yet."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(root / "state" / f"ledger.db{suffix}", Path(folder) / f"ledger.db{suffix}")
        with contextlib.closing(sqlite3.connect(Path(folder) / "ledger.db")) as connection:

            def rows(statement: str) -> list[Any]:
                if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'flows'").fetchall():
                    return []
                if "purged_at" in statement and connection.execute("PRAGMA user_version").fetchone()[0] < 3:
                    return []
                return connection.execute(statement).fetchall()

            yield rows


def hurry(root: Path) -> None:
    """What failed is due now, not in ten seconds."""
    with contextlib.closing(sqlite3.connect(root / "state" / "ledger.db")) as connection, connection:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'flows'").fetchall():
            connection.execute("UPDATE flows SET next_try_at = NULL WHERE state = 'taken'")


# at the moment of a death


def troubles(root: Path, before: set[str], wanted: Picture) -> list[str]:
    """What must hold at any instant: returns whole under their names, each original somewhere, each flow in one of
    the states of docs/states.md."""
    found = []
    for name, content in published(root).items():
        if name not in wanted.published:
            found.append(f"{name}: a return of no undisturbed run")
        elif timeless(content) != wanted.published[name]:
            found.append(f"{name}: visible and not whole ({len(content)} bytes)")
    outbox = {file.name for file in files(root / "outbox") if not file.name.startswith(".")}
    found += [f"outbox/{name}: of no undisturbed run" for name in sorted(outbox - set(wanted.published))]
    with ledger(root) as rows:
        given_up = {row[0] for row in rows("SELECT sha256 FROM flows WHERE purged_at IS NOT NULL")}
        flows = rows("SELECT id, partner, drop_name, state, verdict, place, purged_at FROM flows")
    lost = before - originals(root) - given_up
    found += [f"original {sha256[:12]} is nowhere" for sha256 in sorted(lost)]
    found += [f"{row[2]}: {why}" for row in flows if (why := _no_state(root, *row))]
    return found


def _no_state(root: Path, flow: str, partner: str, drop: str, state: str, verdict: Any, place: Any, purged: Any) -> str:
    """Why a flow is in none of the states S2 to S6; S0 and S1 have no row."""
    taken = bool(files(root / "state" / "taken" / partner / flow))
    away = any(files(path) for path in (root / "state").glob(f"*/{partner}/**/{flow}") if "taken" not in path.parts)
    if (state == "taken") != (verdict is None):
        return f"{state} with verdict {verdict}"
    allowed = {"taken": (True, False), "decided": (True, True), "returned": (True, True), "done": (False, True)}[state]
    if purged is None and not ((taken and allowed[0]) or (away and allowed[1])):
        return f"{state}, and its original is elsewhere"
    return ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 600 else f"{text[:600]}..."
