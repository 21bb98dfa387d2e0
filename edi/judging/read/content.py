"""What some bytes are, and all that lies in them: one look for a bare file, a ZIP's members, a PDF's own files.

In: bytes.  Out: a frozen Content, a tree where they are an archive. It never raises on what a partner wrote, puts
nothing on a disk, and counts what archives give out (`Allowance`) and how deep they lie. What cannot be looked at says
so, in `zip` or as the mark UNSEEN; nothing is guessed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from edi.judging.magic import HEAD, attachment_kind, container_kind
from edi.judging.pdf import embedded_files, holds_files, pdf_marks
from edi.judging.read.packed import pieces_of, tar_members
from edi.judging.unpack.litter import is_litter
from edi.model.document import BOMB, ENCRYPTED, EXECUTABLE, MACRO, OPENED, SEVERAL, UNREADABLE, UNSEEN, Content
from edi.model.limits import MIB

WHOLE = 32 * MIB  # beyond it an attachment is refused for its size, and only its head is looked at
ENTRIES = 1_000  # files of an archive that are looked at; a document of an office program has some dozens
DEPTH = 4  # archives in one another
PIECE = 1 * MIB  # an archive gives its files out in pieces of this size

_PACKED = ("gzip", "bzip2", "tar")
WHOLE_KINDS = frozenset(("zip", "ole", "pdf", *_PACKED))  # of which the head does not tell enough
_MACRO_NAMES = (b"vbaProject.bin", b"_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00")
_ODF_MACROS = ("Basic/", "Scripts/")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EMPTY = Content(size=0)


class Allowance:
    """How many bytes archives may still give out."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> bool:
        """Whether `count` more bytes are within it."""
        self.left -= count
        return self.left >= 0


def looked_kind(head: bytes) -> str:
    """`attachment_kind`, which knows no tar: no sentence speaks of one, but it is opened."""
    kind = attachment_kind(head)
    return "tar" if kind in ("unknown", "text") and container_kind(head) == "tar" else kind


def marks_of(kind: str, data: bytes) -> tuple[str, ...]:
    """What would run in bytes of this kind, as far as they are no archive."""
    if kind == "executable":
        return (EXECUTABLE,)
    if kind in ("zip", "ole", "ooxml"):
        return (MACRO,) if any(name in data for name in _MACRO_NAMES) else ()
    return pdf_marks(data) if kind == "pdf" else ()


def seen(data: bytes, allowance: Allowance, depth: int = 0) -> Content:
    """Everything there is to know of these bytes; `depth` archives lie around them."""
    if not data:
        return _EMPTY
    kind = looked_kind(data[:HEAD])
    if kind in WHOLE_KINDS and kind != "ole" and depth > DEPTH:
        return Content(size=len(data), kind=attachment_kind(data[:HEAD]), marks=(UNSEEN,))
    if kind == "zip":
        return _zip(data, allowance, depth)
    if kind in _PACKED:
        return _packed(kind, data, allowance, depth)
    marks = marks_of(kind, data)
    if kind == "pdf" and holds_files(data):
        return _pdf(data, marks, allowance, depth)
    return Content(size=len(data), kind=kind, marks=marks)


def _zip(data: bytes, allowance: Allowance, depth: int) -> Content:
    size = len(data)
    if (listed := data.count(b"PK\x01\x02")) > ENTRIES:
        return Content(size=size, kind="zip", zip=SEVERAL, members=listed, marks=_all(marks_of("zip", data), (UNSEEN,)))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                return _document("ooxml", marks_of("ooxml", data), data, archive, allowance, depth)
            if "mimetype" in names and "META-INF/manifest.xml" in names:
                basic = any(name.startswith(_ODF_MACROS) for name in names)
                return _document("odf", (MACRO,) if basic else (), data, archive, allowance, depth)
            parts = [(entry.filename, _member(archive, entry, allowance, depth)) for entry in entries]
    except MemoryError:
        raise  # the judging process was too small: ours
    except Exception:  # zipfile raises a dozen kinds of errors on a broken directory
        return Content(size=size, kind="zip", zip=UNREADABLE)
    return _opened(size, [row for row in parts if not _is_litter(*row)] or parts)


def _is_litter(name: str, part: Content | str) -> bool:
    """What a system adds is no file of the sender's, unless it would run."""
    return not isinstance(part, str) and not part.marks and is_litter(name, part.size or 0)


def _opened(size: int, parts: list[tuple[str, Content | str]]) -> Content:
    """A ZIP whose files were looked at; a file that could not be is told by why (a state of `Content.zip`)."""
    if len(parts) != 1:
        held = tuple((name, Content(zip=part) if isinstance(part, str) else part) for name, part in parts)
        return Content(size=size, kind="zip", zip=SEVERAL, members=len(held), marks=_of(held), parts=held)
    [(name, part)] = parts
    if isinstance(part, str):
        return Content(size=size, kind="zip", zip=part, members=1, member=name)
    inner = part.kind if part.size else "empty"
    return Content(
        size=size,
        kind="zip",
        zip=OPENED,
        members=1,
        member=name,
        inner=inner,
        marks=part.marks,
        parts=((name, part),),
    )


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance, depth: int) -> Content | str:
    """One file of a ZIP, counted as it comes out; the state of a ZIP where it does not come out."""
    if entry.flag_bits & 0x1:
        return ENCRYPTED
    if entry.compress_type not in _METHODS:
        return UNREADABLE
    if allowance.left < 0:
        return BOMB
    try:
        with archive.open(entry) as file:
            return _streamed(_pieces(file), allowance, depth)
    except MemoryError:
        raise
    except Exception:  # as above
        return UNREADABLE


def _streamed(pieces: Iterable[bytes], allowance: Allowance, depth: int) -> Content | str:
    """What comes out piece by piece: held whole only where the whole must be looked at."""
    kind, marks, size, before, held = "unknown", set[str](), 0, b"", list[bytes]()
    for piece in pieces:
        if not size:
            kind = looked_kind(piece[:HEAD])
        size += len(piece)
        if not allowance.take(len(piece)):
            return BOMB
        if kind in WHOLE_KINDS and size <= WHOLE:
            held.append(piece)
        else:
            held.clear()
        marks.update(marks_of(kind, before + piece if before else piece))
        before = piece[-64:]  # a mark may be cut in two by the pieces
    if held:
        return seen(b"".join(held), allowance, depth + 1)
    if kind in WHOLE_KINDS:
        marks.add(UNSEEN)
    return Content(size=size, kind="unknown" if kind == "tar" else kind, marks=tuple(sorted(marks)))


def _document(
    kind: str, marks: tuple[str, ...], data: bytes, archive: zipfile.ZipFile, allowance: Allowance, depth: int
) -> Content:
    """A document of an office program: a ZIP of parts that nobody sees, of which only what would run is told."""
    every = set(marks)
    for entry in archive.infolist():
        if not entry.is_dir() and _may_run(archive, entry):
            part = _member(archive, entry, allowance, depth)
            every.update(() if isinstance(part, str) else part.marks)
    return Content(size=len(data), kind=kind, marks=tuple(sorted(every - {UNSEEN})))


def _may_run(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(entry) as file:
            return attachment_kind(file.read(HEAD)) in ("executable", "zip", "ole")
    except MemoryError:
        raise
    except Exception:  # encrypted, or broken: what opens it will say so
        return False


def _packed(kind: str, data: bytes, allowance: Allowance, depth: int) -> Content:
    """GZIP, BZIP2 or tar: damaged, they are as their names say; nothing else is known of them."""
    shown = "unknown" if kind == "tar" else kind
    parts: list[tuple[str, Content]] = []
    try:
        for name, pieces in tar_members(data) if kind == "tar" else [("", pieces_of(kind, data))]:
            part = _streamed(pieces, allowance, depth)
            if part == BOMB or len(parts) >= ENTRIES:
                return Content(size=len(data), kind=shown, marks=_all(_of(parts), (UNSEEN,)), parts=tuple(parts))
            if not isinstance(part, str) and not _is_litter(name, part):
                parts.append((name, part))
    except MemoryError:
        raise
    except Exception:  # cut, or not what its head says
        return Content(size=len(data), kind=shown, marks=_of(parts), parts=tuple(parts))
    return Content(size=len(data), kind=shown, marks=_of(parts), parts=tuple(parts))


def _pdf(data: bytes, marks: tuple[str, ...], allowance: Allowance, depth: int) -> Content:
    parts = tuple((name, beside(take, allowance, depth)) for name, take in embedded_files(data))
    return Content(size=len(data), kind="pdf", marks=_all(marks, _of(parts)), parts=parts)


def beside(take: Callable[[], bytes | None], allowance: Allowance, depth: int = 0) -> Content:
    """One file of a PDF; what it cannot give is unseen."""
    data = take() if allowance.left >= 0 else None
    if data is None or not allowance.take(len(data)):
        return Content(size=len(data or b"") or None, marks=(UNSEEN,))
    return seen(data, allowance, depth + 1)


def _of(parts: Iterable[tuple[str, Content]]) -> tuple[str, ...]:
    return _all(*(part.marks for _, part in parts))


def _all(*marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*marks)))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
