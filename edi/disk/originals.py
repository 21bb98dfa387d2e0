"""Puts an original away, byte for byte: to the archive when its flow is decided, to quarantine when it defeats us;
later, when its time is over, removes it (edi purge).

One rename of the flow's whole folder inside one file system.  After a crash: done already, or still to do.
"""

from __future__ import annotations

import os
from pathlib import Path

from edi.disk import durable
from edi.disk.folders import Folders
from edi.errors import GatewayError
from edi.message import Message
from edi.model.judgement import FlowVerdict

ORIGINAL_GONE = Message(
    "{old} : l'original de ce flux n'est plus là, ni dans {new} ; remettez-le à l'une de ces deux places.",
    "{old}: the original of this flow is no longer there, nor in {new}; put it back in one of these two places.",
)
NO_LAST_PLACE = Message(
    "{place} : ce n'est ni une place de l'archive ni de la quarantaine ; rien n'est supprimé.",
    "{place}: this is a place neither of the archive nor of the quarantine; nothing is removed.",
)


def put_away(folders: Folders, partner: str, flow: str, verdict: FlowVerdict) -> Path:
    """Moves the flow's folder to its last place and gives that place. It comes from state/taken, or from another last
    place when a second judging changed the verdict, or is there already.

    GatewayError when it lies in none of them: somebody moved it."""
    places = places_of(folders, partner, flow)
    new = place_of(folders, partner, flow, verdict)
    old = next((place for place in places if place != new and place.exists()), places[0])
    if new.exists():
        # moved by a run that died before its syncs: what the ledger says next must be on the disk first
        for folder in {place.parent for place in places if place.parent.is_dir()}:
            durable.sync_folder(folder)
    elif old.exists():
        durable.make_folder(new.parent)
        durable.move(old, new)
    else:
        raise GatewayError(ORIGINAL_GONE.filled(old=old, new=new))
    return new


def place_of(folders: Folders, partner: str, flow: str, verdict: FlowVerdict) -> Path:
    if verdict is FlowVerdict.QUARANTINED:
        return folders.quarantined_flow(partner, flow)
    return folders.archived_flow(partner, flow)


def places_of(folders: Folders, partner: str, flow: str) -> tuple[Path, Path, Path]:
    """Everywhere an original may lie, the first place first."""
    return (
        folders.taken_flow(partner, flow),
        folders.quarantined_flow(partner, flow),
        folders.archived_flow(partner, flow),
    )


def newer(folders: Folders, last: str) -> list[Path]:
    """The flows that were put away later than `last`, oldest first: a ledger that knows none later is not theirs."""
    day = (last[:4], last[4:6], last[6:8])
    homes = (home for home in folders.archive.glob("*/*/*/*") if home.parts[-3:] >= day)
    places = [*folders.quarantine.glob("*/*"), *(place for home in homes for place in home.iterdir())]
    return sorted((place for place in places if place.name > last and place.is_dir()), key=lambda place: place.name)


def remove(folders: Folders, place: str) -> int:
    """Removes an original for good from the place the ledger names (below state/); gives the bytes that frees.

    Gone already, wholly or half, is fine. OSError where the disk refuses; GatewayError for any other place."""
    home = folders.state / place
    inside = any(home.is_relative_to(last) and home != last for last in (folders.archive, folders.quarantine))
    if not inside or ".." in home.parts:
        raise GatewayError(NO_LAST_PLACE.filled(place=home))
    freed = 0
    if home.is_dir():
        for file in home.iterdir():
            freed += os.lstat(file).st_size
            os.unlink(file)
        durable.remove_folder(home)
    return freed
