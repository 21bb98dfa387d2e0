"""The order of the calls of one run: what kill -9 cannot see, for a kernel that lives on loses nothing.

Every file is synced between its last write and the rename that gives it its final name; every folder whose entries
changed is synced before the ledger commits what relies on them, or before the run ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from traces import OPENS, SYNCS, Call

# what need not be synced, and why
EXCEPTIONS = {
    "state/ledger.db*": "SQLite syncs its own files by its own rules (synchronous=FULL)",
    "state/*.lock": "the lock is the kernel's; the text in the file only says who holds it",
    "inbox/*/.pull-*.part": "a download that a power loss takes is fetched again: its original waits for the flow",
    "state/health.json": "says how the daemon is now; means nothing after a power cut",
}
ENTRIES = ("rename", "renameat2", "link", "linkat", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir")


@dataclass
class Watched:
    """What is not on the disk yet."""

    root: Path
    dirty: dict[str, Call] = field(default_factory=dict)  # file -> its last write that no sync followed
    loose: dict[str, Call] = field(default_factory=dict)  # folder -> a change of its entries that no sync followed
    problems: list[str] = field(default_factory=list)

    def meet(self, call: Call) -> None:
        if call.kind in SYNCS:
            self.dirty.pop(call.held[1], None)
            self.loose.pop(call.held[1], None)
            if call.held[1].endswith("/state/ledger.db-wal"):
                self._commit(call)
        elif call.kind in OPENS:
            self._changed(call.paths[-1], call)
        elif call.kind in ENTRIES:
            self._entry(call)
        elif call.held[0] >= 0 and not self._excepted(call.held[1]):
            self.dirty[call.held[1]] = call

    def _entry(self, call: Call) -> None:
        old, new = call.paths[0], call.paths[-1]
        if call.kind.startswith(("rename", "link")):
            if old in self.dirty:
                self.problems.append(f"{call}: the file is not synced")
            inside = [path for path in self.loose if path.startswith(f"{old}/")]
            self.loose |= {new + path.removeprefix(old): self.loose.pop(path) for path in inside}
        if call.kind in ("rmdir", "unlink", "unlinkat"):
            self.dirty.pop(old, None)
            self.loose.pop(old, None)  # nobody asks what was in a folder that is gone
        self._changed(old, call)
        self._changed(new, call)

    def _changed(self, path: str, call: Call) -> None:
        if not self._excepted(path):
            self.loose[str(Path(path).parent)] = call

    def _commit(self, commit: Call) -> None:
        """The ledger is about to say that it is so."""
        for folder, call in sorted(self.loose.items()):
            self.problems.append(f"{commit} commits, and {folder} is not synced since {call}")
        self.loose.clear()

    def _excepted(self, path: str) -> bool:
        return any(fnmatchcase(path, f"{self.root}/{pattern}") for pattern in EXCEPTIONS)


def violations(calls: Iterable[Call], root: Path) -> list[str]:
    watched = Watched(root)
    for call in calls:
        watched.meet(call)
    left = [f"{folder} is never synced after {call}" for folder, call in sorted(watched.loose.items())]
    left += [f"{file} is never synced after {call}" for file, call in sorted(watched.dirty.items())]
    return watched.problems + left
