"""Judging again: what changes is a new version, what was accepted stays, and a crash in the middle costs nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gateways import add_partner, call
from operation_cases import CODE, engine_at, rows
from operation_cases import taken as drop

from edi.catalogue import wording
from edi.cli.verbs import verify
from edi.cli.verbs.reprocess import reprocess as verb
from edi.config.settings import Settings, load_settings
from edi.disk import durable, locks, originals
from edi.errors import ConfigError, LockHeld
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.judging.judged import Judged, Unjudged
from edi.ledger import Ledger
from edi.ledger.flows import Flows
from edi.ledger.marks import Marks
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, Return
from edi.operations import judge_again
from edi.operations.purge import Choice as Purge
from edi.operations.purge import purge
from edi.operations.reprocess import Choice, Kind, Result, preview, reprocess
from edi.pipeline.runtime import Runtime
from edi.pipeline.sentences import DUPLICATE_INVOICE_NUMBER
from edi.returns import render
from edi.rules.identity import debtor_is_a_siret
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice

Judge = Callable[..., Judged | Unjudged]
Sound = Callable[[], None]
FINDING = debtor_is_a_siret.spec.at(value="12")


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_at(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def engine(shared_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    # put back at the end of every test, whatever the test made of it
    monkeypatch.setattr(shared_engine, "judge_flow", shared_engine.judge_flow)
    return shared_engine


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    add_partner(tmp_path, "btp", CODE, returns=["json"])
    capsys.readouterr()
    return load_settings(tmp_path)


def again(
    settings: Settings, engine: Engine, choice: Choice | None = None, force: bool = False, allow_undo: bool = False
) -> list[Result]:
    with Ledger(settings.folders.ledger) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        return reprocess(runtime, choice or Choice(), force, allow_undo).results


def refusing(engine: Engine, members: Callable[[str], bool] = lambda member: True) -> Judge:
    """The engine as it would be with one more rule, which refuses these members."""
    real = engine.judge_flow

    def judge(*given: object) -> Judged:
        judged = real(*given)  # type: ignore[arg-type]
        assert isinstance(judged, Judged)
        documents = [
            replace(one, verdict=Verdict.REFUSED, findings=(FINDING, *one.findings)) if members(one.member) else one
            for one in judged.documents
        ]
        return replace(judged, documents=tuple(documents))

    return judge


def failing(engine: Engine) -> Judge:
    return lambda *given: Unjudged(why=Message("the judge died", "the judge died"))


def told(settings: Settings, kind: str, flow: str) -> str:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        [item] = [item for item in ledger.decisions.returns(flow) if item.kind == kind]
    assert (settings.folders.outbox / "btp" / item.name).read_bytes() == item.content
    return item.content.decode()


def owner(settings: Settings, kind: str) -> set[str]:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        return {row["flow"] for row in ledger.database.lines("SELECT * FROM seen WHERE kind = :kind", {"kind": kind})}


@pytest.fixture
def sound(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Sound:
    """sound(): nothing in the ledger, the archive or the outbox contradicts the rest."""

    def prove() -> None:
        capsys.readouterr()
        code = verify.verify(call(settings.folders.root, as_json=True))
        assert (code, json.loads(capsys.readouterr().out)["problems"]) == (0, [])

    return prove


def picture(root: Path) -> dict[str, str]:
    """Every file below the root, by content."""
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.rglob("*")
        if file.is_file() and file.suffix not in (".db-shm", ".db-wal")
    }


def content(settings: Settings) -> list[str]:
    """Every row of the ledger."""
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        return list(ledger.database.db.conn.iterdump())


@pytest.fixture
def quarantined(settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> FlowRow:
    """A sound flow that an earlier engine could not judge."""
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", failing(engine))
        patch.setattr("edi.pipeline.retry.FIRST_RETRY", timedelta(0))
        drop(settings, engine, 1, cii(invoice(number="F-1")))
        for _ in range(2):
            with Ledger(settings.folders.ledger) as ledger:
                Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
    row = rows(settings)[-1]
    assert row.verdict is FlowVerdict.QUARANTINED
    return row


@pytest.fixture
def refused(settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> FlowRow:
    """A flow of two invoices that a rule since withdrawn refused."""
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine))
        return drop(settings, engine, 2, tar_gz({f"{n}.xml": cii(invoice(number=f"F-{n}")) for n in (1, 2)}))


@pytest.fixture
def accepted(settings: Settings, engine: Engine) -> FlowRow:
    return drop(settings, engine, 3, tar_gz({f"{n}.xml": cii(invoice(number=f"F-{n}")) for n in (1, 2)}))


# what has no verdict


def test_a_flow_that_waits_for_its_next_try_is_judged_now(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", failing(engine))
        assert drop(settings, engine, 1, cii(invoice())).next_try_at is not None
    [result] = again(settings, engine)
    assert (result.kind, result.after) == (Kind.JUDGED, FlowVerdict.INTEGRATED)
    assert rows(settings)[0].state is State.DONE


def test_a_flow_that_still_cannot_be_judged_is_said_to_be_so(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "judge_flow", failing(engine))
    drop(settings, engine, 1, cii(invoice()))
    [result] = again(settings, engine)
    assert (result.kind, result.note) == (Kind.FAILED, Message("the judge died", "the judge died"))


def test_a_quarantined_flow_that_can_be_judged_now_gets_its_verdict_as_version_2(
    settings: Settings, engine: Engine, quarantined: FlowRow, sound: Sound
) -> None:
    [result] = again(settings, engine)
    [row] = rows(settings)
    assert result.kind is Kind.CHANGED
    assert (row.verdict, row.version, row.state) == (FlowVerdict.INTEGRATED, 2, State.DONE)
    sound()


def test_its_original_moves_from_quarantine_to_the_archive_unchanged(
    settings: Settings, engine: Engine, quarantined: FlowRow
) -> None:
    [before] = [file for file in settings.folders.quarantine.rglob("*") if file.is_file()]
    data = before.read_bytes()
    again(settings, engine)
    [kept] = [file for file in settings.folders.archive.rglob("*") if file.is_file()]
    assert (kept.name, kept.read_bytes(), before.exists()) == (before.name, data, False)


def test_its_new_returns_say_which_version_they_are_and_what_they_replace(
    settings: Settings, engine: Engine, quarantined: FlowRow
) -> None:
    again(settings, engine)
    said = "Version 2 : cette réponse remplace celle du"
    assert said in told(settings, "cso", quarantined.id)
    assert told(settings, "fen", quarantined.id).count(said) == 2  # one a status
    report = json.loads(told(settings, "json", quarantined.id))
    assert (report["version"], report["undone"], "replaces_at" in report) == (2, [], True)


def test_the_earlier_answer_stays_in_the_outbox_and_in_the_ledger(
    settings: Settings, engine: Engine, quarantined: FlowRow
) -> None:
    before = picture(settings.folders.outbox)
    again(settings, engine)
    assert before.items() <= picture(settings.folders.outbox).items()


def test_its_invoice_and_flow_id_count_from_now_on(settings: Settings, engine: Engine, quarantined: FlowRow) -> None:
    again(settings, engine)
    assert [owner(settings, kind) for kind in ("bytes", "flow-id", "invoice")] == [{quarantined.id}] * 3
    assert drop(settings, engine, 9, cii(invoice(number="F-1"))).verdict is FlowVerdict.REFUSED


def test_bytes_dropped_again_meanwhile_make_the_quarantined_flow_their_repeat(
    settings: Settings, engine: Engine, quarantined: FlowRow, sound: Sound
) -> None:
    first = drop(settings, engine, 1, cii(invoice(number="F-1")))
    again(settings, engine)
    row = rows(settings)[0]
    assert (row.verdict, row.repeat_of) == (FlowVerdict.REPEAT, first.id)
    sound()


def test_an_invoice_another_flow_brought_meanwhile_is_a_duplicate_of_that_one(
    settings: Settings, engine: Engine, quarantined: FlowRow
) -> None:
    first = drop(settings, engine, 9, cii(invoice(number="F-1")))
    [result] = again(settings, engine)
    assert (result.after, result.changes[0].codes) == (FlowVerdict.REFUSED, ("DUPLICATE-INVOICE-NUMBER",))
    assert owner(settings, "invoice") == {first.id}


def test_failures_are_counted_and_capped_until_force(
    settings: Settings, engine: Engine, quarantined: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", failing(engine))
        kinds = [again(settings, engine)[0].kind for _ in range(4)]
    assert kinds == [Kind.FAILED, Kind.FAILED, Kind.FAILED, Kind.SKIPPED]
    assert again(settings, engine)[0].kind is Kind.SKIPPED
    assert again(settings, engine, force=True)[0].kind is Kind.CHANGED
    assert rows(settings)[0].rejudge_failures == 0


def test_a_failure_leaves_the_quarantined_flow_where_it_is(
    settings: Settings, engine: Engine, quarantined: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "judge_flow", failing(engine))
    again(settings, engine)
    [row] = rows(settings)
    assert (row.verdict, row.version, row.place) == (FlowVerdict.QUARANTINED, 1, quarantined.place)


def test_without_a_choice_what_has_a_verdict_is_left_alone(
    settings: Settings, engine: Engine, refused: FlowRow
) -> None:
    assert again(settings, engine) == []


# a chosen set


def test_the_same_verdict_again_writes_nothing_but_its_count(
    settings: Settings, engine: Engine, accepted: FlowRow
) -> None:
    before = picture(settings.folders.outbox)
    [result] = again(settings, engine, Choice(partner="btp"))
    assert (result.kind, result.changes) == (Kind.UNCHANGED, ())
    assert rows(settings) == [replace(accepted, rejudged=1)]
    assert picture(settings.folders.outbox) == before


def test_a_refused_flow_that_is_now_accepted_is_a_new_version_with_its_marks(
    settings: Settings, engine: Engine, refused: FlowRow, sound: Sound
) -> None:
    [result] = again(settings, engine, Choice(refused=True))
    assert [(one.document, one.before, one.after) for one in result.changes] == [
        ("F-1", Verdict.REFUSED, Verdict.ACCEPTED),
        ("F-2", Verdict.REFUSED, Verdict.ACCEPTED),
    ]
    assert owner(settings, "invoice") == {refused.id}
    sound()


def test_a_third_version_replaces_the_second(
    settings: Settings, engine: Engine, refused: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine, lambda member: member == "1.xml"))
        assert again(settings, engine, Choice(refused=True))[0].after is FlowVerdict.PARTIAL
    again(settings, engine, Choice(refused=True))
    assert "Version 3 : " in told(settings, "cso", refused.id)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(partner="btp"), 2),
        (Choice(partner="other"), 0),
        (Choice(refused=True), 1),
        (Choice(finding="DEBTOR-NOT-SIRET"), 1),
        (Choice(finding="NO-SUCH-CODE"), 0),
        (Choice(since=datetime(2020, 1, 1, tzinfo=UTC)), 2),
        (Choice(since=datetime(2999, 1, 1, tzinfo=UTC)), 0),
        (Choice(partner="btp", refused=True), 1),
    ],
)
def test_the_choice_narrows(settings: Settings, engine: Engine, refused: FlowRow, choice: Choice, found: int) -> None:
    drop(settings, engine, 5, cii(invoice(number="F-5")))
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        assert len(list(preview(runtime, choice))) == found


def test_a_repeat_is_not_judged_again(settings: Settings, engine: Engine, accepted: FlowRow) -> None:
    [original] = [file for file in settings.folders.archive.rglob("*") if file.is_file()]
    repeat = drop(settings, engine, 3, original.read_bytes())
    [result] = again(settings, engine, Choice(flows=(repeat.id,)))
    assert result.kind is Kind.SKIPPED
    assert result.note is not None
    assert accepted.id in result.note.fr


def test_an_original_that_was_altered_is_not_judged(settings: Settings, engine: Engine, refused: FlowRow) -> None:
    [original] = [file for file in settings.folders.archive.rglob("*") if file.is_file()]
    original.write_bytes(b"other")
    [result] = again(settings, engine, Choice(refused=True))
    assert (result.kind, rows(settings)[0].version) == (Kind.FAILED, 1)


def test_a_flow_whose_answer_cannot_be_written_is_its_own_trouble_alone(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine))
        poison, other = (drop(settings, engine, n, cii(invoice(number=f"F-{n}"))) for n in (1, 2))

    def renders(outcome: Outcome, *rest: object) -> tuple[Return, ...]:
        if outcome.flow == poison.id:
            raise ValueError("boom")
        return render(outcome, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("edi.pipeline.decide.render", renders)
    results = again(settings, engine, Choice(refused=True))
    assert [(result.row.id, result.kind) for result in results] == [(poison.id, Kind.FAILED), (other.id, Kind.CHANGED)]
    assert [(row.version, row.rejudge_failures) for row in rows(settings)] == [(1, 1), (2, 0)]
    sound()


# what was accepted


def test_what_was_accepted_stays_accepted_and_is_reported(
    settings: Settings, engine: Engine, accepted: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "judge_flow", refusing(engine, lambda member: member == "1.xml"))
    [result] = again(settings, engine, Choice(partner="btp"))
    assert result.kind is Kind.KEPT
    assert result.note is not None
    assert "serait maintenant refusé : F-1" in result.note.fr
    assert rows(settings) == [replace(accepted, rejudged=1)]


def test_allow_undo_says_so_in_the_new_version_and_frees_the_invoice(
    settings: Settings, engine: Engine, accepted: FlowRow, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine, lambda member: member == "1.xml"))
        [result] = again(settings, engine, Choice(partner="btp"), allow_undo=True)
    assert result.after is FlowVerdict.PARTIAL
    assert "Acceptation annulée pour : F-1." in told(settings, "cso", accepted.id)
    assert told(settings, "fen", accepted.id).count("cette acceptation est annulée") == 1
    assert [one["number"] for one in json.loads(told(settings, "json", accepted.id))["undone"]] == ["F-1"]
    assert drop(settings, engine, 8, cii(invoice(number="F-1"))).verdict is FlowVerdict.INTEGRATED
    assert drop(settings, engine, 9, cii(invoice(number="F-2"))).verdict is FlowVerdict.REFUSED
    sound()


def test_a_flow_wholly_undone_leaves_a_sound_ledger(
    settings: Settings, engine: Engine, accepted: FlowRow, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    real = engine.judge_flow
    withdrawn = DUPLICATE_INVOICE_NUMBER.at(value="x", number="x", supplier="x", first="x")
    monkeypatch.setattr(
        engine,
        "judge_flow",
        lambda *given: replace(real(*given), documents=(), findings=(withdrawn,)),
    )
    assert again(settings, engine, Choice(partner="btp"))[0].kind is Kind.KEPT
    [result] = again(settings, engine, Choice(partner="btp"), allow_undo=True)
    assert result.after is FlowVerdict.IRRECEVABLE
    assert owner(settings, "invoice") == set()
    assert "F-1, F-2" in told(settings, "cso", accepted.id)
    sound()


def test_a_new_version_says_itself_in_english_and_names_twenty_undone_invoices_at_most() -> None:
    gone = tuple(
        DocumentOutcome(position=n, member=f"{n}.xml", verdict=Verdict.ACCEPTED, number=f"F-{n}") for n in range(1, 24)
    )
    at = datetime(2026, 11, 5, 12, tzinfo=UTC)
    outcome = Outcome(
        flow="f",
        partner_code=CODE,
        gateway_code=CODE,
        flow_id="id",
        drop_name="drop",
        verdict=FlowVerdict.IRRECEVABLE,
        decided_at=at,
        received_at=at,
        version=4,
        replaces_at=at,
        undone=gone,
    )
    text = render(outcome, (), ".xml", iter(range(9)).__next__, wording("en"))[0].content.decode()
    assert "Version 4: this answer replaces that of 2026-11-05 at 13:00." in text
    assert "Acceptance withdrawn for: F-1, F-2," in text
    assert "F-20, 3 more." in text


# dry run, lock, crash


def test_a_dry_run_shows_the_change_and_writes_nothing(
    settings: Settings, engine: Engine, refused: FlowRow, quarantined: FlowRow
) -> None:
    files, rows_before = picture(settings.folders.root), content(settings)
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        results = list(preview(runtime, Choice(partner="btp")))
    assert {result.kind for result in results} == {Kind.CHANGED}
    assert (picture(settings.folders.root), content(settings)) == (files, rows_before)


def test_a_dry_run_foresees_that_one_flow_makes_the_next_a_duplicate(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine))
        for serial in (1, 2):
            drop(settings, engine, serial, cii(invoice(number="F-1")))
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        foreseen = [(result.kind, result.after) for result in preview(runtime, Choice(refused=True))]
    assert foreseen == [(result.kind, result.after) for result in again(settings, engine, Choice(refused=True))]
    assert [after for _, after in foreseen] == [FlowVerdict.INTEGRATED, FlowVerdict.REFUSED]


def test_the_dry_run_command_writes_nothing_and_ends_with_0(
    settings: Settings, engine: Engine, refused: FlowRow, capsys: pytest.CaptureFixture[str]
) -> None:
    files, rows_before = picture(settings.folders.root), content(settings)
    assert run(settings, refused=True, dry_run=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["dry_run"], [flow["result"] for flow in said["flows"]]) == (True, ["changed"])
    assert (picture(settings.folders.root), content(settings)) == (files, rows_before)


def test_the_command_tells_and_ends_with_0(
    settings: Settings, engine: Engine, refused: FlowRow, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, refused=True, as_json=False) == 0
    assert "1 nouvelle version." in capsys.readouterr().out


def test_a_quarantined_flow_purged_by_an_operator_is_passed_over(
    settings: Settings, engine: Engine, quarantined: FlowRow
) -> None:
    with Ledger(settings.folders.ledger) as ledger:
        purge(settings.folders, ledger, Purge(before=datetime.now(UTC), quarantined=True))
    assert again(settings, engine) == []


def test_a_purge_between_the_judging_and_the_writing_wins(
    settings: Settings, engine: Engine, refused: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.judge_flow

    def meanwhile(*given: object) -> Judged | Unjudged:
        with Ledger(settings.folders.ledger) as ledger:
            purge(settings.folders, ledger, Purge(before=datetime.now(UTC)))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "judge_flow", meanwhile)
    [result] = again(settings, engine, Choice(refused=True))
    assert (result.kind, rows(settings)[0].version) == (Kind.SKIPPED, 1)


def dying(engine: Engine, monkeypatch: pytest.MonkeyPatch, *poison: str) -> None:
    """These files kill whoever judges them, and nothing is put in order behind it."""
    real = engine.judge_flow

    def judge(name: str, *given: Any) -> Judged | Unjudged:
        if name in poison:
            raise Death
        return real(name, *given)

    monkeypatch.setattr(engine, "judge_flow", judge)
    monkeypatch.setattr("edi.pipeline.retry._put_down", lambda ledger: None)


def test_a_flow_that_kills_the_reprocess_is_counted_goes_last_and_is_passed_over_in_the_end(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "judge_flow", refusing(engine))
        poison, _ = (drop(settings, engine, n, cii(invoice(number=f"F-{n}"))) for n in (1, 2))
    with monkeypatch.context() as patch:
        dying(engine, patch, poison.drop_name)
        for _ in range(3):
            with pytest.raises(Death):
                again(settings, engine, Choice(refused=True))
        found = rows(settings)
        assert [(row.version, row.in_hand) for row in found] == [(1, True), (2, False)]
        [result] = again(settings, engine, Choice(refused=True))
        assert (result.row.id, result.kind) == (poison.id, Kind.SKIPPED)
    assert rows(settings)[0].rejudge_failures == 3
    [result] = again(settings, engine, Choice(refused=True), force=True)
    assert result.kind is Kind.CHANGED


def test_a_flow_that_killed_the_gateway_is_judged_again_by_force_alone_and_is_then_like_any_other(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("edi.pipeline.retry.FIRST_RETRY", timedelta(0))
        dying(engine, patch, flow_name(CII, CODE, 1))
        with pytest.raises(Death):
            drop(settings, engine, 1, cii(invoice()))
        for _ in range(2):
            with pytest.raises(Death):
                again(settings, engine)
        assert [result.after for result in again(settings, engine)] == [FlowVerdict.QUARANTINED]
    assert [result.kind for result in again(settings, engine)] == [Kind.SKIPPED]
    assert [result.after for result in again(settings, engine, force=True)] == [FlowVerdict.INTEGRATED]
    assert rows(settings)[0].deaths == 0


def test_an_interrupted_reprocess_is_no_failure(
    settings: Settings, engine: Engine, refused: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Judged:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "judge_flow", interrupted)
    with pytest.raises(KeyboardInterrupt):
        again(settings, engine, Choice(refused=True))
    assert [(row.in_hand, row.rejudge_failures) for row in rows(settings)] == [(False, 0)]


def test_a_purge_before_the_original_is_read_is_no_failure_of_ours(
    settings: Settings, engine: Engine, refused: FlowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = judge_again._original

    def meanwhile(*given: Any) -> bytes:
        with Ledger(settings.folders.ledger) as ledger:
            purge(settings.folders, ledger, Purge(before=datetime.now(UTC)))
        return real(*given)

    monkeypatch.setattr(judge_again, "_original", meanwhile)
    [result] = again(settings, engine, Choice(refused=True))
    assert (result.kind, result.note) == (Kind.SKIPPED, judge_again.PURGED)
    assert rows(settings)[0].rejudge_failures == 0


def run(settings: Settings, refused: bool = False, dry_run: bool = False, as_json: bool = True, **given: str) -> int:
    named = {"flow": [given.pop("flow")]} if "flow" in given else {}
    told = call(settings.folders.root, as_json=as_json)
    return verb(told, refused=refused, dry_run=dry_run, **named, **given)


@pytest.mark.parametrize(
    "given", [{"flow": "nobody"}, {"partner": "nobody"}, {"since": "yesterday"}, {"finding": "DEBTOR-NOT-SIRETS"}]
)
def test_a_choice_that_means_nothing_is_refused(
    settings: Settings, engine: Engine, refused: FlowRow, given: dict[str, str]
) -> None:
    [(option, wrong)] = given.items()
    with pytest.raises(ConfigError, match=f"--{option} {wrong}"):
        run(settings, dry_run=True, **given)


def test_a_code_that_is_almost_one_is_told_what_was_meant(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="Proches : DEBTOR-NOT-SIRET"):
        run(settings, finding="DEBTOR-NOT-SIRETS")


@pytest.mark.parametrize(
    ("lang", "width", "said"),
    [
        ("fr", 80, ["1 changerait ; rien", "refusé", "intégré"]),
        ("fr", 60, ["1 changerait ; rien", "refusé", "intégré"]),
        ("en", 80, ["1 would change; nothing", "refused", "integrated"]),
    ],
)
def test_what_would_change_is_told_whole_at_any_width(
    settings: Settings,
    refused: FlowRow,
    lang: str,
    width: int,
    said: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (settings.folders.config / "gateway.toml").write_text(f'[gateway]\nlang = "{lang}"\n', encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(width))
    capsys.readouterr()
    assert run(settings, refused=True, dry_run=True, as_json=False) == 0
    told = capsys.readouterr().out
    assert all(len(line) <= width for line in told.splitlines())
    for words in (refused.id, *said):
        assert words in told


def test_beside_a_gateway_at_work_nothing_is_done(settings: Settings) -> None:
    handle = locks.lock(settings.folders.lock, "another")
    try:
        with pytest.raises(LockHeld) as held:
            run(settings)
    finally:
        locks.unlock(handle)
    assert held.value.exit_code == 75


class Death(BaseException):
    """kill -9, as far as this process can tell."""


@pytest.mark.parametrize("step", ["publish", "set_returned", "put_away", "move", "set_done"])
def test_a_death_on_the_way_is_mended_by_the_next_run(
    settings: Settings, engine: Engine, quarantined: FlowRow, step: str, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    target = {"publish": durable, "move": durable, "put_away": originals}.get(step, Flows)

    def dies(*_: object, **__: object) -> None:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(target, step, dies)
        with pytest.raises(Death):
            again(settings, engine)
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
    [row] = rows(settings)
    assert (row.verdict, row.version, row.state) == (FlowVerdict.INTEGRATED, 2, State.DONE)
    assert "Version 2" in told(settings, "cso", row.id)
    sound()


def test_a_death_inside_the_decision_leaves_the_first_version_whole(
    settings: Settings, engine: Engine, refused: FlowRow, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    rows_before = content(settings)

    def dies(*_: object) -> None:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(Marks, "add", dies)  # the last thing the transaction does
        with pytest.raises(Death):
            again(settings, engine, Choice(refused=True))
    assert content(settings) == rows_before
    sound()


def test_an_original_already_moved_by_a_run_that_died_is_found_by_verify(
    settings: Settings, engine: Engine, quarantined: FlowRow, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    def dies(*_: object) -> None:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr(Flows, "set_done", dies)
        with pytest.raises(Death):
            again(settings, engine)
    sound()
