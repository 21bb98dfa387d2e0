"""Options of the whole test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write what the gateway answers now into tests/flows/*/expected, for a person to read in the diff",
    )
    parser.addoption("--soak-seconds", default="60", help="how long the long run of tests/soak goes on")
    parser.addoption("--soak-seed", default="1", help="the seed of that run, to do the same again, or 'random'")


# suites of real processes, servers and attacks: they take minutes, so the quick round leaves them out
SLOW = ("concurrency", "crash", "daemon", "hostile", "packaging", "sftp", "soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(config.rootpath).parts[1] in SLOW:
            item.add_marker(pytest.mark.slow)
