"""The bench, a real SFTP server, and each scene ready to be tried."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from loopback import ROOT, Server, area, server, user
from scenes import SCENES
from trials import Bench, Stage, Staged, set_up

__all__ = ["area", "server", "user"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A sweep is hundreds of runs: on a machine that does other things as well it may take its time."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session", autouse=True)
def _strace() -> None:
    if shutil.which("strace") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is not installed")


@pytest.fixture(scope="session")
def bench(_strace: None, area: Path) -> Iterator[Bench]:
    """Closed before the area its trials work in is removed."""
    made = Bench()
    yield made
    made.close()


@pytest.fixture(scope="session")
def sftp(server: Server, user: str, area: Path) -> str:
    """The lines of [sftp] that name the server."""
    known = server.known_hosts(area / "crash-known-hosts")
    return (
        f'host = "127.0.0.1"\nport = {server.port}\nuser = "{user}"\nknown_hosts = "{known}"\n'
        f'key = "{server.client_key}"\n'
    )


@pytest.fixture(scope="session")
def staged(request: pytest.FixtureRequest, bench: Bench, area: Path) -> Staged:
    """Gives a scene by its name, prepared once; only those with a server ask for one."""

    @cache
    def stage(name: str) -> Stage:
        lines = request.getfixturevalue("sftp") if SCENES[name].server else ""
        made: Stage = bench.one(set_up, area, name, lines, request.getfixturevalue("user") if lines and ROOT else None)
        return made

    return stage
