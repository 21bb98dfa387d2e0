"""Where a gateway works, looked at without touching it: its folders and its ledger.

In: settings that could be read.  Out: sentences on what stands against a start; nothing is written, no lock taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import originals, space
from edi.disk.folders import Folders
from edi.errors import GatewayError
from edi.ledger import Ledger
from edi.operations.doctor_words import Words
from edi.words.labels import counted

READ, CHANGE = os.R_OK | os.X_OK, os.R_OK | os.W_OK | os.X_OK


def folder_problems(settings: Settings, words: Words) -> Iterator[str]:
    """Every folder that stops a take or an answer: missing, no folder, closed to us, or on another disk."""
    folders = settings.folders
    if not os.path.isdir(folders.root):
        yield words.no_root.format(folder=folders.root)
        return
    # the root may belong to another, as sshd wants it; what the gateway makes in it is state/
    if closed := list(_closed(folders.root, words, READ if os.path.lexists(folders.state) else CHANGE)):
        yield from closed  # what lies below cannot be told
        return
    for folder in (folders.state, folders.taken, folders.archive, folders.quarantine):
        if os.path.lexists(folder):  # made when they are first needed
            yield from _closed(folder, words, CHANGE)
    if not settings.partners:
        return
    for home in (folders.inbox, folders.outbox):
        troubles = list(_closed(home, words, READ))
        # what is wrong with all is said once
        yield from troubles or (said for name in settings.partners for said in _closed(home / name, words, CHANGE))
    yield from _other_disks(settings, words)


def _closed(folder: Path, words: Words, mode: int) -> Iterator[str]:
    if os.path.isdir(folder):  # unlike Path.is_dir it does not raise where a parent is closed to us
        if not os.access(folder, mode):
            said = words.not_allowed if mode & os.W_OK else words.not_readable
            yield said.format(folder=folder)
    else:
        yield (words.no_folder if os.path.lexists(folder) else words.missing).format(folder=folder)


def _other_disks(settings: Settings, words: Words) -> Iterator[str]:
    """Takes are renames, so state/ and every inbox must lie on one file system."""
    folders = settings.folders
    home = folders.state if os.path.isdir(folders.state) else folders.root
    for name in settings.partners:
        inbox = folders.inbox / name
        if os.path.isdir(inbox) and not space.same_file_system(inbox, home):
            yield words.other_disk.format(folder=inbox, home=home)


def ledger_state(folders: Folders, words: Words, lang: str) -> tuple[bool, str]:
    """(fit, sentence): the ledger opens, is sound, and knows every flow that was put away.

    The last is what `edi run` asks before it takes anything (edi/gateway.py): it refuses on an older ledger."""
    try:
        return _ledger_state(folders, words, lang)
    except GatewayError as error:
        return False, error.of(lang)
    except OSError as error:
        return False, words.unreadable.format(folder=error.filename, what=error.strerror)


def _ledger_state(folders: Folders, words: Words, lang: str) -> tuple[bool, str]:
    file = folders.ledger
    if not file.is_file():
        lost = originals.newer(folders, "")
        return (False, _lost(words.ledger_lost, file, lost, words, lang)) if lost else (True, words.no_ledger)
    if not os.access(file, os.R_OK | os.W_OK):
        return False, words.ledger_closed.format(ledger=file)
    with Ledger(file, read_only=True) as ledger:
        if damage := ledger.books.integrity():
            return False, words.ledger_damaged.format(ledger=file, what=damage[0].splitlines()[0])
        if lost := originals.newer(folders, ledger.flows.last_id()):
            return False, _lost(words.ledger_older, file, lost, words, lang)
        return True, counted(ledger.books.conservation()["received"], words.flows, lang)


def _lost(said: str, file: Path, lost: list[Path], words: Words, lang: str) -> str:
    return said.format(ledger=file, lost=counted(len(lost), words.flows, lang), last=lost[-1])
