"""Whether the ledger that was opened is still the one at its path.

SQLite goes on writing into a file that was removed or replaced; the next start would know nothing of it.
"""

from __future__ import annotations

import os
from pathlib import Path

from edi.errors import LedgerError
from edi.message import Message

LEDGER_GONE = Message(
    "{ledger} : le registre a été supprimé ou remplacé pendant la marche ; la passerelle s'arrête, rien de plus n'est "
    "pris. Remettez-le en place, ou sa sauvegarde, puis relancez.",
    "{ledger}: the ledger was removed or replaced while the gateway ran; it stops and takes nothing more. Put it, or "
    "its backup, back in place, then start again.",
)


class LedgerGuard:
    """Remembers the file at its first look; LedgerError at any later look that does not find that same file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def check(self) -> None:
        now = self._file()
        self._opened = self._opened or now
        if now is None or now != self._opened:
            raise LedgerError(LEDGER_GONE.filled(ledger=self._path))

    def _file(self) -> tuple[int, int] | None:
        try:
            state = os.stat(self._path)
        except FileNotFoundError:
            return None
        return state.st_dev, state.st_ino
