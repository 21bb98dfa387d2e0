"""See a settled drop, take it, read it.

In: a partner's inbox.  Out: Taken values, one a drop, each alone in a folder of its own under state/taken.
Promise: the rename into state/taken is the instant the gateway becomes responsible; a drop is taken once, never while
it changes, and nothing overwrites it.  Refuses to touch: temporary names, links, pipes, folders, files with two names.
After a crash: a taken file without a ledger row is found again by `leftovers` (partner and flow id are in its path).
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from edi import durable
from edi.findings.spec import printable
from edi.folders import Folders
from edi.ledger import Sighting

# names uploads go by until they are whole; a leading dot hides a file from us too
TEMPORARY = re.compile(r"\..*|.*\.(part|filepart|tmp|swp)|~.*|.*~", re.IGNORECASE | re.DOTALL)
LATE_SECONDS = 600  # an upload should have come to its end by then: the operator is told
ORPHAN_SECONDS = 3600
FLOW_ID = re.compile(r"[0-9]{20}-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A file in a partner's inbox, as one look saw it."""

    partner: str
    path: Path
    size: int
    mtime_ns: int
    inode: int
    arrived_ns: int  # ctime: what a partner cannot set
    quiet: float | None = None  # its partner's own quiet period, in seconds
    marker: Path | None = None  # the done-marker that vouches for it

    @property
    def state(self) -> tuple[int, int, int]:
        return self.size, self.mtime_ns, self.inode


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A drop in our hands."""

    flow: str
    partner: str
    path: Path

    @property
    def drop_name(self) -> str:
        """The partner's name for it, printable."""
        return printable(os.fsencode(self.path.name).decode("utf-8", "backslashreplace"), 1000)


@dataclass(frozen=True, slots=True)
class Bytes:
    """What was read of a taken file, once."""

    data: bytes
    size: int  # the file's, which may be more than was read of an oversized one
    mtime_ns: int
    sha256: str  # of the whole file


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How one partner uploads, where it is not as others do (its settings file)."""

    quiet: float | None = None
    done_suffix: str = ""  # a drop X is whole when X + this suffix stands beside it
    temporary: tuple[str, ...] = ()  # name patterns never taken, besides the usual ones

    def passes_over(self, name: str) -> bool:
        return TEMPORARY.fullmatch(name) is not None or any(fnmatchcase(name, pattern) for pattern in self.temporary)


USUAL = Habits()


class Seen(NamedTuple):
    """One look at one inbox. The last three are names, for the operator: none of them is taken."""

    drops: list[Drop]  # in order of arrival
    odd: list[str]  # no regular files
    doubled: list[str]  # have had two names for LATE_SECONDS
    unmarked: list[str]  # have lacked their done-marker for LATE_SECONDS


def look(inbox: Path, partner: str, habits: Habits = USUAL) -> Seen:
    """What lies in one inbox. Where the partner writes done-markers, a drop without one has to wait, and one with it
    need not."""
    seen = Seen([], [], [], [])
    suffix = habits.done_suffix
    late = _ns_ago(LATE_SECONDS)
    with os.scandir(inbox) as listing:
        entries = [entry for entry in listing if not habits.passes_over(entry.name)]
    for entry in entries:
        if suffix and entry.name.endswith(suffix):
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # gone between the listing and the look: its uploader renamed it
        marker = Path(entry.path + suffix) if suffix else None
        if not stat.S_ISREG(found.st_mode):
            seen.odd.append(printable(entry.name))
        elif found.st_nlink != 1:  # an upload in its rename (link, then unlink), or somebody else's file
            if found.st_ctime_ns < late:
                seen.doubled.append(printable(entry.name))
        elif marker is not None and not _vouches(marker, found):
            if found.st_ctime_ns < late:
                seen.unmarked.append(printable(entry.name))
        else:
            seen.drops.append(
                Drop(
                    partner=partner,
                    path=Path(entry.path),
                    size=found.st_size,
                    mtime_ns=found.st_mtime_ns,
                    inode=found.st_ino,
                    arrived_ns=found.st_ctime_ns,
                    quiet=0.0 if suffix else habits.quiet,
                    marker=marker,
                )
            )
    seen.drops.sort(key=lambda drop: (drop.arrived_ns, drop.path.name))
    return seen


def _ns_ago(seconds: int) -> int:
    """That long ago, as file systems count: nanoseconds of the epoch."""
    return int((datetime.now(UTC).timestamp() - seconds) * 1e9)


def _vouches(marker: Path, drop: os.stat_result) -> bool:
    """A marker is a regular file no older than what it vouches for: one left of an earlier drop of the same name says
    nothing of this one. Of the drop's times the earlier counts: its partner may set the one, a chmod sets the other."""
    try:
        found = os.lstat(marker)
    except OSError:  # none, or a name too long to have one
        return False
    return stat.S_ISREG(found.st_mode) and found.st_ctime_ns >= min(drop.st_mtime_ns, drop.st_ctime_ns)


def remove_orphans(inbox: Path, habits: Habits) -> None:
    """Removes done-markers that have been without their drop for ORPHAN_SECONDS. They vouch for nothing; a younger one
    may be waiting for its drop, or be missing it in a listing that others write to meanwhile."""
    suffix = habits.done_suffix
    if not suffix:
        return
    names = {entry.name for entry in os.scandir(inbox)}
    alone = [name for name in names if name.endswith(suffix) and name.removesuffix(suffix) not in names]
    late = _ns_ago(ORPHAN_SECONDS)
    for marker in (inbox / name for name in alone):
        with contextlib.suppress(OSError):  # gone, or not ours to remove
            found = os.lstat(marker)
            orphan = not os.path.lexists(str(marker).removesuffix(suffix))
            if stat.S_ISREG(found.st_mode) and found.st_ctime_ns < late and orphan:
                marker.unlink()


def remove_marker(taken: Taken, inbox: Path, habits: Habits) -> None:
    """After a death between a take and the end of its marker: the marker goes, unless it is of a later drop."""
    if habits.done_suffix:
        with contextlib.suppress(OSError):
            marker = inbox / f"{taken.path.name}{habits.done_suffix}"
            if os.lstat(marker).st_ctime_ns <= os.lstat(taken.path).st_ctime_ns:  # a rename sets it
                marker.unlink()


def settled(
    drops: Iterable[Drop], before: Iterable[Sighting], quiet: float
) -> tuple[list[Drop], list[Drop], list[Sighting], float | None]:
    """(settled, still to wait for, what to remember, seconds until the first of those may be settled).

    Settled: unchanged for `quiet` seconds of the monotonic clock, or for the drop's own quiet period. An empty file
    must stay empty twice as long: many clients create the name first and write later.
    """
    now, boot = time.monotonic(), boot_id()
    known = {(seen.partner, seen.name): seen for seen in before}
    ready, waiting, sightings = [], [], []
    next_look: float | None = None
    for drop in drops:
        name = os.fsencode(drop.path.name)
        seen = known.get((drop.partner, name))
        same = seen is not None and seen.boot == boot and (seen.size, seen.mtime_ns, seen.inode) == drop.state
        since = seen.since if same and seen is not None else now
        own = quiet if drop.quiet is None else drop.quiet
        left = (own if drop.size else 2 * own) - (now - since)
        if left <= 0:
            ready.append(drop)
        else:
            waiting.append(drop)
            next_look = left if next_look is None else min(next_look, left)
        size, mtime_ns, inode = drop.state
        sightings.append(
            Sighting(partner=drop.partner, name=name, size=size, mtime_ns=mtime_ns, inode=inode, since=since, boot=boot)
        )
    return ready, waiting, sightings, next_look


def boot_id() -> str:
    """Names this boot: the monotonic clock means nothing in another."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


class Namer:
    """Gives flow ids: UTC microseconds and four random digits; ever rising, also when the clock steps back."""

    def __init__(self, last: str = "") -> None:
        self._last = int(last[:20]) if FLOW_ID.fullmatch(last) else 0

    def next(self) -> str:
        self._last = max(int(datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")), self._last + 1)
        return f"{self._last:020d}-{secrets.token_hex(2)}"


def take(drops: Iterable[Drop], folders: Folders, namer: Namer) -> tuple[list[Taken], list[str]]:
    """Takes each drop by one rename into a new folder of its own, then syncs once for all; also gives the troubles.

    A drop that is gone, has changed since it was seen, or cannot be moved is left (or put back) for the next sweep.
    """
    taken: list[Taken] = []
    troubles: list[str] = []
    lost: set[Path] = set()
    for drop, home in _homes(drops, folders, namer, troubles):
        held = home / drop.path.name
        try:
            durable.rename(drop.path, held)
        except OSError as error:  # read-only inbox, another file system: the drop stays where its partner put it
            os.rmdir(home)
            if not isinstance(error, FileNotFoundError):  # else its partner took it back
                _say(troubles, drop, error)
            continue
        found = os.lstat(held)
        if not stat.S_ISREG(found.st_mode) or (found.st_size, found.st_mtime_ns, found.st_ino) != drop.state:
            _put_back(held, drop.path)  # where it cannot be, `leftovers` finds it: late, never lost
            continue
        taken.append(Taken(flow=home.name, partner=drop.partner, path=held))
        lost.add(drop.path.parent)
        if drop.marker is not None:
            with contextlib.suppress(OSError):  # gone; or kept there: older than the next drop, it vouches for none
                drop.marker.unlink()
    # what was gained first: a power cut between the two leaves the drop in both places rather than in none
    for folder in (*(one.path.parent for one in taken), *sorted(lost)):
        durable.sync_folder(folder)
    return taken, list(dict.fromkeys(troubles))


def _homes(drops: Iterable[Drop], folders: Folders, namer: Namer, troubles: list[str]) -> list[tuple[Drop, Path]]:
    """A folder for each drop, on the disk before anything is put in it: a power cut could otherwise keep the drop's new
    name and lose the folder it is in. A drop whose folder cannot be made stays where it is."""
    made = []
    for drop in drops:
        home = folders.taken_flow(drop.partner, namer.next())
        try:
            durable.make_folder(home.parent)
            home.mkdir()
        except OSError as error:  # a full disk
            _say(troubles, drop, error)
            continue
        made.append((drop, home))
    for folder in sorted({home.parent for _, home in made}):
        durable.sync_folder(folder)
    return made


def _say(troubles: list[str], drop: Drop, error: OSError) -> None:
    troubles.append(f"inbox/{drop.partner} : un dépôt ne peut pas être pris ({error.strerror}).")


def leftovers(folders: Folders) -> Iterator[Taken]:
    """Every taken file, oldest flow first. Changes nothing: who does not hold the gateway's lock may look as well, and
    what moves on meanwhile is passed over."""
    for home in _flow_folders(folders):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for file in sorted(home.iterdir())[:1]:
                if stat.S_ISREG(os.lstat(file).st_mode):
                    yield Taken(flow=home.name, partner=home.parent.name, path=file)


def remove_empty(folders: Folders) -> None:
    """Removes the empty folders of takes that died half way. Only for who holds the gateway's lock: the folder of a
    take at work is empty for a moment too."""
    for home in _flow_folders(folders):
        if home.is_dir() and not any(home.iterdir()):
            durable.remove_folder(home)


def _flow_folders(folders: Folders) -> list[Path]:
    """The folders below state/taken that are a flow's, oldest first; any other is not ours: verify names it."""
    if not folders.taken.is_dir():
        return []
    homes = [home for partner in folders.taken.iterdir() if partner.is_dir() for home in partner.iterdir()]
    return sorted((home for home in homes if FLOW_ID.fullmatch(home.name)), key=lambda home: home.name)


def read(taken: Taken, limit: int) -> Bytes:
    """The bytes, read once; `limit` + 1 of them at most, so that an oversized drop is told by its true size."""
    data, found = durable.read_file(taken.path, limit)
    if len(data) > limit:
        return Bytes(data, max(found.st_size, len(data)), found.st_mtime_ns, durable.digest(taken.path))
    return Bytes(data, len(data), found.st_mtime_ns, durable.digest_of(data))


def unchanged(taken: Taken, read_before: Bytes) -> bool:
    """Whether a writer that still held the file open has changed it since it was read."""
    found = os.lstat(taken.path)
    return found.st_size == read_before.size and found.st_mtime_ns == read_before.mtime_ns


def _put_back(held: Path, original: Path) -> None:
    """Gives a drop back that changed under the take; never over a newer file of the same name."""
    try:
        durable.give_back(held, original)
    except OSError:
        return
    os.rmdir(held.parent)
