"""Archives as partners send them, and as attackers would: always the same bytes for the same input.

In: files by name.  Out: bytes; nothing touches the disk. The hostile makers serve tests and drills only.
"""

from __future__ import annotations

import base64
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

Files = Mapping[str, bytes] | Iterable[tuple[str, bytes]]  # pairs may repeat a name, a mapping may not

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold
_CHUNK = 1 << 20


def tar(files: Files) -> bytes:
    """A flat tar of plain files, all dated 1970."""
    return _tar([(_tar_header(name, len(data)), data) for name, data in _pairs(files)])


def tar_gz(files: Files) -> bytes:
    """The archive a flow of several invoices travels in."""
    return gz(tar(files))


def gz(data: bytes) -> bytes:
    """One gzip stream without name or date."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def zip_(files: Files) -> bytes:
    """A deflated zip, all members dated 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _pairs(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


@lru_cache(maxsize=4)
def zipped_base64(name: str, content: bytes) -> str:
    """An attachment as Chorus Pro's samples carry it: base64 of a zip that holds the one file."""
    return base64.b64encode(zip_({name: content})).decode("ascii")


def tar_with_link(name: str = "facture.xml", target: str = "/etc/passwd", *, hard: bool = False) -> bytes:
    """A tar whose only member is a symbolic or hard link."""
    header = _tar_header(name, 0)
    header.type = tarfile.LNKTYPE if hard else tarfile.SYMTYPE
    header.linkname = target
    return _tar([(header, b"")])


def tar_with_dotdot(data: bytes = b"<a/>", name: str = "../../facture.xml") -> bytes:
    """A tar whose member would be written outside the folder it is extracted to."""
    return tar({name: data})


def bomb_tar_gz(total_bytes: int, name: str = "facture.xml") -> bytes:
    """A tar.gz with one member of `total_bytes` zeros: about 1 MB a GiB, made in about a second a GiB.

    One compressed chunk is repeated (a full flush makes it independent of what precedes); only the CRC is computed
    over all bytes, and no more than one chunk is ever held.
    """
    head = _tar_header(name, total_bytes).tobuf(tarfile.GNU_FORMAT)
    body = total_bytes + -total_bytes % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE  # padding, end of archive
    whole, rest = divmod(body, _CHUNK)
    zeros = bytes(_CHUNK)
    crc = zlib.crc32(head)
    for _ in range(whole):
        crc = zlib.crc32(zeros, crc)
    crc = zlib.crc32(zeros[:rest], crc)
    deflated = _flushed(head) + _flushed(zeros) * whole + _flushed(zeros[:rest], end=True)
    trailer = struct.pack("<II", crc, (len(head) + body) & 0xFFFFFFFF)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + deflated + trailer


def zip_encrypted_flag(files: Files) -> bytes:
    """A zip whose members claim to be encrypted, in the local and in the central headers."""
    data = bytearray(zip_(files))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, central = archive.infolist(), archive.start_dir
    for info in infos:
        data[info.header_offset + 6] |= 1
        data[central + 8] |= 1
        central += 46 + len(info.filename.encode()) + len(info.extra) + len(info.comment)
    return bytes(data)


def zip_overlapping(data: bytes, members: int = 10) -> bytes:
    """A zip whose members share the bytes of one file: each quotes the header of the next, then holds its data.

    No member is larger than it says and every CRC is right, so only looking at the offsets tells.
    """
    stream, content = _deflated(data), data
    locals_: list[bytes] = []
    records: list[tuple[bytes, bytes]] = []
    following = b""  # everything from the next local header on
    for number in reversed(range(members)):
        name = f"facture-{number:03d}.xml".encode()
        if records:
            header = locals_[-1]
            stream = b"\x00" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + following
            content = header + content
        fields = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, 0x21, zlib.crc32(content), len(stream), len(content), len(name), 0
        )
        local = b"PK\x03\x04" + fields + name
        locals_.append(local)
        records.append((fields, name))
        following = local + stream
    return following + _central(following, locals_, records)


def _central(body: bytes, locals_: list[bytes], records: list[tuple[bytes, bytes]]) -> bytes:
    entries, offset = b"", 0
    for local, (fields, name) in zip(reversed(locals_), reversed(records), strict=True):
        entries += b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        offset += len(local) + 5  # the five bytes that open a stored block
    end = struct.pack("<HHHHIIH", 0, 0, len(records), len(records), len(entries), len(body), 0)
    return entries + b"PK\x05\x06" + end


def _deflated(data: bytes) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()


def _flushed(data: bytes, *, end: bool = False) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush(zlib.Z_FINISH if end else zlib.Z_FULL_FLUSH)


def _tar(members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for header, data in members:
            archive.addfile(header, io.BytesIO(data))
    return out.getvalue()


def _tar_header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size
    return header


def _pairs(files: Files) -> Iterable[tuple[str, bytes]]:
    return files.items() if isinstance(files, Mapping) else files
