"""Originals on a partner's server, let go once their flow is ours.

In: a Poll.  Out: originals removed or moved there, told in its report.  Promise: an original goes only when the ledger
holds a flow of the very same bytes, and only while it is still the file that was fetched.
"""

from __future__ import annotations

import contextlib
import hashlib

from edi.ledger.values import Pull
from edi.message import Message
from edi.sftp.entry import Entry, join, quoted
from edi.sftp.errors import Refused
from edi.sftp.poll import Poll
from edi.sftp.session import Changed

RETRIES = 10  # originals that would not go are tried again, so many a poll

COPY_GONE = Message(
    "{file} : sa copie a quitté l'inbox sans être prise ; il est repris.",
    "{file}: its copy left the inbox without being taken; it is fetched again.",
)
KEPT = Message(
    "{fault} Son flux {flow} est pris, il n'est pas repris ; à retirer à la main.",
    "{fault} Its flow {flow} is taken, it is not fetched again; to be removed by hand.",
)


def let_go_all(poll: Poll) -> None:
    """Originals whose flow the ledger holds; those that would not go last time come last, a few a poll."""
    mine = [file for file in poll.known.fetched() if file.name not in poll.landing.blocked]
    retries = RETRIES
    for file in sorted(mine, key=lambda file: (file.told, file.since)):
        poll.go_on()
        if file.told and retries == 0:
            poll.report.kept += 1
            continue
        retries -= file.told
        _look_after(poll, file)
    poll.known.load()


def _look_after(poll: Poll, file: Pull) -> None:
    if poll.landing.holds(file.name):
        poll.report.waiting += 1
    elif flow := _flow_of(poll, file):
        _let_go(poll, file, flow)
    elif poll.landing.is_on_its_way(file.name):
        poll.report.waiting += 1
    elif not _flow_of(poll, file):  # asked again: it may have gone from state/taken to the archive meanwhile
        poll.report.note(COPY_GONE.filled(file=poll.there(file.name)))
        poll.known.forget(file.name)


def _flow_of(poll: Poll, file: Pull) -> str | None:
    return poll.known.flow_of(file, poll.landing.drop_name(file.name))


def _let_go(poll: Poll, file: Pull, flow: str) -> None:
    try:
        entry = poll.session.entry(poll.path(file.name))
        if entry is not None and _is_same(poll, entry, file):  # else gone, or another file: the listing will tell
            _remove(poll, file.name, flow)
            poll.report.removed.append(quoted(file.name))
    except Refused as fault:
        poll.report.kept += 1
        if not file.told:
            poll.report.note(KEPT.filled(fault=fault.message, flow=flow))
        poll.known.set_kept(file.name)
        return
    poll.known.forget(file.name)


def _remove(poll: Poll, name: bytes, flow: str) -> None:
    path = poll.path(name)
    if poll.landing.suffix:
        poll.session.remove(path + poll.landing.suffix)  # first: left alone it would vouch for a later file
    if poll.remote.after == "move":
        poll.session.put_aside(path, _resting_place(poll, name, flow))
    else:
        poll.session.remove(path)


def _is_same(poll: Poll, entry: Entry, file: Pull) -> bool:
    """Whether it is still the file that was fetched; of a server that tells no date, by its bytes."""
    if entry.state != file.state:
        return False
    if entry.mtime:
        return True
    digest = hashlib.sha256()
    try:
        with contextlib.closing(poll.session.read(poll.path(file.name), entry)) as chunks:
            for chunk in chunks:
                digest.update(chunk)
    except Changed:
        return False
    return digest.hexdigest() == file.sha256


def _resting_place(poll: Poll, name: bytes, flow: str) -> bytes:
    """Its own name in the done folder, or one with its flow's id where that is taken."""
    place = join(poll.remote.done, name)
    return place if poll.session.entry(place) is None else join(poll.remote.done, name[:200] + b"." + flow.encode())
