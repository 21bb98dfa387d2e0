"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from edi.message import Message


@dataclass(frozen=True, slots=True)
class Line:
    """`said` is what stands against it, or what there is of it where it is right."""

    subject: Message
    ok: bool
    said: Message
