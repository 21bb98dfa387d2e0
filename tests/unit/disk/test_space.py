"""What the disk is asked: how much room, and where one file system ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from edi.disk import space


def test_a_folder_and_the_one_below_it_are_on_one_file_system(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    assert space.same_file_system(tmp_path, tmp_path / "below")


def test_another_disk_is_another_file_system(tmp_path: Path) -> None:
    if os.stat("/proc").st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("no second file system at hand")
    assert not space.same_file_system(tmp_path, Path("/proc"))


def test_a_folder_that_is_missing_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        space.same_file_system(tmp_path, tmp_path / "missing")


def test_free_bytes_are_those_that_df_tells(tmp_path: Path) -> None:
    disk = os.statvfs(tmp_path)
    assert space.free_bytes(tmp_path) == pytest.approx(disk.f_bavail * disk.f_frsize, rel=0.05)
