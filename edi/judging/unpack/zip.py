"""The entries of a ZIP, by its table and by its heads."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from edi.judging.unpack import sentences as say
from edi.judging.unpack.stream import Entry, Meter, Stop, name_parts
from edi.words.text import printable


def zip_entries(data: bytes, meter: Meter) -> Iterator[Entry]:
    # every line of the table begins so: zipfile would make an object of each before anyone could count them
    if data.count(b"PK\x01\x02") > 2 * meter.limits.entries:
        raise Stop(say.TOO_MANY_ENTRIES.at(limit=meter.limits.entries))
    for info, start in _zip_table(data):
        mode = stat.S_IFMT(info.external_attr >> 16)
        name = _zip_name(info)
        yield Entry(
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
        raise Stop(say.because(say.UNSUPPORTED, say.SPLIT, value="zip"))
    if end < 0 or len(data) < end + 22:
        raise Stop(say.damaged(say.CUT))
    disk, table_disk, _, count, _, _, comment = struct.unpack_from("<4x4H2LH", data, end)
    if end + 22 + comment != len(data):
        raise Stop(say.damaged(say.TRAILING if end + 22 + comment < len(data) else say.CUT))
    if (disk or table_disk) and disk != 0xFFFF:
        raise Stop(say.because(say.UNSUPPORTED, say.SPLIT, value="zip"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lines, table = archive.infolist(), archive.start_dir
    except UnicodeDecodeError as error:
        raw = error.object.decode("utf-8", "surrogateescape")
        raise Stop(say.because(say.BAD_NAME, say.NAME_ENCODING, value=raw, member=printable(raw))) from None
    if count not in (len(lines), 0xFFFF):
        raise Stop(say.damaged(say.COUNT))
    found, free = [], 0
    for info in sorted(lines, key=lambda line: line.header_offset):
        if info.header_offset < free or (free == 0 and info.header_offset):
            raise Stop(say.damaged(say.OVERLAP if free else say.COUNT))
        start = _zip_start(data, info)
        free = start + info.compress_size
        found.append((info, start))
    if free > table:
        raise Stop(say.damaged(say.OVERLAP))
    return found


def _zip_start(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where the content of a file begins, after its own header, which must give the same name as the table."""
    if 0 <= info.header_offset <= len(data) - 30:
        magic, name, extra = struct.unpack_from("<4s22x2H", data, info.header_offset)
        at = info.header_offset + 30
        if magic == b"PK\x03\x04" and data[at : at + name] == _zip_raw_name(info):
            return int(at + name + extra)
    raise Stop(say.damaged(say.COUNT))


def _zip_raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as UTF-8 where it is that: macOS writes UTF-8 without saying so."""
    try:
        return _zip_raw_name(info).decode("utf-8")
    except UnicodeDecodeError:
        return info.orig_filename


def _zip_content(data: bytes, info: zipfile.ZipInfo, start: int, meter: Meter) -> bytes:
    """The bytes of one file. Sizes in headers are only believed once what came out agrees."""
    limits, name = meter.limits, "/".join(name_parts(_zip_name(info)))
    if info.flag_bits & 0x2041:  # encrypted, strongly encrypted, table masked
        raise Stop(say.because(say.UNSUPPORTED, say.ENCRYPTED, value=name, member=name))
    method = None if info.flag_bits & 0x20 else info.compress_type  # that flag: a patch to a file elsewhere
    packed = memoryview(data)[start : start + info.compress_size]
    if method == zipfile.ZIP_STORED:
        content, whole = bytes(packed[: limits.member + 1]), True
    elif method == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(wbits=-15)
        content = stream.decompress(packed, limits.member + 1)
        whole = stream.eof and not stream.unused_data
    else:
        raise Stop(say.because(say.UNSUPPORTED, say.METHOD, value=str(info.compress_type), member=name))
    if len(content) > limits.member:
        raise Stop(say.oversized(len(content), limits.member, name))
    meter.add(len(content))
    if not whole or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise Stop(say.damaged(say.CHECKSUM, name))
    return content
