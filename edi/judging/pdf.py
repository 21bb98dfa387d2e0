"""What a PDF holds besides its pages: the files embedded in it, and what it launches.

In: a PDF as bytes, or pypdf's reader of it.  Out: names and contents of files, marks. Files are looked for in the name
tree, among those the catalogue and the pages associate (/AF) and those pinned to a page. pypdf is imported at the first
PDF that holds a file only.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from edi.model.document import ACTIVE
from edi.model.limits import MIB

_FLATE, _IN_TEXT = "/FlateDecode", ("/ASCII85Decode", "/ASCIIHexDecode")
_PACKINGS = frozenset({(), (_FLATE,), *((way,) for way in _IN_TEXT), *((way, _FLATE) for way in _IN_TEXT)})
_PAGES = 2_000  # that are looked at for files pinned to them
_OBJECTS = 32 * MIB  # of compressed objects that are unpacked in search of names
_BEFORE_STREAM = 1_000  # bytes of a stream's own dictionary


def _name(text: str) -> str:
    """A name of a PDF, each of whose signs may be written as #xx."""
    return "/" + "".join(f"(?:{sign}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in text)


_ACTIVE = re.compile(f"(?:{_name('JavaScript')}|{_name('Launch')})(?![A-Za-z])".encode())
_FILES = re.compile(f"{_name('EF')}(?![A-Za-z])".encode())
_PACKED_OBJECTS = re.compile(_name("ObjStm").encode())
_STREAM = re.compile(rb"stream\r?\n")


class File(NamedTuple):
    """One embedded file: the names it has, the last the key of the name tree, and pypdf's object of it."""

    names: tuple[str, ...]
    mime: str | None
    file: Any
    pinned: bool  # to a page, where nobody looks for an invoice


def pdf_marks(data: bytes) -> tuple[str, ...]:
    """Whether a PDF launches a script or a program, also where its objects are packed."""
    return (ACTIVE,) if any(_ACTIVE.search(text) for text in _texts(data)) else ()


def holds_files(data: bytes) -> bool:
    return any(_FILES.search(text) for text in _texts(data))


def embedded_files(data: bytes) -> Iterator[tuple[str, Callable[[], bytes | None]]]:
    """The files of a PDF that is no invoice's: nothing where it is protected or broken, as its reader will see."""
    from pypdf import PdfReader  # costs a tenth of a second

    with quiet():
        try:
            reader = PdfReader(io.BytesIO(data))
            rows = [] if reader.is_encrypted else list(files(reader))
        except MemoryError:
            raise
        except Exception:  # pypdf raises nearly anything on a broken file
            rows = []
    for row in rows:
        yield row.names[0], lambda row=row: content_of(row.file)  # type: ignore[misc]


def content_of(file: Any) -> bytes | None:
    """The bytes of an embedded file; None where they are packed in an odd way, too large or broken."""
    with quiet():
        try:
            return None if odd_packing(file) is not None else bytes(file.content)
        except MemoryError:
            raise
        except Exception:  # as above
            return None


def files(reader: Any) -> Iterator[File]:
    """Every embedded file once: those of the name tree first, then those associated, then those pinned to pages."""
    from pypdf.generic import DictionaryObject, EmbeddedFile

    seen = set[Any]()
    for file in reader.attachment_list:
        if _is_new(file, seen):
            yield _row(file, pinned=False)
    for entry, pinned in _elsewhere(reader):
        specification = entry.get_object()
        if not isinstance(specification, DictionaryObject) or not _there(specification, "/EF"):
            continue
        file = EmbeddedFile(name="", pdf_object=specification)
        if _is_new(file, seen):
            yield _row(file, pinned=pinned)


def odd_packing(file: Any) -> str | None:
    """How an embedded file is packed, where nobody packs an invoice so: LZW (which PDF/A forbids), a predictor, several
    packings in one another take seconds or gigabytes to undo a few kilobytes."""
    stream = _stream(file)
    given = _there(stream, "/Filter")
    filters = (given,) if isinstance(given, str) else tuple(way.get_object() for way in given)
    settings = _there(stream, "/DecodeParms")
    every: list[Any] = [settings] if isinstance(settings, dict) else [entry.get_object() for entry in settings]
    predicted = any(_there(entry, "/Predictor") not in ((), 1) for entry in every if isinstance(entry, dict))
    if filters in _PACKINGS and not predicted:
        return None
    return ", ".join((*map(str, filters), *(["/Predictor"] if predicted else [])))


@contextmanager
def quiet() -> Iterator[None]:
    """Without what pypdf writes to logs and warnings about broken files."""
    log = logging.getLogger("pypdf")
    if log.level <= logging.CRITICAL:
        log.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _texts(data: bytes) -> Iterator[bytes]:
    """The PDF as it is, then its packed objects, as far as they are packed as everybody does."""
    yield data
    left = _OBJECTS
    for mark in _PACKED_OBJECTS.finditer(data):
        start = _STREAM.search(data, mark.end(), mark.end() + _BEFORE_STREAM)
        if start is None or left <= 0:
            continue
        try:
            text = zlib.decompressobj().decompress(memoryview(data)[start.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        yield text


def _elsewhere(reader: Any) -> Iterator[tuple[Any, bool]]:
    for entry in _entries(reader.root_object, "/AF"):
        yield entry, False
    for page in islice(reader.pages, _PAGES):
        for entry in _entries(page, "/AF"):
            yield entry, True
        for note in _entries(page, "/Annots"):
            shown = note.get_object()
            if isinstance(shown, dict) and _there(shown, "/FS"):
                yield shown["/FS"], True


def _entries(holder: Any, key: str) -> list[Any]:
    """A list, also where it is written without its brackets for its only entry."""
    value = _there(holder, key)
    return [value] if isinstance(value, dict) else list(value)


def _is_new(file: Any, seen: set[Any]) -> bool:
    """Whether this stream was not met before: a file is usually listed twice."""
    holder = file.pdf_object["/EF"]
    raw = holder.raw_get("/UF" if _there(holder, "/UF") else "/F")
    key = getattr(raw, "idnum", None) or id(raw)
    if key in seen:
        return False
    seen.add(key)
    return True


def _row(file: Any, *, pinned: bool) -> File:
    # the key in the name tree is free; the file specification beside it holds the name people see
    names = tuple(str(name) for name in (file.alternative_name, file.name) if name)
    subtype = _there(_stream(file), "/Subtype")
    return File(names or ("?",), str(subtype).lstrip("/") if subtype else None, file, pinned)


def _stream(file: Any) -> Any:
    from pypdf.generic import ArrayObject, NameObject

    holder = file.pdf_object["/EF"]
    stream = _there(holder, "/UF") or holder["/F"]
    # pypdf takes a null filter for one it does not know, and empty settings for no packing at all
    if "/Filter" in stream and _there(stream, "/Filter") == ():
        stream[NameObject("/Filter")] = ArrayObject()
    if "/DecodeParms" in stream and _there(stream, "/DecodeParms") == ():
        del stream["/DecodeParms"]
    return stream


def _there(holder: Any, key: str) -> Any:
    """What stands under the key, references followed; () for nothing. Null is nothing (ISO 32000-1, 7.3.7)."""
    from pypdf.generic import NullObject

    value = holder[key] if key in holder else ()  # noqa: SIM401 - get() does not follow references
    return () if isinstance(value, NullObject) else value
