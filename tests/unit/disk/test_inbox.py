"""What a take changes on the disk besides its rename."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.disk import inbox


def test_a_home_is_new_and_its_parents_are_made(tmp_path: Path) -> None:
    inbox.make_home(tmp_path / "btp" / "flow")
    assert (tmp_path / "btp" / "flow").is_dir()
    with pytest.raises(FileExistsError):
        inbox.make_home(tmp_path / "btp" / "flow")


def test_what_is_put_back_leaves_no_home(tmp_path: Path) -> None:
    inbox.make_home(tmp_path / "home")
    (tmp_path / "home" / "a").write_bytes(b"a")
    assert inbox.put_back(tmp_path / "home" / "a", tmp_path / "a")
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "home").exists()) == (b"a", False)


def test_nothing_is_put_back_over_a_newer_file(tmp_path: Path) -> None:
    inbox.make_home(tmp_path / "home")
    (tmp_path / "home" / "a").write_bytes(b"old")
    (tmp_path / "a").write_bytes(b"new")
    assert not inbox.put_back(tmp_path / "home" / "a", tmp_path / "a")
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "home" / "a").read_bytes()) == (b"new", b"old")


def test_a_marker_that_is_gone_or_cannot_go_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    inbox.remove_marker(tmp_path / "gone")
    inbox.remove_marker(tmp_path / "folder")
    assert (tmp_path / "folder").is_dir()
