"""Bytes of an archive, read piece by piece and counted as they come."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from edi.judging.unpack import sentences as say
from edi.model.finding import Finding
from edi.model.limits import KIB, Limits

PIECE = 64 * KIB  # bytes given to zlib and taken from it at once
_STREAMS = 65_536  # gzip streams one after the other: bgzip makes one every 64 KiB
ZEROS = re.compile(rb"\0*")


class Stop(Exception):
    """The flow is refused whole, for this reason."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class Entry(NamedTuple):
    """One line of an archive's table. `size` is what the archive announces; `content` gives the true bytes."""

    name: str
    folder: bool
    ordinary: bool  # a regular file or a folder
    size: int
    content: Callable[[], bytes]


def name_parts(name: str) -> list[str]:
    """The components people read: without "." and empty ones, whichever way the separator leans."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


class Meter:
    """Counts what came out of the drop and stops the flow at the limits."""

    def __init__(self, limits: Limits, compressed: int) -> None:
        self.limits = limits
        self._compressed = compressed
        self._out = 0

    def add(self, count: int) -> None:
        self._out += count
        if self._out > self.limits.expanded:
            raise Stop(say.TOO_LARGE.at(limit=say.mega(self.limits.expanded)))
        if self._out > self.limits.ratio_floor and self._out > self.limits.ratio * self._compressed:
            raise Stop(say.RATIO.at(limit=self.limits.ratio))


class Source:
    """Reads a run of pieces by exact sizes, counting. Less than asked comes out only at the verified end."""

    def __init__(self, pieces: Iterator[bytes], meter: Meter) -> None:
        self.at = 0  # bytes handed out
        self._pieces = pieces
        self._meter = meter
        self._rest = b""
        self._used = 0  # of _rest

    def read(self, size: int) -> bytes:
        found = self._rest[self._used : self._used + size]
        self._used += len(found)
        self.at += len(found)
        return found if len(found) == size else self._joined(found, size)

    def peek(self, size: int) -> bytes:
        found = self.read(size)
        self.at -= len(found)
        self._rest = found + self._rest[self._used :]
        self._used = 0
        return found

    def skip(self, size: int) -> None:
        while size > 0 and (piece := self.read(min(size, PIECE))):
            size -= len(piece)

    def _joined(self, found: bytes, size: int) -> bytes:
        out = io.BytesIO(found)  # grows in place and gives its buffer away: a large member is never held twice
        missing = size - out.seek(0, io.SEEK_END)
        while missing and (piece := next(self._pieces, b"")):
            self._meter.add(len(piece))
            taken = out.write(memoryview(piece)[:missing])
            self._rest, self._used = piece, taken
            self.at += taken
            missing -= taken
        return out.getvalue()


def inflated(data: bytes) -> Iterator[bytes]:
    """What gzip streams hold, in pieces; zlib checks each stream's CRC and length before the end is reached."""
    view, at = memoryview(data), 0
    for _ in range(_STREAMS):
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            fed: bytes | memoryview = stream.unconsumed_tail
            if not fed:
                fed = view[at : at + PIECE]
                at += len(fed)
            if piece := stream.decompress(fed, PIECE):
                yield piece
            elif not fed and not stream.eof:
                raise Stop(say.damaged(say.CUT))
        at -= len(stream.unused_data)
        if zeros := ZEROS.match(data, at):  # some writers pad with zeros
            at = zeros.end()
        if at == len(data):
            return
        if not data.startswith(b"\x1f\x8b", at):
            raise Stop(say.damaged(say.TRAILING))
    raise Stop(say.damaged(say.HEADER))


def exactly(source: Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise Stop(say.damaged(say.CUT))
    return data
