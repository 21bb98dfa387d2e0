"""Drops fetched from a partner's server into its inbox.

In: an open Session, the ledger.  Out: a PullReport.  Promise: a file there becomes one flow here, however often we die:
it is whole and on our disk before its name appears in the inbox (landing.py), and its original is let go only at a
later poll, when the ledger holds a flow of the very same bytes (release.py).  What is not fetched: listing.py.
"""

from __future__ import annotations

import contextlib
import hashlib

from edi.config.partners import Partner
from edi.disk import durable
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.model.limits import Limits
from edi.sftp.entry import Entry, quoted
from edi.sftp.errors import Refused
from edi.sftp.known import Known
from edi.sftp.landing import Landing
from edi.sftp.listing import settled
from edi.sftp.patience import Patience, Stopped
from edi.sftp.poll import Poll
from edi.sftp.release import let_go_all
from edi.sftp.reports import PullReport
from edi.sftp.session import Changed, Session

LONG_SECONDS = 600  # a file that is listed the same for so long should be one that can be read

OTHER_DISK = Message(
    "inbox/{partner} : sur un autre système de fichiers que state/, rien n'y est mis.",
    "inbox/{partner}: on another file system than state/, nothing is put there.",
)
SHUT = Message(
    "inbox/{partner} : rien ne peut y être déposé ({why}).", "inbox/{partner}: nothing can be put there ({why})."
)
NEARLY_FULL = Message(
    "disque presque plein (moins de {wanted} Mio libres) : rien de nouveau n'est pris.",
    "disk nearly full (less than {wanted} MiB free): nothing new is taken.",
)
NEVER_STILL = Message(
    "{fault} Son nom, sa taille et sa date n'y changent pourtant plus : voyez ce serveur.",
    "{fault} Yet its name, size and date no longer change there: look at that server.",
)


def pull(
    session: Session,
    partner: Partner,
    folders: Folders,
    ledger: Ledger,
    limits: Limits,
    now: float,
    patience: Patience = Patience(),
    report: PullReport | None = None,
) -> PullReport:
    """One poll of the remote `out` folder; `now` is time.monotonic(). TransferError when the connection or the folder
    fails: what was done until then is in the ledger, and in `report` where one is given."""
    known, landing = Known(ledger, partner.name, now), Landing(folders, partner)
    poll = Poll(session, partner, limits, known, landing, patience, report or PullReport())
    try:
        if landing.is_on_our_disk():
            _polled(poll)
        else:
            poll.report.note(OTHER_DISK.filled(partner=partner.name))
    except Stopped:
        pass
    except OSError as error:  # ours: the inbox is missing, read-only or full. Theirs come as TransferError
        poll.report.note(SHUT.filled(partner=partner.name, why=durable.reason(error)))
    return poll.report


def _polled(poll: Poll) -> None:
    poll.known.load()
    _finish_earlier(poll)
    let_go_all(poll)
    for entry in settled(poll):
        if poll.patience.stopping() or not _has_room(poll, entry):
            break
        if poll.patience.enough():
            poll.report.more = True
            break
        _fetch(poll, entry)


def _finish_earlier(poll: Poll) -> None:
    """Finishes what a death left: whole downloads get their name, half ones go."""
    landing, fetched = poll.landing, poll.known.fetched()
    landing.remove_halves({file.name for file in fetched})
    for file in fetched:
        if landing.waits(file.name):
            _deliver(poll, file.name)
        elif landing.suffix and landing.is_ours(file):
            landing.vouch(file.name)


def _fetch(poll: Poll, entry: Entry) -> None:
    """Whole, on our disk, known to the ledger; only then named in the inbox."""
    if poll.landing.holds(entry.name):
        poll.report.waiting += 1  # an earlier file of that name is not taken yet
        return
    try:
        sha256 = _downloaded(poll, entry)
    except Changed as fault:
        poll.report.unsettled += 1
        if (poll.known.still_for(entry) or 0) > LONG_SECONDS:
            poll.report.note(NEVER_STILL.filled(fault=fault.message))
        return
    except Refused as fault:  # of this file; the others are fetched
        poll.report.note(fault.message)
        return
    poll.known.set_fetched(entry.name, sha256)
    _deliver(poll, entry.name)


def _downloaded(poll: Poll, entry: Entry) -> str:
    """Its bytes under a hidden name; gives their hash."""
    digest = hashlib.sha256()
    with (
        contextlib.closing(poll.session.read(poll.path(entry.name), entry)) as chunks,
        poll.landing.incoming(entry.name) as out,
    ):
        for chunk in chunks:
            poll.go_on()
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _deliver(poll: Poll, name: bytes) -> None:
    if poll.landing.give_name(name):
        poll.report.fetched.append(quoted(name))
    else:
        poll.report.waiting += 1


def _has_room(poll: Poll, entry: Entry) -> bool:
    """For it, its flow's returns and what is kept free."""
    wanted = poll.limits.free + 2 * (entry.size or 0)
    if poll.landing.has_room(wanted):
        return True
    poll.report.note(NEARLY_FULL.filled(wanted=wanted >> 20))
    return False
