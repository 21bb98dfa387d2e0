"""Documents that would draw a flood of schema errors are told by their beginning."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from lxml import etree

from edi.judging.xml.parse import Parsed, pull_parser

# lxml writes the path of every error by counting siblings, so n errors among n siblings cost n * n steps: 70,000 empty
# invoice lines (1.3 MB) took 22 s. A document that could do that is first read by libxml2's streaming validator, which
# keeps no path, and only as far as its first FLOOD errors.
FLOOD = 1_000
_CHUNK = 1 << 16
# That validator is told a text in pieces (one at each reference, comment or CDATA section) and takes the square of
# their number: an attachment of 10 MiB with &#13; at each line took 25 s. So it reads without the long texts, and
# without comments, instructions and CDATA sections where they are many.
_LONG_TEXT = re.compile(rb">[^<>\"']{16384,}(?=<)")
_MANY_ASIDES = 1_000
_FEW_TAGS, _MANY_TAGS, _MANY_SIBLINGS = 6_000, 200_000, 3_000
_has_wide_row = etree.XPath(f"boolean(//*[{_MANY_SIBLINGS}])", regexp=False)


def could_flood(parsed: Parsed) -> bool:
    """Whether errors could be so many, or among so many siblings, that writing their paths would take seconds."""
    if len(parsed.data) <= 4 * _FEW_TAGS:  # a tag takes four bytes
        return False
    tags = parsed.data.count(b"<")
    return tags > _FEW_TAGS and (tags > _MANY_TAGS or bool(_has_wide_row(parsed.root)))


def document_beginning(parsed: Parsed, schema: Any, flood: int) -> Any | None:
    """The beginning of a document that holds `flood` errors or more, as a tree; None when it has fewer in all."""
    parser = pull_parser(parsed.root.tag, schema)
    data = parsed.data
    if data.count(b"<!") + data.count(b"<?") > _MANY_ASIDES:  # the tree has none of them
        data = etree.tostring(parsed.root, encoding="utf-8")
    lean = _LONG_TEXT.sub(b">", data)
    for start in range(0, len(lean), _CHUNK):
        end = start + _CHUNK
        try:
            parser.feed(lean[start:end])
        except etree.XMLSyntaxError:  # it was well-formed a moment ago: leave it to the other validator
            return None
        log = parser.feed_error_log
        if len(log) >= flood and len(log.filter_domains(etree.ErrorDomains.SCHEMASV)) >= flood:
            return _up_to_tag(data, lean.count(b"<", 0, end), parsed.root.tag)
    return None


def _up_to_tag(data: bytes, number: int, root: str) -> Any:
    """The document as far as its `number`th "<", as a tree whose last elements are still open."""
    end = bisect_left(range(len(data)), number, key=lambda at: data.count(b"<", 0, at))
    parser = pull_parser(root)
    parser.feed(data[: end - 1])
    return next(iter(parser.read_events()))[1].getroottree()
