"""`edi verify` beside a gateway at work: it changes nothing, and what is only on its way is no problem.

Each test does one step of the gateway's at the worst moment of the look, in the same process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from gateways import call
from live import document, name

from edi.catalogue import wording
from edi.cli.verbs import purge
from edi.cli.verbs import verify as module
from edi.config.settings import Settings
from edi.disk import durable
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.ledger.books import Books
from edi.ledger.flows import Flows
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict
from edi.operations import lookup as module_lookup
from edi.operations import verify as module_verify
from edi.pipeline import held
from edi.pipeline.runtime import Runtime
from edi.pipeline.take import Namer


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_verify, "PAUSES", (0.0,))


def verified(settings: Settings) -> int:
    return module.verify(call(settings.folders.root, as_json=True))


def swept(settings: Settings, engine: Engine, *serials: int) -> None:
    for serial in serials:
        (settings.folders.inbox / "btp" / name(serial)).write_bytes(document(serial))
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)


def once(patch: pytest.MonkeyPatch, owner: Any, attribute: str, step: Callable[[], object]) -> None:
    """`step` happens within the first call: after what it reads is read, before that is looked at."""
    real, steps = getattr(owner, attribute), [step]

    def call(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        if steps:
            steps.pop()()
        return found

    patch.setattr(owner, attribute, call)


def test_it_does_not_remove_the_folder_of_a_take_at_work(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(settings, engine, 1)
    rename = durable.rename

    def verified_first(old: Path, new: Path) -> None:
        monkeypatch.setattr(durable, "rename", rename)
        assert verified(settings) == 0
        rename(old, new)

    monkeypatch.setattr(durable, "rename", verified_first)
    swept(settings, engine, 2)
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        assert [row.verdict for row in ledger.books.flows()] == [FlowVerdict.INTEGRATED] * 2


def test_a_flow_that_comes_in_between_two_counts_breaks_no_conservation(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(settings, engine, 1)
    once(monkeypatch, Books, "conservation", lambda: swept(settings, engine, 2))
    assert verified(settings) == 0


def test_a_flow_that_is_taken_and_has_its_row_a_moment_later_is_no_problem(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(settings, engine, 1)
    flow = Namer().next()
    home = settings.folders.taken_flow("btp", flow)
    home.mkdir(parents=True)
    (home / name(2)).write_bytes(document(2))

    def insert() -> None:
        with Ledger(settings.folders.ledger) as ledger, ledger.write():
            ledger.flows.add([(flow, "btp", name(2), datetime.now(UTC))])

    once(monkeypatch, Flows, "get", insert)
    assert verified(settings) == 0


def test_a_flow_that_is_archived_between_the_listing_and_the_ledger_is_no_problem(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = settings.folders.taken_flow("btp", Namer().next())
    home.mkdir(parents=True)
    (home / name(1)).write_bytes(document(1))
    Ledger(settings.folders.ledger).close()
    leftovers = held.leftovers

    def then_finished(folders: Any) -> Any:
        yield from list(leftovers(folders))
        swept(settings, engine)

    monkeypatch.setattr(module_verify, "leftovers", then_finished)
    assert verified(settings) == 0
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        assert [row.state for row in ledger.books.flows()] == [State.DONE]


@pytest.mark.parametrize("moment", ["before it is looked for", "before it is read"])
def test_an_original_purged_after_its_row_was_read_is_no_problem(
    moment: str, settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(settings, engine, 1)

    def purged() -> None:
        purge.purge(call(settings.folders.root, as_json=True), "0h", yes=True)

    real, steps = module_lookup.original, [purged]

    def original(row: FlowRow, given: Settings) -> Path | None:
        before = moment == "before it is looked for"
        if steps and before:
            steps.pop()()
        found = real(row, given)
        if steps:
            steps.pop()()
        return found

    monkeypatch.setattr(module_verify, "original", original)
    assert verified(settings) == 0
    assert not any(path.is_file() for path in settings.folders.archive.rglob("*"))


def test_what_stays_wrong_is_told_all_the_same(
    settings: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    swept(settings, engine, 1, 2, 3)
    first, second, third = sorted(path for path in settings.folders.archive.rglob("*") if path.is_file())
    first.write_bytes(b"another")
    shutil.rmtree(second.parent)
    os.unlink(third)
    os.mkfifo(third)
    capsys.readouterr()
    assert module.verify(call(settings.folders.root)) == 1
    said = capsys.readouterr().out
    for words in ("ce n'est plus le contenu reçu", "original introuvable", "original illisible", "Problèmes : 3"):
        assert words in said
