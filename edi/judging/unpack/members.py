"""The rules every archive obeys, whatever its format: names, kinds, sizes and number of what it holds.

In: the entries of an archive, or the bytes of a lone file.  Out: Members and Findings; Stop where the flow is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from edi.judging.magic import ARCHIVES, SIGNATURES, TAR_BLOCK, container_kind
from edi.judging.unpack import sentences as say
from edi.judging.unpack.litter import is_litter
from edi.judging.unpack.stream import ZEROS, Entry, Stop, name_parts
from edi.message import Message
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.limits import Limits
from edi.words.text import printable

_NAME = 255  # bytes


def lone_member(data: bytes, limits: Limits) -> Member:
    """The only file of a flow. An archive of no file is nothing but zeros."""
    if len(data) > limits.member:
        raise Stop(say.oversized(len(data), limits.member))
    if ZEROS.fullmatch(data):
        raise Stop(say.NOTHING_INSIDE.at())
    # less than one tar block with four NUL bytes running, which no XML can hold (UTF-16 included), is a cut tar
    torn = len(data) < TAR_BLOCK and b"\0\0\0\0" in data and container_kind(data) == "plain"
    if torn or any(magic.startswith(data) for magics in SIGNATURES.values() for magic in magics):
        raise Stop(say.damaged(say.CUT))
    return Member("", data)


def archive_members(entries: Iterator[Entry], limits: Limits) -> Iterator[Member | Finding]:
    """The rules every archive obeys, whatever its format."""
    names: set[str] = set()
    files = folders = litter = 0
    for entry in entries:
        why = _wrong_name(entry)
        if why and not (why is say.NAME_CONTROL and is_litter(entry.name)):  # macOS names a folder's icon so
            raise Stop(say.because(say.BAD_NAME, why, value=entry.name, member=printable(entry.name)))
        name = "/".join(name_parts(entry.name))
        shown = printable(name) if why else name  # it goes into returns, which cannot hold a control
        if not entry.ordinary:
            raise Stop(say.NOT_A_FILE.at(value=shown, member=shown))
        files, folders = files + (not entry.folder), folders + entry.folder
        if max(files, folders) > limits.entries:
            raise Stop(say.TOO_MANY_ENTRIES.at(limit=limits.entries))
        if entry.folder:
            continue
        if entry.size > limits.member:
            raise Stop(say.oversized(entry.size, limits.member, shown))
        if is_litter(name, entry.size):
            litter += 1
            yield say.LITTER.at(value=shown, member=shown)
            continue
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
        if key in names:
            raise Stop(say.DUPLICATE_NAME.at(value=name, member=name))
        names.add(key)
        yield _member(name, entry.content)  # no local name: the generator must not keep it while it reads the next
    if files == litter:
        raise Stop(say.NOTHING_INSIDE.at())


def _member(name: str, content: Callable[[], bytes]) -> Member | Finding:
    data = content()
    if not data:
        return say.EMPTY_MEMBER.at(value=name, member=name)
    if (kind := container_kind(data)) in ARCHIVES:
        raise Stop(say.NESTED.at(value=kind, member=name))
    return Member(name, data)


def _wrong_name(entry: Entry) -> Message | None:
    parts = name_parts(entry.name)
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
