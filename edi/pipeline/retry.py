"""What becomes of a flow that we failed to judge: it stays where it is and is tried again, later each time.

In: a flow and why it was not judged.  Out: its next try in the ledger, or the word that it is given up: a flow that has
defeated us `limits.deaths` times goes to quarantine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from edi.judging.judged import Unjudged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.limits import Limits
from edi.pipeline.attempt import Gone, Read
from edi.pipeline.report import Report

FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=1)
MOST_TOLD = 50  # flows named in one sweep's notes

NOT_JUDGED = Message("{drop} : non jugé ({why})", "{drop}: not judged ({why})")
IN_QUARANTINE = Message("{drop} : mis en quarantaine ({why})", "{drop}: put in quarantine ({why})")


def given_up(row: FlowRow, failure: Unjudged, limits: Limits) -> bool:
    """Whether this failure is one too many."""
    return not failure.blameless and row.attempts + 1 >= limits.deaths


def later(row: FlowRow, read: Read, failure: Unjudged | Gone, ledger: Ledger) -> Report:
    """Fixes its next try; only what is the flow's own doing counts against it."""
    death = isinstance(failure, Unjudged) and not failure.blameless
    now = datetime.now(UTC)
    # a flow that kills its judge is asked about again twice as late each time; one in another trouble, by its age
    wait = FIRST_RETRY * 2 ** min(row.attempts, 12) if death else max(FIRST_RETRY, (now - row.taken_at) / 2)
    with ledger.write():
        next_try = now + min(wait, LAST_RETRY)
        ledger.flows.set_failed(row.id, failure.why, row.attempts + death, next_try, read.size, read.sha256)
    return Report(notes=(_not_judged(row, failure.why),))


def latest(now: datetime) -> datetime:
    """No try is put off beyond this."""
    return now + LAST_RETRY


def quarantined(row: FlowRow, why: Message) -> Report:
    return Report(notes=(IN_QUARANTINE.filled(drop=row.drop_name, why=why),))


def still_waiting(ledger: Ledger) -> Report:
    """The flows that wait for another try, also in a round that is not theirs."""
    rows = ledger.flows.in_state(State.TAKEN)[:MOST_TOLD]
    return Report(notes=tuple(_not_judged(row, row.failure) for row in rows if row.failure is not None))


def _not_judged(row: FlowRow, why: Message) -> Message:
    return NOT_JUDGED.filled(drop=row.drop_name, why=why)
