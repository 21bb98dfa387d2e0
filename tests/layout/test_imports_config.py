"""What reading the configuration loads: no rule, no schema, no XML; few modules. Each asked in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

BUDGET = 15
SHOW = "import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
HEAVY = {"lxml", "paramiko", "sqlite3", "multiprocessing", "pypdf", "typer", "rich"}
CONFIG = ("settings", "partners", "remotes", "schedule", "waivers", "directory", "marches", "tables")


def loaded(module: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", SHOW.format(module=module)], capture_output=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return names


def test_the_settings_load_few_modules() -> None:
    ours = [name for name in loaded("edi.config.settings") if name == "edi" or name.startswith("edi.")]
    assert len(ours) <= BUDGET, ours


@pytest.mark.parametrize("module", CONFIG)
def test_reading_the_configuration_loads_no_rule_and_nothing_heavy(module: str) -> None:
    names = loaded(f"edi.config.{module}")
    assert not [
        name
        for name in names
        if name.startswith(("edi.rules", "edi.catalogue", "edi.schemas.catalog", "edi.judging.read"))
    ]
    assert not HEAVY & set(names)
