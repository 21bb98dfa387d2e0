"""Stage 3: the bytes of a drop give the files inside, one at a time, as bytes.

In: the whole drop (plain, gzip, tar, tar.gz or zip, known by content).  Out: Members, and Findings about the others;
a FATAL finding is the last and means that the flow is refused whole, members already given included.
Refuses what is cut, ambiguous, hostile or larger than the limits. No name ever reaches a disk.

Header blocks are read by tarfile and zipfile, but their streams are walked here: tarfile of Python 3.11.7 ends quietly
at a broken header and takes quadratic time over a pax header, GzipFile reads a header byte by byte.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from edi.findings import unpack as say
from edi.findings.spec import printable
from edi.flow import Finding, Member
from edi.limits import KIB, MIB, Limits

_TAR_BLOCK = 512
_PIECE = 64 * KIB  # bytes given to zlib and taken from it at once
_EXTENSION = MIB  # one pax or GNU header: a name and a few attributes, never more
_HEADERS = 9  # headers of one file, its own included
_STREAMS = 65_536  # gzip streams one after the other: bgzip makes one every 64 KiB
_NAME = 255  # bytes

_MAGIC = {
    "gzip": (b"\x1f\x8b",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04"),
    "xz": (b"\xfd7zXZ\x00",),
    "bzip2": (b"BZh",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "rar": (b"Rar!\x1a\x07",),
}
_UNSUPPORTED = frozenset({"xz", "bzip2", "7z", "rar"})
_ARCHIVES = _UNSUPPORTED | {"gzip", "tar", "zip"}
_ZEROS = re.compile(rb"\0*")

# what the libraries raise on bytes they cannot read; anything else is our own fault, never told as the partner's
_LIBRARIES = (tarfile.TarError, zipfile.BadZipFile, zlib.error, struct.error)
_UNREADABLE = (*_LIBRARIES, EOFError, ValueError, OverflowError, RuntimeError)


class _Stop(Exception):
    """The flow is refused whole, for this reason."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class _Entry(NamedTuple):
    """One line of an archive's table. `size` is what the archive announces; `content` gives the true bytes."""

    name: str
    folder: bool
    ordinary: bool  # a regular file or a folder
    size: int
    content: Callable[[], bytes]


def kind_of(data: bytes) -> str:
    """gzip, tar, zip, pdf, xz, bzip2, 7z, rar or plain, by the first 1,024 bytes alone."""
    for kind, magics in _MAGIC.items():
        if data.startswith(magics):
            return kind
    block = data[:_TAR_BLOCK]  # text holds no NUL byte: an invoice with "ustar" at the fatal place stays an invoice
    if block[257:262] == b"ustar" and b"\0" in block:
        return "tar"
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return "tar" if _is_old_tar(block) else "plain"


def unpack(data: bytes, limits: Limits) -> Iterator[Member | Finding]:
    """The files inside a drop, lazily. A lone file is one Member named "". A FATAL finding is always the last item."""
    try:
        yield from _opened(data, limits)
    except _Stop as stop:
        yield stop.finding
    except _UNREADABLE as error:
        yield say.damaged(say.Why(f"sa lecture échoue ({error})", f"reading it fails ({error})"))


def _opened(data: bytes, limits: Limits) -> Iterator[Member | Finding]:
    kind = kind_of(data)
    if kind in _UNSUPPORTED:
        raise _Stop(say.because(say.UNSUPPORTED, say.KIND, value=kind))
    meter = _Meter(limits, len(data))
    if kind == "zip":
        yield from _members(_zip_entries(data, meter), limits)
    elif kind == "tar":
        pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
        yield from _members(_tar_entries(_Source(pieces, meter)), limits)
    elif kind == "gzip":
        yield from _gzip(_Source(_inflated(data), meter), limits)
    else:
        yield _lone(data, limits)


def _gzip(source: _Source, limits: Limits) -> Iterator[Member | Finding]:
    if (kind := kind_of(source.peek(1024))) == "tar":
        yield from _members(_tar_entries(source), limits)
    elif kind in _ARCHIVES:
        raise _Stop(say.NESTED.at(value=kind))
    else:
        yield _lone(source.read(limits.member + 1), limits)


def _lone(data: bytes, limits: Limits) -> Member:
    """The only file of a flow. An archive of no file is nothing but zeros."""
    if len(data) > limits.member:
        raise _Stop(say.oversized(len(data), limits.member))
    if _ZEROS.fullmatch(data):
        raise _Stop(say.NOTHING_INSIDE.at())
    # less than one tar block with four NUL bytes running, which no XML can hold (UTF-16 included), is a cut tar
    torn = len(data) < _TAR_BLOCK and b"\0\0\0\0" in data and kind_of(data) == "plain"
    if torn or any(magic.startswith(data) for magics in _MAGIC.values() for magic in magics):
        raise _Stop(say.damaged(say.CUT))
    return Member("", data)


def _members(entries: Iterator[_Entry], limits: Limits) -> Iterator[Member | Finding]:
    """The rules every archive obeys, whatever its format."""
    names: set[str] = set()
    files = folders = litter = 0
    for entry in entries:
        if why := _wrong_name(entry):
            raise _Stop(say.because(say.BAD_NAME, why, value=entry.name, member=printable(entry.name)))
        name = "/".join(_parts(entry.name))
        if not entry.ordinary:
            raise _Stop(say.NOT_A_FILE.at(value=name, member=name))
        files, folders = files + (not entry.folder), folders + entry.folder
        if max(files, folders) > limits.entries:
            raise _Stop(say.TOO_MANY_ENTRIES.at(limit=limits.entries))
        if entry.folder:
            continue
        if entry.size > limits.member:
            raise _Stop(say.oversized(entry.size, limits.member, name))
        if _is_litter(name):
            litter += 1
            yield say.LITTER.at(value=name, member=name)
            continue
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
        if key in names:
            raise _Stop(say.DUPLICATE_NAME.at(value=name, member=name))
        names.add(key)
        yield _member(name, entry.content)  # no local name: the generator must not keep it while it reads the next
    if files == litter:
        raise _Stop(say.NOTHING_INSIDE.at())


def _member(name: str, content: Callable[[], bytes]) -> Member | Finding:
    data = content()
    if not data:
        return say.EMPTY_MEMBER.at(value=name, member=name)
    if (kind := kind_of(data)) in _ARCHIVES:
        raise _Stop(say.NESTED.at(value=kind, member=name))
    return Member(name, data)


def _parts(name: str) -> list[str]:
    """The components people read: without "." and empty ones, whichever way the separator leans."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _wrong_name(entry: _Entry) -> say.Why | None:
    parts = _parts(entry.name)
    categories = {unicodedata.category(c) for c in entry.name if not c.isprintable()}
    if "Cs" in categories:
        return say.NAME_ENCODING
    if categories & {"Cc", "Zl", "Zp"}:
        return say.NAME_CONTROL
    if len(entry.name.encode()) > _NAME:
        return say.NAME_LONG
    if entry.name.startswith(("/", "\\")) or (parts and re.match("[A-Za-z]:", parts[0])):
        return say.NAME_ABSOLUTE
    if ".." in parts:
        return say.NAME_PARENT
    if entry.folder and entry.size:
        return say.NAME_FOLDER
    return None if parts or entry.folder else say.NAME_EMPTY


def _is_litter(name: str) -> bool:
    """What macOS and Windows leave in archives on their own."""
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.startswith("._") or last.casefold() in (".ds_store", "thumbs.db")


class _Meter:
    """Counts what came out of the drop and stops the flow at the limits."""

    def __init__(self, limits: Limits, compressed: int) -> None:
        self.limits = limits
        self._compressed = compressed
        self._out = 0

    def add(self, count: int) -> None:
        self._out += count
        if self._out > self.limits.expanded:
            raise _Stop(say.TOO_LARGE.at(limit=say.mega(self.limits.expanded)))
        if self._out > self.limits.ratio_floor and self._out > self.limits.ratio * self._compressed:
            raise _Stop(say.RATIO.at(limit=self.limits.ratio))


class _Source:
    """Reads a run of pieces by exact sizes, counting. Less than asked comes out only at the verified end."""

    def __init__(self, pieces: Iterator[bytes], meter: _Meter) -> None:
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
        while size > 0 and (piece := self.read(min(size, _PIECE))):
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


def _inflated(data: bytes) -> Iterator[bytes]:
    """What gzip streams hold, in pieces; zlib checks each stream's CRC and length before the end is reached."""
    view, at = memoryview(data), 0
    for _ in range(_STREAMS):
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            fed: bytes | memoryview = stream.unconsumed_tail
            if not fed:
                fed = view[at : at + _PIECE]
                at += len(fed)
            if piece := stream.decompress(fed, _PIECE):
                yield piece
            elif not fed and not stream.eof:
                raise _Stop(say.damaged(say.CUT))
        at -= len(stream.unused_data)
        if zeros := _ZEROS.match(data, at):  # some writers pad with zeros
            at = zeros.end()
        if at == len(data):
            return
        if not data.startswith(b"\x1f\x8b", at):
            raise _Stop(say.damaged(say.TRAILING))
    raise _Stop(say.damaged(say.HEADER))


def _tar_entries(source: _Source) -> Iterator[_Entry]:
    said: dict[bytes, bytes] = {}  # by the headers before a file
    headers = 0
    while (block := _exactly(source, _TAR_BLOCK)).count(0) < _TAR_BLOCK:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        headers += 1
        if info.size < 0 or headers > _HEADERS:
            raise _Stop(say.damaged(say.HEADER))
        if info.type in (b"x", b"X", b"g", b"L", b"K"):
            said |= _extension(info, source)
            continue
        start, folder = source.at, info.isdir()
        size = _number(said[b"size"]) if b"size" in said else info.size
        sparse = any(key.startswith(b"GNU.sparse.") for key in said)
        yield _Entry(
            name=said[b"path"].decode("utf-8", "surrogateescape") if b"path" in said else info.name,
            folder=folder,
            ordinary=folder or (info.type in (b"0", b"\0", b"7") and not sparse),
            size=0 if folder else size,  # a folder has no content, whatever size it announces (POSIX)
            content=partial(_exactly, source, size),
        )
        if not folder:
            source.skip(start + size + -size % _TAR_BLOCK - source.at)
        said, headers = {}, 0
    if headers:  # of a file that never came
        raise _Stop(say.damaged(say.HEADER))
    while piece := source.read(_PIECE):  # to the very end: that is where gzip keeps its checksum
        if not _ZEROS.fullmatch(piece):
            raise _Stop(say.damaged(say.TRAILING))


def _exactly(source: _Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise _Stop(say.damaged(say.CUT))
    return data


def _extension(info: tarfile.TarInfo, source: _Source) -> dict[bytes, bytes]:
    """What a pax or GNU header says of the file after it, in the words of pax."""
    if info.size > _EXTENSION:
        raise _Stop(say.TOO_LARGE.at(limit=say.mega(_EXTENSION)))
    text = _exactly(source, info.size)
    source.skip(-info.size % _TAR_BLOCK)
    if info.type == b"L":
        return {b"path": text.partition(b"\0")[0]}
    said = {} if info.type == b"K" else _pax(text)  # K: the target of a link, which is refused in any case
    if info.type == b"g" and said.keys() & {b"path", b"size"}:  # every file would have the same name
        raise _Stop(say.damaged(say.HEADER))
    return {} if info.type == b"g" else said


def _pax(text: bytes) -> dict[bytes, bytes]:
    """The records "LENGTH KEY=VALUE newline" of a pax header, LENGTH counting the whole record (POSIX)."""
    said, at = {}, 0
    while at < len(text) and text[at]:
        space = text.find(b" ", at, at + 20)
        end = at + _number(text[at : max(at, space)])
        key, equals, value = text[space + 1 : end].partition(b"=")
        if end > len(text) or not equals or not value.endswith(b"\n"):
            raise _Stop(say.damaged(say.HEADER))
        said[key] = value[:-1]
        at = end
    return said


def _number(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > 20:
        raise _Stop(say.damaged(say.HEADER))
    return int(digits)


def _is_old_tar(block: bytes) -> bool:
    """A tar from before 1988 has no magic: its checksum tells."""
    if len(block) == _TAR_BLOCK and block[0] and b"\0" in block:
        with suppress(tarfile.HeaderError, ValueError):
            return bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape"))
    return False


def _zip_entries(data: bytes, meter: _Meter) -> Iterator[_Entry]:
    # every line of the table begins so: zipfile would make an object of each before anyone could count them
    if data.count(b"PK\x01\x02") > 2 * meter.limits.entries:
        raise _Stop(say.TOO_MANY_ENTRIES.at(limit=meter.limits.entries))
    for info, start in _zip_table(data):
        mode = stat.S_IFMT(info.external_attr >> 16)
        name = _zip_name(info)
        yield _Entry(
            name=name,
            folder=name.endswith(("/", "\\")) or mode == stat.S_IFDIR,
            ordinary=mode in (0, stat.S_IFREG, stat.S_IFDIR),
            size=info.file_size,
            content=partial(_zip_content, data, info, start, meter),
        )


def _zip_table(data: bytes) -> list[tuple[zipfile.ZipInfo, int]]:
    """Each line of the table with the offset of its content. The parts must lie one after the other from byte 0."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 22 - 0xFFFF))
    if not data.startswith(b"PK\x03\x04") and end != 0:
        raise _Stop(say.because(say.UNSUPPORTED, say.SPLIT, value="zip"))
    if end < 0 or len(data) < end + 22:
        raise _Stop(say.damaged(say.CUT))
    disk, table_disk, _, count, _, _, comment = struct.unpack_from("<4x4H2LH", data, end)
    if end + 22 + comment != len(data):
        raise _Stop(say.damaged(say.TRAILING if end + 22 + comment < len(data) else say.CUT))
    if (disk or table_disk) and disk != 0xFFFF:
        raise _Stop(say.because(say.UNSUPPORTED, say.SPLIT, value="zip"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lines, table = archive.infolist(), archive.start_dir
    except UnicodeDecodeError as error:
        raw = error.object.decode("utf-8", "surrogateescape")
        raise _Stop(say.because(say.BAD_NAME, say.NAME_ENCODING, value=raw, member=printable(raw))) from None
    if count not in (len(lines), 0xFFFF):
        raise _Stop(say.damaged(say.COUNT))
    found, free = [], 0
    for info in sorted(lines, key=lambda line: line.header_offset):
        if info.header_offset < free or (free == 0 and info.header_offset):
            raise _Stop(say.damaged(say.OVERLAP if free else say.COUNT))
        start = _zip_start(data, info)
        free = start + info.compress_size
        found.append((info, start))
    if free > table:
        raise _Stop(say.damaged(say.OVERLAP))
    return found


def _zip_start(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where the content of a file begins, after its own header, which must give the same name as the table."""
    if 0 <= info.header_offset <= len(data) - 30:
        magic, name, extra = struct.unpack_from("<4s22x2H", data, info.header_offset)
        at = info.header_offset + 30
        if magic == b"PK\x03\x04" and data[at : at + name] == _zip_raw_name(info):
            return int(at + name + extra)
    raise _Stop(say.damaged(say.COUNT))


def _zip_raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as UTF-8 where it is that: macOS writes UTF-8 without saying so."""
    try:
        return _zip_raw_name(info).decode("utf-8")
    except UnicodeDecodeError:
        return info.orig_filename


def _zip_content(data: bytes, info: zipfile.ZipInfo, start: int, meter: _Meter) -> bytes:
    """The bytes of one file. Sizes in headers are only believed once what came out agrees."""
    limits, name = meter.limits, "/".join(_parts(_zip_name(info)))
    if info.flag_bits & 0x2041:  # encrypted, strongly encrypted, table masked
        raise _Stop(say.because(say.UNSUPPORTED, say.ENCRYPTED, value=name, member=name))
    method = None if info.flag_bits & 0x20 else info.compress_type  # that flag: a patch to a file elsewhere
    packed = memoryview(data)[start : start + info.compress_size]
    if method == zipfile.ZIP_STORED:
        content, whole = bytes(packed[: limits.member + 1]), True
    elif method == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(wbits=-15)
        content = stream.decompress(packed, limits.member + 1)
        whole = stream.eof and not stream.unused_data
    else:
        raise _Stop(say.because(say.UNSUPPORTED, say.METHOD, value=str(info.compress_type), member=name))
    if len(content) > limits.member:
        raise _Stop(say.oversized(len(content), limits.member, name))
    meter.add(len(content))
    if not whole or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise _Stop(say.damaged(say.CHECKSUM, name))
    return content
