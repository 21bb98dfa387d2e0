"""Looking at one attached file, once: base64 text in, a frozen Content out; it never raises on what a partner wrote.

The head tells the kind; the whole is decoded only where more must be known: a ZIP is opened in memory (its one file
inflated piece by piece, counted and looked at in its turn, never put on a disk), a PDF or an office document is
searched for what would run. What cannot be looked at says so in `zip`; nothing is guessed.
"""

from __future__ import annotations

import binascii
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from edi.judging.magic import HEAD, attachment_kind
from edi.model.document import (
    ACTIVE,
    BOMB,
    ENCRYPTED,
    EXECUTABLE,
    EXPANDED,
    MACRO,
    OPENED,
    SEVERAL,
    UNREADABLE,
    Content,
)
from edi.model.limits import MIB

WHOLE = 32 * MIB  # beyond it an attachment is refused for its size, and only its head is looked at
ENTRIES = 1_000  # names of a ZIP that are listed; a document of an office program has some dozens
PIECE = 1 * MIB  # a ZIP gives its file out in pieces of this size

_SPACE = b" \t\r\n"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LAST = {1: re.compile(rb"[AEIMQUYcgkosw048]=\Z"), 2: re.compile(rb"[AQgw]==\Z")}  # no bits left over (XSD 1.0, 3.2.16)

_MACRO_NAMES = (b"vbaProject.bin", b"_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00")
_ACTIVE_NAMES = (b"/JavaScript", b"/Launch")
NOT_BASE64, EMPTY = Content(), Content(size=0)


class Looks:
    """The looks at one document's attachments: what their ZIPs give out is counted over all of them."""

    def __init__(self) -> None:
        self.left = EXPANDED

    def at(self, text: str) -> Content:
        """`look`, within what is left."""
        return look(text, self)


def look(text: str, looks: Looks | None = None) -> Content:
    """What there is to know of one base64 text. `size` is None when it is not base64 to the letter."""
    raw = _signs(text)
    if raw is None:
        return NOT_BASE64
    size = len(raw) // 4 * 3 - raw[-2:].count(b"=")
    if size == 0:
        return EMPTY
    head = binascii.a2b_base64(raw[: HEAD // 3 * 4 + 4])
    kind = attachment_kind(head)
    if kind not in ("zip", "ole", "pdf") or size > WHOLE:
        return Content(size=size, kind=kind, marks=_marks(kind, head))
    data = binascii.a2b_base64(raw)
    if kind == "zip":
        return _zip(data, looks or Looks())
    return Content(size=size, kind=kind, marks=_marks(kind, data))


def _signs(text: str) -> bytes | None:
    """The base64 signs alone; None unless they are whole groups of four, padded at the end and nowhere else."""
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError:
        return None
    if any(mark in raw for mark in (b"\n", b" ", b"\r", b"\t")):
        raw = raw.translate(None, _SPACE)
    padding = raw.translate(None, _BASE64)
    if len(raw) % 4 or padding not in (b"", b"=", b"=="):
        return None
    return raw if not padding or _LAST[len(padding)].search(raw[-3:]) else None


def _marks(kind: str, data: bytes) -> tuple[str, ...]:
    if kind == "executable":
        return (EXECUTABLE,)
    if kind in ("zip", "ole", "ooxml", "odf"):
        return (MACRO,) if any(name in data for name in _MACRO_NAMES) else ()
    if kind == "pdf":
        return (ACTIVE,) if any(name in data for name in _ACTIVE_NAMES) else ()
    return ()


def _zip(data: bytes, looks: Looks) -> Content:
    size = len(data)
    if (listed := data.count(b"PK\x01\x02")) > ENTRIES:
        return Content(size=size, kind="zip", zip=SEVERAL, members=listed, marks=_marks("zip", data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = {entry.filename for entry in files}
            if "[Content_Types].xml" in names:
                return Content(size=size, kind="ooxml", marks=_marks("ooxml", data))
            if "mimetype" in names and "META-INF/manifest.xml" in names:
                basic = any(name.startswith(("Basic/", "Scripts/")) for name in names)
                return Content(size=size, kind="odf", marks=(MACRO,) if basic else ())
            if len(files) != 1:
                return Content(size=size, kind="zip", zip=SEVERAL, members=len(files), marks=_marks("zip", data))
            return _opened(archive, files[0], size, looks)
    except MemoryError:
        raise  # the judging process was too small: ours
    except Exception:  # zipfile raises a dozen kinds of errors on a broken directory
        return Content(size=size, kind="zip", zip=UNREADABLE)


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int, looks: Looks) -> Content:
    """The one file of a ZIP, counted as it comes out; no more than a piece is held."""
    name = entry.filename
    if entry.flag_bits & 0x1:
        return Content(size=size, kind="zip", zip=ENCRYPTED, members=1, member=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Content(size=size, kind="zip", zip=UNREADABLE, members=1, member=name)
    if looks.left < 0:
        return Content(size=size, kind="zip", zip=BOMB, members=1, member=name)
    kind, marks, given, before = "unknown", set[str](), 0, b""
    with archive.open(entry) as file:
        for piece in _pieces(file):
            if not given:
                kind = attachment_kind(piece[:HEAD])
            given += len(piece)
            looks.left -= len(piece)
            if looks.left < 0:
                return Content(size=size, kind="zip", zip=BOMB, members=1, member=name, inner=kind)
            marks.update(_marks(kind, before + piece if before else piece))
            before = piece[-64:]  # a mark may be cut in two by the pieces
    inner = kind if given else "empty"
    return Content(size=size, kind="zip", zip=OPENED, members=1, member=name, inner=inner, marks=tuple(sorted(marks)))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
