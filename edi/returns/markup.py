"""The pieces an HTML page is laid out with; every text of a partner goes in through here, as text.

In: texts.  Out: elements of lxml, and the bytes of a self-contained page: no script, nothing fetched, and a policy in
its head that forbids both.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html.builder import E

from edi.words.text import legible

TEXT = 1_000  # characters of any one text

# what turns the direction of a line or hides in it
_FORMAT = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def text(written: str, limit: int = TEXT) -> str:
    """A text that stays on its line, in its direction and within bounds."""
    safe = _FORMAT.sub("\ufffd", legible(written[: limit + 1]))
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def bdi(written: str) -> list[Any]:
    """A partner's text, whose direction must not touch what stands beside it."""
    return [E("bdi", text(written))] if written else []


def names_and_values(pairs: Iterable[tuple[str, str | None]]) -> Any:
    """A list of names and values; what has no value is left out."""
    parts: list[Any] = []
    for name, value in pairs:
        if value:
            parts += (E.dt(name), E.dd(*bdi(value)))
    return E.dl({"class": "facts"}, *parts)


def table(head: Iterable[str], lines: list[Any]) -> Any:
    return E.table(E.thead(E.tr(*(E.th(name) for name in head))), E.tbody(*lines))


def line(cells: Iterable[tuple[str | None, str]]) -> Any:
    """One line; the label of a cell names it where the table is folded on a narrow screen."""
    row = E.tr()
    for at, (value, label) in enumerate(cells):
        cell = E.td({"data-label": label} if label else {}, *bdi(value or ""))
        if at == 0:
            cell.set("class", "number")
        row.append(cell)
    return row


def lines_meant(excerpt: str) -> Any:
    """The lines of the document; the one that is meant is bold and keeps its mark."""
    lines = excerpt.split("\n")[:9]
    return E.pre(*(E.span({"class": "meant"} if line.startswith(">") else {}, text(line, 200)) for line in lines))


def whole(lang: str, title: str, body: Any) -> bytes:
    """The page around its body."""
    root = E.html(
        {"lang": lang},
        E.head(
            E.meta(charset="utf-8"),
            E.meta({"http-equiv": "Content-Security-Policy", "content": _policy()}),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.meta(name="robots", content="noindex"),
            E.title(title),
            E.style(_style()),
        ),
        E.body(body),
    )
    written: bytes = html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return written + b"\n"


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _policy() -> str:
    """Nothing may be fetched or run; the one style sheet is allowed by its hash."""
    known = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
