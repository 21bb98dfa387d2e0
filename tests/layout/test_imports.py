"""What an import costs: how many of our modules come with it, and which libraries do not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LOADED = "import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"

# a module -> how many of ours may come with it, its own package aside, and the libraries that may not
BUDGETS = {"edi.ledger": (15, {"lxml", "pypdf", "paramiko", "rich", "typer"})}


def loaded(module: str) -> set[str]:
    """Every module that is there once this one is imported into an interpreter of its own."""
    program = [sys.executable, "-c", LOADED.format(module=module)]
    return set(json.loads(subprocess.run(program, capture_output=True, check=True, text=True).stdout))


@pytest.mark.parametrize("module", BUDGETS)
def test_a_module_brings_no_more_than_its_budget(module: str) -> None:
    most, libraries = BUDGETS[module]
    there = loaded(module)
    ours = {name for name in there if name.split(".")[0] == "edi" and not f"{name}.".startswith(f"{module}.")}
    assert len(ours) <= most, sorted(ours)
    assert {name.split(".")[0] for name in there} & libraries == set()
