"""Whether the ledger that was opened is still the one at its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.daemon.guard import LedgerGuard
from edi.errors import LedgerError


def test_the_same_file_is_no_trouble_however_often_it_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    file.touch()
    guard = LedgerGuard(file)
    guard.check()
    file.write_bytes(b"more")
    guard.check()


@pytest.mark.parametrize("replaced", [False, True], ids=["removed", "replaced"])
def test_a_ledger_that_is_removed_or_replaced_stops_the_gateway(tmp_path: Path, replaced: bool) -> None:
    file = tmp_path / "ledger.db"
    file.touch()
    guard = LedgerGuard(file)
    guard.check()
    other = tmp_path / "other"
    other.touch()
    other.rename(file) if replaced else file.unlink()
    with pytest.raises(LedgerError) as told:
        guard.check()
    assert "removed or replaced" in told.value.of("en")
