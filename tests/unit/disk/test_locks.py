"""The locks of a root: who holds one, in both languages; a lock dies with its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from edi.disk import locks
from edi.errors import LockHeld
from edi.message import Message

HOLDER = """
import sys, time
from pathlib import Path
from edi.disk import locks
locks.lock(Path(sys.argv[1]), sys.argv[2])
print("held", flush=True)
time.sleep(60)
"""


def holder(lock: Path, label: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, lock, label], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_process_is_told_who_holds_the_lock_and_gets_it_once_that_one_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "gateway.lock"
    with holder(lock, "edi run, processus 42") as process:
        try:
            with pytest.raises(LockHeld, match="edi run, processus 42"):
                locks.lock(lock, "second")
        finally:
            process.kill()
        process.wait()
        locks.unlock(locks.lock(lock, "a"))
    assert lock.read_text() == "a\n"  # and no trace of the longer words before


def test_a_second_lock_in_the_same_process_is_refused_and_leaves_nothing_open(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", "first")
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(LockHeld, match="first"):
        locks.lock(tmp_path / "lock", "second")
    assert len(os.listdir("/proc/self/fd")) == before
    locks.unlock(handle)


def test_a_lock_without_words_is_still_held(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", "")
    with pytest.raises(LockHeld, match="un autre processus"):
        locks.lock(tmp_path / "lock", "second")
    locks.unlock(handle)


def test_words_that_are_no_text_do_not_break_the_refusal(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", "first")
    os.pwrite(handle, b"\xff\xfe", 0)
    with pytest.raises(LockHeld):
        locks.lock(tmp_path / "lock", "second")
    locks.unlock(handle)


def test_the_lock_given_back_is_free_and_a_program_started_meanwhile_does_not_hold_it(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", "first")
    with subprocess.Popen(["sleep", "5"], close_fds=False) as started:
        locks.unlock(handle)
        locks.unlock(locks.lock(tmp_path / "lock", "second"))
        started.kill()


def test_a_lock_held_ends_a_command_with_75() -> None:
    assert LockHeld.exit_code == 75


def test_the_holder_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", locks.label("edi run"))
    with pytest.raises(LockHeld) as told:
        locks.lock(tmp_path / "lock", "second")
    assert f"edi run, processus {os.getpid()}, depuis le" in told.value.of("fr")
    assert f"another gateway works here (edi run, process {os.getpid()}, since" in told.value.of("en")
    locks.unlock(handle)


def test_only_the_holder_that_is_named_is_waited_for(tmp_path: Path) -> None:
    handle = locks.lock(tmp_path / "lock", Message("edi run", "edi run"))
    with pytest.raises(LockHeld):
        locks.lock(tmp_path / "lock", "second", patience=60, of="edi watch")
    locks.unlock(handle)
