"""Returns delivered from a partner's outbox to its server.

In: an open Session.  Out: a PushReport.  Promise: a return appears there whole or not at all, and its copy here is
removed last; a death in between delivers the same bytes again under the same name.  The ledger keeps every return's
text, for `edi resend`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from edi.config.partners import Partner
from edi.disk import durable
from edi.disk.folders import Folders
from edi.model.limits import MIB
from edi.sftp.errors import Refused
from edi.sftp.session import Session, join

MOST_RETURNS = 1_000  # delivered in one exchange
LARGEST_RETURN = 256 * MIB
REFUSALS, MOST_REFUSALS = 3, 50  # of so many, and nothing taken: the trouble is not one file's; ... and so many suffice


@dataclass(slots=True)
class PushReport:
    """What one delivery did."""

    sent: list[str] = field(default_factory=list)
    left: int = 0  # for the next visit
    notes: list[str] = field(default_factory=list)


def push(
    session: Session,
    partner: Partner,
    folders: Folders,
    stopping: Callable[[], bool] = lambda: False,
    report: PushReport | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> PushReport:
    """Delivers what lies in the partner's outbox, in the order of names, until all is there or `enough`, asked between
    two files, says so. TransferError when the connection or the
    folder fails: what was done until then is in `report` where one is given."""
    report = report or PushReport()
    refused: list[Refused] = []
    ready = sorted(returns(folders, partner.name))
    report.left = max(0, len(ready) - MOST_RETURNS)
    for at, path in enumerate(ready[:MOST_RETURNS]):
        if stopping():
            break
        if enough():
            report.left = len(ready) - at
            break
        try:
            content, found = durable.read_file(path, LARGEST_RETURN)
        except OSError as error:  # a link, or collected meanwhile
            report.notes.append(f"outbox/{partner.name}/{path.name} : non livré ({error.strerror}).")
            continue
        if len(content) > LARGEST_RETURN:
            report.notes.append(f"outbox/{partner.name}/{path.name} : trop gros pour être livré.")
            continue
        name = os.fsencode(path.name)
        try:
            temporary = join(session.remote.into, b"." + name + b".part")
            session.write(temporary, content)
            session.put_over(temporary, join(session.remote.into, name))
        except Refused as fault:  # of this name, as a rule: those behind it must not wait for ever
            refused.append(fault)
            if len(refused) == MOST_REFUSALS and not report.sent:
                break
            continue
        _remove_if_same(path, found)
        report.sent.append(path.name)
    if len(refused) >= REFUSALS and not report.sent:
        raise refused[-1]
    report.notes += map(str, refused)
    return report


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
            Path(one.path) for one in listing if not one.name.startswith(".") and one.is_file(follow_symlinks=False)
        ]
    return []
