"""Retention: only what is finished, old and not held goes; the ledger forgets nothing; a crash is ended by the next."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gateways import add_partner, call
from operation_cases import CODE, engine_at, rows, taken

from edi.catalogue import wording
from edi.cli import app
from edi.cli.verbs import hold, verify
from edi.cli.verbs.purge import purge as verb
from edi.cli.verbs.show import show
from edi.config.settings import Settings, load_settings
from edi.disk import durable, locks
from edi.disk import originals as disk_originals
from edi.disk.folders import Folders
from edi.errors import ConfigError, GatewayError, LockHeld
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.ledger.holds import Holds
from edi.ledger.retention import Retention
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict
from edi.operations.judge_again import PURGED
from edi.operations.purge import Choice, Report, lock_file, purge
from edi.operations.reprocess import Choice as Again
from edi.operations.reprocess import Kind, reprocess
from edi.pipeline.runtime import Runtime
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice

OLD = timedelta(days=1000)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_at(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Path:
    """A gateway with three finished flows, a thousand days old: two integrated, one refused as a duplicate."""
    root = tmp_path_factory.mktemp("answered") / "root"
    root.mkdir()
    add_partner(root, "btp", CODE)
    settings = load_settings(root)
    for serial, number in ((1, "F-1"), (2, "F-2"), (3, "F-1")):
        drop(settings, engine, serial, number)
    with Ledger(settings.folders.ledger) as ledger, ledger.write():
        ledger.database.run("UPDATE flows SET archived_at = :at", {"at": (datetime.now(UTC) - OLD).isoformat()})
    return root


@pytest.fixture
def settings(answered: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    shutil.copytree(answered, tmp_path / "root")
    capsys.readouterr()
    return load_settings(tmp_path / "root")


def drop(settings: Settings, engine: Engine, serial: int, number: str) -> FlowRow:
    return taken(settings, engine, serial, cii(invoice(number=number)))


def originals(settings: Settings) -> list[str]:
    kept = [*settings.folders.archive.rglob("*"), *settings.folders.quarantine.rglob("*")]
    return sorted(file.name[-1] for file in kept if file.is_file())


def everything(settings: Settings) -> list[str]:
    """Every file but the two SQLite keeps beside an open ledger, readers included."""
    return sorted(str(file) for file in settings.folders.root.rglob("*") if not file.name.startswith("ledger.db-"))


def purged(settings: Settings, days: int = 730, quarantined: bool = False) -> Report:
    choice = Choice(before=datetime.now(UTC) - timedelta(days=days), quarantined=quarantined)
    with Ledger(settings.folders.ledger) as ledger:
        return purge(settings.folders, ledger, choice)


def ask(
    settings: Settings,
    older_than: str = "730d",
    state: str = "done",
    partner: str | None = None,
    verdict: str | None = None,
    quarantined: bool = False,
    yes: bool = False,
    dry_run: bool = False,
    as_json: bool = True,
) -> int:
    told = call(settings.folders.root, as_json=as_json)
    return verb(told, older_than, state, partner, verdict, quarantined, yes, dry_run)


def problems(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    verify.verify(call(settings.folders.root, as_json=True))
    return list(json.loads(capsys.readouterr().out)["problems"])


def held(settings: Settings, flow: str | None = None, who: str | None = None) -> None:
    hold.add(call(settings.folders.root, as_json=True), "litige 17", [flow] if flow else [], who)


def test_old_originals_go_and_the_ledger_stays_sound(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report = purged(settings)
    assert (len(report.purged), originals(settings)) == (3, [])
    assert report.freed == sum(row.size or 0 for row in rows(settings))
    assert problems(settings, capsys) == []


def test_what_was_received_is_still_known(settings: Settings, engine: Engine) -> None:
    purged(settings)
    assert drop(settings, engine, 1, "F-1").verdict is FlowVerdict.REPEAT
    assert drop(settings, engine, 9, "F-2").verdict is FlowVerdict.REFUSED


def test_the_returns_stay(settings: Settings) -> None:
    purged(settings)
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        assert all(ledger.decisions.returns(row.id) for row in ledger.books.flows())


def test_a_younger_original_stays(settings: Settings) -> None:
    assert purged(settings, days=1001).purged == []


def test_an_unfinished_flow_stays(settings: Settings) -> None:
    with Ledger(settings.folders.ledger) as ledger, ledger.write():
        ledger.database.run("UPDATE flows SET state = 'returned' WHERE seq = 1")
    purged(settings)
    assert originals(settings) == ["1"]


@pytest.mark.parametrize(("quarantined", "left"), [(False, ["2"]), (True, [])])
def test_a_quarantined_one_goes_only_when_asked(settings: Settings, quarantined: bool, left: list[str]) -> None:
    with Ledger(settings.folders.ledger) as ledger, ledger.write():
        ledger.database.run("UPDATE flows SET verdict = 'quarantined' WHERE seq = 2")
    purged(settings, quarantined=quarantined)
    assert originals(settings) == left


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"partner": "btp"}, []),
        ({"verdict": "refused"}, ["1", "2"]),
        ({"verdict": "integrated"}, ["3"]),
        ({"older_than": "999j"}, []),
        ({"older_than": "1001d"}, ["1", "2", "3"]),
    ],
)
def test_the_choice_narrows(settings: Settings, given: dict[str, str], left: list[str]) -> None:
    assert ask(settings, **given) == 0  # type: ignore[arg-type]
    assert originals(settings) == left


@pytest.mark.parametrize(
    "given",
    [
        {"older_than": "2 years"},
        {"older_than": "999999d"},
        {"older_than": "12h"},
        {"older_than": "0d"},
        {"state": "taken"},
        {"verdict": "good"},
        {"verdict": "quarantined"},
        {"partner": "other"},
    ],
)
def test_a_choice_that_is_wrong_or_rash_removes_nothing(settings: Settings, given: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        ask(settings, **given)  # type: ignore[arg-type]
    assert originals(settings) == ["1", "2", "3"]


def test_less_than_a_day_needs_yes(settings: Settings) -> None:
    assert ask(settings, older_than="0d", yes=True) == 0
    assert originals(settings) == []


def test_a_dry_run_says_what_would_go_and_changes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    held(settings, "F-2")
    files = everything(settings)
    before = settings.folders.ledger.read_bytes()
    capsys.readouterr()
    assert ask(settings, dry_run=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert (len(said["purged"]), len(said["held"])) == (2, 1)
    assert everything(settings) == files
    assert settings.folders.ledger.read_bytes() == before
    assert originals(settings) == ["1", "2", "3"]


def test_a_person_reads_what_went(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ask(settings, as_json=False)
    assert "Originaux supprimés : 3" in capsys.readouterr().out


def test_show_says_that_the_original_was_purged(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    purged(settings)
    show(call(settings.folders.root), "F-2")
    assert "purgé le" in capsys.readouterr().out


def test_a_purged_flow_is_not_judged_again(settings: Settings, engine: Engine) -> None:
    purged(settings)
    with Ledger(settings.folders.ledger) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        [result] = reprocess(runtime, Again(flows=(rows(settings)[0].id,))).results
    assert (result.kind, result.note) == (Kind.SKIPPED, PURGED)


def test_a_second_purge_beside_the_first_is_refused(settings: Settings) -> None:
    handle = locks.lock(lock_file(settings.folders), "another")
    try:
        with pytest.raises(LockHeld) as refused:
            ask(settings)
    finally:
        locks.unlock(handle)
    assert refused.value.exit_code == 75


def test_a_purge_may_run_beside_the_gateway(settings: Settings) -> None:
    handle = locks.lock(settings.folders.lock, "the daemon")
    try:
        assert ask(settings) == 0
    finally:
        locks.unlock(handle)


def test_an_original_lost_without_a_mark_is_a_problem(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(settings.folders.archive)
    assert len(problems(settings, capsys)) == 3


@pytest.mark.parametrize("place", ["archive", "../outbox/btp", "taken/btp/x", ""])
def test_nothing_outside_the_last_places_is_ever_removed(settings: Settings, place: str) -> None:
    with pytest.raises(GatewayError):
        disk_originals.remove(settings.folders, place)


# a crash in the middle


class Death(BaseException):
    """kill -9, as far as this process can tell."""


@pytest.mark.parametrize(
    ("module", "step"), [(disk_originals.os, "unlink"), (durable.os, "rmdir"), (disk_originals, "remove")]
)
@pytest.mark.parametrize("survived", [0, 1, 2])
def test_a_death_while_removing_is_ended_by_the_next_purge(
    settings: Settings,
    module: object,
    step: str,
    survived: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real, left = getattr(module, step), [survived]

    def dies(*given: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise Death
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(module, step, dies)
        with pytest.raises(Death):
            purged(settings)
    assert not any("introuvable" in problem for problem in problems(settings, capsys))
    assert any("purge inachevée" in problem for problem in problems(settings, capsys))
    purged(settings)
    assert (originals(settings), problems(settings, capsys)) == ([], [])


def test_a_death_before_the_mark_leaves_everything(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies(*_: object, **__: object) -> int:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(Retention, "set_purged", dies)
        with pytest.raises(Death):
            purged(settings)
    assert (originals(settings), problems(settings, capsys)) == (["1", "2", "3"], [])


def test_a_hold_set_after_a_death_gives_the_original_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies(*_: object) -> int:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(disk_originals, "remove", dies)
        with pytest.raises(Death):
            purged(settings)
    held(settings, "F-2")
    purged(settings)
    assert originals(settings) == ["2"]
    assert [row.drop_name[-1] for row in rows(settings) if row.purged_at is None] == ["2"]
    assert problems(settings, capsys) == []


def test_an_original_that_cannot_be_removed_is_told_and_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(disk_originals.os, "unlink", refuses)
        assert ask(settings) == 1
    assert ask(settings) == 0
    assert (originals(settings), problems(settings, capsys)) == ([], [])


@pytest.mark.parametrize("verb", ["reprocess", "resend", "purge", "hold", "hold add", "hold list", "hold remove"])
def test_every_verb_has_its_help_and_its_example(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["edi", *verb.split(), "--help"])
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == 0
    assert verb == "hold" or f"Exemple : edi {verb}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("verb", ["purge", "reprocess"])
def test_a_lock_that_is_held_ends_the_verb_with_75_and_a_sentence(
    verb: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lock_file(settings.folders) if verb == "purge" else settings.folders.lock
    handle = locks.lock(path, "un autre")
    monkeypatch.setattr("sys.argv", ["edi", verb, "--root", str(settings.folders.root)])
    try:
        with pytest.raises(SystemExit) as ended:
            app.main()
    finally:
        locks.unlock(handle)
    assert (ended.value.code, "un autre" in capsys.readouterr().err) == (75, True)


@pytest.mark.parametrize("verb", ["purge", "reprocess --dry-run", "resend F-1", "hold list", "hold remove 1"])
def test_before_the_first_flow_every_verb_says_so(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["edi", *verb.split(), "--root", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert (ended.value.code, "pas encore de registre" in capsys.readouterr().err) == (2, True)
    assert list(tmp_path.iterdir()) == []


# holds


def test_a_held_flow_stays_whatever_its_age(settings: Settings) -> None:
    held(settings, "F-2")
    report = purged(settings)
    assert (len(report.held), originals(settings)) == (1, ["2"])


def test_a_held_partners_flows_all_stay(settings: Settings) -> None:
    held(settings, who="btp")
    assert (len(purged(settings).held), originals(settings)) == (3, ["1", "2", "3"])


def test_a_hold_set_after_the_list_was_made_wins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Retention.purgeable

    def then_held(self: Retention, *given: Any, held: bool, **values: Any) -> list[FlowRow]:
        rows = real(self, *given, held=held, **values)
        if not held:
            with self.database.write():
                Holds(self.database).add_partner("btp", "late", datetime.now(UTC))
        return rows

    monkeypatch.setattr(Retention, "purgeable", then_held)
    assert (purged(settings).purged, originals(settings)) == ([], ["1", "2", "3"])


def test_a_hold_set_while_a_purge_removes_keeps_what_is_still_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk_originals.remove

    def then_held(folders: Folders, place: str) -> int:
        freed = real(folders, place)
        with Ledger(folders.ledger) as other:
            hold_partner(other)
        return freed

    monkeypatch.setattr(disk_originals, "remove", then_held)
    report = purged(settings)
    assert (len(report.purged), len(report.held), originals(settings)) == (1, 2, ["2", "3"])
    monkeypatch.undo()
    assert (purged(settings).purged, originals(settings)) == ([], ["2", "3"])


def hold_partner(ledger: Ledger) -> None:
    with ledger.write():
        ledger.holds.add_partner("btp", "late", datetime.now(UTC))


def test_a_removed_hold_holds_no_more_and_stays_on_record(settings: Settings) -> None:
    held(settings, "F-2")
    assert hold.remove(call(settings.folders.root), 1) == 0
    purged(settings)
    assert originals(settings) == []
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        assert (ledger.holds.all(), [one.reason for one in ledger.holds.all(removed=True)]) == ([], ["litige 17"])


def test_removing_a_hold_that_is_not_there_ends_with_1(settings: Settings) -> None:
    assert hold.remove(call(settings.folders.root, as_json=True), 7) == 1


@pytest.mark.parametrize(
    ("flows", "who", "reason"),
    [
        ([], None, "x"),
        (["F-1"], "btp", "x"),
        (["nobody"], None, "x"),
        ([], "nobody", "x"),
        (["F-1"], None, "  "),
    ],
)
def test_a_hold_on_nothing_known_or_without_reason_is_refused(
    settings: Settings, flows: list[str], who: str | None, reason: str
) -> None:
    with pytest.raises(ConfigError):
        hold.add(call(settings.folders.root, as_json=True), reason, flows, who)


def test_a_hold_that_comes_too_late_says_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    purged(settings)
    hold.add(call(settings.folders.root), "litige", ["F-2"])
    assert "avait déjà été purgé" in capsys.readouterr().out


@pytest.mark.parametrize("as_json", [True, False])
def test_the_holds_are_listed(settings: Settings, as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    held(settings, "F-2")
    held(settings, who="btp")
    capsys.readouterr()
    assert hold.list_all(call(settings.folders.root, as_json=as_json)) == 0
    out = capsys.readouterr().out
    assert len(json.loads(out)) == 2 if as_json else "tous les flux de btp" in out
