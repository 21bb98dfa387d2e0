"""Mutations that know what they mutate: bytes, XML trees, archives, lines of text. One step each, chosen by chance."""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

Step = Callable[[bytes, Random], bytes]

# what readers of numbers, dates, names and codes have stumbled over elsewhere
TEXTS = (
    *(
        "",
        " ",
        "\u00a0",
        "\u2028",
        "\u0085",
        "\t\n",
        "x" * 300,
        "é" * 5_000,
        "\U0001d54f",
        "\ufffd",
        "\u202e",
        "e\u0301",
    ),
    *("A1", "a4", "A04", "A٤", "A0", "A99", "A1.", "B1", "S1", "urn:cen.eu:en16931:2017", "A15", "A22"),
    *("0", "-0", "-0.00", "0.30000000000000004", "NaN", "INF", "-INF", "1e5", "1E-400", "1,5", "1.5.2", "+1", "０１２"),
    *("9" * 28, "9" * 5_000, "0." + "0" * 40 + "1", "0x10", "1_000", "1 000,00", "٣"),
    *("2026-02-30", "20260230", "0000-00-00", "9999-12-31", "2026-03-31+14:00", "2026-03-31T25:61:61Z", "102", "610"),
    *("380", "381", "389", "00000000000000", "12345678901234", "1" * 15, "FR00", "1", "7", "8", "0002", "RIDET"),
    *("=1+1", "@SUM(1)", "]]>", "<b>", "&amp;", "{value}", "%s", "../../etc/passwd", "file:///etc/passwd", "NUL", "\\"),
    *("application/pdf", "text/xml", "Zg==", "Zg=", "Z g = =", "====", "QUJD" * 100),
)
TOKENS = (
    *(b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\r", b"\n", b"<", b">", b"&", b"'", b'"'),
    *(b"<!DOCTYPE x>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='UTF-7'?>", b"<?x?>"),
    *(b"&#0;", b"&#x1F;", b"&#xD800;", b"&lt;", b"&x;", b"xmlns=''", b"xmlns:rsm='urn:x'", b"</", b"/>", b" encoding="),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"ustar\x0000",
        b"ustar  \0",
        b"%PDF-1.7\n",
        b"%%EOF",
    ),
    *(b"\xff\xff\xff\xff", b"\x80\0\0\0\0\0\0\0", b"7777777777 ", b"\x7f\xff\xff\xff", b"obj", b"endobj", b"stream\n"),
)


def either(*steps: Step) -> Step:
    """One of these steps; a step that stands twice is taken twice as often."""
    return lambda data, chance: chance.choice(steps)(data, chance)


def raw(data: bytes, chance: Random) -> bytes:
    """One change of bytes."""
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 4, 16, 64, 512)))
    kind = chance.randrange(7)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:at] + chance.choice(TOKENS) + data[at:]
    if kind == 2:
        return data[:at] + chance.choice(TOKENS) + data[end:]
    if kind == 3:
        return data[:at] + data[at:end] * chance.choice((2, 3, 50)) + data[end:]
    if kind == 4:
        return data[:at] + chance.randbytes(end - at) + data[end:]
    if kind == 5:
        return data[:at]
    other = chance.randrange(len(data) + 1)
    return data[:at] + data[other : other + end - at] + data[end:]


def xml(data: bytes, chance: Random) -> bytes:
    """One change of a tree: a value, an attribute, a name, a place. What is no tree is changed as tags or bytes."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.LxmlError, ValueError):
        return chance.choice((raw, _tags))(data, chance)
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    chosen = chance.choice(elements)
    try:
        chance.choice(_TREE)(chosen, elements, chance)
    except ValueError:  # lxml holds no such text or name: then as bytes
        return _tags(data, chance)
    encoding = chance.choice(("UTF-8", "UTF-8", "UTF-8", "UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII"))
    return etree.tostring(tree.getroottree(), xml_declaration=chance.random() < 0.9, encoding=encoding)


def _text(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    _leaf(elements, chance).text = chance.choice(TEXTS)


def _leaf(elements: Sequence[etree._Element], chance: Random) -> etree._Element:
    return chance.choice([one for one in elements if not len(one)] or elements)


def _split_text(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    leaf = _leaf(elements, chance)
    text = leaf.text or ""
    cut = chance.randrange(len(text) + 1)
    between = etree.Comment("-") if chance.random() < 0.5 else etree.ProcessingInstruction("x")
    leaf.text, between.tail = text[:cut], text[cut:]
    leaf.insert(0, between)


def _attribute(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    with_some = [one for one in elements if one.attrib]
    if with_some and chance.random() < 0.7:
        one = chance.choice(with_some)
        name = chance.choice(list(one.attrib))
        if chance.random() < 0.3:
            del one.attrib[name]
        else:
            one.set(name, chance.choice(TEXTS))
    else:
        chosen.set(chance.choice(("schemeID", "format", "currencyID", "mimeCode", "x")), chance.choice(TEXTS))


def _remove(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    if (parent := chosen.getparent()) is not None:
        parent.remove(chosen)


def _repeat(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    if (parent := chosen.getparent()) is not None:
        for _ in range(chance.choice((1, 1, 2, 600))):
            parent.insert(parent.index(chosen), deepcopy(chosen))


def _move(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    chance.choice(elements).append(deepcopy(chosen))


def _rename(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    local, namespace = etree.QName(chosen).localname, etree.QName(chance.choice(elements)).namespace
    chosen.tag = chance.choice((local, f"{{{namespace}}}{local}", f"{{urn:x}}{local}", chance.choice(elements).tag))


def _nest(chosen: etree._Element, elements: Sequence[etree._Element], chance: Random) -> None:
    inside = chosen
    for _ in range(chance.choice((1, 5, 95, 300))):
        inside = etree.SubElement(inside, chosen.tag)
    inside.text = chance.choice(TEXTS)


_TREE = (
    _text,
    _text,
    _text,
    _text,
    _split_text,
    _attribute,
    _attribute,
    _remove,
    _remove,
    _repeat,
    _move,
    _rename,
    _nest,
)


def _tags(data: bytes, chance: Random) -> bytes:
    """Tags and texts taken out, doubled or swapped without a look at what belongs together."""
    pieces = re.findall(rb"<[^>]*>|[^<]+", data) or [data]
    at = chance.randrange(len(pieces))
    kind = chance.randrange(4)
    if kind == 0:
        del pieces[at]
    elif kind == 1:
        pieces.insert(at, pieces[at])
    elif kind == 2:
        other = chance.randrange(len(pieces))
        pieces[at], pieces[other] = pieces[other], pieces[at]
    else:
        pieces[at] = chance.choice(TEXTS).encode() or chance.choice(TOKENS)
    return b"".join(pieces)


def archive(data: bytes, chance: Random) -> bytes:
    """One change inside an archive: of a tar's header with its checksum made good again, of a zip's, or of bytes."""
    if data.startswith(b"\x1f\x8b") and chance.random() < 0.85:
        inside = _inflated(data)
        return gzip.compress(archive(inside, chance), compresslevel=1, mtime=0) if inside else raw(data, chance)
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _zip(data, chance)
    if len(data) >= 512 and chance.random() < 0.85:
        return _tar(data, chance)
    return raw(data, chance)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 1 << 20)
    except zlib.error:
        return b""


_TAR_FIELDS = ((0, 100), (100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 8), (345, 155))
_TAR_VALUES = (
    *(b"0", b"1", b"2", b"3", b"5", b"6", b"7", b"x", b"g", b"L", b"K", b"S", b"D", b"V", b"\0", b"X"),
    *(b"../a.xml", b"/a.xml", b"a\\b.xml", b"\xff.xml", b"a\n.xml", b"C:a", b"__MACOSX/._a", b".", b"a/", b"a" * 100),
    *(b"00000000000", b"00000000001", b"77777777777", b"\x80" + bytes(10) + b"\x01", b"\xff" * 12, b"-1", b"       "),
    *(b"11 path=..\n", b"20 size=99999999999\n", b"30 GNU.sparse.size=5\n", b"9999999999999 a=b\n", b"ustar\x0000"),
)


def _tar(data: bytes, chance: Random) -> bytes:
    """A field of one block that is or could be a header; blocks are also dropped, doubled and swapped."""
    blocks = [data[at : at + 512] for at in range(0, len(data), 512)]
    headers = [at for at, block in enumerate(blocks) if block[257:262] == b"ustar" and len(block) == 512] or [0]
    at = chance.choice(headers)
    kind = chance.randrange(8)
    if kind == 0:
        del blocks[at]
    elif kind == 1:
        blocks.insert(chance.randrange(len(blocks) + 1), blocks[at])
    elif kind == 2 and at + 1 < len(blocks):
        blocks[at + 1] = raw(blocks[at + 1], chance)[:512].ljust(512, b"\0")
    else:
        start, width = chance.choice(_TAR_FIELDS)
        value = chance.choice(_TAR_VALUES)[:width].ljust(width, chance.choice((b"\0", b"\0", b" ")))
        block = blocks[at].ljust(512, b"\0")
        blocks[at] = _summed(block[:start] + value + block[start + width :])
    return b"".join(blocks)


def _summed(block: bytes) -> bytes:
    bare = block[:148] + b" " * 8 + block[156:]
    return block[:148] + b"%06o\0 " % sum(bare) + block[156:]


_ZIP_FIELDS = {  # offset and width of the fields after each mark
    b"PK\x03\x04": ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (30, 8)),
    b"PK\x01\x02": (
        *((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 4), (24, 4)),
        *((28, 2), (30, 2), (32, 2), (34, 2), (38, 4), (42, 4), (46, 8)),
    ),
    b"PK\x05\x06": ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)),
}
_ZIP_VALUES = (0, 1, 8, 9, 12, 14, 41, 64, 0x800, 0x801, 0x2041, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 100)


def _zip(data: bytes, chance: Random) -> bytes:
    """A field of a header, or the same field of both headers of one file, or bytes."""
    mark = chance.choice(tuple(_ZIP_FIELDS))
    places = [found.start() for found in re.finditer(re.escape(mark), data)]
    if not places or chance.random() < 0.2:
        return raw(data, chance)
    start, width = chance.choice(_ZIP_FIELDS[mark])
    start += chance.choice(places)
    if width == 8:
        value = chance.choice(_TAR_VALUES)[:8]
    else:
        number = chance.choice((*_ZIP_VALUES, chance.randrange(len(data) + 50)))
        value = struct.pack("<I", number)[:width]
    return data[:start] + value + data[start + len(value) :]


def lines(words: Sequence[str]) -> Step:
    """Changes of a text file: lines dropped, doubled, swapped; a value or a cell exchanged for one of these words."""
    every = (*words, *TEXTS)

    def step(data: bytes, chance: Random) -> bytes:
        rows = data.split(b"\n")
        at, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        kind = chance.randrange(8)
        if kind == 0:
            del rows[at]
        elif kind == 1:
            rows.insert(other, rows[at])
        elif kind == 2:
            rows[at], rows[other] = rows[other], rows[at]
        elif kind == 3:
            rows.insert(at, chance.choice(every).encode())
        elif kind == 4:
            return raw(data, chance)
        else:
            parts = re.split(rb"([=,\[\]\"]+)", rows[at])
            parts[chance.randrange(len(parts))] = chance.choice(every).encode()
            rows[at] = b"".join(parts)
        return b"\n".join(rows)

    return step


def nested(words: bytes = b"[{") -> Step:
    """Something put inside itself many times."""
    return lambda data, chance: data + b"\nx = " + bytes([chance.choice(words)]) * chance.choice((10, 200, 5_000))
