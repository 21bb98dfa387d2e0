"""GZIP, BZIP2 and tar as attached files: what they hold, piece by piece.

Damage raises, as the libraries and edi/judging/unpack have it; whoever looks catches it.
"""

from __future__ import annotations

import bz2
from collections.abc import Iterator

from edi.judging.unpack.stream import PIECE, Meter, Source, inflated
from edi.judging.unpack.tar import tar_entries
from edi.model.limits import Limits


def pieces_of(kind: str, data: bytes) -> Iterator[bytes]:
    """What a GZIP or a BZIP2 gives out."""
    return inflated(data) if kind == "gzip" else _bunzipped(data)


def tar_members(data: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The plain files of a tar. Links and devices hold no bytes."""
    pieces = (data[at : at + PIECE] for at in range(0, len(data), PIECE))
    for entry in tar_entries(Source(pieces, Meter(Limits(), len(data)))):
        if entry.ordinary and not entry.folder:
            yield entry.name, iter((entry.content(),))


def _bunzipped(data: bytes) -> Iterator[bytes]:
    stream = bz2.BZ2Decompressor()
    fed = data
    while not stream.eof:
        piece = stream.decompress(fed, PIECE)
        fed = b""
        if not piece and stream.needs_input:
            raise EOFError
        yield piece
