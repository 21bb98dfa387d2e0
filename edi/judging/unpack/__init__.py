"""Stage 3: the bytes of a drop give the files inside, one at a time, as bytes.

In: the whole drop (plain, gzip, tar, tar.gz or zip, known by content).  Out: Members, and Findings about the others;
a FATAL finding is the last and means that the flow is refused whole, members already given included.
Refuses what is cut, ambiguous, hostile or larger than the limits. No name ever reaches a disk.

Header blocks are read by tarfile and zipfile, but their streams are walked here: tarfile of Python 3.11.7 ends quietly
at a broken header and takes quadratic time over a pax header, GzipFile reads a header byte by byte.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from edi.judging.magic import ARCHIVES, UNSUPPORTED, container_kind
from edi.judging.unpack import sentences as say
from edi.judging.unpack.members import archive_members, lone_member
from edi.judging.unpack.stream import PIECE, Meter, Source, Stop, inflated
from edi.judging.unpack.tar import tar_entries
from edi.judging.unpack.zip import zip_entries
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.limits import Limits

# what the libraries raise on bytes they cannot read; anything else is our own fault, never told as the partner's
_LIBRARIES = (tarfile.TarError, zipfile.BadZipFile, zlib.error, struct.error)
_UNREADABLE = (*_LIBRARIES, EOFError, ValueError, OverflowError, RuntimeError)


def unpack(data: bytes, limits: Limits) -> Iterator[Member | Finding]:
    """The files inside a drop, lazily. A lone file is one Member named "". A FATAL finding is always the last item."""
    try:
        yield from _opened(data, limits)
    except Stop as stop:
        yield stop.finding
    except _UNREADABLE as error:
        yield say.damaged(say.READING_FAILS.filled(error=error))


def _opened(data: bytes, limits: Limits) -> Iterator[Member | Finding]:
    kind = container_kind(data)
    if kind in UNSUPPORTED:
        raise Stop(say.because(say.UNSUPPORTED, say.KIND, value=kind))
    meter = Meter(limits, len(data))
    if kind == "zip":
        yield from archive_members(zip_entries(data, meter), limits)
    elif kind == "tar":
        pieces = (data[at : at + PIECE] for at in range(0, len(data), PIECE))
        yield from archive_members(tar_entries(Source(pieces, meter)), limits)
    elif kind == "gzip":
        yield from _gzip(Source(inflated(data), meter), limits)
    else:
        yield lone_member(data, limits)


def _gzip(source: Source, limits: Limits) -> Iterator[Member | Finding]:
    if (kind := container_kind(source.peek(1024))) == "tar":
        yield from archive_members(tar_entries(source), limits)
    elif kind in ARCHIVES:
        raise Stop(say.NESTED.at(value=kind))
    else:
        yield lone_member(source.read(limits.member + 1), limits)
