"""What a take changes on the disk, besides its rename: homes of single drops, done-markers. None of it is synced here:
who takes many syncs once.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from edi.disk import durable


def make_home(home: Path) -> None:
    """The folder that will hold one drop alone; it must be new. OSError on a full disk."""
    durable.make_folder(home.parent)
    home.mkdir()


def remove_home(home: Path) -> None:
    """Removes the home of a take that came to nothing."""
    os.rmdir(home)


def remove_marker(marker: Path) -> None:
    """Removes a done-marker. Gone, or kept there by its folder: older than the next drop, it vouches for none."""
    with contextlib.suppress(OSError):
        marker.unlink()


def put_back(held: Path, original: Path) -> bool:
    """Gives a drop back to its inbox, never over a newer file of the same name, and removes its home; whether it
    could be."""
    try:
        durable.give_back(held, original)
    except OSError:
        return False
    remove_home(held.parent)
    return True
