"""All the inboxes at one look: what may be taken, what is left there and why, and what the disk has room for.

In: the settings.  Out: a Look; one inbox in trouble keeps no other from being seen. Changes nothing but done-markers
that have long been without their drop.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.model import drop as model_drop
from edi.model.drop import USUAL, Drop, Habits, Seen
from edi.pipeline import markers
from edi.pipeline.markers import ns_ago, vouches
from edi.words.text import printable


@dataclass(slots=True)
class Look:
    """What was seen; `notes` are for the operator."""

    drops: list[Drop] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strangers: bool = False  # somebody drops where no partner does
    shut: bool = False  # an inbox could not be looked at


def look(settings: Settings, vouched: bool) -> Look:
    """Every partner's inbox. `vouched`: the caller's quiet period holds for every partner."""
    found = Look()
    home = os.stat(settings.folders.state).st_dev
    for name, partner in settings.partners.items():
        inbox = settings.folders.inbox / name
        habits = habits_of(partner, vouched)
        try:
            if os.stat(inbox).st_dev != home:
                found.shut = True
                found.notes.append(f"inbox/{name} : sur un autre système de fichiers que state/, rien n'y est pris.")
                continue
            markers.remove_orphans(inbox, habits)
            seen = look_into(inbox, name, habits)
        except OSError as error:
            found.shut = True
            found.notes.append(f"inbox/{name} : illisible ou absent ({error.strerror}), rien n'y est pris.")
            continue
        found.drops += seen.drops
        found.notes += _left(name, seen, habits)
    for note in _strangers(settings):
        found.strangers = True
        found.notes.append(note)
    return found


def habits_of(partner: Partner, vouched: bool) -> Habits:
    """A caller who vouches for the files (--settle) overrides the partner's own quiet period."""
    return Habits(
        quiet=None if vouched else partner.settle_seconds,
        done_suffix=partner.done_suffix,
        temporary=partner.temporary,
    )


def _left(partner: str, seen: Seen, habits: Habits) -> Iterator[str]:
    for names, why in (
        (seen.odd, "ni fichier ni flux, laissé en place"),
        (seen.doubled, "porte deux noms (lien), laissé en place ; supprimez l'un des deux"),
        (seen.unmarked, f"attend sa marque {habits.done_suffix} ; une marque plus ancienne que lui ne vaut pas"),
    ):
        if names:
            more = f" (et {len(names) - 1} autres)" if len(names) > 1 else ""
            yield f"inbox/{partner}/{min(names)}{more} : {why}."


def _strangers(settings: Settings) -> Iterator[str]:
    """What lies in inbox/ and is no partner's."""
    if not settings.folders.inbox.is_dir():
        return
    with os.scandir(settings.folders.inbox) as listing:
        places = sorted(listing, key=lambda place: place.name)
    for place in places:
        name = printable(place.name)
        if not place.is_dir():
            if not model_drop.USUAL.passes_over(place.name):
                yield f"inbox/{name} : hors du dossier d'un partenaire, n'est pas pris ; déplacez-le dans le sien."
        elif place.name not in settings.partners and _holds_something(place.path):
            yield (
                f"inbox/{name} : dossier d'aucun partenaire connu, rien n'y est pris ; "
                f"« edi partner add {name} --app-code ... » le déclare."
            )


def _holds_something(folder: str) -> bool:
    try:
        with os.scandir(folder) as listing:
            return any(listing)
    except OSError:  # not ours to look into, as lost+found
        return False


LATE_SECONDS = 600  # an upload should have come to its end by then: the operator is told


def look_into(inbox: Path, partner: str, habits: Habits = USUAL) -> Seen:
    """What lies in one inbox. Where the partner writes done-markers, a drop without one has to wait, and one with it
    need not."""
    seen = Seen([], [], [], [])
    suffix = habits.done_suffix
    late = ns_ago(LATE_SECONDS)
    with os.scandir(inbox) as listing:
        entries = [entry for entry in listing if not habits.passes_over(entry.name)]
    for entry in entries:
        if suffix and entry.name.endswith(suffix):
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # gone between the listing and the look: its uploader renamed it
        marker = Path(entry.path + suffix) if suffix else None
        if not stat.S_ISREG(found.st_mode):
            seen.odd.append(printable(entry.name))
        elif found.st_nlink != 1:  # an upload in its rename (link, then unlink), or somebody else's file
            if found.st_ctime_ns < late:
                seen.doubled.append(printable(entry.name))
        elif marker is not None and not vouches(marker, found):
            if found.st_ctime_ns < late:
                seen.unmarked.append(printable(entry.name))
        else:
            seen.drops.append(
                Drop(
                    partner=partner,
                    path=Path(entry.path),
                    size=found.st_size,
                    mtime_ns=found.st_mtime_ns,
                    inode=found.st_ino,
                    arrived_ns=found.st_ctime_ns,
                    quiet=0.0 if suffix else habits.quiet,
                    marker=marker,
                )
            )
    seen.drops.sort(key=lambda drop: (drop.arrived_ns, drop.path.name))
    return seen
