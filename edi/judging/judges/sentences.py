"""What became of a judge, in French and English."""

from __future__ import annotations

from edi.message import Message

OUT_OF_MEMORY = Message(
    "la mémoire permise à un jugement n'a pas suffi", "the memory allowed to a judgement was not enough"
)
LATE = Message("le jugement n'a pas abouti en {seconds:g} s", "the judgement did not end within {seconds:g} s")
DEAD = Message("le processus de jugement est mort ({fate})", "the judging process died ({fate})")
DIED_OF = Message("« {member} » : {what}.", "“{member}”: {what}.")
NO_PROCESS = Message(
    "aucun processus de jugement ne peut être lancé ({reason})", "no judging process can be started ({reason})"
)
