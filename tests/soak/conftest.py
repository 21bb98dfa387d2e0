"""The real daemon of tests/daemon, the real sshd of tests/sftp and the attacks of tests/hostile, for the long run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / folder) for folder in ("daemon", "sftp", "hostile")]

from loopback import area, server, user  # noqa: E402 - found by the line above

__all__ = ["area", "server", "user"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    seconds = float(config.getoption("--soak-seconds"))
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(2 * seconds + 900))
