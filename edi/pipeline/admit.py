"""Which drops the disk has room for."""

from __future__ import annotations

from collections.abc import Sequence

from edi.disk import space
from edi.message import Message
from edi.model.drop import Drop
from edi.pipeline.report import Drops, Report
from edi.pipeline.runtime import Runtime

NEARLY_FULL = Message(
    "disque presque plein (il faut {kept} Mio libres et la place des dépôts) : {consequence}.",
    "disk nearly full ({kept} MiB must stay free, and there must be room for the drops): {consequence}.",
)
SOME_LEFT = Message("ce qui n'y tient pas n'est pas pris", "what does not fit is not taken")
ALL_LEFT = Message("rien de nouveau n'est pris", "nothing new is taken")


def fitting(drops: Sequence[Drop], runtime: Runtime) -> Drops:
    """The drops for which the disk has room, their returns and the ledger; the others stay where they are."""
    limits = runtime.settings.limits
    free = space.free_bytes(runtime.folders.state) - limits.free
    fits = []
    for drop in drops:
        wanted = 2 * min(drop.size, limits.drop)  # of a larger one no more is read
        if wanted <= free:
            free -= wanted
            fits.append(drop)
    if len(fits) == len(drops):
        return Drops(fits)
    note = NEARLY_FULL.filled(kept=limits.free >> 20, consequence=SOME_LEFT if fits else ALL_LEFT)
    return Drops(fits, Report(full=True, notes=(note,)))
