"""How many of what, as a sentence's part in both languages."""

from __future__ import annotations

from edi.message import Message
from edi.words.labels import counted

FLOW, FLOWS = Message("flux", "flow"), Message("flux", "flows")


def count_of(number: int, name: Message, several: Message) -> Message:
    """ "1 fiche", "2 fiches": each language by its own rule."""
    return Message(counted(number, (name.fr, several.fr), "fr"), counted(number, (name.en, several.en), "en"))
