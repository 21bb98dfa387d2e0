"""What some bytes are, by how they begin: as a drop, as an attached file, as a file that is no XML.

Three questions over one set of signatures, each asked where it is asked of the whole: they differ on purpose, for an
attachment may be a program, a drop an archive, and what is no XML is told to a person.
"""

from __future__ import annotations

import tarfile
from contextlib import suppress

TAR_BLOCK = 512
HEAD = 1_024  # bytes that tell a kind: a PDF's mark may stand that far in

PDF = b"%PDF-"
_GZIP = b"\x1f\x8b"
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_BZIP2 = b"BZh"
_7Z = b"7z\xbc\xaf\x27\x1c"
_RAR = b"Rar!\x1a\x07"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GIF = b"GIF8"
_TIFFS = (b"II*\x00", b"MM\x00*")
_USTAR = slice(257, 262)  # where a tar says that it is one
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))

# kind of a drop -> what it begins with
SIGNATURES = {
    "gzip": (_GZIP,),
    "zip": (_ZIP, _EMPTY_ZIP, b"PK\x07\x08", b"PK00PK\x03\x04"),
    "xz": (b"\xfd7zXZ\x00",),
    "bzip2": (_BZIP2,),
    "7z": (_7Z,),
    "rar": (_RAR,),
}
UNSUPPORTED = frozenset({"xz", "bzip2", "7z", "rar"})
ARCHIVES = UNSUPPORTED | {"gzip", "tar", "zip"}

# What an attached file of each kind begins with. Executables first: they must not be taken for something else.
_ATTACHED: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "executable"),  # Windows
    (b"\x7fELF", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),  # Mach-O, 64 and 32 bits, either order, and several in one
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xfe\xed\xfa\xcf", "executable"),
    (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),  # also Java
    (b"#!", "executable"),
    (_ZIP, "zip"),
    (_EMPTY_ZIP, "zip"),
    (_OLE, "ole"),
    (_PNG, "png"),
    (_JPEG, "jpeg"),
    (_GIF, "gif"),
    (b"BM", "bmp"),
    *((magic, "tiff") for magic in _TIFFS),
    (b"{\\rtf", "rtf"),
    (_GZIP, "gzip"),
    (_BZIP2, "bzip2"),
    (b"-----BEGIN ", "signature"),
    (b"\x30\x80", "signature"),  # DER and BER of a signed message
    (b"\x30\x82", "signature"),
    (b"\x30\x83", "signature"),
)

# What a file that is no XML begins with: less is asked of a file that is only to be named.
_SEEMING: tuple[tuple[bytes, str], ...] = (
    (PDF[:4], "pdf"),
    (_ZIP[:2], "zip"),
    (_OLE[:4], "ole"),
    (_GZIP, "gzip"),
    (_7Z[:4], "7z"),
    (_RAR[:4], "rar"),
    (_PNG[:4], "png"),
    (_JPEG, "jpeg"),
    (_GIF, "gif"),
    *((magic, "tiff") for magic in _TIFFS),
    (b"UNA", "edifact"),
    (b"UNB", "edifact"),
    (b"{", "json"),
    (b"[", "json"),
)


def container_kind(data: bytes) -> str:
    """Of a drop or a file in it: gzip, tar, zip, pdf, xz, bzip2, 7z, rar or plain, by the first 1,024 bytes alone."""
    for kind, magics in SIGNATURES.items():
        if data.startswith(magics):
            return kind
    block = data[:TAR_BLOCK]  # text holds no NUL byte: an invoice with "ustar" at the fatal place stays an invoice
    if block[_USTAR] == b"ustar" and b"\0" in block:
        return "tar"
    if data[:HEAD].lstrip().startswith(PDF):
        return "pdf"
    return "tar" if _is_old_tar(block) else "plain"


def attachment_kind(head: bytes) -> str:
    """Of an attached file, by its first bytes; "unknown" where they tell nothing."""
    for magic, kind in _ATTACHED:
        if head.startswith(magic):
            return kind
    if PDF in head[:HEAD]:
        return "pdf"
    return _kind_of_text(head)


def seeming_kind(data: bytes, start: int) -> str:
    """Of a file that does not begin with "<" at `start`, past its blanks: what a person would call it."""
    if not data:
        return "empty"
    if start == len(data) or not data[start:].strip(b"\x00 \t\r\n"):
        return "blank"
    for magic, kind in _SEEMING:
        if data.startswith(magic, start):
            return kind
    if data[_USTAR] == b"ustar":
        return "tar"
    return "binary" if b"\x00" in data[start : start + 1024] else "text"


def _is_old_tar(block: bytes) -> bool:
    """A tar from before 1988 has no magic: its checksum tells."""
    if len(block) == TAR_BLOCK and block[0] and b"\0" in block:
        with suppress(tarfile.HeaderError, ValueError):
            return bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape"))
    return False


def _kind_of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"  # UTF-16
    if len(head.translate(None, _CONTROLS)) != len(head):
        return "unknown"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:256].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "xml" if start.startswith((b"<?xml", b"<svg", b"<!--")) else "text"
