"""What a verb prints, on its way out: a sentence in the language asked for, a warning, an object for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from edi.message import Message

WARNING = Message("edi : {note}", "edi: {note}")


def spoken(note: Message | str, lang: str) -> str:
    """A sentence in the language asked for; a text that has one wording only, as it is."""
    return note.of(lang) if isinstance(note, Message) else note


def all_spoken(notes: Iterable[Message | str], lang: str) -> list[str]:
    return [spoken(note, lang) for note in notes]


def say(note: Message, lang: str, **values: object) -> None:
    print(note.of(lang, **values))


def warn(note: Message | str, lang: str) -> None:
    """On the error output, as the gateway's own word."""
    print(WARNING.of(lang, note=spoken(note, lang)), file=sys.stderr, flush=True)


def print_json(value: Any, indent: int | None = 2) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=indent, default=str))
