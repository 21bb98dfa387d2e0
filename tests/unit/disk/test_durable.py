"""Writing and moving: what is on the disk whatever fails."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edi.disk import durable
from edi.errors import DurabilityError

FILES = [("a.xml", b"new a"), ("b.xml", b"new b")]


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def failing(call: Callable[..., Any], at: int) -> Callable[..., Any]:
    """`call` that raises an input/output error at its n-th use, counted from 1."""
    used = 0

    def once(*args: Any, **kwargs: Any) -> Any:
        nonlocal used
        used += 1
        if used == at:
            raise OSError(errno.EIO, "Input/output error")
        return call(*args, **kwargs)

    return once


# folders


def test_a_folder_is_made_with_its_parents_and_each_parent_is_synced(tmp_path: Path, monkeypatch: Any) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]


def test_a_folder_that_is_there_costs_no_sync(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 1))
    durable.make_folder(tmp_path)


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(FileExistsError):
        durable.make_folder(tmp_path / "a")


def test_removing_a_folder_that_is_gone_is_fine(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    durable.remove_folder(tmp_path / "a")
    durable.remove_folder(tmp_path / "a")
    assert names(tmp_path) == []


def test_a_folder_that_holds_something_is_not_removed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not empty"):
        durable.remove_folder(tmp_path.parent)


# publish


def test_published_files_are_there_whole_and_nothing_else_is(tmp_path: Path) -> None:
    durable.publish(tmp_path, FILES)
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == dict(FILES)


def test_publishing_again_changes_nothing(tmp_path: Path) -> None:
    durable.publish(tmp_path, FILES)
    durable.publish(tmp_path, iter(FILES))
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == dict(FILES)


def test_publishing_nothing_does_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 1))
    durable.publish(tmp_path, [])
    assert names(tmp_path) == []


def test_a_leftover_temporary_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / ".a.xml.part").write_bytes(b"half of a longer, older text")
    durable.publish(tmp_path, FILES[:1])
    assert (names(tmp_path), (tmp_path / "a.xml").read_bytes()) == (["a.xml"], b"new a")


def test_every_file_is_synced_before_any_gets_its_name_and_the_folder_after(tmp_path: Path, monkeypatch: Any) -> None:
    done: list[str] = []
    fsync, rename = os.fsync, os.rename

    def spied_fsync(handle: int) -> None:
        done.append("sync " + os.readlink(f"/proc/self/fd/{handle}").rpartition("/")[2])
        fsync(handle)

    def spied_rename(old: Path, new: Path) -> None:
        done.append(f"name {new.name}")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", spied_fsync)
    monkeypatch.setattr(os, "rename", spied_rename)
    durable.publish(tmp_path, FILES)
    assert done == ["sync .a.xml.part", "sync .b.xml.part", "name a.xml", "name b.xml", f"sync {tmp_path.name}"]


@pytest.mark.parametrize("call", ["fsync", "rename", "open", "unlink"])
@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("old", [None, b"old, and longer than the new one"])
class TestFailureInTheMiddle:
    def test_each_final_name_holds_the_old_file_or_the_new_one_whole(
        self, tmp_path: Path, monkeypatch: Any, call: str, at: int, old: bytes | None
    ) -> None:
        if old is not None:
            for name, _ in FILES:
                (tmp_path / name).write_bytes(old)
        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing(getattr(os, call), at))
            with contextlib.suppress(OSError, DurabilityError):
                durable.publish(tmp_path, FILES)
        for name, new in FILES:
            found = (tmp_path / name).read_bytes() if (tmp_path / name).exists() else None
            assert found in (old, new)
        assert [name for name in names(tmp_path) if not name.startswith(".")] in (
            [],
            ["a.xml"],
            ["a.xml", "b.xml"],
        )

    def test_publishing_again_mends_everything(
        self, tmp_path: Path, monkeypatch: Any, call: str, at: int, old: bytes | None
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing(getattr(os, call), at))
            with contextlib.suppress(OSError, DurabilityError):
                durable.publish(tmp_path, FILES)
        durable.publish(tmp_path, FILES)
        assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == dict(FILES)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_failed_sync_stops_the_process_and_is_not_tried_again(tmp_path: Path, monkeypatch: Any, at: int) -> None:
    uses: list[int] = []
    once = failing(lambda handle: None, at)

    def counted(handle: int) -> None:
        uses.append(handle)
        once(handle)

    monkeypatch.setattr(os, "fsync", counted)
    with pytest.raises(DurabilityError, match="prochain lancement"):
        durable.publish(tmp_path, FILES)
    assert len(uses) == at


def test_a_full_disk_is_an_ordinary_error_that_leaves_no_final_name(tmp_path: Path, monkeypatch: Any) -> None:
    def full() -> Any:
        yield "a.xml", b"whole"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        durable.publish(tmp_path, full())
    assert names(tmp_path) == [".a.xml.part"]


def test_a_link_left_under_the_temporary_name_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"untouched")
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    (outbox / ".a.xml.part").symlink_to(outside)
    (outbox / ".b.xml.part").hardlink_to(outside)
    durable.publish(outbox, FILES)
    assert (outside.read_bytes(), (outbox / "a.xml").is_symlink(), names(outbox)) == (
        b"untouched",
        False,
        ["a.xml", "b.xml"],
    )


@pytest.mark.timeout(10)
def test_a_pipe_left_under_the_temporary_name_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".a.xml.part")
    durable.publish(tmp_path, FILES)
    assert names(tmp_path) == ["a.xml", "b.xml"]


@pytest.mark.parametrize("length", [1, 248, 249, 250, 255])
def test_a_name_as_long_as_the_file_system_takes_can_be_published(tmp_path: Path, length: int) -> None:
    durable.publish(tmp_path, [("n" * length, b"content")])
    assert names(tmp_path) == ["n" * length]


# moving


def test_a_moved_folder_is_whole_in_its_new_place(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "file").write_bytes(b"content")
    (tmp_path / "to").mkdir()
    durable.move(tmp_path / "old", tmp_path / "to" / "new")
    assert ((tmp_path / "to" / "new" / "file").read_bytes(), names(tmp_path)) == (b"content", ["to"])


def test_a_move_syncs_the_gaining_folder_first(tmp_path: Path, monkeypatch: Any) -> None:
    synced: list[Path] = []
    for folder in ("from", "to"):
        (tmp_path / folder).mkdir()
    (tmp_path / "from" / "x").write_bytes(b"")
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.move(tmp_path / "from" / "x", tmp_path / "to" / "x")
    assert synced == [tmp_path / "to", tmp_path / "from"]


def test_a_move_whose_sync_fails_says_so(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "x").write_bytes(b"")
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 1))
    with pytest.raises(DurabilityError):
        durable.move(tmp_path / "x", tmp_path / "y")


@pytest.mark.parametrize("kernel", [True, False])
class TestGivingBack:
    """`kernel` False: a file system that knows no rename without overwriting."""

    def test_the_file_is_under_its_old_name_again(self, tmp_path: Path, monkeypatch: Any, kernel: bool) -> None:
        self._without(monkeypatch, kernel)
        (tmp_path / "held").write_bytes(b"content")
        durable.give_back(tmp_path / "held", tmp_path / "drop")
        assert (names(tmp_path), (tmp_path / "drop").stat().st_nlink) == (["drop"], 1)

    def test_it_never_overwrites(self, tmp_path: Path, monkeypatch: Any, kernel: bool) -> None:
        self._without(monkeypatch, kernel)
        (tmp_path / "held").write_bytes(b"old")
        (tmp_path / "drop").write_bytes(b"newer")
        with pytest.raises(FileExistsError):
            durable.give_back(tmp_path / "held", tmp_path / "drop")
        assert ((tmp_path / "held").read_bytes(), (tmp_path / "drop").read_bytes()) == (b"old", b"newer")

    def _without(self, monkeypatch: Any, kernel: bool) -> None:
        if not kernel:

            class Old:
                renameat2 = staticmethod(lambda *_: -1)

            monkeypatch.setattr(durable.ctypes, "CDLL", lambda *_, **__: Old)
            monkeypatch.setattr(durable.ctypes, "get_errno", lambda: errno.EINVAL)


# reading


@pytest.mark.parametrize(("size", "limit", "read"), [(0, 10, 0), (9, 10, 9), (10, 10, 10), (11, 10, 11), (500, 10, 11)])
def test_a_file_is_read_up_to_one_byte_over_the_limit(tmp_path: Path, size: int, limit: int, read: int) -> None:
    (tmp_path / "x").write_bytes(b"x" * size)
    data, found = durable.read_file(tmp_path / "x", limit)
    assert (len(data), found.st_size) == (read, size)


def test_the_state_given_is_that_of_before_the_read(tmp_path: Path, monkeypatch: Any) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"first")
    before = file.stat().st_mtime_ns
    fstat = os.fstat

    def then_changed(handle: int) -> os.stat_result:
        found = fstat(handle)
        os.utime(file, ns=(1, 1))
        return found

    monkeypatch.setattr(os, "fstat", then_changed)
    assert durable.read_file(file, 100)[1].st_mtime_ns == before


def test_a_small_file_under_a_large_limit_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"small")
    bounded = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))\n"
    read = "edi.disk.durable.read_file(pathlib.Path(sys.argv[1]), 1 << 30)"
    code = f"{bounded}import sys, pathlib, edi.disk.durable\n{read}"
    subprocess.run([sys.executable, "-c", code, tmp_path / "x"], check=True)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder", "socket"])
def test_anything_but_a_regular_file_is_refused_and_nothing_stays_open(
    tmp_path: Path, monkeypatch: Any, kind: str
) -> None:
    file = tmp_path / "x"
    (tmp_path / "real").write_bytes(b"x")
    listener = socket.socket(socket.AF_UNIX)
    if kind == "link":
        file.symlink_to("real")
    elif kind == "dangling link":
        file.symlink_to("gone")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        monkeypatch.chdir(tmp_path)  # a socket's path is bounded to 108 bytes
        listener.bind("x")
    with listener:
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(OSError):  # noqa: PT011 - which one is the kernel's choice
            durable.read_file(file, 100)
        assert len(os.listdir("/proc/self/fd")) == before
