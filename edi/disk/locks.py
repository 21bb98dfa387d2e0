"""The locks of a root: who holds one says so in it; a lock dies with its holder."""

from __future__ import annotations

import fcntl
import os
import re
import time
from datetime import datetime
from pathlib import Path

from edi.disk.durable import make_folder
from edi.errors import LockHeld
from edi.message import Message


HELD = Message(
    "{path} : une autre passerelle travaille ici ({holder}) ; rien n'a été fait.",
    "{path}: another gateway works here ({holder}); nothing was done.",
)
SOMEBODY = Message("un autre processus", "another process")
HOLDER = Message(
    "{verb}, processus {process}, depuis le {day} à {time}", "{verb}, process {process}, since {day} at {time}"
)
LABEL = re.compile(r"(?P<verb>.+), processus (?P<process>\d+), depuis le (?P<day>\S+) à (?P<time>\S+)")


def label(verb: str) -> str:
    """What a lock says of its holder, whoever reads it: in French, told in the reader's language by `lock`."""
    now = datetime.now()
    return HOLDER.of("fr", verb=verb, process=os.getpid(), day=f"{now:%d/%m/%Y}", time=f"{now:%H:%M:%S}")


def lock(path: Path, label: str, patience: float = 0.0, of: str = "") -> int:
    """Takes the kernel's lock on `path` and writes who holds it; the descriptor keeps it until the process ends.

    LockHeld, with the holder's own words, when another process has it: at once, or after `patience` seconds where the
    holder's label begins with `of`.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return _lock(path, label)
        except LockHeld as held:
            if not held.holder.startswith(of) or time.monotonic() >= until:
                raise
            time.sleep(0.1)


def _lock(path: Path, label: str) -> int:
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip()
        os.close(handle)
        raise LockHeld(HELD.filled(path=path, holder=_told(holder)), holder) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{label}\n".encode(), 0)
    return handle


def _told(label: str) -> Message | str:
    """What the holder wrote, in both languages where it is a label of ours."""
    match = LABEL.fullmatch(label)
    return HOLDER.filled(**match.groupdict()) if match else label or SOMEBODY


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # never taken here, or not ours to look at
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def unlock(handle: int) -> None:
    os.close(handle)
