"""The attacks of MANIFEST.toml that are archives: each function makes the bytes of one drop.

None holds what it would expand to: bombs repeat one compressed piece.
"""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial

from attacks import CODE, OUTSIDE, SECRET, good, pdf_without_invoice

from edi.model.limits import GIB, MIB
from edi.sandbox import archives
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, member_name
from edi.sandbox.invoices import works

_CHUNK = 1 << 20

# archives that aim outside


def tar_symbolic_link() -> bytes:
    return archives.gz(archives.tar_with_link(target=SECRET))


def tar_hard_link() -> bytes:
    return archives.gz(archives.tar_with_link(target=SECRET, hard=True))


def tar_of_type(kind: bytes) -> bytes:
    header = tarfile.TarInfo("facture.xml")
    header.type, header.devmajor, header.devminor = kind, 1, 3
    return archives.gz(_tar([(header, b"")]))


tar_device = partial(tar_of_type, tarfile.CHRTYPE)
tar_block_device = partial(tar_of_type, tarfile.BLKTYPE)
tar_pipe = partial(tar_of_type, tarfile.FIFOTYPE)
tar_unknown_type = partial(tar_of_type, b"Z")


def tar_named(name: str) -> bytes:
    return archives.tar_gz({name: good()})


tar_dot_dot = partial(tar_named, "../../../../../../.." + OUTSIDE)
tar_absolute = partial(tar_named, OUTSIDE)
tar_drive = partial(tar_named, "C:\\factures\\facture.xml")
tar_name_with_newlines = partial(tar_named, "facture\n<IdStatut>90</IdStatut>.xml")
tar_name_with_escape_codes = partial(tar_named, "facture\x1b[2J\x1b[31m.xml")


def tar_pax_long_path() -> bytes:
    """The short name is harmless, the pax header in front of it is not."""
    return _pax({"path": "../" * 500 + OUTSIDE})


def tar_pax_dot_dot() -> bytes:
    return _pax({"path": "../../.." + OUTSIDE})


def tar_pax_link() -> bytes:
    return _pax({"linkpath": SECRET, "path": "facture.xml"}, tarfile.SYMTYPE)


def tar_pax_size() -> bytes:
    """A header that says 10 bytes, behind a pax header that says 8 EiB."""
    return _pax({"size": str(1 << 63)})


def tar_set_uid() -> bytes:
    """A regular file that would be run with its owner's rights; nothing of that reaches a disk."""
    header, data = tarfile.TarInfo("facture.xml"), good()
    header.mode, header.size = 0o6777, len(data)
    return archives.gz(_tar([(header, data)]))


def tar_link_then_file_through_it() -> bytes:
    """A link to a folder outside, then a file inside that folder."""
    link, file, data = tarfile.TarInfo("lot"), tarfile.TarInfo("lot/edi-hostile.xml"), good()
    link.type, link.linkname, file.size = tarfile.SYMTYPE, "/tmp", len(data)
    return archives.gz(_tar([(link, b""), (file, data)]))


def tar_long_path_through_a_link() -> bytes:
    """Folders and links whose real path is longer than any limit, so that it is no longer resolved but trusted."""
    folder = "d" * 247
    members = []
    for depth, letter in enumerate("abcdefghijklmnop"):
        at = "/".join("abcdefghijklmnop"[:depth])
        made = tarfile.TarInfo(f"{at}/{folder}"[-99:])
        made.type = tarfile.DIRTYPE
        link = tarfile.TarInfo(f"{at}/{letter}".lstrip("/"))
        link.type, link.linkname = tarfile.SYMTYPE, folder[:99]
        members += [(made, b""), (link, b"")]
    out = tarfile.TarInfo("escape")
    out.type, out.linkname = tarfile.SYMTYPE, "../" * 16 + "tmp"
    return archives.gz(_tar([*members, (out, b"")]))


def tar_pax_long_link() -> bytes:
    return _pax({"linkpath": "../" * 2_000 + SECRET, "path": "facture.xml"}, tarfile.SYMTYPE)


def tar_name_in_invalid_utf8() -> bytes:
    return archives.tar_gz({"facture-\udcff\udcfe.xml": good()})


def zip_dot_dot() -> bytes:
    return archives.zip_({"../../../../../../.." + OUTSIDE: good()})


def zip_backslashes() -> bytes:
    return archives.zip_({"..\\..\\facture.xml": good()})


def zip_drive() -> bytes:
    return archives.zip_({"C:\\factures\\facture.xml": good()})


def zip_name_with_a_nul() -> bytes:
    """zipfile cuts the name at its NUL: facture.xml to it, another file to others."""
    return archives.zip_({"facture.xml0.exe": good()}).replace(b"facture.xml0", b"facture.xml\0")


def zip_absolute() -> bytes:
    return archives.zip_({OUTSIDE: good()})


def zip_symbolic_link() -> bytes:
    info = zipfile.ZipInfo("facture.xml")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, SECRET)
    return out.getvalue()


def _pax(headers: dict[str, str], kind: bytes = tarfile.REGTYPE) -> bytes:
    data = b"" if kind == tarfile.SYMTYPE else good()
    header = tarfile.TarInfo("facture.xml")
    header.type, header.size = kind, len(data)
    records = b"".join(_pax_record(key, value) for key, value in headers.items())
    extension = tarfile.TarInfo("pax")
    extension.type, extension.size = tarfile.XHDTYPE, len(records)
    return archives.gz(_tar([(extension, records), (header, data)]))


def _pax_record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    length = len(body)
    while len(str(length)) + len(body) != length:
        length = len(str(length)) + len(body)
    return str(length).encode() + body


def _tar(members: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    out = b""
    for header, data in members:
        out += header.tobuf(tarfile.USTAR_FORMAT) + data + bytes(-len(data) % tarfile.BLOCKSIZE)
    return out + bytes(2 * tarfile.BLOCKSIZE)


# archives that are too much


def bomb_in_a_tar_gz() -> bytes:
    return archives.bomb_tar_gz(GIB)


def bomb_in_gzip() -> bytes:
    """1 GiB of blanks in one gzip stream of 1 MB."""
    deflated, crc, size = _blanks(GIB)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + deflated + struct.pack("<II", crc, size)


def bomb_in_a_zip() -> bytes:
    return _zip_of_blanks(GIB, GIB)


def bomb_in_a_zip_that_lies() -> bytes:
    """1 GiB behind a header that says 1,000 bytes."""
    return _zip_of_blanks(GIB, 1_000)


def bomb_of_many_members() -> bytes:
    """Thirty members of 100 MiB each, every one of them allowed by itself, in 3 MB."""
    size = 100 * MIB
    deflated, crc, _ = _blanks(size)
    return _zip([(f"{n}.xml", deflated, crc, size) for n in range(30)])


def bomb_of_gzips() -> bytes:
    """A gzip in a gzip in a gzip."""
    data = good()
    for _ in range(3):
        data = gzip.compress(data, mtime=0)
    return data


def member_of_121_mib() -> bytes:
    return archives.bomb_tar_gz(121 * MIB)


def file_of_121_mib() -> bytes:
    return good() + b" " * (121 * MIB - len(good()))


def zip_overlapping() -> bytes:
    return archives.zip_overlapping(good())


def zip_encrypted() -> bytes:
    return archives.zip_encrypted_flag({"facture.xml": good()})


def zip_of_an_unknown_method() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("facture.xml", good())
    return out.getvalue()


def zip_with_a_wrong_checksum() -> bytes:
    data = good()
    return _zip([("facture.xml", _raw(data), zlib.crc32(data) ^ 1, len(data))])


def seven_zip() -> bytes:
    return b"7z\xbc\xaf\x27\x1c" + bytes(1_000)


def rar() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + bytes(1_000)


def invoices(count: int) -> bytes:
    """An archive of `count` good invoices."""
    return archives.tar_gz(
        {member_name(CII, CODE, n): cii(works("A4", number=f"LOT-{n}", attachments=())) for n in range(count)}
    )


five_hundred_invoices = partial(invoices, 500)
five_hundred_and_one_invoices = partial(invoices, 501)


def ten_thousand_members() -> bytes:
    return archives.tar_gz((f"{n}.xml", b"<a/>") for n in range(10_000))


def ten_thousand_members_in_a_zip() -> bytes:
    return archives.zip_((f"{n}.xml", b"<a/>") for n in range(10_000))


def ten_thousand_folders() -> bytes:
    return archives.gz(_tar([(_folder(f"d{n}"), b"") for n in range(10_000)]))


def one_name_twice() -> bytes:
    return archives.tar_gz([("a.xml", good("UN")), ("a.xml", good("DEUX"))])


def one_name_in_two_cases() -> bytes:
    return archives.tar_gz([("a.xml", good("UN")), ("A.XML", good("DEUX"))])


def one_name_in_two_unicode_forms() -> bytes:
    return archives.tar_gz([("caf\u00e9.xml", good("UN")), ("cafe\u0301.xml", good("DEUX"))])


def no_member() -> bytes:
    return archives.tar_gz({})


def no_member_in_a_zip() -> bytes:
    return archives.zip_({})


def only_directories() -> bytes:
    return archives.gz(_tar([(_folder("lot"), b""), (_folder("lot/octobre"), b"")]))


def zip_that_says_ten_bytes() -> bytes:
    """1 MiB behind headers that say ten."""
    return _zip_of_blanks(MIB, 10)


def gzip_that_says_ten_bytes() -> bytes:
    """The length that a gzip ends with is wrong, its checksum is right."""
    whole = archives.gz(good())
    return whole[:-4] + struct.pack("<I", 10)


def zip_split() -> bytes:
    """The second of two pieces: its table says that it begins on another disk."""
    whole = bytearray(archives.zip_({"facture.xml": good()}))
    end = whole.rfind(b"PK\x05\x06")
    whole[end + 4 : end + 8] = struct.pack("<HH", 1, 1)
    return bytes(whole)


def zip_of_a_patch() -> bytes:
    """A flag says that the content is a patch to a file elsewhere: zipfile refuses it."""
    whole = bytearray(archives.zip_({"facture.xml": good()}))
    whole[whole.find(b"PK\x01\x02") + 8] |= 0x20
    return bytes(whole)


def tar_sparse() -> bytes:
    """A file of holes: one block that GNU tar would blow up to 8 GiB."""
    header = tarfile.TarInfo("facture.xml")
    header.type = tarfile.GNUTYPE_SPARSE
    return archives.gz(_tar([(header, b"")]))


def zip_that_is_also_a_pdf() -> bytes:
    """Readers that look for a zip's end and readers that look at a file's beginning see two different files."""
    return pdf_without_invoice() + archives.zip_({"facture.xml": good()})


def zip_with_a_second_table() -> bytes:
    """Two whole zips one after the other: the first invoice is found by some readers, the second by others."""
    return archives.zip_({"a.xml": good("UN")}) + archives.zip_({"a.xml": good("DEUX")})


def zip64_without_need() -> bytes:
    """A zip64 end record that says 2^64 files."""
    whole = archives.zip_({"facture.xml": good()})
    end = whole.rfind(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 2**64 - 1, 2**64 - 1, 2**63, 2**63)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    return whole[:end] + record + locator + b"PK\x05\x06" + b"\xff" * 16 + b"\0\0"


def xml_in_gzip() -> bytes:
    """One invoice as gzip under an XML name: an archive of one file, opened by us and never by the parser."""
    return archives.gz(good())


def three_archives_deep() -> bytes:
    inner = archives.zip_({"facture.xml": good()})
    return archives.tar_gz({"lot.tar": archives.tar({"lot.zip": inner})})


def nested() -> bytes:
    return archives.tar_gz({"lot.tar.gz": archives.tar_gz({"facture.xml": good()})})


def nested_zip() -> bytes:
    return archives.zip_({"lot.zip": archives.zip_({"facture.xml": good()})})


def tar_that_says_more_than_it_holds() -> bytes:
    return archives.gz(archives.tar({"facture.xml": good()})[:1024])


def gzip_with_a_wrong_checksum() -> bytes:
    whole = bytearray(archives.tar_gz({"facture.xml": good()}))
    whole[-8] ^= 0xFF
    return bytes(whole)


def gzip_with_junk_behind() -> bytes:
    return archives.tar_gz({"facture.xml": good()}) + b"signature: none"


def a_hundred_thousand_empty_gzip_streams() -> bytes:
    return gzip.compress(b"", mtime=0) * 100_000 + gzip.compress(good(), mtime=0)


def _folder(name: str) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.type = tarfile.DIRTYPE
    return header


def _raw(data: bytes) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()


def _blanks(size: int) -> tuple[bytes, int, int]:
    """`size` blanks (a multiple of 1 MiB) deflated, their CRC and size, without ever holding them."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = b" " * _CHUNK
    packed = press.compress(chunk) + press.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(size // _CHUNK):
        crc = zlib.crc32(chunk, crc)
    return packed * (size // _CHUNK) + b"\x03\x00", crc, size


def _zip_of_blanks(size: int, said: int) -> bytes:
    deflated, crc, _ = _blanks(size)
    return _zip([("facture.xml", deflated, crc, said)])


def _zip(members: Iterable[tuple[str, bytes, int, int]]) -> bytes:
    """A zip of (name, deflated content, CRC, size as announced)."""
    body, table, count = b"", b"", 0
    for name, deflated, crc, size in members:
        raw = name.encode()
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(deflated), size, len(raw), 0)
        table += b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + fields + raw + deflated
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(table), len(body), 0)
    return body + table + b"PK\x05\x06" + end
