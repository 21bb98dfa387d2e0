"""A partner's inbox, as downloads come into it.

In: names as bytes, whole downloads under a hidden name.  Out: drops under the partner's own names.  Promise: a download
is whole and on our disk before its name appears, and it takes the place of nothing that is there.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from edi.config.partners import Partner
from edi.disk import durable, space
from edi.disk.folders import Folders
from edi.ledger.values import Pull
from edi.words.text import drop_name

HIDDEN = ".pull-{}.part"  # a download until it is whole: pickup never takes such a name


class Landing:
    """Of one partner, for one poll."""

    def __init__(self, folders: Folders, partner: Partner) -> None:
        self.inbox = folders.inbox / partner.name
        self.suffix = os.fsencode(partner.done_suffix)  # of the marker that vouches for a whole file; empty: none does
        self.blocked: set[bytes] = set()  # fetched, whole, and their name not free yet
        self._state, self._taken = folders.state, folders.taken / partner.name

    def is_on_our_disk(self) -> bool:
        """Whether the gateway can take from it: by a rename into state/."""
        return space.same_file_system(self.inbox, self._state)

    def has_room(self, wanted: int) -> bool:
        return space.free_bytes(self.inbox) >= wanted

    def holds(self, name: bytes) -> bool:
        """Whether something lies there under this name."""
        return os.path.lexists(self._path(name))

    def is_ours(self, file: Pull) -> bool:
        """Whether what lies there under its name is what was fetched: its partner may be uploading there too."""
        path = self._path(file.name)
        try:
            return os.lstat(path).st_size == file.size and durable.digest(path) == file.sha256
        except OSError:
            return False

    def is_on_its_way(self, name: bytes) -> bool:
        """Taken from there, and not read yet."""
        homes = self._taken.iterdir() if self._taken.is_dir() else ()
        return any(os.path.lexists(home / os.fsdecode(name)) for home in homes)

    def drop_name(self, name: bytes) -> str:
        """What its flow is called."""
        return drop_name(self._path(name))

    # downloads

    def incoming(self, name: bytes) -> AbstractContextManager[BinaryIO]:
        """To write a download into, piece by piece."""
        return durable.incoming(self._hidden(name))

    def waits(self, name: bytes) -> bool:
        """Whether a whole download of this name waits to be given it."""
        return os.path.lexists(self._hidden(name))

    def remove_halves(self, whole: Collection[bytes]) -> None:
        """Removes the downloads a death cut short: all but those of these names."""
        kept = {self._hidden(name) for name in whole}
        for path in self._hidden_files():
            if path not in kept and stat.S_ISREG(os.lstat(path).st_mode):
                durable.remove(path)

    def give_name(self, name: bytes) -> bool:
        """Gives a whole download its name, over nothing that is there; whether it was free."""
        try:
            durable.give_back(self._hidden(name), self._path(name))
        except FileExistsError:
            self.blocked.add(name)
            return False
        durable.sync_folder(self.inbox)
        if self.suffix:
            self.vouch(name)
        return True

    def vouch(self, name: bytes) -> None:
        """Its done-marker, as the partner would put it there."""
        durable.publish(self.inbox, [(os.fsdecode(name + self.suffix), b"")])

    def _path(self, name: bytes) -> Path:
        return self.inbox / os.fsdecode(name)

    def _hidden(self, name: bytes) -> Path:
        return self.inbox / HIDDEN.format(hashlib.sha256(name).hexdigest()[:32])

    def _hidden_files(self) -> Iterator[Path]:
        return iter(sorted(self.inbox.glob(HIDDEN.format("*"))))
