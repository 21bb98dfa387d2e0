"""Looking at one attached file, once: base64 text in, a frozen Content out; it never raises on what a partner wrote.

The head tells the kind; the whole is decoded only where more must be known (edi/judging/read/content.py).
"""

from __future__ import annotations

import binascii
import re

from edi.judging.magic import HEAD, attachment_kind
from edi.judging.read.content import WHOLE, WHOLE_KINDS, Allowance, looked_kind, marks_of, seen
from edi.model.document import EXPANDED, Content

_SPACE = b" \t\r\n"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LAST = {1: re.compile(rb"[AEIMQUYcgkosw048]=\Z"), 2: re.compile(rb"[AQgw]==\Z")}  # no bits left over (XSD 1.0, 3.2.16)

NOT_BASE64, EMPTY = Content(), Content(size=0)


class Looks(Allowance):
    """The looks at one document's attachments: what their archives give out is counted over all of them."""

    def __init__(self) -> None:
        super().__init__(EXPANDED)

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
    kind = looked_kind(head)
    if kind not in WHOLE_KINDS or size > WHOLE:
        return Content(size=size, kind=attachment_kind(head), marks=marks_of(kind, head))
    return seen(binascii.a2b_base64(raw), looks or Looks())


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
