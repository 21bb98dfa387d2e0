"""Which files of a partner's server are to be fetched now.

In: a Poll.  Out: settled files, oldest first; what was seen is in the ledger for the next poll.  Refuses: links,
folders, temporary names, names no file can have here, what still changes and what is larger than a drop may be.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from edi.message import Message
from edi.model.drop import Habits
from edi.sftp.entry import Entry
from edi.sftp.poll import Poll
from edi.sftp.session import MOST_ENTRIES

LONGEST_NAME = 255  # bytes

NO_NAME_HERE = Message(
    "{file} : ce nom ne peut pas être celui d'un fichier ici, il reste là-bas.",
    "{file}: no file can have this name here, it stays there.",
)
TOO_LARGE = Message(
    "{file} : plus de {limit} octets, il n'est pas pris.", "{file}: more than {limit} bytes, it is not taken."
)


@dataclass(slots=True)
class Listing:
    """A folder as it was listed."""

    candidates: list[Entry] = field(default_factory=list)
    markers: set[bytes] = field(default_factory=set)  # names that vouch for another file
    gone: list[bytes] = field(default_factory=list)  # known names that are no longer there


def settled(poll: Poll) -> list[Entry]:
    """The files to fetch now."""
    listing = _listed(poll)
    ready = [entry for entry in listing.candidates if _is_ready(poll, entry, listing.markers)]
    poll.known.keep_listing(listing.candidates, listing.gone)
    poll.report.unsettled += len(listing.candidates) - len(ready)
    return sorted(ready, key=lambda entry: (entry.mtime, entry.name))


def _is_ready(poll: Poll, entry: Entry, markers: set[bytes]) -> bool:
    """Vouched for by its marker where the partner writes them, else unchanged for the quiet period."""
    if poll.landing.suffix:
        return entry.name + poll.landing.suffix in markers
    still = poll.known.still_for(entry)
    return still is not None and still >= poll.remote.quiet_seconds


def _listed(poll: Poll) -> Listing:
    listing = Listing()
    habits = Habits(temporary=(*poll.partner.temporary, *poll.remote.temporary))
    # what was fetched is forgotten with its flow: a listing may leave a name out once, and show it again
    missing = poll.known.not_fetched()
    count = 0
    for entry in poll.session.entries(poll.remote.out):
        count += 1
        missing.discard(entry.name)
        if not habits.passes_over(os.fsdecode(entry.name)):
            _sort_in(poll, entry, listing)
    listing.gone = [] if count >= MOST_ENTRIES else sorted(missing)
    return listing


def _sort_in(poll: Poll, entry: Entry, listing: Listing) -> None:
    if poll.landing.suffix and entry.name.endswith(poll.landing.suffix):
        listing.markers.add(entry.name)
    elif _is_wanted(poll, entry):
        if len(listing.candidates) < poll.remote.listing_limit:
            listing.candidates.append(entry)
        else:
            poll.report.more = True


def _is_wanted(poll: Poll, entry: Entry) -> bool:
    if not entry.regular or entry.size is None:
        return False  # folders, links, pipes
    if not _can_be_here(entry.name, poll.landing.suffix):
        poll.report.note(NO_NAME_HERE.filled(file=poll.there(entry.name)))
        return False
    if entry.size > poll.limits.drop:
        poll.report.note(TOO_LARGE.filled(file=poll.there(entry.name), limit=poll.limits.drop))
        return False
    return entry.name not in poll.landing.blocked and not poll.known.is_fetched(entry)


def _can_be_here(name: bytes, suffix: bytes) -> bool:
    return bool(name) and b"/" not in name and b"\0" not in name and len(name + suffix) <= LONGEST_NAME
