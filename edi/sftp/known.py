"""What the ledger knows of the files on one partner's server.

In: the ledger, the partner's name.  Out: Pull values as they stood when last loaded.  Promise: a change is in the
ledger at once; each change is a transaction of its own, those of a listing are one.
"""

from __future__ import annotations

from collections.abc import Sequence

from edi.clock import boot_id
from edi.ledger import Ledger
from edi.ledger.values import Pull
from edi.sftp.entry import Entry


class Known:
    """Of one partner, for one poll. Times are of the monotonic clock `now`, which begins anew with each boot."""

    def __init__(self, ledger: Ledger, partner: str, now: float) -> None:
        self._ledger, self._partner, self._now = ledger, partner, now
        self._boot = boot_id()
        self._files: dict[bytes, Pull] = {}

    def load(self) -> None:
        self._files = {file.name: file for file in self._ledger.pulls.of(self._partner)}

    def get(self, name: bytes) -> Pull | None:
        return self._files.get(name)

    def fetched(self) -> list[Pull]:
        """Those whose bytes are whole on our disk."""
        return [file for file in self._files.values() if file.fetched]

    def not_fetched(self) -> set[bytes]:
        return {name for name, file in self._files.items() if not file.fetched}

    def is_fetched(self, entry: Entry) -> bool:
        """In this very state."""
        file = self.get(entry.name)
        return file is not None and file.fetched and file.state == entry.state

    def still_for(self, entry: Entry) -> float | None:
        """How long it is known in this state, since this boot; None: it was not, or not yet."""
        file = self.get(entry.name)
        if file is None or file.fetched or file.state != entry.state or file.boot != self._boot:
            return None
        return self._now - file.since

    def keep_listing(self, seen: Sequence[Entry], gone: Sequence[bytes]) -> None:
        """What was listed in a state that is news, and which names no longer are."""
        with self._ledger.write():
            for name in gone:
                self._ledger.pulls.forget(self._partner, name)
            for entry in seen:
                still = self.still_for(entry)
                if still is None or still < 0:
                    size, mtime = entry.size or 0, entry.mtime
                    self._ledger.pulls.set_seen(self._partner, entry.name, size, mtime, self._now, self._boot)

    def set_fetched(self, name: bytes, sha256: str) -> None:
        with self._ledger.write():
            self._ledger.pulls.set_fetched(self._partner, name, sha256)

    def set_kept(self, name: bytes) -> None:
        """The server did not let go of it, and the operator was told."""
        with self._ledger.write():
            self._ledger.pulls.set_kept(self._partner, name, self._now, self._boot)

    def forget(self, name: bytes) -> None:
        with self._ledger.write():
            self._ledger.pulls.forget(self._partner, name)

    def flow_of(self, file: Pull, drop_name: str) -> str | None:
        """Our id of the flow it became under that name of a drop."""
        return self._ledger.pulls.flow_of(file, drop_name)
