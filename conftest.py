"""Options of the whole test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write what the gateway answers now into tests/flows/*/expected, for a person to read in the diff",
    )


# suites of real processes, servers and attacks: they take minutes, so the quick round leaves them out
SLOW = ("crash", "daemon", "hostile", "packaging", "sftp")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(config.rootpath).parts[1] in SLOW:
            item.add_marker(pytest.mark.slow)
