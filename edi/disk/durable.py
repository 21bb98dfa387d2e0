"""The only place that writes, syncs, renames and removes files.

Promise: what `publish` and `move` return from is on the disk, whole, under its name; a crash in the middle leaves the
old state or the new one, and at most a hidden temporary file.  A failed sync is never tried again (the kernel may have
dropped the data and report success the next time): it raises DurabilityError and the process must stop.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from edi.errors import DurabilityError
from edi.message import Message

TEMPORARY = ".{}.part"
HASHED = 16 << 30  # bytes of a file that its hash is of
NAME_BYTES = 255  # the longest name a Linux file system takes
NOT_SYNCED = Message(
    "{place} : le disque a refusé d'enregistrer ({why}) ; la passerelle s'arrête et reprendra d'elle-même au prochain "
    "lancement. Vérifiez le disque.",
    "{place}: the disk refused to save ({why}); the gateway stops and will resume by itself when it is started again. "
    "Check the disk.",
)
OTHER_CONTENT = Message("{name} y est déjà, avec un autre contenu", "{name} is there already, with other content")
_AT_FDCWD, _RENAME_NOREPLACE = -100, 1  # linux/fcntl.h, linux/fs.h


class OtherContent(FileExistsError):
    """A name is taken by a file with other bytes."""

    def __init__(self, path: Path) -> None:
        self.message = OTHER_CONTENT.filled(name=path.name)
        super().__init__(errno.EEXIST, self.message.fr, str(path))


def reason(error: OSError) -> Message:
    """Why the disk said no, to be put into a sentence; the system's own words are the same in both languages."""
    if isinstance(error, OtherContent):
        return error.message
    return Message.same(error.strerror or type(error).__name__)


def make_folder(folder: Path) -> None:
    """The folder and its missing parents, each one's name on the disk."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(new.parent)


def publish(folder: Path, files: Iterable[tuple[str, bytes]], over: bool = True) -> None:
    """Puts files under their names in one folder; idempotent. Readers see each whole or not at all.

    With `over` False nothing takes the place of a file with other bytes: FileExistsError, and none is put there."""
    ready = []
    for name, content in files:
        if not over and _is_other(folder / name, content):
            raise OtherContent(folder / name)
        temporary = folder / _temporary(name)
        with open(_fresh(temporary), "wb") as out:
            out.write(content)
            out.flush()
            sync(out.fileno(), temporary)
        ready.append((temporary, folder / name))
    for temporary, final in ready:
        os.rename(temporary, final)
    if ready:
        sync_folder(folder)


def _is_other(path: Path, content: bytes) -> bool:
    try:
        return read_file(path, len(content))[0] != content
    except OSError:  # nothing there; or a link or a pipe, which is nobody's answer
        return False


def replace(path: Path, content: bytes) -> None:
    """Replaces a file whole and unsynced: for what the gateway can do without after a power cut."""
    temporary = path.parent / _temporary(path.name)
    temporary.write_bytes(content)
    os.rename(temporary, path)


@contextlib.contextmanager
def incoming(temporary: Path) -> Iterator[BinaryIO]:
    """A file written piece by piece: its bytes are on the disk when the block ends, and it is gone when that fails."""
    with open(_fresh(temporary), "wb") as out:
        try:
            yield out
            out.flush()
            sync(out.fileno(), temporary)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


def remove(path: Path) -> None:
    """Removes a file; gone already is fine."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    sync_folder(path.parent)


def move(old: Path, new: Path) -> None:
    """Renames a file or folder and makes both folders' entries durable. The target must not exist."""
    rename(old, new)
    sync_folder(new.parent)
    sync_folder(old.parent)


def rename(old: Path, new: Path) -> None:
    """A rename without its syncs, for those who do many and sync once."""
    os.rename(old, new)


def give_back(old: Path, new: Path) -> None:
    """A rename that never overwrites and is not synced: FileExistsError where the name is taken."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, os.fsencode(old), _AT_FDCWD, os.fsencode(new), _RENAME_NOREPLACE) == 0:
        return
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(code, os.strerror(code), str(old), None, str(new))
    os.link(old, new, follow_symlinks=False)  # a file system without that rename (NFS)
    os.unlink(old)


def remove_folder(folder: Path) -> None:
    """Removes an empty folder; gone already is fine."""
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        return
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync(handle, folder)
    finally:
        os.close(handle)


def sync(handle: int, what: Path) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        raise DurabilityError(NOT_SYNCED.filled(place=what, why=reason(error))) from error


def read_file(path: Path, limit: int) -> tuple[bytes, os.stat_result]:
    """Every byte of a regular file up to `limit` + 1, and its state when the read began.

    Never follows a link, never waits on a pipe. OSError (ELOOP, EINVAL) on anything but a regular file.
    """
    handle, found = _opened(path)
    with open(handle, "rb") as source:
        # asking for `limit` would set that much memory aside, a gibibyte for the smallest drop
        return source.read(min(found.st_size, limit) + 1), found


def _opened(path: Path) -> tuple[int, os.stat_result]:
    """A regular file's descriptor, and its state before anything is read: a change during the read then shows in the
    next look at the file."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return handle, found


def digest(path: Path) -> str:
    """SHA-256 of a regular file, read piece by piece: of HASHED bytes at most, whatever its size (a sparse file of a
    tebibyte takes no room). The same whatever limits are set, or a later look would see an alteration. OSError as of
    `read_file`."""
    handle, _ = _opened(path)
    total, left = hashlib.sha256(), HASHED
    with open(handle, "rb", buffering=0) as source:
        while left and (piece := source.read(min(1 << 20, left))):
            total.update(piece)
            left -= len(piece)
    return total.hexdigest()


def digest_of(data: bytes) -> str:
    """The same of a file's bytes."""
    return hashlib.sha256(memoryview(data)[:HASHED]).hexdigest()


def _temporary(name: str) -> str:
    """The hidden name a file goes by until it is whole; of the hash where the name leaves no room."""
    made = TEMPORARY.format(name)
    if len(os.fsencode(made)) <= NAME_BYTES:
        return made
    return TEMPORARY.format(hashlib.sha256(os.fsencode(name)).hexdigest())


def _fresh(temporary: Path) -> int:
    """A new file of our own, open to be written. The outbox is the partner's to write in as well: a link or a pipe
    left under this name must lead our bytes nowhere."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
