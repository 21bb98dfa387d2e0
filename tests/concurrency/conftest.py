"""The real daemon of tests/daemon, and a judging engine for the tests that need no process of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi.config.settings import Settings
from edi.judging.engine import Engine

sys.path.append(str(Path(__file__).resolve().parents[1] / "daemon"))


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    with Engine(settings, workers=1) as engine:
        yield engine
