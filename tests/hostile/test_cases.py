"""CASES.toml holds all sixty cases, and whatever it names as their proof is really there and really run."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from corpus import manifest
from figures import Figures

ROOT = Path(__file__).resolve().parents[2]
CASES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "CASES.toml").read_text(encoding="utf-8"))
KEYS = {"case", "attacks", "tests", "folders", "later"}
WITHOUT_SUBJECT = {"56", "57"}  # the console's


def proofs(case: dict[str, Any]) -> list[str]:
    return [*case.get("attacks", ()), *case.get("tests", ()), *case.get("folders", ())]


def test_every_case_is_there_and_only_the_consoles_are_for_later(figures: Figures) -> None:
    assert list(CASES) == [str(number) for number in range(1, 61)]
    assert {number for number, case in CASES.items() if not proofs(case)} == WITHOUT_SUBJECT
    assert all(CASES[number]["later"] for number in WITHOUT_SUBJECT)
    figures("{} of 60 cases covered", sum(bool(proofs(case)) for case in CASES.values()))


@pytest.mark.parametrize("number", CASES)
def test_what_shows_a_case_exists(number: str) -> None:
    case = CASES[number]
    assert case.keys() <= KEYS
    assert case["case"]
    assert len(set(proofs(case))) == len(proofs(case)), "named twice"
    assert [name for name in case.get("attacks", ()) if name not in {attack.name for attack in manifest()}] == []
    assert [name for name in case.get("tests", ()) if not _is_run(name)] == []
    assert [name for name in case.get("folders", ()) if not _tests_of(ROOT / name)] == []


def test_every_attack_belongs_to_a_case() -> None:
    named = {name for case in CASES.values() for name in case.get("attacks", ())}
    assert {attack.name for attack in manifest()} - named == set()


def _is_run(name: str) -> bool:
    """Whether pytest finds this test: a function of a test file, or the folder of a story."""
    file, _, function = name.partition("::")
    if not function:
        return (ROOT / file / "story.toml").is_file()
    path = ROOT / file
    return path.is_file() and function in _functions(path)


@cache
def _functions(path: Path) -> frozenset[str]:
    """The test functions at the top of a file; what a mark skips altogether is none."""
    assert path.name.startswith("test_")
    found = (node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef))
    return frozenset(
        node.name
        for node in found
        if node.name.startswith("test_") and not any("skip(" in ast.unparse(mark) for mark in node.decorator_list)
    )


def _tests_of(folder: Path) -> set[str]:
    return {name for path in folder.rglob("test_*.py") for name in _functions(path)}
