"""The locks of a root: who holds one says so in it, in French and in English; a lock dies with its holder."""

from __future__ import annotations

import fcntl
import os
import time
from datetime import datetime
from pathlib import Path

from edi.disk.durable import make_folder
from edi.errors import LockHeld
from edi.message import Message

HOLDER = Message("{verb}, processus {process}, depuis le {at}", "{verb}, process {process}, since {at}")
SOMEBODY = Message("un autre processus", "another process")
HELD = Message(
    "{lock} : une autre passerelle travaille ici ({holder}) ; rien n'a été fait.",
    "{lock}: another gateway works here ({holder}); nothing was done.",
)
LABEL_BYTES = 400  # of a lock are read at most


def label(verb: str) -> Message:
    """What a lock says of its holder."""
    now = datetime.now()
    at = Message(f"{now:%d/%m/%Y à %H:%M:%S}", f"{now:%Y-%m-%d %H:%M:%S}")
    return HOLDER.filled(verb=verb, process=os.getpid(), at=at)


def lock(path: Path, label: Message | str, patience: float = 0.0, of: str = "") -> int:
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


def _lock(path: Path, label: Message | str) -> int:
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _holder(handle)
        os.close(handle)
        raise LockHeld(HELD.filled(lock=path, holder=holder), holder.fr) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, _written(label).encode(), 0)
    return handle


def _written(label: Message | str) -> str:
    """One line a language, French first."""
    return f"{label}\n" if isinstance(label, str) else f"{label.fr}\n{label.en}\n"


def _holder(handle: int) -> Message:
    """What the holder wrote; one line alone is for both languages."""
    lines = os.pread(handle, LABEL_BYTES, 0).decode("utf-8", "replace").strip().splitlines()
    return Message(lines[0], lines[-1]) if lines else SOMEBODY


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
