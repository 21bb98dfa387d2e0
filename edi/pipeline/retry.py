"""What becomes of a flow that we failed to judge: it stays where it is and is tried again, later each time.

In: a flow and why it was not judged.  Out: its next try in the ledger, or the word that it is given up: a flow that has
defeated us `limits.deaths` times goes to quarantine.
Whatever ends this very process is counted too: a flow is in hand, in the ledger, before it is judged, and one found in
hand at the start was there at a death. Such a suspect is judged alone, after all others (alone.py): of a group that
shared a death only the flow that did it dies again.
After a crash: `count_deaths`; after an end in order, `in_order` has left nothing to count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from edi.errors import LedgerError
from edi.judging.judged import Unjudged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.limits import Limits
from edi.pipeline.attempt import Gone, Read
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=1)
PATIENCE = timedelta(minutes=10)  # after which a suspect waits no longer for a round in which nobody else does
MOST_TOLD = 50  # flows named in one sweep's notes
FEWEST_DEATHS = 2  # one death may be anyone's: a neighbour's in hand, or the current's

NOT_JUDGED = Message("{drop} : non jugé ({why})", "{drop}: not judged ({why})")
DIED_ALONE = Message(
    "la passerelle est morte en le jugeant ; morts : {deaths}",
    "the gateway died while it judged it; deaths: {deaths}",
)
DIED_TOGETHER = Message(
    "la passerelle est morte avec {count} flux en main ; chacun est jugé seul, après les autres",
    "the gateway died with {count} flows in hand; each is judged alone, after the others",
)
IN_QUARANTINE = Message("{drop} : mis en quarantaine ({why})", "{drop}: put in quarantine ({why})")


def given_up(row: FlowRow, failure: Unjudged, limits: Limits) -> bool:
    """Whether this failure is one too many."""
    return not failure.blameless and (row.attempts + 1 >= limits.deaths or kills_us(row.deaths, limits))


def kills_us(deaths: int, limits: Limits) -> bool:
    """Whether so many gateways died with a flow in hand that it is judged no more. At most one of them had others in
    hand as well: after it the flow was alone."""
    return deaths >= max(limits.deaths, FEWEST_DEATHS)


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


def count_deaths(runtime: Runtime) -> Report:
    """What a gateway that died had in hand: a death of each, written down before anything else is begun."""
    flows, limits = runtime.ledger.flows, runtime.settings.limits
    if not (rows := flows.in_hand()):
        return Report()
    now = datetime.now(UTC)
    why = [_of_death(row, len(rows)) for row in rows]
    with runtime.ledger.write():
        for row, said in zip(rows, why, strict=True):
            if row.state is State.TAKEN:
                flows.set_died(row.id, said, now + _wait(row.deaths + 1, limits))
            else:  # edi reprocess died
                flows.set_rejudged(row.id, said)
    told = zip(rows[:MOST_TOLD], why, strict=False)
    return Report(notes=tuple(_not_judged(row, said) for row, said in told))


def _of_death(row: FlowRow, count: int) -> Message:
    if count > 1:
        return DIED_TOGETHER.filled(count=count)
    return DIED_ALONE.filled(deaths=1 + (row.deaths if row.state is State.TAKEN else row.rejudge_failures))


def _wait(deaths: int, limits: Limits) -> timedelta:
    """None after the first death, which is rarely this flow's doing, nor for what is not judged again."""
    if deaths < FEWEST_DEATHS or kills_us(deaths, limits):
        return timedelta(0)
    return min(FIRST_RETRY * 2 ** min(deaths - FEWEST_DEATHS, 12), LAST_RETRY)


def suspects(ledger: Ledger, busy: bool) -> list[FlowRow]:
    """Flows to judge now, each alone; where others wait (`busy`), those alone whose patience is at its end."""
    now = datetime.now(UTC)
    return ledger.flows.suspects(now - PATIENCE if busy else now, latest(now))


@contextmanager
def in_order(ledger: Ledger) -> Iterator[None]:
    """Judging that ends in order, by a TERM or by an exception as well, leaves nothing in hand: that is no death."""
    try:
        yield
    except BaseException:
        with suppress(LedgerError):  # a full disk: told by what came before; one death more is counted than there was
            _put_down(ledger)
        raise
    _put_down(ledger)


def _put_down(ledger: Ledger) -> None:
    if ledger.flows.in_hand():
        with ledger.write():
            ledger.flows.put_down()


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
