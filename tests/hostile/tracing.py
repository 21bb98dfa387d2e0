"""What a program did to the world, by its system calls: strace runs it, and its trace is read into Calls.

A Call names a path in full, whichever folder it was relative to. What a program may not do is told by `foreign`.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# every call that gives a way out of the process: to a file, to a peer, to another program
CHANGES = (
    *("creat", "mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("symlinkat", "unlink", "unlinkat", "rmdir", "truncate", "chmod", "fchmodat", "chown", "fchownat", "utimensat"),
    *("setxattr", "mount", "chroot"),
)
OPENS = ("open", "openat", "openat2")
PEERS = ("socket", "connect", "bind", "sendto", "sendmsg")
PROGRAMS = ("execve", "execveat")
TRACED = (*CHANGES, *OPENS, *PEERS, *PROGRAMS)

_LINE = re.compile(r"^\d+ +(?P<name>\w+)\((?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)$")
_UNFINISHED = re.compile(r"^(?P<pid>\d+) +(?P<start>\w+\(.*) <unfinished \.\.\.>$")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>(?:[^>\\]|\\.)*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One system call; `paths` are those it names."""

    name: str
    paths: tuple[str, ...]
    text: str
    failed: bool

    @property
    def changes(self) -> bool:
        """Whether it changes a file, or opens one in a way that could."""
        return self.name in CHANGES or (
            self.name in OPENS and re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", self.text) is not None
        )


def traced(command: Sequence[str], trace: Path, seconds: float, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program and all its children under strace; only the calls of TRACED stop it, so it is nearly as fast."""
    asked = ["strace", "-f", "--seccomp-bpf", "-y", "-s", "256", "-e", f"trace={','.join(TRACED)}", "-o", str(trace)]
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*asked, *command], capture_output=True, text=True, timeout=seconds, check=False, cwd=cwd, env=quiet
    )


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """The calls of a trace, those that another process interrupted put together again."""
    begun: dict[str, str] = {}
    for line in lines:
        if found := _UNFINISHED.match(line):
            begun[found["pid"]] = found["start"]
            continue
        if found := _RESUMED.match(line):
            line = f"{found['pid']} {begun.pop(found['pid'], '?(')}{found['rest']}"
        if found := _LINE.match(line):
            name, rest = found["name"], found["rest"]
            yield Call(name, tuple(_paths(name, rest)), rest, re.search(r"\) += -1 ", rest) is not None)


def foreign(call: Call, ours: Sequence[str], readable: Sequence[str]) -> bool:
    """Whether a call reaches what it may not: changes below none of `ours`, reads below none of `readable`, a peer
    that is not a process of ours, another program. What failed counts too, but for reads of what is not there."""
    if call.name in PEERS:
        local = "AF_UNIX" in call.text or (call.name.startswith("send") and "sa_family" not in call.text)
        return not local
    if call.name in PROGRAMS:
        return True
    if call.changes:
        return not all(_below(path, ours) for path in call.paths)
    return not (call.failed and "ENOENT" in call.text) and not all(_below(path, readable) for path in call.paths)


def _below(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _paths(name: str, rest: str) -> Iterator[str]:
    if name in PEERS:
        return
    for found in _PATH.finditer(rest):
        written = found["name"]
        if name == "symlink" and found.start() == 0:
            continue  # what a link points at is a text
        folder = _plain(found["folder"] or "")
        yield os.path.normpath(os.path.join(folder, _plain(written)))
        if name in PROGRAMS:
            return  # its arguments follow


def _plain(written: str) -> str:
    """A path without strace's escapes."""
    return os.fsdecode(ast.literal_eval(f'b"{written}"')) if "\\" in written else written
