"""The kept cases, each a failure once; and a short run of each target from a fixed seed. The long one: __init__.py."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from figures import Figures

from . import machine
from .target import Target

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "targets").glob("[a-z]*.py"))
CASES = sorted((HERE / "cases").glob("*/*"))
SEED = 20261124
# so many that each target takes some five seconds of one core
INPUTS = {"envelope": 30_000, "flow": 3_000, "identify": 8_000, "read": 6_000, "settings": 6_000, "tables": 3_000}
INPUTS["unpack"] = 12_000
GROWTH = 400  # MiB; what one input costs at most is far below


def target(name: str) -> Target:
    found: Target = importlib.import_module(f".targets.{name}", __package__).TARGET
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_kept_case_holds(case: Path) -> None:
    assert target(case.parent.name).check(case.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_kept_and_the_case_folders_are_targets(name: str) -> None:
    assert {path.name for path in (HERE / "cases").iterdir()} <= {*NAMES}
    assert len(target(name).seeds()) > 4


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_comes_in_what_must_hold_does(name: str, figures: Figures) -> None:
    tally = machine.run(target(name), SEED, inputs=INPUTS[name])
    figures("{} fuzz inputs run", tally.inputs)
    figures("fuzz crashes {}", len(tally.failures))
    kept = {kind: machine.keep(target(name), data) for kind, data in tally.failures.items()}
    assert [f"{kind}: {path}: {path.read_bytes()[:2_000]!r}" for kind, path in kept.items()] == []
    assert len(tally.outcomes) > 5, "the inputs reach next to nothing"
    assert tally.grown < GROWTH


def test_a_failure_is_found_told_apart_and_made_small(tmp_path: Path) -> None:
    """The machine itself, on a target that breaks at two places."""

    def check(data: bytes) -> str:
        if b"<!" in data:
            raise ValueError("one")
        if b"]]>" in data:
            raise KeyError("two")
        return "whole"

    broken = Target("broken", lambda: [b"<a>" * 20], target("identify").mutate, check)
    tally = machine.run(broken, SEED, inputs=3_000)
    assert sorted(kind.split()[0] for kind in tally.failures) == ["KeyError", "ValueError"]
    kept = {machine.keep(broken, data, tmp_path).read_bytes() for data in tally.failures.values()}
    assert kept == {b"<!", b"]]>"}
    again = machine.run(broken, SEED, inputs=3_000)
    assert again.failures == tally.failures, "the same seed, the same inputs"
