"""What befalls a ledger or an outbox between two runs: it is said in words, and nothing is judged twice or lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
import sight
import stand
from scenes import SWEEP, Desk, Scene, arrange, one
from stand import Fate
from trials import Bench

from edi.disk.folders import Folders
from edi.ledger import statements
from edi.model.flow import State


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A gateway with one answered flow, and a second drop waiting."""
    root = tmp_path / "root"
    arrange(root, Scene("here", lambda desk: None), "", None)
    made = Desk(root, stand.engine(), lambda line: 0)
    made.drop(1, one("F-1"))
    assert sweep(made).code == 0
    made.drop(2, one("F-2"))
    return made


@pytest.fixture(autouse=True, scope="module")
def _warm(bench: Bench) -> None:
    """The bench has loaded what the children use."""


def sweep(desk: Desk, lines: tuple[str, ...] = (SWEEP,)) -> Fate:
    return stand.commands(desk.root, lines)


def sound(desk: Desk) -> None:
    fate = sweep(desk, ("verify",))
    assert fate.code == 0, fate.said


def flows(desk: Desk) -> list[tuple[str, str, str]]:
    """(the last digit of its name, verdict, state) of each flow."""
    with sight.ledger(desk.root) as rows:
        return [(name[-1], verdict, state) for name, verdict, state in rows(
            "SELECT drop_name, verdict, state FROM flows ORDER BY seq"
        )]  # fmt: skip


def inbox(desk: Desk) -> list[str]:
    return [file.name[-1] for file in sight.files(desk.folders.inbox)]


DONE = State.DONE.value
FIRST, SECOND = ("1", "integrated", DONE), ("2", "integrated", DONE)


def copy_of_ledger(desk: Desk, where: Path) -> Path:
    """As `sqlite3 ledger.db ".backup ..."` makes one."""
    with (
        contextlib.closing(sqlite3.connect(desk.folders.ledger)) as ours,
        contextlib.closing(sqlite3.connect(where)) as copy,
    ):
        ours.backup(copy)
    return where


def test_a_ledger_that_another_program_holds_is_waited_for_then_told(desk: Desk) -> None:
    with contextlib.closing(sqlite3.connect(desk.folders.ledger, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with mock.patch("edi.ledger.database.BUSY_SECONDS", 0.3):  # ten seconds otherwise
            fate = sweep(desk)
        other.execute("ROLLBACK")
    assert fate.code == 70
    assert "qu'aucun autre programme ne le tient" in fate.said
    assert "sauvegarde" not in fate.said
    assert flows(desk) == [FIRST]
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND]
    sound(desk)


@pytest.mark.parametrize("keep", [4096, 8192 + 100, 512])
def test_a_truncated_ledger_is_refused_with_what_to_do_and_nothing_is_taken(desk: Desk, keep: int) -> None:
    kept = copy_of_ledger(desk, desk.root / "copy.db")
    os.truncate(desk.folders.ledger, keep)
    fate = sweep(desk)
    assert fate.code == 70
    assert "il est endommagé : restaurez-le depuis une sauvegarde" in fate.said
    assert inbox(desk) == ["2"]
    os.replace(kept, desk.folders.ledger)
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND]
    sound(desk)


def emptied(folders: Folders) -> None:
    os.truncate(folders.ledger, 0)


def deleted(folders: Folders) -> None:
    folders.ledger.unlink()


@pytest.mark.parametrize("lose", [emptied, deleted])
def test_a_ledger_made_anew_beside_answered_flows_takes_nothing(desk: Desk, lose: Callable[[Folders], None]) -> None:
    desk.drop(1, one("F-1"))  # again: a new ledger would not know it
    lose(desk.folders)
    for _ in range(2):  # nor does the next run take the empty ledger for good
        fate = sweep(desk)
        assert fate.code == 70
        assert "1 flux déjà traités lui sont inconnus" in fate.said
        assert sorted(inbox(desk)) == ["1", "2"]


def test_an_older_copy_of_the_ledger_takes_nothing_until_it_has_the_flows_it_forgot(desk: Desk) -> None:
    older = copy_of_ledger(desk, desk.root / "older.db")
    before = sight.published(desk.root)
    assert sweep(desk).code == 0
    answered = sight.published(desk.root)
    os.replace(older, desk.folders.ledger)
    desk.drop(2, one("F-2"))  # the ERP sends it once more; the older copy knows nothing of it
    fate = sweep(desk)
    assert fate.code == 70
    assert "1 flux déjà traités lui sont inconnus" in fate.said
    assert "remettez ces dossiers dans state/taken/<partenaire>/" in fate.said
    assert flows(desk) == [FIRST]
    # the operator has no newer copy, and does as it says
    forgotten = sorted(desk.folders.archive.glob("btp/*/*/*/*"))[-1]
    shutil.move(forgotten, desk.folders.taken / "btp" / forgotten.name)
    fate = sweep(desk)
    assert fate.code == 4
    assert "y est déjà, avec un autre contenu" in fate.said  # the first answers are not collected yet
    for name in answered.keys() - before.keys():
        next(desk.folders.outbox.rglob(name)).unlink()
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND, ("2", "repeat", DONE)]
    again = {name: content for name, content in sight.published(desk.root).items() if name in answered}
    assert set(again) == set(answered)
    assert {sight.timeless(content) for content in again.values()} == {sight.timeless(one) for one in answered.values()}
    sound(desk)


def test_a_ledger_of_an_older_schema_is_migrated_and_keeps_its_flows(tmp_path: Path) -> None:
    root = tmp_path / "root"
    arrange(root, Scene("here", lambda desk: None), "", None)
    desk = Desk(root, stand.engine(), lambda line: 0)
    first = statements.migrations()[:1]
    with mock.patch("edi.ledger.statements.migrations", return_value=first):
        desk.drop(1, one("F-1"))
        stand.commands(root, (SWEEP,))  # an older gateway, as far as its ledger goes
    with contextlib.closing(sqlite3.connect(desk.folders.ledger)) as ledger:
        assert ledger.execute("PRAGMA user_version").fetchone() == (1,)
    desk.drop(2, one("F-2"))
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND]
    desk.drop(1, one("F-1"))
    assert sweep(desk).code == 0
    assert flows(desk)[-1] == ("1", "repeat", DONE)
    sound(desk)


def test_a_ledger_of_a_newer_schema_is_refused_and_nothing_is_taken(desk: Desk) -> None:
    with contextlib.closing(sqlite3.connect(desk.folders.ledger)) as ledger:
        ledger.execute("PRAGMA user_version = 999")
    fate = sweep(desk)
    assert fate.code == 70
    assert "passerelle plus récente" in fate.said
    assert inbox(desk) == ["2"]


# the outbox


def missing(outbox: Path) -> None:
    shutil.rmtree(outbox)


def in_the_way(outbox: Path) -> None:
    """A parent that is no folder: it cannot even be made anew."""
    shutil.rmtree(outbox.parent)
    outbox.parent.write_bytes(b"")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[[Path, str], None]]:
    """Mounts a file system of its own over a folder."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            pytest.skip(f"this machine lets nobody mount a file system: {done.stderr.strip()}")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_missing_outbox_is_made_again(desk: Desk) -> None:
    missing(desk.folders.outbox / "btp")
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND]
    sound(desk)


def test_an_outbox_that_cannot_be_made_keeps_the_decision(desk: Desk) -> None:
    in_the_way(desk.folders.outbox / "btp")
    kept(desk)
    desk.folders.outbox.unlink()
    published_later(desk)


def kept(desk: Desk) -> None:
    fate = sweep(desk)
    assert fate.code == 4
    assert "retours non déposés" in fate.said
    assert flows(desk) == [FIRST, ("2", "integrated", State.DECIDED.value)]


def published_later(desk: Desk) -> None:
    with sight.ledger(desk.root) as rows:
        decided = rows("SELECT verdict, decided_at FROM flows")
    assert sweep(desk).code == 0
    assert flows(desk) == [FIRST, SECOND]
    with sight.ledger(desk.root) as rows:
        assert rows("SELECT verdict, decided_at FROM flows") == decided, "no second verdict"
    assert len([name for name in sight.published(desk.root) if name[0] in "CF"]) >= 4
    sound(desk)


@pytest.mark.parametrize("options", ["size=4k", "ro,size=1m"], ids=["full", "read-only"])
def test_an_outbox_that_takes_nothing_keeps_the_decision(
    desk: Desk, small: Callable[[Path, str], None], options: str
) -> None:
    outbox = desk.folders.outbox / "btp"
    small(outbox, options)
    kept(desk)
    subprocess.run(["umount", str(outbox)], check=True)
    subprocess.run(["mount", "--bind", str(outbox), str(outbox)], check=True)  # for the fixture to take away
    published_later(desk)
