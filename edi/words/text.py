"""Text made fit for where it is shown: a terminal, a log line, an XML file, a sentence, a page.

In: text as a partner wrote it, or as one of our sentences says it.  Out: the same, with nothing in it that the place
cannot carry. `legible` is what every text of a partner passes through on its way into a return.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from edi.model.limits import MIB

SHOWN = 200  # characters of a partner's value that a sentence quotes
_SPACE, _PICTURES = 0x20, 0x2400  # Unicode draws control characters in the order of their codes
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_ILLEGAL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
# blanks that no XML processor takes away, marks of no width and of direction, a byte order mark inside
HIDDEN = re.compile("[\u0085\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]")
_BREAKABLE = re.compile("(?<=«) | (?=»)| (?=[:;!?%](?:\\s|$))")


def printable(text: str, limit: int = SHOWN) -> str:
    """Text a terminal, a log line and an XML file can all carry: control characters escaped, length bounded. Two names
    that differ stay different."""
    return _bounded((c if c.isprintable() else _escaped(c) for c in text[: limit + 1]), limit)


def drop_name(path: Path) -> str:
    """A partner's name for its file, printable."""
    return printable(os.fsencode(path.name).decode("utf-8", "backslashreplace"), 1000)


def readable(text: str, limit: int = SHOWN) -> str:
    """The same for people: what cannot be seen is shown by a mark, ⍽ for a no-break space, ␊ for a line break."""
    return _bounded((c if c.isprintable() else _mark(c) for c in text[: limit + 1]), limit)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _mark(character: str) -> str:
    code = ord(character)
    if code < _SPACE:
        return chr(_PICTURES + code)
    return "⍽" if character.isspace() and code > _SPACE else f"‹U+{code:04X}›"


def _bounded(characters: Iterable[str], limit: int) -> str:
    safe = "".join(characters)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def legible(text: str) -> str:
    """Text on one line that XML, CSV and JSON can all carry: breaks become a space, forbidden characters U+FFFD."""
    return _ILLEGAL.sub("\ufffd", _BREAKS.sub(" ", text))


def unbroken(text: str, lang: str) -> str:
    """A sentence whose spaces inside quotation marks and before a high sign no line may break at, as French asks."""
    return _BREAKABLE.sub("\u00a0", text) if lang == "fr" else text


def human_size(size: int, lang: str = "fr") -> str:
    """Bytes as people read them; the exact count stays, so that one byte too many still shows."""
    exact = f"{size:,}".replace(",", " " if lang == "fr" else ",")
    about = f"{size / MIB:.1f}"
    if lang == "fr":
        return f"{about.replace('.', ',')} Mo ({exact} octets)"
    return f"{about} MB ({exact} bytes)"
