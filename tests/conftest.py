"""Small fixtures several test files share: an empty gateway on disk, its settings with one partner, its ledger.

The figures of figures.py are told from here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from figures import figures, pytest_terminal_summary

from edi.config.settings import Settings, load_settings
from edi.disk.folders import Folders
from edi.ledger import Ledger

__all__ = ["figures", "pytest_terminal_summary"]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A gateway's root with the inbox of partner btp, and nothing in it."""
    made = Folders.of(tmp_path / "root")
    for folder in (made.partners, made.inbox / "btp", made.state):
        folder.mkdir(parents=True)
    return made


@pytest.fixture
def settings(folders: Folders) -> Settings:
    """Default settings and one partner, btp, whose application code is XXX001."""
    (folders.partners / "btp.toml").write_text('app_code = "XXX001"\n', encoding="utf-8")
    return load_settings(folders.root)


@pytest.fixture
def ledger(folders: Folders) -> Iterator[Ledger]:
    with Ledger(folders.ledger) as opened:
        yield opened
