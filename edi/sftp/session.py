"""A session with a partner's server: what is asked of its files, each within its time.

In: a Remote.  Out: names as bytes, sizes, contents; every failure a TransferError with one sentence.  Promise: every
wait has an end.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator, Iterator
from types import TracebackType

from edi.config.remotes import Remote
from edi.message import Message
from edi.sftp.entry import Entry, quoted
from edi.sftp.errors import Refused, TimedOut, TransferError
from edi.sftp.wire.connection import Wire

SLOWEST = 16_384  # bytes a second below which a transfer is given up
MOST_ENTRIES = 100_000  # of one folder that are looked at

CONNECT = Message("se connecter", "connect")
LIST = Message("lire le dossier « {folder} »", "read the folder “{folder}”")
LOOK_AT = Message("regarder {file}", "look at {file}")
READ = Message("lire {file}", "read {file}")
WRITE = Message("écrire {file}", "write {file}")
RENAME = Message("renommer {file}", "rename {file}")
REMOVE = Message("effacer {file}", "remove {file}")

NO_ANSWER = Message(
    "{server} ne répond plus : {action} n'a pas abouti en {seconds} s ; nouvel essai plus tard.",
    "{server} no longer answers: could not {action} within {seconds} s; another try later.",
)
CHANGED_BEFORE = Message(
    "{file} : changé depuis qu'il a été vu ; il sera relu plus tard.",
    "{file}: changed since it was seen; it will be read again later.",
)
CHANGED_MEANWHILE = Message(
    "{file} : changé pendant sa lecture ; il sera relu plus tard.",
    "{file}: changed while it was read; it will be read again later.",
)
KEPT_IN_PART = Message(
    "{server} n'a gardé qu'une partie de {file} ; il sera livré de nouveau.",
    "{server} kept only a part of {file}; it will be delivered again.",
)


class Changed(Refused):
    """The file is no longer the one that was seen."""


class Session:
    """One connection to one partner's server: `with Session(remote) as session`. Paths are bytes, as the server's."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.wire = Wire(remote)
        self._late = False

    def __enter__(self) -> Session:
        try:
            with self._within(self.remote.timeout_seconds, CONNECT):
                self.wire.connect()
        except BaseException:
            self.wire.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.wire.close()

    # what is asked

    def entries(self, folder: str) -> Iterator[Entry]:
        """What the folder holds, MOST_ENTRIES at most, as the server hands it out."""
        with self._within(10 * self.remote.timeout_seconds, LIST.filled(folder=folder)):
            for count, entry in enumerate(self.wire.files.entries(folder.encode())):
                if count == MOST_ENTRIES:
                    return
                yield entry

    def entry(self, path: bytes) -> Entry | None:
        """The file as it stands, links not followed; None when there is none."""
        with self._within(self.remote.timeout_seconds, LOOK_AT, path):
            try:
                return self.wire.files.entry(path)
            except FileNotFoundError:
                return None

    def read(self, path: bytes, expected: Entry) -> Generator[bytes, None, None]:
        """The bytes of a file in order. Refused when it is not, or no longer, the file that was expected."""
        size = expected.size or 0  # of a file whose size is not told nothing more is expected
        with self._within(self._bound(size), READ, path):
            with self.wire.files.reading(path) as handle:
                if self.wire.files.entry_of(handle).state != expected.state:
                    raise Changed(CHANGED_BEFORE.filled(file=quoted(path)))
                count = 0
                for chunk in self.wire.files.chunks(handle, size + 1):
                    count += len(chunk)
                    yield chunk
            if count != size or self.wire.files.entry(path).state != expected.state:
                raise Changed(CHANGED_MEANWHILE.filled(file=quoted(path)))

    def write(self, path: bytes, content: bytes) -> None:
        """A new file, or the same replaced; its size is asked for afterwards."""
        with self._within(self._bound(len(content)), WRITE, path):
            self.wire.files.put(path, content)
            if self.wire.files.entry(path).size != len(content):
                raise Refused(KEPT_IN_PART.filled(server=self.wire.server, file=quoted(path)))

    def put_over(self, old: bytes, new: bytes) -> None:
        """Renames, whatever stands under the new name."""
        with self._within(self.remote.timeout_seconds, RENAME, old):
            try:
                self.wire.files.posix_rename(old, new)
                return
            except OSError as error:
                if error.errno is not None or isinstance(error, TimeoutError):
                    raise  # a plain no, or no answer, not "I have no such command"
            with contextlib.suppress(FileNotFoundError):
                self.wire.files.remove(new)
            self.wire.files.rename_only(old, new)

    def put_aside(self, old: bytes, new: bytes) -> None:
        """Renames where nothing has the new name; Refused otherwise."""
        with self._within(self.remote.timeout_seconds, RENAME, old):
            self.wire.files.rename_only(old, new)

    def remove(self, path: bytes) -> None:
        """Removes a file; gone already is fine."""
        with self._within(self.remote.timeout_seconds, REMOVE, path), contextlib.suppress(FileNotFoundError):
            self.wire.files.remove(path)

    # how long it may take

    def _bound(self, size: int) -> float:
        return self.remote.timeout_seconds + size / SLOWEST

    @contextlib.contextmanager
    def _within(self, seconds: float, action: Message, path: bytes | None = None) -> Iterator[None]:
        """Whatever goes wrong becomes one of our faults, and nothing lasts longer than `seconds`: then the connection
        is closed under whoever waits on it."""
        bound = threading.Timer(seconds, self._give_up)
        bound.daemon = True
        began = time.monotonic()
        bound.start()
        try:
            yield
        except TransferError:
            raise
        except Exception as error:
            what = action if path is None else action.filled(file=quoted(path))
            raise self._fault(error, what, time.monotonic() - began) from None
        finally:
            bound.cancel()

    def _give_up(self) -> None:
        self._late = True
        self.wire.hang_up()

    def _fault(self, error: Exception, action: Message, spent: float) -> TransferError:
        if self._late or isinstance(error, TimeoutError) or spent >= self.remote.timeout_seconds:
            return TimedOut(NO_ANSWER.filled(server=self.wire.server, action=action, seconds=f"{spent:.0f}"))
        return self.wire.fault(error, action)
