"""Questions to the disk that change nothing: how much room it has, and where one file system ends.

In: folders that are there (OSError otherwise).  Out: one answer for all who ask: inboxes, admission, downloads, doctor.
"""

from __future__ import annotations

import os
from pathlib import Path


def free_bytes(folder: Path) -> int:
    """What we may still write where this folder is: without the part kept back for the system's own."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def same_file_system(folder: Path, other: Path) -> bool:
    """Whether a rename leads from one to the other: a take is one rename."""
    return os.stat(folder).st_dev == os.stat(other).st_dev
