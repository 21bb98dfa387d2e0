"""What is in our hands: the files in state/taken, each alone in the folder of its flow.

In: the folders of a root.  Out: Taken values, and their bytes, read once.  Promise: whose a file is, and which flow it
is, stand in its path: a take that outlived the gateway that made it is found again here.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from edi.disk import durable
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.drop import Bytes, Taken
from edi.words.text import drop_name

FLOW_ID = re.compile(r"[0-9]{20}-[0-9a-f]{4}")


def register(taken: Sequence[Taken], ledger: Ledger, in_hand: bool = False) -> None:
    """A row for each: from here on the ledger knows it. `in_hand`: they are judged next, which costs no commit then."""
    if taken:
        at = datetime.now(UTC)
        with ledger.write():
            ledger.flows.add((one.flow, one.partner, drop_name(one.path), at) for one in taken)
            if in_hand:
                ledger.flows.set_in_hand(one.flow for one in taken)


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
