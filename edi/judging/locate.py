"""Where a finding stands: its file, its line, and the lines around it as a person reads them beside the sentence.

In: findings, the member they are about, the document that was parsed.  Out: the same findings with their places: a few
numbered lines, the one meant marked with ">"; long values are shortened, control characters made visible, so that an
attachment or a one-line file stays short.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from edi.judging.xml.parse import Parsed
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.namespaces import CII_NAMESPACES, UBL_NAMESPACES
from edi.words.text import readable

AROUND = 2  # lines shown before and after
WIDTH = 160  # characters of a line
_NAMESPACES = {**CII_NAMESPACES, **UBL_NAMESPACES}
_LONG_VALUE = re.compile(r"[A-Za-z0-9+/=]{120,}")


class Source:
    """A document's lines, cut apart when first asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines: list[bytes] | None = None

    def around(self, line: int, value: str | None = None) -> str | None:
        """The lines around `line`; None when the document has no such line. `value` is kept in sight."""
        if self._lines is None:
            self._lines = self._data.split(b"\n")
        if not 1 <= line <= len(self._lines):
            return None
        first, last = max(1, line - AROUND), min(len(self._lines), line + AROUND)
        shown = []
        for number in range(first, last + 1):
            mark = ">" if number == line else " "
            text = _shortened(self._lines[number - 1], value if number == line else None)
            shown.append(f"{mark}{number:>6}  {text}")
        return "\n".join(shown)


def _shortened(raw: bytes, value: str | None) -> str:
    wanted = value.encode() if value else b""
    at = raw.find(wanted) if wanted else -1
    start = max(0, at - WIDTH // 2) if at > WIDTH else 0
    text = raw[start : start + 8 * WIDTH].decode("utf-8", "replace").replace("\t", "  ").rstrip("\r")
    text = _LONG_VALUE.sub(lambda found: f"{found[0][:12]}…", text)
    return ("…" if start else "") + readable(text, WIDTH)


def placed(
    findings: list[Finding], member: Member, parsed: Parsed | None = None, embedded: str | None = None
) -> tuple[Finding, ...]:
    """The findings with what only the whole document knows: its file, its line numbers, the lines around each place.

    Lines are those of the XML: where it is `embedded` in a PDF under that name, the file is told with it."""
    inside = f"{member.name} › {embedded}"
    source = Source(parsed.data) if parsed else None
    placed = []
    for finding in findings:
        line, excerpt = finding.line, None
        if parsed is not None and line is None and finding.xpath is not None:
            line = line_of(parsed.root, finding.xpath)
        if source is not None and line is not None:
            excerpt = source.around(line, finding.value)
        file = inside if embedded and (line is not None or finding.member) else finding.member or member.name
        placed.append(replace(finding, member=file, line=line, excerpt=excerpt))
    return tuple(placed)


def line_of(root: Any, xpath: str) -> int | None:
    """The line of the document on which the element of a record's XPath stands; None when it has none."""
    try:
        found = root.xpath("/*/" + xpath.partition("/@")[0].split("/", 2)[2], namespaces=_NAMESPACES)
    except (IndexError, etree.XPathError):
        return None
    return found[0].sourceline if found and hasattr(found[0], "sourceline") else None
