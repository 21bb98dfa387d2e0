"""Why we could not judge, in both languages: what an error of ours says where it has a wording, else its own words."""

from __future__ import annotations

from edi.errors import GatewayError, JudgeDied, NoJudge
from edi.message import Message

NAMED = Message("{kind}: {said}", "{kind}: {said}")


def failure_of(error: Exception) -> Message:
    """The sentence for one exception. What became of a judge needs no name of its kind."""
    said = error.message if isinstance(error, GatewayError) else Message.same(str(error))
    return said if isinstance(error, JudgeDied | NoJudge) else NAMED.filled(kind=type(error).__name__, said=said)
