"""One visit to a partner's SFTP server: returns out, drops in, by one connection.

In: the partner's settings, the ledger.  Out: an Exchange; every fault of the server's is a value in it.  Refuses to log
in within 5 minutes of a refused login, whatever was restarted meanwhile: accounts get locked.  The caller imports this
module only when a partner has a server: it loads the SSH library.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from edi.config.partners import Partner
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.limits import Limits
from edi.sftp.deliver import PushReport, push, returns
from edi.sftp.errors import AuthFailed, Refused, TransferError
from edi.sftp.fetch import PullReport, pull
from edi.sftp.session import Session

VISIT_SECONDS = 60  # after which a visit takes on no further file: the other partners wait for theirs


@dataclass(slots=True)
class Exchange:
    """What one visit did, and why it ended early if it did."""

    pulled: PullReport = field(default_factory=PullReport)
    pushed: PushReport = field(default_factory=PushReport)
    fault: TransferError | None = None

    @property
    def more(self) -> bool:
        """Whether it is worth coming back before long."""
        return self.pulled.more or self.pulled.unsettled > 0 or self.pushed.left > 0


def exchange(
    partner: Partner,
    folders: Folders,
    ledger: Ledger,
    limits: Limits,
    now: float,
    stopping: Callable[[], bool] = lambda: False,
) -> Exchange:
    """One visit to the partner's server: returns out, drops in. No TransferError leaves it: it is in the report.

    `now` is time.monotonic(). No login when there is nothing to do, nor within 5 minutes of a refused one."""
    done, end = Exchange(), time.monotonic() + VISIT_SECONDS

    def enough() -> bool:
        return time.monotonic() > end

    remote = partner.sftp
    if remote is None or not (remote.out or (remote.into and returns(folders, partner.name))):
        return done
    try:
        _wait_out_refusal(partner.name, ledger)
        with Session(remote) as session:
            _remember_login(partner.name, ledger, None)
            if remote.into:
                try:
                    push(session, partner, folders, stopping, done.pushed, enough)
                except Refused as fault:  # of their `in` folder: their `out` folder may be well
                    done.fault = fault
            if remote.out:
                pull(session, partner, folders, ledger, limits, now, stopping, done.pulled, enough)
    except AuthFailed as fault:
        if not isinstance(fault, _TooSoon):
            _remember_login(partner.name, ledger, datetime.now(UTC))
        done.fault = fault
    except TransferError as fault:
        done.fault = fault
    return done


class _TooSoon(AuthFailed):
    """The server refused our login a moment ago; it was not asked again."""


def _wait_out_refusal(partner: str, ledger: Ledger) -> None:
    if (refused_at := ledger.pulls.refused_login(partner)) is not None:
        since = (datetime.now(UTC) - refused_at).total_seconds()
        if 0 <= since < AuthFailed.wait:
            raise _TooSoon(
                f"sftp de {partner} : connexion refusée il y a {since:.0f} s ; pas de nouvel essai avant "
                f"{AuthFailed.wait - since:.0f} s, pour ne pas bloquer le compte."
            )


def _remember_login(partner: str, ledger: Ledger, refused_at: datetime | None) -> None:
    if refused_at is not None:
        with ledger.write():
            ledger.pulls.set_refused_login(partner, refused_at)
    elif ledger.pulls.refused_login(partner) is not None:
        with ledger.write():
            ledger.pulls.forget_refused_login(partner)
