"""Names and files of a partner's server, as it shows them: names are bytes. Nothing here loads the SSH library."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import Protocol

from edi.message import Message
from edi.words.text import printable

QUOTED = Message("« {name} »", "“{name}”")


class Attributes(Protocol):
    """What a server tells of a file; None where it does not."""

    st_size: int | None
    st_mtime: int | None
    st_mode: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a remote folder, with the bytes it is made of."""

    name: bytes
    size: int | None  # None: the server does not say
    mtime: int
    regular: bool

    @classmethod
    def of(cls, name: bytes, told: Attributes) -> Entry:
        regular = not told.st_mode or stat.S_ISREG(told.st_mode)  # a server that tells no mode is asked to open it
        return cls(name, told.st_size, told.st_mtime or 0, regular)

    @property
    def state(self) -> tuple[int | None, int]:
        return self.size, self.mtime


def quoted(path: bytes) -> Message:
    """A remote name as a sentence can carry it."""
    return QUOTED.filled(name=printable(path.decode("utf-8", "backslashreplace")))


def join(folder: str, name: bytes) -> bytes:
    """The path of a name in a folder of the server's."""
    return folder.rstrip("/").encode() + b"/" + name
