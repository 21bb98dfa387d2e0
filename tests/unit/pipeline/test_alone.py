"""Whatever ends the gateway while a flow is in hand counts against that flow, and against no other: a death is played
here by what no step catches, with nothing put in order behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gateways import add_partner

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.disk import durable
from edi.errors import DurabilityError, LedgerError
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.judging.judged import Unjudged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict
from edi.pipeline import held, retry
from edi.pipeline.alone import alone
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice

CODES = {"nord": "NRD001", "sud": "SUD001"}
POISON = flow_name(CII, CODES["nord"], 2)
LIMIT = 3
BROKEN = Message("cassé", "broken")


class Death(BaseException):
    """Of the whole process."""


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(load_settings(tmp_path_factory.mktemp("engine")), workers=1) as engine:
        yield engine


@pytest.fixture
def engine(shared_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(shared_engine, "judge_flow", shared_engine.judge_flow)
    return shared_engine


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, code in CODES.items():
        add_partner(tmp_path, name, code)
    monkeypatch.setattr(retry, "FIRST_RETRY", timedelta(0))
    return load_settings(tmp_path)


def drop(settings: Settings, serial: int, who: str = "nord") -> str:
    name = flow_name(CII, CODES[who], serial)
    (settings.folders.inbox / who / name).write_bytes(cii(invoice(number=f"{who}-{serial}")))
    return name


def sweep(settings: Settings, engine: Engine, **runtime: Any) -> Report:
    with Ledger(settings.folders.ledger) as ledger:
        return Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording, **runtime)).sweep(0)


def rows(settings: Settings) -> dict[str, FlowRow]:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        return {row.drop_name: row for row in ledger.books.flows()}


def in_hand(settings: Settings) -> list[str]:
    return [name for name, row in rows(settings).items() if row.in_hand]


def poisonous(engine: Engine, monkeypatch: pytest.MonkeyPatch, judged: list[str] | None = None) -> None:
    """From now on one flow kills whoever judges it, and nothing is put in order at an end."""
    real = engine.judge_flow

    def judge(name: str, *given: Any) -> Any:
        if judged is not None:
            judged.append(name)
        if name == POISON:
            raise Death
        return real(name, *given)

    monkeypatch.setattr(engine, "judge_flow", judge)
    monkeypatch.setattr(retry, "_put_down", lambda ledger: None)


def deaths(settings: Settings, engine: Engine) -> int:
    """How many starts end in a death before one does not."""
    for died in range(10):
        try:
            sweep(settings, engine)
        except Death:
            continue
        return died
    raise AssertionError("it dies for ever")


def test_a_flow_that_kills_the_gateway_ends_in_quarantine_and_its_neighbours_are_answered(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbours = [drop(settings, 1), drop(settings, 3), drop(settings, 1, "sud")]
    drop(settings, 2)
    poisonous(engine, monkeypatch)
    assert deaths(settings, engine) == LIMIT
    found = rows(settings)
    poison = found.pop(POISON)
    assert (poison.verdict, poison.state, poison.deaths) == (FlowVerdict.QUARANTINED, State.DONE, LIMIT)
    assert {name: (row.verdict, row.attempts) for name, row in found.items()} == dict.fromkeys(
        neighbours, (FlowVerdict.INTEGRATED, 0)
    )
    [kept] = settings.folders.quarantine.rglob("FSO*")
    assert poison.sha256 == durable.digest(kept)
    assert poison.failure is not None
    assert f"{LIMIT}" in poison.failure.en


def test_after_a_death_that_several_shared_each_is_judged_alone(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {drop(settings, serial) for serial in (1, 2, 3)}
    judged: list[str] = []
    poisonous(engine, monkeypatch, judged)
    with pytest.raises(Death):
        sweep(settings, engine)
    assert set(in_hand(settings)) == names
    for _ in range(LIMIT - 1):
        with pytest.raises(Death):
            sweep(settings, engine)
        assert in_hand(settings) == [POISON]
    sweep(settings, engine)
    assert judged.count(POISON) == LIMIT
    assert in_hand(settings) == []


def test_suspects_go_after_everybody_else_and_the_likeliest_last(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, 2)
    poisonous(engine, monkeypatch)
    with pytest.raises(Death):
        sweep(settings, engine)
    later = [drop(settings, serial, "sud") for serial in range(1, 4)]
    with pytest.raises(Death):
        sweep(settings, engine)
    assert [rows(settings)[name].state for name in later] == [State.DONE] * 3


def test_a_round_in_which_others_wait_leaves_suspects_until_their_patience_ends(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, 2)
    with monkeypatch.context() as patch:
        poisonous(engine, patch)
        with pytest.raises(Death):
            sweep(settings, engine)
    with Ledger(settings.folders.ledger) as ledger:
        runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
        Gateway(runtime).resume()
        assert alone(runtime, busy=True).decided == ()
        monkeypatch.setattr(retry, "PATIENCE", timedelta(0))
        assert len(alone(runtime, busy=True).decided) == 1


def test_the_gateway_that_starts_after_a_death_says_so(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, 1)
    drop(settings, 2)
    with monkeypatch.context() as patch:
        poisonous(engine, patch)
        with pytest.raises(Death):
            sweep(settings, engine)
    said = [note.en for note in sweep(settings, engine).notes]
    assert len([note for note in said if "2 flows in hand" in note]) == 2


@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), DurabilityError(BROKEN), LedgerError(BROKEN)], ids=lambda end: type(end).__name__
)
def test_an_exception_that_ends_the_work_is_no_death(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    drop(settings, 1)
    drop(settings, 2)

    def ends(*_: object) -> None:
        raise end

    with monkeypatch.context() as patch:
        patch.setattr("edi.pipeline.judge.held.read", ends)
        with pytest.raises(type(end)):
            sweep(settings, engine)
    assert in_hand(settings) == []
    sweep(settings, engine)
    assert [(row.verdict, row.deaths) for row in rows(settings).values()] == [(FlowVerdict.INTEGRATED, 0)] * 2


def test_a_stop_between_two_flows_of_a_group_is_no_death(settings: Settings, engine: Engine) -> None:
    drop(settings, 1)
    drop(settings, 2)
    asked = iter([False, False])  # by the pace, then before the first flow; from then on it is to stop
    sweep(settings, engine, stopping=lambda: next(asked, True))
    assert sorted(str(row.verdict) for row in rows(settings).values()) == ["FlowVerdict.INTEGRATED", "None"]
    assert in_hand(settings) == []
    sweep(settings, engine)
    assert [row.deaths for row in rows(settings).values()] == [0, 0]


def test_a_flow_that_the_gateway_has_no_memory_to_read_fails_alone(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = drop(settings, 1)
    drop(settings, 2)
    read = held.read

    def no_memory(taken: Any, limit: int) -> Any:
        if taken.path.name == POISON:
            raise MemoryError
        return read(taken, limit)

    monkeypatch.setattr("edi.pipeline.judge.held.read", no_memory)
    for _ in range(LIMIT):
        sweep(settings, engine)
    found = rows(settings)
    assert (found[POISON].verdict, found[neighbour].verdict) == (FlowVerdict.QUARANTINED, FlowVerdict.INTEGRATED)


def test_where_one_death_is_the_limit_a_neighbour_of_it_is_judged_all_the_same(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(settings, limits=replace(settings.limits, deaths=1))
    neighbour = drop(strict, 1)
    drop(strict, 2)
    poisonous(engine, monkeypatch)
    assert deaths(strict, engine) == 2
    assert rows(strict)[neighbour].verdict is FlowVerdict.INTEGRATED
    assert rows(strict)[POISON].verdict is FlowVerdict.QUARANTINED


def test_a_suspect_that_fails_otherwise_stays_one(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, 2)
    with monkeypatch.context() as patch:
        poisonous(engine, patch)
        with pytest.raises(Death):
            sweep(settings, engine)
    monkeypatch.setattr(engine, "judge_flow", lambda *_: Unjudged(why=BROKEN))
    sweep(settings, engine)
    row = rows(settings)[POISON]
    assert (row.state, row.deaths, row.attempts, row.failure) == (State.TAKEN, 1, 1, BROKEN)


def test_writing_down_what_is_in_hand_costs_a_fresh_drop_no_commit(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[datetime] = []
    write = Ledger.write

    def counted(self: Ledger) -> Any:
        began.append(datetime.now(UTC))
        return write(self)

    monkeypatch.setattr(Ledger, "write", counted)
    for serial in (1, 2, 3):
        drop(settings, serial)
    sweep(settings, engine)
    assert len(began) == 4  # taken, decided, returned, done
