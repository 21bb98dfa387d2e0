"""The directory: what the operator's files add to the shipped rows, and what only a declaration makes complete."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edi.config.directory import SERVICES, STRUCTURES, Directory, load_directory
from edi.resources import shipped

STATE, COMMUNE = "11000201100044", "99999948500017"
SHIPPED = load_directory(None)


def written(root: Path, name: str, *rows: str, copied: bool = False) -> Directory:
    """The directory of a folder whose file of this name holds these rows, behind those shipped or a bare header."""
    text = (shipped("config") / name).read_text(encoding="utf-8")
    head = text if copied else text.partition("\n")[0] + "\n"
    (root / name).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return load_directory(root)


@pytest.mark.parametrize("name", [SERVICES, STRUCTURES])
def test_a_copy_of_a_shipped_file_changes_nothing(tmp_path: Path, name: str) -> None:
    assert written(tmp_path, name, copied=True) == SHIPPED


def test_a_copy_with_a_row_added_lists_the_services_of_that_row_alone(tmp_path: Path) -> None:
    given = written(tmp_path, SERVICES, f"{COMMUNE},VOIRIE,Voirie,yes", copied=True)
    assert given.listed == {COMMUNE}
    assert given.services[STATE] == SHIPPED.services[STATE]


def test_a_copy_with_a_row_added_is_a_list_of_the_operators_own(tmp_path: Path) -> None:
    row = f"{COMMUNE},Commune exemple,none,yes,essai,M"
    assert not written(tmp_path, STRUCTURES, copied=True).imported
    assert written(tmp_path, STRUCTURES, row, copied=True).imported
    assert written(tmp_path, STRUCTURES, row).imported


def test_a_row_of_the_operators_wins_over_the_shipped_one(tmp_path: Path) -> None:
    given = written(tmp_path, SERVICES, f"{STATE},sfacetat,Fermé,no")
    assert not given.services[STATE]["SFACETAT"].active
    assert given.listed == frozenset()


def test_no_list_is_complete_unless_declared() -> None:
    assert (SHIPPED.unknown_debtor, SHIPPED.unknown_service) == ("off", "off")
    declared = load_directory(None, "warning", "error")
    assert declared == replace(SHIPPED, unknown_debtor="warning", unknown_service="error")
