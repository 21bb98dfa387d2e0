"""The main path, end to end on local folders: one drop, one flow, one verdict, one set of returns."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gateways import add_partner

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.disk import durable
from edi.errors import DurabilityError, GatewayError
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.judging.envelope import Envelope
from edi.judging.judged import Judged, Unjudged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Judgement, Verdict
from edi.model.outcome import Outcome
from edi.pipeline import decide
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, UBL, flow_name
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl

CODE = "XXX001"
real_sleep = time.sleep
REPEATS = "répète"
NAMELESS = Envelope(flow_id="")
BROKEN = Message("cassé", "broken")


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    add_partner(tmp_path, "btp", CODE)
    return load_settings(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    with Engine(settings, workers=1) as engine:
        yield engine


def sweep(settings: Settings, engine: Engine, settle: float = 0) -> Report:
    with Ledger(settings.folders.ledger) as ledger:
        return Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle)


def drop(settings: Settings, name: str, data: bytes) -> Path:
    path = settings.folders.inbox / "btp" / name
    path.write_bytes(data)
    return path


def verdicts(settings: Settings) -> list[FlowVerdict | None]:
    with Ledger(settings.folders.ledger) as ledger:
        return [row.verdict for row in ledger.books.flows()]


def outbox(settings: Settings) -> list[str]:
    return sorted(file.name for file in (settings.folders.outbox / "btp").iterdir())


def test_a_drop_leaves_the_inbox_is_answered_and_is_archived_byte_for_byte(settings: Settings, engine: Engine) -> None:
    name, data = flow_name(CII, CODE, 1), cii(invoice())
    drop(settings, name, data)
    report = sweep(settings, engine)
    assert report.left == ()
    assert verdicts(settings) == [FlowVerdict.INTEGRATED]
    assert [file[:8] for file in outbox(settings)] == ["CSO1116A", "FEN1200A"]
    [kept] = [file for file in settings.folders.archive.rglob("*") if file.is_file()]
    assert (kept.name, kept.read_bytes()) == (name, data)
    assert not any(settings.folders.taken.rglob("FSO*"))


def test_a_drop_that_changes_within_its_quiet_period_is_left(settings: Settings, engine: Engine) -> None:
    path = drop(settings, flow_name(CII, CODE, 1), cii(invoice()))

    def grow(_: float) -> None:
        with path.open("ab") as still_open:
            still_open.write(b" ")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edi.pipeline.settle.time.sleep", grow)
        assert sweep(settings, engine, settle=0.01).unsettled == 1
    assert path.exists()


def test_a_drop_is_settled_when_two_looks_a_quiet_period_apart_agree(settings: Settings, engine: Engine) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    assert len(sweep(settings, engine, settle=0.05).decided) == 1


def test_a_drop_an_earlier_run_saw_unchanged_is_taken_without_waiting(settings: Settings, engine: Engine) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edi.pipeline.settle.time.sleep", lambda seconds: None)
        assert sweep(settings, engine, settle=0.2).unsettled == 1  # the first run looks, and does not wait
    time.sleep(0.25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edi.pipeline.settle.time.sleep", lambda seconds: pytest.fail("it waited"))
        assert len(sweep(settings, engine, settle=0.2).decided) == 1


def test_the_same_flow_again_gets_the_first_answer_marked_as_a_repeat(settings: Settings, engine: Engine) -> None:
    name, data = flow_name(CII, CODE, 1), cii(invoice())
    for _ in range(2):
        drop(settings, name, data)
        sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.REPEAT]
    reports = [(settings.folders.outbox / "btp" / file).read_text() for file in outbox(settings)]
    assert sum("<IdStatut>90</IdStatut>" in text for text in reports) == 2
    assert sum(REPEATS in text for text in reports) == 2  # its CSO and its FEN


def test_a_flow_dropped_again_a_year_later_is_still_a_repeat(settings: Settings, engine: Engine) -> None:
    name, data = flow_name(CII, CODE, 1), cii(invoice())
    drop(settings, name, data)
    sweep(settings, engine)
    with Ledger(settings.folders.ledger) as ledger, ledger.database.db.conn:
        ledger.database.db.conn.execute("UPDATE flows SET taken_at = '2025' || substr(taken_at, 5)")
    drop(settings, name, data)
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.REPEAT]


def test_the_same_bytes_under_another_name_are_another_flow_of_an_invoice_already_received(
    settings: Settings, engine: Engine
) -> None:
    for serial in (1, 2):
        drop(settings, flow_name(CII, CODE, serial), cii(invoice()))
        sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.REFUSED]


def test_the_same_bytes_of_another_partner_are_its_own_flow_with_its_own_answer(
    settings: Settings, engine: Engine
) -> None:
    add_partner(settings.folders.root, "autre", "XXX002", naming="free")
    settings = load_settings(settings.folders.root)
    data = cii(invoice())
    drop(settings, flow_name(CII, CODE, 1), data)
    sweep(settings, engine)
    (settings.folders.inbox / "autre" / flow_name(CII, CODE, 1)).write_bytes(data)
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.REFUSED]  # the invoice's number is taken
    answers = [file.read_text() for file in (settings.folders.outbox / "autre").iterdir()]
    assert answers
    assert not any(REPEATS in text for text in answers)
    assert len(outbox(settings)) == 2  # nothing of it came to the first partner


def test_the_same_flow_id_with_other_bytes_is_irrecevable(settings: Settings, engine: Engine) -> None:
    name = flow_name(CII, CODE, 1)
    for number in ("F-1", "F-2"):
        drop(settings, name, cii(invoice(number=number)))
        sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.IRRECEVABLE]
    assert any("IRR_UNCITE" in file.read_text() for file in (settings.folders.outbox / "btp").iterdir())


def test_an_irrecevable_flow_leaves_its_id_free_for_the_mended_one(settings: Settings, engine: Engine) -> None:
    name = flow_name(CII, CODE, 1)
    for data in (b"", cii(invoice())):
        drop(settings, name, data)
        sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.IRRECEVABLE, FlowVerdict.INTEGRATED]


def test_an_invoice_number_counts_across_flows_and_syntaxes_and_the_first_keeps_its_status(
    settings: Settings, engine: Engine
) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice(number="F-1")))
    sweep(settings, engine)
    drop(settings, flow_name(UBL, CODE, 2), ubl(invoice(number="F-1")))
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED, FlowVerdict.REFUSED]


def test_two_drops_of_one_invoice_in_the_same_sweep_integrate_it_once(settings: Settings, engine: Engine) -> None:
    for serial in (1, 2):
        drop(settings, flow_name(CII, CODE, serial), cii(invoice(number="F-1")))
    sweep(settings, engine)
    assert sorted(str(verdict) for verdict in verdicts(settings)) == sorted(
        str(verdict) for verdict in (FlowVerdict.INTEGRATED, FlowVerdict.REFUSED)
    )


def test_a_flow_that_cannot_be_judged_is_kept_tried_again_and_in_the_end_quarantined(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.pipeline.retry.FIRST_RETRY", durable_zero())

    def broken(name: str, data: bytes, *rest: object) -> Unjudged:
        return Unjudged(why=Message("le juge est mort", "the judge died"))

    monkeypatch.setattr(engine, "judge_flow", broken)
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    assert len(sweep(settings, engine).left) == 1
    assert outbox(settings) == []  # never "refused" for our own fault
    assert len(sweep(settings, engine).left) == 1
    assert sweep(settings, engine).left == ()
    assert verdicts(settings) == [FlowVerdict.QUARANTINED]
    [report] = outbox(settings)
    assert "<IdStatut>91</IdStatut>" in (settings.folders.outbox / "btp" / report).read_text()
    assert [file for file in settings.folders.quarantine.rglob("FSO*") if file.is_file()]


def durable_zero() -> object:
    from datetime import timedelta

    return timedelta(0)


def test_a_flow_whose_judging_failed_waits_before_its_next_try(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def broken(name: str, data: bytes, *rest: object) -> Unjudged:
        calls.append(name)
        return Unjudged(why=Message("le juge est mort", "the judge died"))

    monkeypatch.setattr(engine, "judge_flow", broken)
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    sweep(settings, engine)
    sweep(settings, engine)
    assert len(calls) == 1


def test_an_outbox_that_cannot_be_written_keeps_the_decision_and_publishes_later(
    settings: Settings, engine: Engine
) -> None:
    box = settings.folders.outbox / "btp"
    box.rmdir()
    box.write_text("in the way")
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    report = sweep(settings, engine)
    assert any("outbox/btp" in note.fr for note in report.notes)
    with Ledger(settings.folders.ledger) as ledger:
        assert [row.state for row in ledger.books.flows()] == [State.DECIDED]
    box.unlink()
    sweep(settings, engine)
    with Ledger(settings.folders.ledger) as ledger:
        assert [row.state for row in ledger.books.flows()] == [State.DONE]
    assert len(outbox(settings)) == 2


def test_a_refused_sync_stops_the_gateway_and_the_next_run_finishes(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))

    def refused(handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", refused)
        with pytest.raises(DurabilityError):
            sweep(settings, engine)
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED]


def test_a_file_changed_while_it_was_read_is_not_judged_on_half(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    real = engine.judge_flow

    def meanwhile(name: str, data: bytes, *rest: object) -> Judged | Unjudged:
        [held] = settings.folders.taken.rglob("FSO*")
        with held.open("ab") as writer:
            writer.write(b"<!-- late -->")
        return real(name, data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "judge_flow", meanwhile)
    assert len(sweep(settings, engine).left) == 1
    assert verdicts(settings) == [None]


def test_nothing_is_taken_from_the_folder_of_nobody(settings: Settings, engine: Engine) -> None:
    stranger = settings.folders.inbox / "stranger"
    stranger.mkdir()
    (stranger / "x.xml").write_bytes(b"<x/>")
    report = sweep(settings, engine)
    assert (stranger / "x.xml").exists()
    assert any("edi partner add stranger" in note.fr for note in report.notes)


def test_drops_are_taken_in_the_order_they_arrived(settings: Settings, engine: Engine) -> None:
    for serial in (3, 1, 2):
        path = drop(settings, flow_name(CII, CODE, serial), cii(invoice(number=f"F-{serial}")))
        os.utime(path, (0, 0))  # a partner's own dates say nothing
    sweep(settings, engine)
    with Ledger(settings.folders.ledger) as ledger:
        assert [row.drop_name[-1] for row in ledger.books.flows()] == ["3", "1", "2"]


def test_a_flow_whose_returns_cannot_be_written_fails_alone(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = decide.render

    def broken(outcome: Outcome, *rest: object) -> object:
        if outcome.flow_id.endswith("1"):
            raise GatewayError(Message.same("our own schema refuses what we wrote"))
        return real(outcome, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(decide, "render", broken)
    for serial in (1, 2):
        drop(settings, flow_name(CII, CODE, serial), cii(invoice(number=f"F-{serial}")))
    assert len(sweep(settings, engine).left) == 1
    assert verdicts(settings) == [None, FlowVerdict.INTEGRATED]
    with Ledger(settings.folders.ledger) as ledger:
        assert ledger.books.contradictions() == []


def test_a_drop_still_growing_does_not_hold_up_one_that_is_settled(settings: Settings, engine: Engine) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice(number="F-1")))
    growing = drop(settings, flow_name(CII, CODE, 2), cii(invoice(number="F-2")))

    def grow(_: float) -> None:
        with growing.open("ab") as still_open:
            still_open.write(b" ")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edi.pipeline.settle.time.sleep", lambda seconds: (real_sleep(seconds), grow(seconds)))
        report = sweep(settings, engine, settle=0.05)
    assert (len(report.decided), report.unsettled) == (1, 1)


def test_a_flow_cut_by_a_stalled_writer_leaves_its_id_free_for_the_whole_one(
    settings: Settings, engine: Engine
) -> None:
    name, data = flow_name(CII, CODE, 1), cii(invoice())
    drop(settings, name, data[: len(data) // 2])
    sweep(settings, engine)
    drop(settings, name, data)
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.REFUSED, FlowVerdict.INTEGRATED]


def test_a_drop_for_which_the_disk_has_no_room_holds_up_no_other(settings: Settings, engine: Engine) -> None:
    huge = drop(settings, flow_name(CII, CODE, 1), b"<")
    os.truncate(huge, 1 << 40)  # takes no room, and says it would
    drop(settings, flow_name(CII, CODE, 2), cii(invoice()))
    limited = replace(settings, limits=replace(settings.limits, drop=1 << 40))
    report = sweep(limited, engine)
    assert (report.full, huge.exists()) == (True, True)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED]


def test_a_sparse_file_counts_by_what_is_read_of_it(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "HASHED", 1 << 20)
    engine.settings = limited = replace(settings, limits=replace(settings.limits, drop=1 << 20))
    os.truncate(drop(settings, flow_name(CII, CODE, 1), b"<"), 1 << 40)
    assert sweep(limited, engine).notes == ()
    assert verdicts(settings) == [FlowVerdict.IRRECEVABLE]


@pytest.mark.parametrize("place", ["a file", "a locked folder"])
def test_what_is_no_inbox_stops_nothing_and_is_told(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "a file":
        (settings.folders.inbox / "FSO1116A_perdu").write_bytes(b"<")
    else:
        (settings.folders.inbox / "lost+found").mkdir()
        real = os.scandir

        def refused(folder: str) -> Any:
            if str(folder).endswith("lost+found"):
                raise PermissionError(13, "Permission denied")
            return real(folder)

        monkeypatch.setattr(os, "scandir", refused)
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    report = sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED]
    assert [note.fr for note in report.notes if "FSO1116A_perdu : hors du dossier" in note.fr] == (
        [note.fr for note in report.notes] if place == "a file" else []
    )
    assert report.strangers is (place == "a file")


def test_a_return_takes_the_place_of_no_other_and_waits_until_it_is_collected(
    settings: Settings, engine: Engine
) -> None:
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    [first, _] = (sweep(settings, engine), outbox(settings))[1]
    lying = settings.folders.outbox / "btp" / first
    lying.write_bytes(b"an answer not collected yet")
    with Ledger(settings.folders.ledger) as ledger:  # as after a ledger that was lost: the names begin anew
        ledger.database.db.conn.execute("UPDATE flows SET state = 'decided'")
        ledger.database.db.conn.commit()
    assert "y est déjà, avec un autre contenu" in sweep(settings, engine).notes[0].fr
    assert lying.read_bytes() == b"an answer not collected yet"
    lying.unlink()
    assert sweep(settings, engine).left == ()
    assert lying.read_bytes() != b"an answer not collected yet"


def test_a_machine_that_cannot_start_a_judge_blames_no_flow(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multiprocessing.context.ForkProcess.start", fork_fails)
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    for _ in range(5):
        report = sweep(settings, engine)
        with Ledger(settings.folders.ledger) as ledger:
            ledger.database.db.conn.execute("UPDATE flows SET next_try_at = NULL")
            ledger.database.db.conn.commit()
    assert "aucun processus de jugement ne peut être lancé" in report.notes[0].fr
    monkeypatch.undo()
    sweep(settings, engine)
    assert verdicts(settings) == [FlowVerdict.INTEGRATED]


def fork_fails(process: object) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_a_flow_that_waits_for_another_try_is_told_at_every_sweep(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multiprocessing.context.ForkProcess.start", fork_fails)
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    first, second = sweep(settings, engine).notes, sweep(settings, engine).notes
    assert first == second != []


def test_the_wait_after_many_failures_has_a_bound(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "judge_flow", lambda *_: Unjudged(why=BROKEN))
    drop(settings, flow_name(CII, CODE, 1), cii(invoice()))
    patient = replace(settings, limits=replace(settings.limits, deaths=1000))
    sweep(patient, engine)
    with Ledger(settings.folders.ledger) as ledger:
        ledger.database.db.conn.execute("UPDATE flows SET next_try_at = NULL, attempts = 500")
        ledger.database.db.conn.commit()
    assert len(sweep(patient, engine).left) == 1


def test_what_is_not_judged_is_not_counted_among_the_documents(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stylesheet of which nothing is known must not make an archive too large."""
    judged = [
        *(Judgement(member=f"{at}.xml", verdict=Verdict.ACCEPTED) for at in range(settings.limits.documents)),
        Judgement(member="style.xsl", verdict=Verdict.NOT_JUDGED, failure=BROKEN),
    ]
    found = engine._assembled(NAMELESS, None, [], judged)
    assert found == Unjudged(why=Message("« style.xsl » : cassé", "“style.xsl”: broken"))
