"""What an operator writes: settings, partners, servers, waivers, tables, directory, fiches. Read whole or refused.

Here is what all of them share: where in a file something stands, and the refusal that names the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from edi.errors import ConfigError
from edi.message import Message

REFUSED = Message("{place} : {reason}", "{place}: {reason}")
LINE = Message("{file}, ligne {line}", "{file}, line {line}")
ITEM = Message("{place}, {item}", "{place}, {item}")
HOLDS = Message("{key} vaut {value} ; attendu : {wanted}.", "{key} holds {value}; write {wanted}.")
ONE_OF = Message("{names}", "one of: {names}")
NOTHING = Message("rien", "nothing")
UNREADABLE = Message(
    "lecture impossible ({error}) ; remettez ce fichier, ou rendez-le lisible au compte de la passerelle.",
    "it cannot be read ({error}); put the file back, or make it readable for the gateway's account.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a line or an item such as the second [[actor]]."""

    file: Path
    line: int | None = None
    item: Message | None = None

    def refuse(self, reason: Message, **values: object) -> NoReturn:
        raise self.refusal(reason, **values)

    def refusal(self, reason: Message, **values: object) -> ConfigError:
        """The error that says the place before the reason."""
        return ConfigError(REFUSED.filled(place=self.words(), reason=reason.filled(**values)))

    def refuse_value(self, key: str, value: object, wanted: Message) -> NoReturn:
        self.refuse(HOLDS, key=key, value=repr(value), wanted=wanted)

    def words(self) -> Message:
        place = LINE.filled(file=self.file, line=self.line) if self.line else literal(str(self.file))
        return ITEM.filled(place=place, item=self.item) if self.item else place


def literal(text: str) -> Message:
    """What is the same in both languages: a name, a number, a list of keys."""
    return Message.same(text)


def one_of(names: Iterable[str]) -> Message:
    """The values a key may hold, as a remedy lists them; the empty one in words."""
    listed = tuple(names)
    fr, en = (", ".join(name or NOTHING.of(lang) for name in listed) for lang in ("fr", "en"))
    return ONE_OF.filled(names=Message(fr, en))


def read_bytes(file: Path) -> bytes:
    """A whole file. ConfigError when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        Place(file).refuse(UNREADABLE, error=error.strerror)
