"""Returns delivered from a partner's outbox to its server.

In: an open Session.  Out: a PushReport.  Promise: a return appears there whole or not at all, and its copy here is
removed last; a death in between delivers the same bytes again under the same name.  The ledger keeps every return's
text, for `edi resend`.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from edi.config.partners import Partner
from edi.disk import durable
from edi.disk.folders import Folders
from edi.message import Message
from edi.model.limits import MIB
from edi.sftp.entry import join
from edi.sftp.errors import Refused
from edi.sftp.patience import Patience
from edi.sftp.reports import PushReport
from edi.sftp.session import Session

MOST_RETURNS = 1_000  # delivered in one exchange
LARGEST_RETURN = 256 * MIB
REFUSALS, MOST_REFUSALS = 3, 50  # of so many, and nothing taken: the trouble is not one file's; ... and so many suffice

NOT_DELIVERED = Message(
    "outbox/{partner}/{name} : non livré ({why}).", "outbox/{partner}/{name}: not delivered ({why})."
)
TOO_LARGE = Message(
    "outbox/{partner}/{name} : trop gros pour être livré.", "outbox/{partner}/{name}: too large to be delivered."
)


def push(
    session: Session,
    partner: Partner,
    folders: Folders,
    patience: Patience = Patience(),
    report: PushReport | None = None,
) -> PushReport:
    """Delivers what lies in the partner's outbox, in the order of names, until all is there or patience ends.
    TransferError when the connection or the folder fails: what was done until then is in `report` where one is given.
    """
    report = report or PushReport()
    refused: list[Refused] = []
    ready = sorted(returns(folders, partner.name))
    report.left = max(0, len(ready) - MOST_RETURNS)
    for at, path in enumerate(ready[:MOST_RETURNS]):
        if patience.stopping():
            break
        if patience.enough():
            report.left = len(ready) - at
            break
        try:
            _deliver(session, partner.name, path, report)
        except Refused as fault:  # of this name, as a rule: those behind it must not wait for ever
            refused.append(fault)
            if len(refused) == MOST_REFUSALS and not report.sent:
                break
    if len(refused) >= REFUSALS and not report.sent:
        raise refused[-1]
    report.notes += [fault.message for fault in refused]
    return report


def _deliver(session: Session, partner: str, path: Path, report: PushReport) -> None:
    """One return, whole under its name there; then its copy here goes."""
    try:
        content, state = durable.read_file(path, LARGEST_RETURN)
    except OSError as error:  # a link, or collected meanwhile
        report.notes.append(NOT_DELIVERED.filled(partner=partner, name=path.name, why=durable.reason(error)))
        return
    if len(content) > LARGEST_RETURN:
        report.notes.append(TOO_LARGE.filled(partner=partner, name=path.name))
        return
    name = os.fsencode(path.name)
    temporary = join(session.remote.into, b"." + name + b".part")
    session.write(temporary, content)
    session.put_over(temporary, join(session.remote.into, name))
    _remove_if_same(path, state)
    report.sent.append(path.name)


def _remove_if_same(path: Path, read: os.stat_result) -> None:
    """Not when the same return was put there again meanwhile (edi resend): then it goes up once more."""
    with contextlib.suppress(FileNotFoundError):
        now = os.lstat(path)
        if (now.st_ino, now.st_mtime_ns, now.st_size) == (read.st_ino, read.st_mtime_ns, read.st_size):
            durable.remove(path)


def returns(folders: Folders, partner: str) -> list[Path]:
    """What lies finished in the outbox: half written returns have a hidden name."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folders.outbox / partner) as listing:
        return [
            Path(entry.path)
            for entry in listing
            if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)
        ]
    return []
