"""The only place that parses XML of the outside.

In: the bytes of one file.  Out: its tree, or the one finding that says why there is none. Refuses whatever is not XML
in UTF-8 or UTF-16, any document type declaration, too much markup and elements nested too deeply; resolves no entity,
opens no file and no socket. The encoding is decided here and forced on the parser: no document brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from edi.judging.magic import seeming_kind
from edi.judging.xml import sentences as say_sentences
from edi.message import Message
from edi.model.finding import Finding
from edi.model.limits import Limits

# The default parser stops at text nodes of 10,000,000 characters, under a legal attachment: hence huge_tree.
_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "huge_tree": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    # a text that a comment or an instruction cuts in two is one text to everybody; in pieces, checking it takes the
    # square of their number: 40,000 comments in 44 MB of text took 34 s
    "remove_comments": True,
    "remove_pis": True,
}
_PARSER = etree.XMLParser(**_OPTIONS)

_BLANK = re.compile(rb"[ \t\r\n]*")
_DECLARED = re.compile(rb"encoding[ \t\r\n]*=[ \t\r\n]*[\"']([^\"']{0,60})")
_HTML = re.compile(rb"<(?:!doctype[ \t\r\n]{1,99})?html[ \t\r\n>/]", re.IGNORECASE)
_DECLARATION = 4096  # bytes in which an XML declaration must end
_UTF8 = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))
_UTF16 = frozenset(("", "utf-16", "utf-16le", "utf-16be", "utf16"))
_NO_MEMORY, _DOCUMENT_END, _INVALID_BYTES, _RESOURCE_LIMIT = 2, 5, 81, 114  # libxml2's numbers

# First bytes -> the encoding they betray, for those that are refused
_FOREIGN = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"<\x00\x00\x00", "UTF-32"),
    (b"\x00\x00\x00<", "UTF-32"),
    (b"\x4c\x6f\xa7\x94", "EBCDIC"),
    (b"+/v8", "UTF-7"),
    (b"+/v9", "UTF-7"),
    (b"+/v+", "UTF-7"),
    (b"+/v/", "UTF-7"),
    (b"+ADw", "UTF-7"),
)
_WIDE = (
    (b"\xff\xfe", "utf-16-le", 2),
    (b"\xfe\xff", "utf-16-be", 2),
    (b"<\x00", "utf-16-le", 0),
    (b"\x00<", "utf-16-be", 0),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One well-formed document without a DTD. `data` is what was parsed, in UTF-8: lines are counted in it."""

    root: Any  # lxml has no published types
    tree: Any
    data: bytes


def parse(data: bytes, limits: Limits) -> Parsed | Finding:
    """The tree of these bytes, or why there is none. Raises nothing a document could cause, MemoryError excepted."""
    if data.startswith(b"<?xml"):  # the usual document, kept short
        foreign = _foreign(_declared(data, 0))
        if foreign is not None:
            return foreign
    else:
        decoded = _decode(data)
        if isinstance(decoded, Finding):
            return decoded
        data = decoded
    if (refused := _prolog(data) or _too_much(data, limits)) is not None:
        return refused
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.LxmlError as error:
        return _not_well_formed(error, data, limits)
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:  # what the prolog scan missed, the parser has seen
        return say_sentences.DOCTYPE.at(line=1)
    if _deeper_than(limits.depth)(root):
        return _too_deep(limits)
    return Parsed(root, tree, data)


def pull_parser(tag: str, schema: Any = None) -> Any:
    """A parser that is fed piece by piece, and validates as it reads where it has a schema; tells of each such tag."""
    return etree.XMLPullParser(events=("start",), tag=tag, schema=schema, **_OPTIONS)


def _decode(data: bytes) -> bytes | Finding:
    """The same document in UTF-8 by its BOM, first bytes and declaration, or why it is not read."""
    head = data[:4]
    for magic, name in _FOREIGN:
        if head == magic:
            return say_sentences.ENCODING.at(value=name, line=1)
    for magic, codec, skip in _WIDE:
        if head.startswith(magic):
            return _from_utf16(data, codec, skip)
    start = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    start = _past_blanks(data, start)
    if not data.startswith(b"<", start):
        return _not_xml(data, start)
    return _foreign(_declared(data, start)) or data


def _foreign(declared: str) -> Finding | None:
    """Why a document of 8-bit characters that declares this encoding is not read; None when it is."""
    if declared.lower() in _UTF8:
        return None
    if declared.lower() in _UTF16:
        return say_sentences.ENCODING_MISMATCH.at(value=declared, actual="UTF-8", line=1)
    return say_sentences.ENCODING.at(value=declared, line=1)


def _from_utf16(data: bytes, codec: str, skip: int) -> bytes | Finding:
    try:
        text = str(memoryview(data)[skip:], codec)
    except UnicodeDecodeError as error:
        before = str(memoryview(data)[skip : skip + error.start], codec, "replace")
        return _unreadable(_INVALID_BYTES, "", before.count("\n") + 1, len(before) - before.rfind("\n"))
    utf8 = text.encode("utf-8")
    start = _past_blanks(utf8)
    if not utf8.startswith(b"<", start):
        return _not_xml(utf8, start)
    declared = _declared(utf8, start)
    if declared.lower() not in _UTF16:
        return say_sentences.ENCODING_MISMATCH.at(value=declared, actual="UTF-16", line=1)
    return utf8


def _past_blanks(data: bytes, start: int = 0) -> int:
    found = _BLANK.match(data, start)
    return found.end() if found else start


def _declared(data: bytes, start: int) -> str:
    """The encoding the XML declaration names, "" when it names none."""
    if not data.startswith(b"<?xml", start):
        return ""
    end = data.find(b"?>", start, start + _DECLARATION)
    found = _DECLARED.search(data, start, end if end >= 0 else start + _DECLARATION)
    return found[1].decode("ascii", "replace").strip() if found else ""


def _prolog(data: bytes) -> Finding | None:
    """A DOCTYPE or an HTML page, found before anything is parsed: each step of the loop moves on, none looks back."""
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while True:
        at = _past_blanks(data, at)
        if data.startswith(b"<?", at):
            end = data.find(b"?>", at + 2)
            width = 2
        elif data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4)
            width = 3
        else:
            break
        if end < 0:
            return None  # not closed: the parser will say where
        at = end + width
    if data.startswith((b"<h", b"<H", b"<!"), at) and _HTML.match(data, at):
        return say_sentences.HTML.at(line=1, file=say_sentences.THIS_FILE)
    if data.startswith(b"<!DOCTYPE", at):
        return say_sentences.DOCTYPE.at(line=data.count(b"\n", 0, at) + 1)
    return None


def _too_much(data: bytes, limits: Limits) -> Finding | None:
    """More elements and attributes than memory is for, counted before any is built. Texts may hold some of these signs:
    the limit is far above what they do."""
    if len(data) <= limits.markup:
        return None
    found = data.count(b"<") + data.count(b"=")
    return say_sentences.TOO_LARGE.at(found=found, limit=limits.markup) if found > limits.markup else None


@lru_cache(maxsize=4)
def _deeper_than(depth: int) -> Callable[[Any], bool]:
    """One path of depth + 1 child steps: it dies out at the document's own depth, so it costs one walk at most."""
    path: Callable[[Any], bool] = etree.XPath(f"boolean(/{'/'.join('*' * (depth + 1))})", regexp=False)
    return path


def _too_deep(limits: Limits) -> Finding:
    return say_sentences.TOO_DEEP.at(limit=limits.depth)


def _not_well_formed(error: Exception, data: bytes, limits: Limits) -> Finding:
    number = int(getattr(error, "code", 0) or 0)
    words = str(getattr(error, "msg", None) or error)
    if number == _NO_MEMORY:
        raise MemoryError("the XML parser ran out of memory")
    if number == _RESOURCE_LIMIT and "depth" in words:
        return _too_deep(limits)
    line, column = getattr(error, "position", (None, None))
    line, column = line or 1, column or 1
    if _cut_short(number, line, data):
        return _ill_formed(line, column, say_sentences.CUT_SHORT)
    return _unreadable(number, words, line, column)


def _cut_short(number: int, line: int, data: bytes) -> bool:
    """A fault on the last line of a file that does not end in a tag is a transfer that broke off."""
    if number == _DOCUMENT_END or data[-64:].rstrip().endswith(b">"):
        return False
    return line > data.count(b"\n")


def _unreadable(number: int, words: str, line: int, column: int) -> Finding:
    """The reason in words where the kind of fault is known, else libxml2's own sentence."""
    own_words = words.rpartition(", line ")[0] or words
    reason = say_sentences.REASONS.get(number, Message.same(own_words))
    if number in say_sentences.DETAILS:
        names = re.search(say_sentences.DETAILS[number], own_words)
        reason = reason.filled(**names.groupdict()) if names else Message.same(own_words)
    return _ill_formed(line, column, reason)


def _ill_formed(line: int, column: int, reason: Message) -> Finding:
    return say_sentences.NOT_WELL_FORMED.at(
        line=line, row=line, column=column, reason=reason, file=say_sentences.THIS_FILE
    )


def _not_xml(data: bytes, start: int) -> Finding:
    looks = say_sentences.LOOKS[seeming_kind(data, start)]
    return say_sentences.NOT_XML.at(looks=looks, file=say_sentences.THIS_FILE)
