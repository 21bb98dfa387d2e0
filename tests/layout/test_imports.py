"""What an import costs: how many of our modules come with it, and which libraries and parts of ours do not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LOADED = "import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"
HEAVY = {"lxml", "pypdf", "paramiko", "rich", "typer", "multiprocessing"}
JUDGING = ("edi.rules", "edi.judging", "edi.catalogue", "edi.schemas.catalog")
MOST = 15  # modules of ours that come with a package, its own aside

CONFIG = ("settings", "partners", "remotes", "schedule", "waivers", "directory", "marches", "tables")


def loaded(module: str) -> set[str]:
    """Every module that is there once this one is imported into an interpreter of its own."""
    program = [sys.executable, "-c", LOADED.format(module=module)]
    return set(json.loads(subprocess.run(program, capture_output=True, check=True, text=True).stdout))


@pytest.mark.parametrize("module", ["edi.ledger", "edi.config.settings"])
def test_a_package_brings_few_modules_beside_its_own(module: str) -> None:
    package = ".".join(module.split(".")[:2])
    ours = {name for name in loaded(module) if name.split(".")[0] == "edi" and not f"{name}.".startswith(f"{package}.")}
    assert len(ours) <= MOST, sorted(ours)


@pytest.mark.parametrize("module", ["edi.ledger", *(f"edi.config.{name}" for name in CONFIG)])
def test_what_is_kept_and_what_is_configured_load_no_rule_and_nothing_heavy(module: str) -> None:
    there = loaded(module)
    assert not [name for name in there if name.startswith(JUDGING)]
    assert {name.split(".")[0] for name in there} & HEAVY == set()
