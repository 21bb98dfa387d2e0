"""Judges one flow on its own, from the bytes in our hands.

In: a flow's row and its file in state/taken.  Out: an Attempt, or Gone where there is nothing to judge; nothing is
written.
"""

from __future__ import annotations

from edi.disk import durable
from edi.judging.judged import Unjudged
from edi.message import Message
from edi.model.drop import Taken
from edi.model.flow import FlowRow
from edi.pipeline import held, outcomes, repeats, retry
from edi.pipeline.attempt import Attempt, Gone, Read, Repeat
from edi.pipeline.runtime import Runtime

MISSING = Message(
    "l'original n'est plus dans state/taken ; un opérateur doit le rétablir",
    "the original is no longer in state/taken; an operator must put it back",
)
UNKNOWN_PARTNER = Message(
    "partenaire {partner} inconnu ; un opérateur doit le rétablir",
    "partner {partner} is unknown; an operator must declare it again",
)
UNREADABLE = Message("original illisible ({why})", "original not readable ({why})")
CHANGED = Message(
    "le fichier a changé pendant sa lecture ; il sera relu en entier",
    "the file changed while it was read; it will be read again from its beginning",
)

KILLED_US = Message("morts de la passerelle : {deaths}", "deaths of the gateway: {deaths}")


def judge_one(row: FlowRow, taken: Taken | None, runtime: Runtime) -> Attempt | Gone:
    """A flow that repeats an earlier one is not judged again; one that kills us is not even read into memory."""
    partner = runtime.settings.partners.get(row.partner)
    if taken is None:
        return Gone(MISSING)
    if partner is None:
        return Gone(UNKNOWN_PARTNER.filled(partner=row.partner))
    try:
        if retry.kills_us(row.deaths, runtime.settings.limits):
            return _spared(row, taken)
        original = held.read(taken, runtime.settings.limits.drop)
    except OSError as error:
        return Gone(UNREADABLE.filled(why=durable.reason(error)))
    read = Read(original.size, original.sha256)
    blank = outcomes.undecided(row, partner, runtime)
    if (first := repeats.first_of(runtime.ledger.marks, blank, read.sha256)) is not None:
        return Attempt(row, read, Repeat(first))
    result = runtime.engine.judge_flow(row.drop_name, original.data, partner)
    if not held.unchanged(taken, original):
        return Gone(CHANGED, read)
    return Attempt(row, read, result)


def _spared(row: FlowRow, taken: Taken) -> Attempt:
    """Given up for the deaths it brought; its hash is what `edi verify` and a later judging hold on to."""
    read = Read(taken.path.stat().st_size, durable.digest(taken.path))
    return Attempt(row, read, Unjudged(why=row.failure or KILLED_US.filled(deaths=row.deaths)))
