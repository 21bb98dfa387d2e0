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
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from edi.disk import durable, inbox
from edi.disk.folders import Folders
from edi.message import Message
from edi.model.drop import Bytes, Drop, Taken

FLOW_ID = re.compile(r"[0-9]{20}-[0-9a-f]{4}")
NOT_TAKEN = Message(
    "inbox/{partner} : un dépôt ne peut pas être pris ({why}).", "inbox/{partner}: a drop cannot be taken ({why})."
)


class Namer:
    """Gives flow ids: UTC microseconds and four random digits; ever rising, also when the clock steps back."""

    def __init__(self, last: str = "") -> None:
        self._last = int(last[:20]) if FLOW_ID.fullmatch(last) else 0

    def next(self) -> str:
        self._last = max(int(datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")), self._last + 1)
        return f"{self._last:020d}-{secrets.token_hex(2)}"


def take(drops: Iterable[Drop], folders: Folders, namer: Namer) -> tuple[list[Taken], list[Message]]:
    """Takes each drop by one rename into a new folder of its own, then syncs once for all; also gives the troubles.

    A drop that is gone, has changed since it was seen, or cannot be moved is left (or put back) for the next sweep.
    """
    taken: list[Taken] = []
    troubles: list[Message] = []
    lost: set[Path] = set()
    for drop, home in _homes(drops, folders, namer, troubles):
        held = home / drop.path.name
        try:
            durable.rename(drop.path, held)
        except OSError as error:  # read-only inbox, another file system: the drop stays where its partner put it
            inbox.remove_home(home)
            if not isinstance(error, FileNotFoundError):  # else its partner took it back
                _say(troubles, drop, error)
            continue
        found = os.lstat(held)
        if not stat.S_ISREG(found.st_mode) or (found.st_size, found.st_mtime_ns, found.st_ino) != drop.state:
            inbox.put_back(held, drop.path)  # where it cannot be, `leftovers` finds it: late, never lost
            continue
        taken.append(Taken(flow=home.name, partner=drop.partner, path=held))
        lost.add(drop.path.parent)
        if drop.marker is not None:
            inbox.remove_marker(drop.marker)
    # what was gained first: a power cut between the two leaves the drop in both places rather than in none
    for folder in (*(one.path.parent for one in taken), *sorted(lost)):
        durable.sync_folder(folder)
    return taken, list(dict.fromkeys(troubles))


def _homes(drops: Iterable[Drop], folders: Folders, namer: Namer, troubles: list[Message]) -> list[tuple[Drop, Path]]:
    """A folder for each drop, on the disk before anything is put in it: a power cut could otherwise keep the drop's new
    name and lose the folder it is in. A drop whose folder cannot be made stays where it is."""
    made = []
    for drop in drops:
        home = folders.taken_flow(drop.partner, namer.next())
        try:
            inbox.make_home(home)
        except OSError as error:  # a full disk
            _say(troubles, drop, error)
            continue
        made.append((drop, home))
    for folder in sorted({home.parent for _, home in made}):
        durable.sync_folder(folder)
    return made


def _say(troubles: list[Message], drop: Drop, error: OSError) -> None:
    troubles.append(NOT_TAKEN.filled(partner=drop.partner, why=durable.reason(error)))


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
