"""Which drops the disk has room for."""

from __future__ import annotations

import os
from collections.abc import Sequence

from edi.config.settings import Settings
from edi.model.drop import Drop


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
