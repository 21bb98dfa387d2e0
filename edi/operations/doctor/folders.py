"""Where a gateway works, looked at without touching it: its folders.

In: settings that could be read.  Out: sentences on what stands against a start; nothing is written, no lock taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import space
from edi.message import Message

READ, CHANGE = os.R_OK | os.X_OK, os.R_OK | os.W_OK | os.X_OK
NO_ROOT = Message(
    "{folder} : ce dossier n'existe pas ; corrigez --root.", "{folder}: this folder does not exist; mend --root."
)
MISSING = Message(
    "{folder} : ce dossier n'existe pas ; créez-le (mkdir), au compte de la passerelle.",
    "{folder}: this folder does not exist; make it (mkdir), owned by the gateway's account.",
)
NO_FOLDER = Message(
    "{folder} : ce n'est pas un dossier ; déplacez ce fichier, puis créez le dossier.",
    "{folder}: this is no folder; move that file away, then make the folder.",
)
NOT_ALLOWED = Message(
    "{folder} : la passerelle ne peut pas le lire et y écrire ; rendez-le à son compte (chown, chmod).",
    "{folder}: the gateway cannot read and write it; give it to its account (chown, chmod).",
)
NOT_READABLE = Message(
    "{folder} : la passerelle ne peut pas le lire ; ouvrez-le à son compte (chmod).",
    "{folder}: the gateway cannot read it; open it to its account (chmod).",
)
OTHER_DISK = Message(
    "{folder} : sur un autre système de fichiers que {home} ; réunissez-les.",
    "{folder}: on another file system than {home}; bring them together.",
)


def folder_problems(settings: Settings) -> Iterator[Message]:
    """Every folder that stops a take or an answer: missing, no folder, closed to us, or on another disk."""
    folders = settings.folders
    if not os.path.isdir(folders.root):
        yield NO_ROOT.filled(folder=folders.root)
        return
    # the root may belong to another, as sshd wants it; what the gateway makes in it is state/
    if closed := list(_closed(folders.root, READ if os.path.lexists(folders.state) else CHANGE)):
        yield from closed  # what lies below cannot be told
        return
    for folder in (folders.state, folders.taken, folders.archive, folders.quarantine):
        if os.path.lexists(folder):  # made when they are first needed
            yield from _closed(folder, CHANGE)
    if not settings.partners:
        return
    for home in (folders.inbox, folders.outbox):
        troubles = list(_closed(home, READ))
        # what is wrong with all is said once
        yield from troubles or (trouble for name in settings.partners for trouble in _closed(home / name, CHANGE))
    yield from _other_disks(settings)


def _closed(folder: Path, mode: int) -> Iterator[Message]:
    if os.path.isdir(folder):  # unlike Path.is_dir it does not raise where a parent is closed to us
        if not os.access(folder, mode):
            yield (NOT_ALLOWED if mode & os.W_OK else NOT_READABLE).filled(folder=folder)
    else:
        yield (NO_FOLDER if os.path.lexists(folder) else MISSING).filled(folder=folder)


def _other_disks(settings: Settings) -> Iterator[Message]:
    """Takes are renames, so state/ and every inbox must lie on one file system."""
    folders = settings.folders
    home = folders.state if os.path.isdir(folders.state) else folders.root
    for name in settings.partners:
        inbox = folders.inbox / name
        if os.path.isdir(inbox) and not space.same_file_system(inbox, home):
            yield OTHER_DISK.filled(folder=inbox, home=home)
