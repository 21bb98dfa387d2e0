"""Trouble outside the gateway or in one document: said once, health degraded, everybody else served, nothing lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live import (
    INTEGRATED,
    Live,
    alive,
    change,
    document,
    edi,
    ended,
    flow,
    flows,
    gateway,
    hurry,
    name,
    returns,
    until,
    watching,
)

from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.flow import State
from edi.model.judgement import FlowVerdict
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice, size_about

MIB = 1 << 20
CODES = {"btp": "XXX001", "sud": "XXX002"}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root", list(CODES))


def drop(folders: Folders, serial: int, partner: str = "btp", data: bytes = b"") -> str:
    path = folders.inbox / partner / name(serial, CODES[partner])
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data or document(serial))
    os.rename(part, path)
    return path.name


def degraded(live: Live, words: str) -> bool:
    """Health says so, in these words."""
    said = live.health()
    return bool(said) and said["status"] == "degraded" and any(words in note for note in said["notes"])


def well(live: Live) -> bool:
    said = live.health()
    return bool(said) and said["status"] == "ok"


def told(live: Live, action: str, words: str) -> list[dict[str, Any]]:
    return [line for line in live.log(action) if words in line["note"]]


def said_once(live: Live, words: str) -> bool:
    """However many sweeps met it: one line when it began, one when it was over."""
    until(lambda: told(live, "trouble-over", words))
    return (len(told(live, "trouble", words)), len(told(live, "trouble-over", words))) == (1, 1)


# inboxes


def test_an_inbox_that_goes_away_is_said_once_and_taken_from_again_when_it_is_back(folders: Folders) -> None:
    words = "inbox/btp : illisible ou absent"
    with watching(folders) as live:
        first = ended(folders, drop(folders, 1))
        os.rename(folders.inbox / "btp", folders.inbox / ".away")
        until(lambda: degraded(live, words))
        assert edi(folders, "health").returncode == 1
        ended(folders, drop(folders, 1, "sud"))
        os.rename(folders.inbox / ".away", folders.inbox / "btp")
        ended(folders, drop(folders, 2))
        assert said_once(live, words)
        until(lambda: well(live))
    assert [row.id for row in flows(folders) if row.drop_name == name(1)] == [first.id], "nothing is judged again"


@pytest.mark.slow
def test_an_inbox_that_is_missing_at_the_start_does_not_stop_it(folders: Folders) -> None:
    os.rmdir(folders.inbox / "btp")
    with watching(folders) as live:
        ended(folders, drop(folders, 1, "sud"))
        assert live.logged("not-watched", inbox="btp")
        until(lambda: degraded(live, "inbox/btp"))
        (folders.inbox / "btp").mkdir()
        ended(folders, drop(folders, 1))


@pytest.fixture
def other_disk() -> Iterator[Path]:
    shm = Path("/dev/shm")
    if not shm.is_dir():
        pytest.skip("no second file system at hand")
    folder = Path(tempfile.mkdtemp(dir=shm))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_an_inbox_on_another_file_system_is_said_and_left_and_the_others_go_on(
    folders: Folders, other_disk: Path
) -> None:
    if os.stat(other_disk).st_dev == os.stat(folders.root).st_dev:
        pytest.skip("no second file system at hand")
    os.rmdir(folders.inbox / "btp")
    (folders.inbox / "btp").symlink_to(other_disk)
    with watching(folders) as live:
        left = drop(folders, 1)
        ended(folders, drop(folders, 1, "sud"))
        until(lambda: degraded(live, "inbox/btp : sur un autre système de fichiers que state/"))
        assert (other_disk / left).exists()
        assert len(told(live, "trouble", "autre système de fichiers")) == 1
        os.unlink(folders.inbox / "btp")
        (folders.inbox / "btp").mkdir()
        shutil.copy(other_disk / left, folders.inbox / "btp" / left)
        ended(folders, left)


# disks


@pytest.mark.slow
def test_while_the_disk_is_nearly_full_nothing_is_taken_and_what_is_in_hand_is_finished(tmp_path: Path) -> None:
    folders = gateway(tmp_path / "root", config=f"[gateway]\nsweep_seconds = 0.3\n[limits]\nfree = {1 << 50}\n")
    in_hand = folders.taken_flow("btp", "20260101000000000001-00ff") / name(7)
    in_hand.parent.mkdir(parents=True)
    in_hand.write_bytes(document(7))
    with watching(folders) as live:
        left = drop(folders, 1)
        ended(folders, name(7))
        until(lambda: degraded(live, "disque presque plein"))
        time.sleep(0.6)
        assert (folders.inbox / "btp" / left).exists()
        assert len(told(live, "trouble", "disque presque plein")) == 1
    (folders.config / "gateway.toml").write_text("")
    with watching(folders):
        ended(folders, left)


def test_an_outbox_that_takes_nothing_keeps_the_decision_until_it_does(folders: Folders) -> None:
    outbox, words = folders.outbox / "btp", "outbox/btp : retours non déposés"
    os.rmdir(outbox)
    outbox.write_text("in its place")
    with watching(folders) as live:
        kept = drop(folders, 1)
        until(lambda: (row := flow(folders, kept)) and row.state is State.DECIDED)
        until(lambda: degraded(live, words))
        ended(folders, drop(folders, 1, "sud"))
        outbox.unlink()
        assert ended(folders, kept).verdict is INTEGRATED
        assert said_once(live, words)
        until(lambda: well(live))
    assert len(returns(folders)) == 2


@pytest.mark.slow
def test_a_ledger_that_another_program_locks_for_three_seconds_loses_nothing(folders: Folders) -> None:
    with watching(folders) as live:
        ended(folders, drop(folders, 1))
        with contextlib.closing(sqlite3.connect(folders.ledger, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = drop(folders, 2)
            time.sleep(3)
            other.execute("ROLLBACK")
        assert ended(folders, waiting).verdict is INTEGRATED
        assert live.log("trouble") == []


# documents


def sharing(config: str, tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root", list(CODES), f"[gateway]\nsweep_seconds = 0.2\n[limits]\n{config}\n")


def deaths_of(live: Live, folders: Folders, poison: str) -> FlowVerdict | None:
    """Hurries the retries of a poison flow until it is decided; other drops are answered after each death."""
    for death in (1, 2):
        until(lambda: (row := flow(folders, poison)) and row.attempts == death)  # noqa: B023 - used at once
        assert (row := flow(folders, poison)) is not None
        assert row.state is State.TAKEN
        assert live.health()["not_judged"] == 1
        ended(folders, drop(folders, 100 + death, "sud"))
        hurry(folders)
    return ended(folders, poison).verdict


def answer(folders: Folders, drop_name: str) -> str:
    row = flow(folders, drop_name)
    assert row is not None
    with Ledger(folders.ledger, read_only=True) as ledger:
        return ledger.decisions.returns(row.id)[0].content.decode()


@pytest.mark.slow
def test_a_document_that_exhausts_its_judges_memory_is_quarantined_after_three_deaths(tmp_path: Path) -> None:
    folders = sharing(f"judge_memory = {16 * MIB}", tmp_path)
    huge = cii(size_about(invoice(number="TROP"), 12 * MIB, cii))
    with watching(
        folders, "--no-events"
    ) as live:  # threads reserve address space, and a judge inherits the right to it
        poison = drop(folders, 1, data=huge)
        neighbours = [drop(folders, serial) for serial in (2, 3)] + [drop(folders, 1, "sud")]
        assert [ended(folders, one).verdict for one in neighbours] == [INTEGRATED] * 3
        assert deaths_of(live, folders, poison) is FlowVerdict.QUARANTINED
        assert live.logged("decided", drop=poison)["level"] == "error"
        until(lambda: well(live))
    assert "<CodeEtat>91</CodeEtat>" in answer(folders, poison) or ">91<" in answer(folders, poison)
    [kept] = folders.quarantine.rglob("FSO*")
    assert kept.read_bytes() == huge


@pytest.mark.slow
def test_a_judge_that_hangs_is_ended_and_its_document_judged_by_another(tmp_path: Path) -> None:
    folders = sharing("judge_seconds = 1", tmp_path)
    with watching(folders) as live:
        until(lambda: live.health())
        hung = live.judges()
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        stuck = drop(folders, 1)
        until(lambda: (row := flow(folders, stuck)) and row.attempts == 1)
        assert "1 s" in str(flow(folders, stuck).failure)  # type: ignore[union-attr]
        hurry(folders)
        until(lambda: (row := flow(folders, stuck)) and (row.attempts == 2 or row.state is State.DONE))
        hurry(folders)
        assert ended(folders, stuck).verdict is INTEGRATED
        assert not any(alive(pid) for pid in hung)


@pytest.mark.slow
def test_a_judge_that_hangs_before_it_has_read_a_large_document_does_not_hold_the_daemon(tmp_path: Path) -> None:
    """The pipe to a judge holds some hundred KB; the rest waits for the judge to read."""
    folders = sharing("judge_seconds = 1", tmp_path)
    large = cii(size_about(invoice(number="GRAND"), 4 * MIB, cii))
    with watching(folders) as live:
        until(lambda: live.health())
        hung = live.judges()
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        stuck = drop(folders, 1, data=large)
        until(lambda: (row := flow(folders, stuck)) and row.attempts == 1, 10)
        for pid in filter(alive, hung):
            os.kill(pid, signal.SIGKILL)
        ended(folders, drop(folders, 2, "sud"))


@pytest.mark.slow
def test_judges_killed_while_idle_cost_nothing(folders: Folders) -> None:
    with watching(folders) as live:
        ended(folders, drop(folders, 1))
        for pid in live.judges():
            os.kill(pid, signal.SIGKILL)
        row = ended(folders, drop(folders, 2))
        assert (row.verdict, row.attempts) == (INTEGRATED, 0)


# writers


@pytest.mark.slow
def test_a_writer_that_stalls_longer_than_the_quiet_period_is_never_accepted_by_half(folders: Folders) -> None:
    """What happens: the half is taken and answered as what it is, a cut file. What the writer adds later goes into the
    archived original, which `edi verify` then tells. Its flow id is free, for nothing of it could be read: the whole
    file may follow under the same name."""
    data = document(1)
    path = folders.inbox / "btp" / name(1)
    with watching(folders, clean=False), path.open("wb", buffering=0) as slow:
        slow.write(data[: len(data) // 2])
        row = ended(folders, path.name)
        slow.write(data[len(data) // 2 :])
    assert row.verdict not in (INTEGRATED, FlowVerdict.PARTIAL)
    assert "XML-" in answer(folders, path.name)
    verified = edi(folders, "verify")
    assert verified.returncode == 1
    assert "ce n'est plus le contenu reçu" in verified.stdout


def test_a_writer_that_goes_on_while_its_file_is_judged_is_read_again(folders: Folders) -> None:
    """It was taken by half and grew before its verdict: nothing is decided on what has changed."""
    data = document(1)
    with watching(folders) as live:
        until(lambda: live.health())
        judges = live.judges()
        for pid in judges:
            os.kill(pid, signal.SIGSTOP)
        path = folders.inbox / "btp" / name(1)
        with path.open("wb", buffering=0) as slow:
            slow.write(data[: len(data) // 2])
            until(lambda: flow(folders, path.name))
            slow.write(data[len(data) // 2 :])
        for pid in judges:
            os.kill(pid, signal.SIGCONT)
        until(lambda: (row := flow(folders, path.name)) and row.failure)
        assert "a changé" in str(flow(folders, path.name).failure)  # type: ignore[union-attr]
        change(folders, "UPDATE flows SET next_try_at = NULL")
        row = ended(folders, path.name)
        assert (row.verdict, row.size) == (INTEGRATED, len(data))
