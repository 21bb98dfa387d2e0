"""What stands between a flow and a second judging, and the judging itself.

In: a flow's row, its original.  Out: the flow judged on its own; nothing is written.  Refuses (Obstacle) what was
purged, repeats another, is no longer the bytes received, has failed too often, or has killed the gateway.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from edi.config.partners import Partner
from edi.disk import durable, originals
from edi.errors import DurabilityError, LedgerError
from edi.judging.failure import failure_of
from edi.judging.judged import Judged, Unjudged
from edi.message import Message
from edi.model.drop import Bytes, Taken
from edi.model.flow import FlowRow, State
from edi.pipeline import held, retry
from edi.pipeline.runtime import Runtime

IS_REPEAT = Message(
    "c'est une répétition ; jugez de nouveau le premier flux, {first}",
    "it is a repeat; judge the first flow again, {first}",
)
PURGED = Message("son original a été purgé", "its original was purged")
NOT_DEPOSITED = Message(
    "sa réponse n'est pas encore déposée ; le prochain passage la dépose",
    "its answer is not deposited yet; the next sweep deposits it",
)
UNKNOWN_PARTNER = Message(
    "partenaire {partner} inconnu ; rétablissez ses réglages",
    "partner {partner} is unknown; put its settings back",
)
TOO_MANY_FAILURES = Message(
    "{count} échecs de suite, le dernier : {last} ; --force pour insister",
    "{count} failures in a row, the last one: {last}; --force to insist",
)
KILLS_US = Message(
    "{deaths} passerelles sont mortes en le jugeant ; --force pour insister",
    "{deaths} gateways died while they judged it; --force to insist",
)
OTHER_BYTES = Message(
    "l'original n'est plus le contenu reçu (empreinte différente)",
    "the original is no longer the content received (another fingerprint)",
)
EMPTY = Message("{place} est vide ; l'original doit être rétabli", "{place} is empty; the original must be put back")
UNREADABLE = Message(
    "{place} : original illisible ou absent ({why})", "{place}: original not readable or missing ({why})"
)


class Obstacle(Exception):
    """Why a flow is not judged again; `ours` when it ought to have been."""

    def __init__(self, why: Message, ours: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.ours = ours


@contextmanager
def apart() -> Iterator[None]:
    """What one flow makes us fail at is its own obstacle; its neighbours go on. Ledger and disk stop everything."""
    try:
        yield
    except (Obstacle, LedgerError, DurabilityError):
        raise
    except Exception as error:
        raise Obstacle(failure_of(error), ours=True) from error


def judged_again(runtime: Runtime, row: FlowRow, partner: Partner) -> tuple[Judged, str]:
    """The flow judged on its own, from the bytes that were received, and their hash."""
    read = _original(runtime, row)
    if row.sha256 and read.sha256 != row.sha256:
        raise Obstacle(OTHER_BYTES, ours=True)
    result = runtime.engine.judge_flow(row.drop_name, read.data, partner)
    if isinstance(result, Unjudged):
        raise Obstacle(result.why, ours=True)
    return result, read.sha256


def judgeable(runtime: Runtime, row: FlowRow, force: bool) -> Partner:
    """The partner of a flow that nothing keeps from being judged again."""
    partner = runtime.settings.partners.get(row.partner)
    if row.repeat_of is not None:
        raise Obstacle(IS_REPEAT.filled(first=row.repeat_of))
    if row.purged_at is not None:
        raise Obstacle(PURGED)
    if row.state in (State.DECIDED, State.RETURNED):
        raise Obstacle(NOT_DEPOSITED)
    if partner is None:
        raise Obstacle(UNKNOWN_PARTNER.filled(partner=row.partner))
    if row.rejudge_failures >= runtime.settings.limits.deaths and not force:
        raise Obstacle(TOO_MANY_FAILURES.filled(count=row.rejudge_failures, last=row.failure))
    if retry.kills_us(row.deaths, runtime.settings.limits) and not force:
        raise Obstacle(KILLS_US.filled(deaths=row.deaths))
    return partner


def _original(runtime: Runtime, row: FlowRow) -> Bytes:
    folders = runtime.folders
    home = folders.state / row.place if row.place else originals.places_of(folders, row.partner, row.id)[0]
    try:
        files = sorted(home.iterdir())
        if not files:
            raise Obstacle(EMPTY.filled(place=home), ours=True)
        return held.read(Taken(flow=row.id, partner=row.partner, path=files[0]), runtime.settings.limits.drop)
    except OSError as error:
        raise Obstacle(UNREADABLE.filled(place=home, why=durable.reason(error)), ours=True) from error
