"""The installed wheel works from an empty folder: its tables and schemas travel with it, no checkout is needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edi.sandbox.examples import UBL, flow_name
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl

ROOT = Path(__file__).resolve().parents[2]
CODE = "XXX001"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]

pytestmark = pytest.mark.slow

Python = Callable[..., "subprocess.CompletedProcess[str]"]


def ran(*words: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One command with an environment of its own: nothing of this checkout is on its path."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_"))} | more
    return subprocess.run(list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content, built from what git tracks (or would) and nothing else."""
    source, built, target = (tmp_path_factory.mktemp(name) for name in ("source", "built", "target"))
    listed = ran("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    assert listed.returncode == 0, listed.stderr
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    wheel = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", built, source]
    for words in (wheel, [*PIP, "install", "--no-deps", "--no-index", "--find-links", built, "--target", target]):
        more = ["chorus-edi-gateway"] if "install" in words else []
        done = ran(*words, *more, cwd=built)
        assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def python(installed: Path, tmp_path: Path) -> Python:
    """Runs the interpreter on the installed wheel, in an empty folder."""
    return lambda *words: ran(sys.executable, *words, cwd=tmp_path, PYTHONPATH=str(installed))


def test_the_wheel_is_what_runs(python: Python, installed: Path) -> None:
    done = python("-c", "import edi; print(edi.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed)


@pytest.mark.parametrize("kind", ["config", "schemas"])
def test_tables_and_schemas_lie_inside_the_wheel(kind: str, python: Python, installed: Path) -> None:
    done = python("-c", f"from edi.resources import shipped; print(shipped({kind!r}))")
    inside = Path(done.stdout.strip())
    assert inside.is_relative_to(installed)
    there = {file.name for file in inside.iterdir()}
    wanted = {file.name for file in (ROOT / kind).iterdir() if file.suffix in (".csv", ".toml", ".xsd")}
    assert wanted <= there


def test_the_style_of_the_page_for_people_is_in_the_wheel(installed: Path) -> None:
    assert (installed / "edi" / "returns" / "report.css").is_file()


def test_the_wheel_holds_no_partner_and_no_test(installed: Path) -> None:
    assert {folder.name for folder in installed.iterdir() if folder.suffix != ".dist-info"} <= {"edi", "bin"}
    assert not (installed / "edi" / "_config" / "partners").exists()


def test_the_matrix_is_there(python: Python) -> None:
    done = python("-m", "edi", "matrix", "A15", "--json")
    assert done.returncode == 0, done.stderr
    assert [row["edi"] for row in json.loads(done.stdout)] == ["no", "no"]


def test_doctor_finds_the_gateway_fit(python: Python) -> None:
    done = python("-m", "edi", "doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ok"] is True


def test_a_drop_comes_back_as_returns(python: Python, tmp_path: Path) -> None:
    done = python("-m", "edi", "partner", "add", "btp", "--app-code", CODE)
    assert done.returncode == 0, done.stderr
    (tmp_path / "inbox" / "btp" / flow_name(UBL, CODE, 1)).write_bytes(ubl(invoice()))
    done = python("-m", "edi", "run", "--settle", "0", "--json")
    assert done.returncode == 0, done.stderr
    assert [flow["verdict"] for flow in json.loads(done.stdout)["flows"]] == ["integrated"]
    assert [file.name[:8] for file in sorted((tmp_path / "outbox" / "btp").iterdir())] == [
        *("CSO1110A", "CSO1110A", "FEN1200A"),  # the page too, which a partner gets unless it says otherwise
    ]
    done = python("-m", "edi", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
