"""All the inboxes at one look: what may be taken, what is left there and why.

In: the partners.  Out: their drops; one inbox in trouble keeps no other from being seen. Changes nothing but
done-markers that have long been without their drop.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.disk import durable, space
from edi.message import Message
from edi.model.drop import USUAL, Drop, Habits, Seen
from edi.pipeline import markers
from edi.pipeline.markers import ns_ago, vouches
from edi.pipeline.report import Drops, Report, total
from edi.pipeline.runtime import Runtime
from edi.words.text import printable

LATE_SECONDS = 600  # an upload should have come to its end by then: the operator is told
OTHER_DISK = Message(
    "inbox/{partner} : sur un autre système de fichiers que state/, rien n'y est pris.",
    "inbox/{partner}: on another file system than state/, nothing is taken there.",
)
SHUT = Message(
    "inbox/{partner} : illisible ou absent ({why}), rien n'y est pris.",
    "inbox/{partner}: unreadable or missing ({why}), nothing is taken there.",
)
LEFT = Message("inbox/{partner}/{name}{others} : {why}.", "inbox/{partner}/{name}{others}: {why}.")
AND_OTHERS = Message(" (et {count} autres)", " (and {count} more)")
ODD = Message("ni fichier ni flux, laissé en place", "neither a file nor a flow, left in place")
DOUBLED = Message(
    "porte deux noms (lien), laissé en place ; supprimez l'un des deux",
    "has two names (a link), left in place; remove one of the two",
)
UNMARKED = Message(
    "attend sa marque {suffix} ; une marque plus ancienne que lui ne vaut pas",
    "waits for its marker {suffix}; a marker older than the file does not count",
)
OUTSIDE = Message(
    "inbox/{name} : hors du dossier d'un partenaire, n'est pas pris ; déplacez-le dans le sien.",
    "inbox/{name}: outside a partner's folder, not taken; move it into its partner's.",
)
STRANGER = Message(
    "inbox/{name} : dossier d'aucun partenaire connu, rien n'y est pris ; « edi partner add {name} --app-code ... » le "
    "déclare.",
    "inbox/{name}: the folder of no known partner, nothing is taken there; “edi partner add {name} --app-code ...” "
    "declares it.",
)


def look(runtime: Runtime) -> Drops:
    """Every partner's inbox, and what lies in none."""
    looks = [_look(partner, runtime) for partner in runtime.settings.partners.values()]
    strangers = tuple(_strangers(runtime.settings))
    told = total([*(each.told for each in looks), Report(strangers=bool(strangers), notes=strangers)])
    return Drops([drop for each in looks for drop in each.drops], told)


def _look(partner: Partner, runtime: Runtime) -> Drops:
    inbox = runtime.folders.inbox / partner.name
    habits = runtime.habits(partner)
    try:
        if not space.same_file_system(inbox, runtime.folders.state):
            return _shut(OTHER_DISK.filled(partner=partner.name))
        markers.remove_orphans(inbox, habits)
        seen = look_into(inbox, partner.name, habits)
    except OSError as error:
        return _shut(SHUT.filled(partner=partner.name, why=durable.reason(error)))
    return Drops(seen.drops, Report(notes=tuple(_left(partner.name, seen, habits))))


def _shut(why: Message) -> Drops:
    return Drops([], Report(untaken=True, notes=(why,)))


def _left(partner: str, seen: Seen, habits: Habits) -> Iterator[Message]:
    unmarked = UNMARKED.filled(suffix=habits.done_suffix)
    for names, why in ((seen.odd, ODD), (seen.doubled, DOUBLED), (seen.unmarked, unmarked)):
        if names:
            others = AND_OTHERS.filled(count=len(names) - 1) if len(names) > 1 else ""
            yield LEFT.filled(partner=partner, name=min(names), others=others, why=why)


def _strangers(settings: Settings) -> Iterator[Message]:
    """What lies in inbox/ and is no partner's."""
    if not settings.folders.inbox.is_dir():
        return
    with os.scandir(settings.folders.inbox) as listing:
        places = sorted(listing, key=lambda place: place.name)
    for place in places:
        name = printable(place.name)
        if not place.is_dir():
            if not USUAL.passes_over(place.name):
                yield OUTSIDE.filled(name=name)
        elif place.name not in settings.partners and _holds_something(place.path):
            yield STRANGER.filled(name=name)


def _holds_something(folder: str) -> bool:
    try:
        with os.scandir(folder) as listing:
            return any(listing)
    except OSError:  # not ours to look into, as lost+found
        return False


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
