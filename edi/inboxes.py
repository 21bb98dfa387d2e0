"""All the inboxes at one look: what may be taken, what is left there and why, and what the disk has room for.

In: the settings.  Out: a Look; one inbox in trouble keeps no other from being seen. Changes nothing but done-markers
that have long been without their drop.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edi import pickup
from edi.findings.spec import printable
from edi.pickup import Drop, Habits, Seen
from edi.settings import Partner, Settings


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
            pickup.remove_orphans(inbox, habits)
            seen = pickup.look(inbox, name, habits)
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
            if not pickup.USUAL.passes_over(place.name):
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


def fitting(drops: Sequence[Drop], settings: Settings) -> tuple[list[Drop], str | None]:
    """The drops for which the disk has room, their returns and the ledger; and what to say when it has not for all."""
    limits = settings.limits
    disk = os.statvfs(settings.folders.state)
    free = disk.f_bavail * disk.f_frsize - limits.free
    fits = []
    for drop in drops:
        wanted = 2 * min(drop.size, limits.drop)  # of a larger one no more is read
        if wanted <= free:
            free -= wanted
            fits.append(drop)
    if len(fits) == len(drops):
        return fits, None
    what = "ce qui n'y tient pas n'est pas pris" if fits else "rien de nouveau n'est pris"
    kept = limits.free >> 20
    return fits, f"disque presque plein (il faut {kept} Mio libres et la place des dépôts) : {what}."
