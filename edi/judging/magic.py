"""What some bytes are, by how they begin."""

from __future__ import annotations

import tarfile
from contextlib import suppress

TAR_BLOCK = 512

SIGNATURES = {
    "gzip": (b"\x1f\x8b",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04"),
    "xz": (b"\xfd7zXZ\x00",),
    "bzip2": (b"BZh",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "rar": (b"Rar!\x1a\x07",),
}
UNSUPPORTED = frozenset({"xz", "bzip2", "7z", "rar"})
ARCHIVES = UNSUPPORTED | {"gzip", "tar", "zip"}


def kind_of(data: bytes) -> str:
    """gzip, tar, zip, pdf, xz, bzip2, 7z, rar or plain, by the first 1,024 bytes alone."""
    for kind, magics in SIGNATURES.items():
        if data.startswith(magics):
            return kind
    block = data[:TAR_BLOCK]  # text holds no NUL byte: an invoice with "ustar" at the fatal place stays an invoice
    if block[257:262] == b"ustar" and b"\0" in block:
        return "tar"
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return "tar" if _is_old_tar(block) else "plain"


def _is_old_tar(block: bytes) -> bool:
    """A tar from before 1988 has no magic: its checksum tells."""
    if len(block) == TAR_BLOCK and block[0] and b"\0" in block:
        with suppress(tarfile.HeaderError, ValueError):
            return bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape"))
    return False
