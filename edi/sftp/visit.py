"""One visit to a partner's SFTP server: returns out, drops in, by one connection.

In: the partner's settings, the ledger.  Out: an Exchange; every fault of the server's is a value in it.  Refuses to log
in within 5 minutes of a refused login, whatever was restarted meanwhile: accounts get locked.  The caller imports this
module only when a partner has a server: it loads the SSH library.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from edi.config.partners import Partner
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.model.limits import Limits
from edi.sftp.deliver import push, returns
from edi.sftp.errors import AuthFailed, Refused, TransferError
from edi.sftp.fetch import pull
from edi.sftp.patience import Patience
from edi.sftp.reports import Exchange
from edi.sftp.session import Session

VISIT_SECONDS = 60  # after which a visit takes on no further file: the other partners wait for theirs

TOO_SOON = Message(
    "sftp de {partner} : connexion refusée il y a {since} s ; pas de nouvel essai avant {left} s, pour ne pas bloquer "
    "le compte.",
    "sftp of {partner}: login refused {since} s ago; no other try for {left} s, lest the account be locked.",
)


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
    patience = Patience(stopping, lambda: time.monotonic() > end)
    remote = partner.sftp
    if remote is None or not (remote.out or (remote.into and returns(folders, partner.name))):
        return done
    try:
        _wait_out_refusal(partner.name, ledger)
        with Session(remote) as session:
            _forget_refusal(partner.name, ledger)
            if remote.into:
                try:
                    push(session, partner, folders, patience, done.pushed)
                except Refused as fault:  # of their `in` folder: their `out` folder may be well
                    done.fault = fault
            if remote.out:
                pull(session, partner, folders, ledger, limits, now, patience, done.pulled)
    except TransferError as fault:
        if isinstance(fault, AuthFailed) and not isinstance(fault, _TooSoon):
            _remember_refusal(partner.name, ledger)
        done.fault = fault
    return done


class _TooSoon(AuthFailed):
    """The server refused our login a moment ago; it was not asked again."""


def _wait_out_refusal(partner: str, ledger: Ledger) -> None:
    refused_at = ledger.pulls.refused_login(partner)
    if refused_at is None:
        return
    since = (datetime.now(UTC) - refused_at).total_seconds()
    if 0 <= since < AuthFailed.wait:
        left = AuthFailed.wait - since
        raise _TooSoon(TOO_SOON.filled(partner=partner, since=f"{since:.0f}", left=f"{left:.0f}"))


def _remember_refusal(partner: str, ledger: Ledger) -> None:
    with ledger.write():
        ledger.pulls.set_refused_login(partner, datetime.now(UTC))


def _forget_refusal(partner: str, ledger: Ledger) -> None:
    if ledger.pulls.refused_login(partner) is not None:
        with ledger.write():
            ledger.pulls.forget_refused_login(partner)
