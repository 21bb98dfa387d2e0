"""What is asked of a server's files, by hand: the protocol's own requests over one open channel.

The library decodes names as UTF-8 and fails on others, reads ahead in a thread that outlives its file, and has no reply
to a server that answers out of turn.  In: paths as bytes.  Out: Entries and bytes; the library's exceptions.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator

import paramiko
from paramiko.message import Message
from paramiko.sftp import (
    CMD_CLOSE,
    CMD_DATA,
    CMD_FSTAT,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_RENAME,
    CMD_STATUS,
    SFTP_FLAG_READ,
    SFTPError,
    int64,
)

from edi.sftp.entry import Entry

CHUNK = 32_768  # bytes a request: what every server must take
FLIGHT = 64  # read requests under way at once, 2 MiB


class Files(paramiko.SFTPClient):
    """The files of one server."""

    def entries(self, folder: bytes) -> Iterator[Entry]:
        _, message = self._request(CMD_OPENDIR, folder)
        with self._closing(message.get_binary()) as handle:
            while True:
                try:
                    _, message = self._request(CMD_READDIR, handle)
                except EOFError:
                    return
                for _ in range(message.get_int()):
                    name = message.get_binary()
                    message.get_binary()  # the line `ls -l` would show
                    yield Entry.of(name, paramiko.SFTPAttributes._from_msg(message))

    def entry(self, path: bytes) -> Entry:
        return Entry.of(path, self.lstat(path))

    @contextlib.contextmanager
    def reading(self, path: bytes) -> Iterator[bytes]:
        _, message = self._request(CMD_OPEN, path, SFTP_FLAG_READ, paramiko.SFTPAttributes())
        with self._closing(message.get_binary()) as handle:
            yield handle

    def entry_of(self, handle: bytes) -> Entry:
        _, message = self._request(CMD_FSTAT, handle)
        return Entry.of(b"", paramiko.SFTPAttributes._from_msg(message))

    def chunks(self, handle: bytes, limit: int) -> Iterator[bytes]:
        """The bytes in order to the end of the file, or `limit` of them; several requests are under way at once."""
        flying: deque[tuple[int, int, int]] = deque()
        early: dict[int, tuple[int, Message]] = {}
        asked = 0
        while True:
            while asked < limit and len(flying) < FLIGHT:
                length = min(CHUNK, limit - asked)
                flying.append((self._ask(handle, asked, length), asked, length))
                asked += length
            if not flying:
                return
            number, offset, length = flying.popleft()
            data = self._data(number, early)
            if not data:
                return
            yield data
            if len(data) < length:  # fewer than asked for is no end: the rest comes before what was asked after it
                offset, length = offset + len(data), length - len(data)
                flying.appendleft((self._ask(handle, offset, length), offset, length))

    def put(self, path: bytes, content: bytes) -> None:
        """Each piece is acknowledged: the library's faster way loses what the server answers to the last of them."""
        with self.open(path, "wb") as out:
            for start in range(0, len(content), CHUNK):
                out.write(content[start : start + CHUNK])

    def rename_only(self, old: bytes, new: bytes) -> None:
        """The protocol's own rename, which overwrites nothing."""
        self._request(CMD_RENAME, old, new)

    def _ask(self, handle: bytes, offset: int, length: int) -> int:
        return int(self._async_request(type(None), CMD_READ, handle, int64(offset), length))

    def _data(self, number: int, early: dict[int, tuple[int, Message]]) -> bytes:
        while number not in early:
            kind, packet = self._read_packet()
            message = Message(packet)
            early[message.get_int()] = kind, message
        kind, message = early.pop(number)
        self._expecting.pop(number, None)
        if kind == CMD_STATUS:
            with contextlib.suppress(EOFError):  # the end of the file
                self._convert_status(message)
            return b""
        if kind != CMD_DATA:
            raise SFTPError("neither data nor a status")
        return bytes(message.get_binary())

    @contextlib.contextmanager
    def _closing(self, handle: bytes) -> Iterator[bytes]:
        try:
            yield handle
        except BaseException:
            with contextlib.suppress(Exception):  # nobody waits for an answer: the connection may be the trouble
                self._async_request(type(None), CMD_CLOSE, handle)
            raise
        self._request(CMD_CLOSE, handle)
