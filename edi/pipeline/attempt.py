"""What trying to judge one flow came to."""

from __future__ import annotations

from dataclasses import dataclass

from edi.judging.judged import Judged, Unjudged
from edi.message import Message
from edi.model.flow import FlowRow


@dataclass(frozen=True, slots=True)
class Repeat:
    """It repeats this flow exactly, and was not judged again."""

    first: FlowRow


@dataclass(frozen=True, slots=True)
class Read:
    """Size and hash of the bytes that were read."""

    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is nothing to judge now: its bytes are not there whole, or its partner is not known."""

    why: Message
    read: Read = Read()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Its bytes were read, and this is what they came to."""

    row: FlowRow
    read: Read
    result: Judged | Unjudged | Repeat
