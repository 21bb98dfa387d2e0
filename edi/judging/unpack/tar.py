"""The entries of a tar, from a stream of bytes."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from functools import partial

from edi.judging.magic import TAR_BLOCK
from edi.judging.unpack import sentences as say
from edi.judging.unpack.stream import PIECE, ZEROS, Entry, Source, Stop, exactly
from edi.model.limits import MIB

_EXTENSION = MIB  # one pax or GNU header: a name and a few attributes, never more
_HEADERS = 9  # headers of one file, its own included


def tar_entries(source: Source) -> Iterator[Entry]:
    said: dict[bytes, bytes] = {}  # by the headers before a file
    headers = 0
    while (block := exactly(source, TAR_BLOCK)).count(0) < TAR_BLOCK:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        headers += 1
        if info.size < 0 or headers > _HEADERS:
            raise Stop(say.damaged(say.HEADER))
        if info.type in (b"x", b"X", b"g", b"L", b"K"):
            said |= _extension(info, source)
            continue
        start, folder = source.at, info.isdir()
        size = _number(said[b"size"]) if b"size" in said else info.size
        sparse = any(key.startswith(b"GNU.sparse.") for key in said)
        yield Entry(
            name=said[b"path"].decode("utf-8", "surrogateescape") if b"path" in said else info.name,
            folder=folder,
            ordinary=folder or (info.type in (b"0", b"\0", b"7") and not sparse),
            size=0 if folder else size,  # a folder has no content, whatever size it announces (POSIX)
            content=partial(exactly, source, size),
        )
        if not folder:
            source.skip(start + size + -size % TAR_BLOCK - source.at)
        said, headers = {}, 0
    if headers:  # of a file that never came
        raise Stop(say.damaged(say.HEADER))
    while piece := source.read(PIECE):  # to the very end: that is where gzip keeps its checksum
        if not ZEROS.fullmatch(piece):
            raise Stop(say.damaged(say.TRAILING))


def _extension(info: tarfile.TarInfo, source: Source) -> dict[bytes, bytes]:
    """What a pax or GNU header says of the file after it, in the words of pax."""
    if info.size > _EXTENSION:
        raise Stop(say.TOO_LARGE.at(limit=say.mega(_EXTENSION)))
    text = exactly(source, info.size)
    source.skip(-info.size % TAR_BLOCK)
    if info.type == b"L":
        return {b"path": text.partition(b"\0")[0]}
    said = {} if info.type == b"K" else _pax(text)  # K: the target of a link, which is refused in any case
    if info.type == b"g" and said.keys() & {b"path", b"size"}:  # every file would have the same name
        raise Stop(say.damaged(say.HEADER))
    return {} if info.type == b"g" else said


def _pax(text: bytes) -> dict[bytes, bytes]:
    """The records "LENGTH KEY=VALUE newline" of a pax header, LENGTH counting the whole record (POSIX)."""
    said, at = {}, 0
    while at < len(text) and text[at]:
        space = text.find(b" ", at, at + 20)
        end = at + _number(text[at : max(at, space)])
        key, equals, value = text[space + 1 : end].partition(b"=")
        if end > len(text) or not equals or not value.endswith(b"\n"):
            raise Stop(say.damaged(say.HEADER))
        said[key] = value[:-1]
        at = end
    return said


def _number(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > 20:
        raise Stop(say.damaged(say.HEADER))
    return int(digits)
