"""The lines around a finding, as a person reads them beside the sentence.

In: the bytes that were parsed (UTF-8) and a line number from 1.  Out: a few numbered lines, the one meant marked with
">"; long values are shortened, control characters made visible, so that an attachment or a one-line file stays short.
"""

from __future__ import annotations

import re

from edi.findings.spec import readable

AROUND = 2  # lines shown before and after
WIDTH = 160  # characters of a line
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
