"""Takes settled drops out of the inboxes.

In: settled drops.  Out: each alone in a folder of its own under state/taken, with a row in the ledger.
Promise: the rename into state/taken is the instant the gateway becomes responsible; a drop is taken once, never while
it changes, and nothing overwrites it.  Refuses to touch: temporary names, links, pipes, folders, files with two names.
After a crash: a taken file without a ledger row is found again by held.py (partner and flow id are in its path).
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from edi.disk import durable, inbox
from edi.disk.folders import Folders
from edi.message import Message
from edi.model.drop import Drop, Taken
from edi.pipeline import held
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

NOT_TAKEN = Message(
    "inbox/{partner} : un dépôt ne peut pas être pris ({why}).", "inbox/{partner}: a drop cannot be taken ({why})."
)


class Namer:
    """Gives flow ids: UTC microseconds and four random digits; ever rising, also when the clock steps back."""

    def __init__(self, last: str = "") -> None:
        self._last = int(last[:20]) if held.FLOW_ID.fullmatch(last) else 0

    def next(self) -> str:
        self._last = max(int(datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")), self._last + 1)
        return f"{self._last:020d}-{secrets.token_hex(2)}"


def take(drops: Sequence[Drop], runtime: Runtime) -> Report:
    """Takes what can be taken, and gives each a row that says it is in hand: decide comes next."""
    taken, troubles = move(drops, runtime.folders, Namer(runtime.ledger.flows.last_id()))
    held.register(taken, runtime.ledger, in_hand=True)
    return Report(untaken=bool(troubles), notes=tuple(troubles))


def move(drops: Iterable[Drop], folders: Folders, namer: Namer) -> tuple[list[Taken], list[Message]]:
    """Takes each drop by one rename into a new folder of its own, then syncs once for all; also gives the troubles.

    A drop that is gone, has changed since it was seen, or cannot be moved is left (or put back) for the next sweep.
    """
    taken: list[Taken] = []
    troubles: list[Message] = []
    lost: set[Path] = set()
    for drop, home in _homes(drops, folders, namer, troubles):
        file = home / drop.path.name
        try:
            durable.rename(drop.path, file)
        except OSError as error:  # read-only inbox, another file system: the drop stays where its partner put it
            inbox.remove_home(home)
            if not isinstance(error, FileNotFoundError):  # else its partner took it back
                _say(troubles, drop, error)
            continue
        found = os.lstat(file)
        if not stat.S_ISREG(found.st_mode) or (found.st_size, found.st_mtime_ns, found.st_ino) != drop.state:
            inbox.put_back(file, drop.path)  # where it cannot be, held.py finds it: late, never lost
            continue
        taken.append(Taken(flow=home.name, partner=drop.partner, path=file))
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
