"""edi doctor: red wherever `edi run` would take nothing or answer nobody, in the language of the gateway."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gateways import add_partner, call

from edi.catalogue import wording
from edi.cli.verbs import doctor, flows
from edi.config.settings import load_settings
from edi.disk import originals
from edi.disk.folders import Folders
from edi.errors import ConfigError, LedgerError
from edi.gateway import Gateway
from edi.ledger import Ledger
from edi.operations.doctor.folders import folder_problems
from edi.pipeline.runtime import Runtime

FLOW = "20261105101112000000-abcd"


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    add_partner(tmp_path)
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Path]]:
    """Folders and files of this set are closed to us: the tests may run as root, to whom nothing is."""
    paths: set[Path] = set()
    listed, accessed = os.listdir, os.access

    def listdir(path: Path) -> list[str]:
        if path in paths:
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    def looked(look: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def stat(path: Any, *given: Any, **named: Any) -> os.stat_result:
            if not isinstance(path, int) and paths & set(Path(os.fsdecode(path)).parents):
                raise PermissionError(13, "Permission denied", str(path))
            return look(path, *given, **named)

        return stat

    monkeypatch.setattr(os, "stat", looked(os.stat))
    monkeypatch.setattr(os, "lstat", looked(os.lstat))
    monkeypatch.setattr(os, "listdir", listdir)
    monkeypatch.setattr(os, "access", lambda path, mode: path not in paths and accessed(path, mode))
    return paths


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Folders of this set may be read and not changed."""
    paths: set[Path] = set()
    accessed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not (path in paths and mode & os.W_OK) and accessed(path, mode)
    )
    return paths


def asked(root: Path, capsys: pytest.CaptureFixture[str], lang: str | None = None) -> tuple[int, str]:
    code = doctor.doctor(call(root, lang))
    return code, capsys.readouterr().out


def archived(root: Path, flow: str = FLOW) -> Path:
    place = Folders.of(root).archived_flow("btp", flow)
    place.mkdir(parents=True)
    return place


def test_a_fresh_gateway_is_fit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = asked(root, capsys)
    assert (code, "PROBLÈME" in said) == (0, False)
    assert "pas encore" in said


@pytest.mark.parametrize("empty", [False, True], ids=["removed", "made anew"])
def test_a_ledger_that_has_forgotten_what_was_answered_is_a_problem_as_it_is_to_a_run(
    root: Path, capsys: pytest.CaptureFixture[str], empty: bool
) -> None:
    archived(root)
    if empty:
        Ledger(Folders.of(root).ledger).close()
    code, said = asked(root, capsys)
    assert code == 2
    assert FLOW in said
    with Ledger(Folders.of(root).ledger) as ledger, pytest.raises(LedgerError, match=FLOW):
        Gateway(Runtime(settings=load_settings(root), engine=None, ledger=ledger, wording=wording))  # type: ignore[arg-type]


def test_a_ledger_damaged_in_the_middle_is_a_problem(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = Folders.of(root).ledger
    Ledger(file).close()
    data = bytearray(file.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[3 * page : 4 * page] = b"\xff" * page
    file.write_bytes(data)
    code, said = asked(root, capsys)
    assert code == 2
    assert "endommagé" in said


def test_a_ledger_closed_to_us_is_a_problem(root: Path, closed: set[Path], capsys: pytest.CaptureFixture[str]) -> None:
    Ledger(Folders.of(root).ledger).close()
    closed.add(Folders.of(root).ledger)
    code, said = asked(root, capsys)
    assert code == 2
    assert "ledger.db" in said


@pytest.mark.parametrize("name", ["inbox", "outbox", "inbox/btp", "outbox/btp"])
def test_a_missing_folder_is_a_problem_told_once(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / name)
    code, said = asked(root, capsys)
    assert code == 2
    assert [line for line in said.splitlines() if "PROBLÈME" in line] == [
        f"PROBLÈME  dossiers     {root / name} : "
        "ce dossier n'existe pas ; créez-le (mkdir), au compte de la passerelle."
    ]


@pytest.mark.parametrize("name", ["inbox", "outbox", "inbox/btp", "outbox/btp", "state", "state/archive"])
def test_a_folder_closed_to_us_is_a_problem(
    root: Path, name: str, closed: set[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "state" / "archive").mkdir(parents=True)
    closed.add(root / name)
    code, said = asked(root, capsys)
    assert code == 2
    assert f"{root / name} : la passerelle ne peut pas" in said


def test_a_root_that_belongs_to_another_is_fit_once_its_folders_stand(
    root: Path, read_only: set[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    read_only.update((root, root / "inbox", root / "outbox"))
    code, said = asked(root, capsys)  # state/ is still to be made
    assert (code, f"{root} : la passerelle ne peut pas le lire et y écrire" in said) == (2, True)
    (root / "state").mkdir()
    assert asked(root, capsys)[0] == 0


@pytest.mark.parametrize("name", ["inbox/btp", "outbox/btp", "state"])
def test_a_folder_that_may_only_be_read_is_a_problem(
    root: Path, name: str, read_only: set[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "state").mkdir()
    read_only.add(root / name)
    code, said = asked(root, capsys)
    assert (code, f"{root / name} : la passerelle ne peut pas" in said) == (2, True)


def test_a_root_closed_to_us_is_told_and_nothing_below_it(root: Path, closed: set[Path]) -> None:
    settings = load_settings(root)
    closed.add(root)
    [said] = folder_problems(settings)
    assert said.fr.startswith(f"{root} : la passerelle ne peut pas")


def test_a_ledger_whose_folder_is_closed_to_us_is_no_failure_of_the_gateway(root: Path, closed: set[Path]) -> None:
    (root / "state").mkdir()
    closed.add(root / "state")
    with pytest.raises(ConfigError, match=r"ledger\.db : lecture impossible"):
        flows.flows(call(root), 5)


def test_a_file_in_the_place_of_a_folder_is_a_problem(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "outbox" / "btp").rmdir()
    (root / "outbox" / "btp").touch()
    code, said = asked(root, capsys)
    assert code == 2
    assert "outbox/btp : ce n'est pas un dossier" in said


@pytest.mark.parametrize("name", ["partners", "marches"])
def test_a_folder_of_settings_that_cannot_be_read_is_not_an_empty_one(
    root: Path, name: str, closed: set[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "config" / name
    closed.add(folder)
    code, said = asked(root, capsys)
    assert code == 2
    assert f"{folder} : ce dossier ne peut pas être lu" in said


def test_no_command_works_with_partners_it_cannot_read(root: Path, closed: set[Path]) -> None:
    closed.add(root / "config" / "partners")
    with pytest.raises(ConfigError, match="partners : ce dossier"):
        load_settings(root)


def test_an_archive_that_cannot_be_read_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def newer(folders: Folders, last: str) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(folders.archive))

    monkeypatch.setattr(originals, "newer", newer)
    code, said = asked(root, capsys)
    assert code == 2
    assert "archive : lecture impossible" in said


@pytest.mark.parametrize("by", ["option", "setting"])
def test_doctor_speaks_english_where_it_is_asked_to(root: Path, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    if by == "setting":
        (root / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    (root / "outbox" / "btp").rmdir()
    code, said = asked(root, capsys, "en" if by == "option" else None)
    assert code == 2
    for word in ("PROBLEM ", "program", "ledger", "this folder does not exist", "The gateway will not start"):
        assert word in said
    assert "é" not in said.replace("marchés", "").replace("identité", "").replace(str(root), "")
