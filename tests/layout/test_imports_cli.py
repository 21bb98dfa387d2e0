"""What a command line costs before it does anything: the help and a list of flows load no judge, no schema, no rule."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edi.ledger import Ledger

RUN = """
import json, sys
from edi.cli.app import main
sys.argv = ["edi", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(json.dumps(sorted(sys.modules)))
"""
OF_A_JUDGE = ("edi.rules", "edi.judging", "edi.schemas", "edi.catalogue", "edi.pipeline", "edi.returns", "edi.sandbox")
HEAVY = {"lxml", "pypdf", "paramiko", "stdnum", "xmlschema", "multiprocessing"}


def loaded(*words: str) -> set[str]:
    """Every module that is there after one command line, in an interpreter of its own."""
    ran = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, check=True, text=True)
    return set(json.loads(ran.stdout.splitlines()[-1]))


def judges(modules: set[str]) -> list[str]:
    packages = {module.split(".")[0] for module in modules}
    return [*(name for name in sorted(modules) if f"{name}.".startswith(OF_A_JUDGE)), *sorted(packages & HEAVY)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A gateway that has received nothing yet."""
    (tmp_path / "state").mkdir()
    Ledger(tmp_path / "state" / "ledger.db").close()
    return tmp_path


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--lang", "en", "hold", "--help"], ["--version"]])
def test_help_loads_neither_a_judge_nor_a_table_drawer(words: list[str]) -> None:
    modules = loaded(*words)
    assert judges(modules) == []
    assert not [name for name in modules if name.startswith(("edi.ledger", "edi.operations", "edi.cli.display"))]
    assert "rich" not in modules


@pytest.mark.parametrize("words", [["flows"], ["flows", "--json"], ["hold", "list"], ["partner", "list"]])
def test_a_list_loads_no_judge(words: list[str], root: Path) -> None:
    assert judges(loaded(*words, "--root", str(root))) == []
