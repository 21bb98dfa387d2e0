"""The health file as it is written, and as it is read by those who ask from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from edi.disk import locks
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.monitor import health
from edi.monitor.health import HealthFile, Pulse, read_health

NOTE = Message("un ennui", "a trouble")


class Log:
    def __init__(self) -> None:
        self.actions: list[str] = []

    def warning(self, action: str, **_: Any) -> None:
        self.actions.append(action)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders.of(tmp_path)
    folders.state.mkdir()
    return folders


@pytest.fixture
def ledger(folders: Folders) -> Iterator[Ledger]:
    with Ledger(folders.ledger) as opened:
        yield opened


@pytest.fixture
def at_work(folders: Folders) -> Iterator[None]:
    handle = locks.lock(folders.daemon_lock, "edi watch")
    yield
    locks.unlock(handle)


def pulse(*notes: Message, flows: int = 0) -> Pulse:
    return Pulse(flows, 0, 0, 0, notes)


@pytest.mark.usefixtures("at_work")
def test_what_is_written_is_read_in_both_languages(folders: Folders, ledger: Ledger) -> None:
    HealthFile(folders.state, ledger, Log()).write(pulse(NOTE, flows=3))
    read = read_health(folders)
    assert (read.status, read.notes, read.facts["flows"], read.well) == ("degraded", (NOTE,), 3, False)
    assert read.as_dict("en")["notes"] == ["a trouble"]
    assert "notes_en" not in read.as_dict("fr")


@pytest.mark.usefixtures("at_work")
def test_without_a_note_all_is_well(folders: Folders, ledger: Ledger) -> None:
    HealthFile(folders.state, ledger, Log()).write(pulse())
    assert read_health(folders).well


def test_the_same_is_not_written_again_before_its_time(
    folders: Folders, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, path = HealthFile(folders.state, ledger, Log()), folders.state / health.HEALTH
    file.write(pulse())
    path.unlink()
    file.write(pulse())
    assert not path.exists()
    file.write(pulse(flows=1))
    assert path.exists()
    path.unlink()
    monkeypatch.setattr(health, "HEALTH_SECONDS", 0)
    file.write(pulse(flows=1))
    assert path.exists()


def test_a_file_that_cannot_be_written_is_told_in_the_log(
    folders: Folders, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("edi.disk.durable.replace", full)
    log = Log()
    HealthFile(folders.state, ledger, log).write(pulse())
    assert log.actions == ["health-not-written"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"status": "ok", "notes": [], "at": 7}', '{"status": "ok"}'])
def test_a_file_that_says_nothing_is_as_none(folders: Folders, text: str) -> None:
    (folders.state / health.HEALTH).write_text(text)
    read = read_health(folders)
    assert (read.status, read.notes, dict(read.facts)) == ("unknown", (health.NOBODY_SPOKE,), {})


@pytest.mark.usefixtures("at_work")
def test_an_older_daemons_notes_are_told_as_they_are(folders: Folders) -> None:
    facts = {"status": "degraded", "at": datetime.now(UTC).isoformat(), "notes": ["un ennui"]}
    (folders.state / health.HEALTH).write_text(json.dumps(facts))
    assert read_health(folders).as_dict("en")["notes"] == ["un ennui"]


def test_one_that_is_gone_or_silent_is_not_well(folders: Folders) -> None:
    for ago, status, words in (
        (timedelta(), "stopped", "no daemon works here"),
        (timedelta(minutes=3), "silent", "the daemon has said nothing since"),
    ):
        at = (datetime.now(UTC) - ago).isoformat(timespec="seconds")
        (folders.state / health.HEALTH).write_text(json.dumps({"status": "ok", "at": at, "notes": []}))
        read = read_health(folders)
        assert (read.status, read.well) == (status, False)
        assert read.notes[0].en.startswith(words)
