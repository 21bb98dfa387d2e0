"""What strace wrote, read back: the calls that change files, in order.

A call is named by its kind and its number among all calls of that kind, which is how strace is told where to strike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# every kind of call by which a program changes files on Linux, but for writes through mapped memory: SQLite's index of
# its log alone does that, and makes it anew after a crash
KINDS = (
    "openat", "open", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range",
    "fsync", "fdatasync", "sync_file_range", "syncfs", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
    "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "truncate", "ftruncate", "fallocate", "chmod",
    "fchmod", "fchmodat", "chown", "fchown", "fchownat", "utimensat", "mknod", "mknodat",
)  # fmt: skip
SYNCS = ("fsync", "fdatasync")
OPENS = ("openat", "open", "creat")
# -y: each descriptor with its path; texts in full and in hexadecimal only where a test replays them
WATCH = ("-y", "-e", "signal=none", "-e", "trace=" + ",".join(f"?{kind}" for kind in KINDS))
WATCH_BYTES = (*WATCH, "-xx", "-s", "2000000")

LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+|\?)(?:<(.*)>)?( .*)?")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
HELD = re.compile(r"(\d+)<([^>]*)>")  # a descriptor and its path


@dataclass(frozen=True)
class Call:
    """One call: its kind, its arguments as written, what it gave."""

    kind: str
    n: int
    args: str
    result: int
    opened: str = ""  # the path of the descriptor it gave

    @property
    def texts(self) -> list[bytes]:
        """Its arguments between quotation marks: paths, or bytes written."""
        return [_bytes(text) for text, _ in TEXT.findall(self.args)]

    @property
    def held(self) -> tuple[int, str]:
        """The descriptor it works on and that one's path; (-1, "") where it works on names."""
        found = HELD.match(self.args)
        return (int(found[1]), _plain(found[2])) if found else (-1, "")

    @property
    def paths(self) -> list[str]:
        if self.kind in OPENS or self.held[0] < 0:
            return [text.decode("utf-8", "surrogateescape") for text in self.texts]
        return [self.held[1]]

    @property
    def creates(self) -> bool:
        return "O_CREAT" in self.args or "O_TRUNC" in self.args or self.kind == "creat"

    def within(self, root: Path) -> bool:
        return any(path == str(root) or path.startswith(f"{root}/") for path in self.paths)

    def __str__(self) -> str:
        return f"{self.kind} {self.n} {' '.join(self.paths)[-90:]}"


def calls(trace: str) -> Iterator[Call]:
    """Every call that succeeded or was made to fail, numbered as strace counts them."""
    counted: Counter[str] = Counter()
    for line in trace.splitlines():
        found = LINE.fullmatch(line)
        if found is None:
            continue  # a signal, the end
        kind, args, result, opened, _ = found.groups()
        counted[kind] += 1
        yield Call(kind, counted[kind], args, int(result) if result != "?" else 0, _plain(opened or ""))


def changes(trace: str, root: Path) -> list[Call]:
    """The calls that changed something below `root`."""
    changing = (call for call in calls(trace) if call.result >= 0 and (call.kind not in OPENS or call.creates))
    return [call for call in changing if call.within(root)]


def _plain(path: str) -> str:
    return _bytes(path).decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return (
        text.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1") if "\\" in text else text.encode()
    )
