"""Flows: their states in order, when they are due, and how they are found."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ledger_cases import AT, FLOW, NAME, OTHER, OUTCOME, RETURNS, SHA, decided, taken

from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.outcome import Decision

X, FULL = Message("x", "x"), Message("disque plein", "disk full")


def test_a_taken_flow_is_told_in_full(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    row = ledger.flows.get(FLOW)
    assert row is not None
    assert (row.id, row.partner, row.drop_name, row.state, row.taken_at) == (FLOW, "btp", NAME, State.TAKEN, AT)
    assert (row.verdict, row.size, row.packs, row.attempts, row.place) == (None, None, (), 0, None)


def test_a_flow_that_is_not_there_is_none(ledger: Ledger) -> None:
    assert ledger.flows.get(FLOW) is None


def test_a_flow_goes_through_its_states_in_order_and_only_so(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    steps: list[tuple[Callable[[], None], State]] = [
        (lambda: ledger.flows.set_returned(FLOW, AT), State.TAKEN),
        (lambda: ledger.flows.set_done(FLOW, AT, "archive/x"), State.TAKEN),
        (lambda: ledger.decisions.write(Decision(outcome=OUTCOME), RETURNS, 7, SHA), State.DECIDED),
        (lambda: ledger.flows.set_done(FLOW, AT, "archive/x"), State.DECIDED),
        (lambda: ledger.flows.set_failed(FLOW, X, 1, AT, 7, SHA), State.DECIDED),
        (lambda: ledger.flows.set_returned(FLOW, AT), State.RETURNED),
        (lambda: ledger.flows.set_done(FLOW, AT, "archive/x"), State.DONE),
        (lambda: ledger.flows.set_returned(FLOW, AT), State.DONE),
        (lambda: ledger.flows.set_done(FLOW, AT, "archive/y"), State.DONE),
    ]
    for step, expected in steps:
        with ledger.write():
            step()
        assert [row.id for row in ledger.flows.in_state(expected)] == [FLOW]
    row = ledger.flows.get(FLOW)
    assert row is not None
    assert (row.decided_at, row.returned_at, row.archived_at, row.place, row.failure) == (AT, AT, AT, "archive/x", None)


def due(ledger: Ledger, now: datetime) -> list[FlowRow]:
    return ledger.flows.due(now, now + timedelta(hours=1))


def test_a_try_that_a_clock_set_back_has_put_out_of_reach_is_due_at_once(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    with ledger.write():
        ledger.flows.set_failed(FLOW, X, 1, AT + timedelta(hours=1), 7, SHA)
    assert due(ledger, AT) == []
    assert [row.id for row in due(ledger, AT - timedelta(microseconds=1))] == [FLOW]


def test_a_flow_that_could_not_be_judged_is_due_again_at_its_time(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.flows.set_failed(FLOW, FULL, 2, AT + timedelta(seconds=10), 7, SHA)
    assert [row.id for row in due(ledger, AT)] == [OTHER]
    assert [row.id for row in due(ledger, AT + timedelta(seconds=9.999999))] == [OTHER]
    assert [row.id for row in due(ledger, AT + timedelta(seconds=10))] == [FLOW, OTHER]
    row = ledger.flows.get(FLOW)
    assert row is not None
    assert (row.state, row.failure, row.attempts, row.size, row.sha256) == (State.TAKEN, FULL, 2, 7, SHA)


@pytest.mark.parametrize(
    "text", ["disque plein", '{"fr": 1', "[1]", "12", "null", '{"de": "voll"}'], ids=lambda text: text[:6]
)
def test_a_failure_an_earlier_gateway_wrote_is_read_as_it_stands(ledger: Ledger, text: str) -> None:
    taken(ledger, FLOW)
    ledger.database.run("UPDATE flows SET failure = :text", {"text": text})
    assert [row.failure for row in ledger.books.flows()] == [Message(text, text)]


def test_moments_are_compared_as_moments_whatever_their_time_zone(ledger: Ledger) -> None:
    paris = timezone(timedelta(hours=2))
    taken(ledger, FLOW)
    with ledger.write():
        ledger.flows.set_failed(FLOW, X, 1, (AT + timedelta(seconds=10)).astimezone(paris), 7, SHA)
    assert due(ledger, (AT + timedelta(seconds=9)).astimezone(paris)) == []
    assert len(due(ledger, AT + timedelta(seconds=11))) == 1


def test_a_decided_flow_is_not_due(ledger: Ledger) -> None:
    decided(ledger)
    assert due(ledger, AT + timedelta(days=9)) == []


def test_flows_come_in_the_order_they_were_taken_and_the_latest_first_when_asked(ledger: Ledger) -> None:
    taken(ledger, OTHER, FLOW)
    assert [row.id for row in due(ledger, AT)] == [OTHER, FLOW]
    assert [row.id for row in ledger.flows.latest(1)] == [FLOW]
    assert [row.id for row in ledger.books.flows()] == [OTHER, FLOW]
    assert ledger.flows.last_id() == OTHER


# in hand


def in_hand(ledger: Ledger) -> list[str]:
    return [row.id for row in ledger.flows.in_hand()]


def test_a_flow_is_in_hand_from_the_moment_it_is_said_until_what_comes_of_it(ledger: Ledger) -> None:
    ends: list[Callable[[], None]] = [
        lambda: ledger.flows.set_failed(FLOW, X, 1, AT, 7, SHA),
        lambda: ledger.flows.set_died(FLOW, X, AT),
        lambda: ledger.flows.set_rejudged(FLOW, None),
        lambda: ledger.flows.set_rejudged(FLOW, X),
        ledger.flows.put_down,
        lambda: ledger.decisions.write(Decision(outcome=OUTCOME), RETURNS, 7, SHA),
    ]
    taken(ledger, FLOW, OTHER)
    assert in_hand(ledger) == []
    for end in ends:
        with ledger.write():
            ledger.flows.set_in_hand([FLOW])
        assert in_hand(ledger) == [FLOW]
        with ledger.write():
            end()
        assert in_hand(ledger) == []


def test_a_death_is_counted_of_what_is_taken_and_in_hand(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.flows.set_in_hand([FLOW])
        for flow in (FLOW, OTHER):
            ledger.flows.set_died(flow, FULL, AT)
    found = [(row.id, row.deaths, row.failure, row.next_try_at) for row in ledger.books.flows()]
    assert found == [(FLOW, 1, FULL, AT), (OTHER, 0, None, None)]


def test_what_was_in_hand_at_a_death_is_not_due_with_the_others_and_comes_in_order_of_deaths(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        for flow in (FLOW, FLOW, OTHER):
            ledger.flows.set_in_hand([flow])
            ledger.flows.set_died(flow, X, AT + timedelta(seconds=10))

    def suspects(now: datetime) -> list[str]:
        return [row.id for row in ledger.flows.suspects(now, now + timedelta(hours=1))]

    assert due(ledger, AT + timedelta(hours=1)) == []
    assert suspects(AT) == []
    assert suspects(AT + timedelta(seconds=10)) == [OTHER, FLOW]


# finding


@pytest.mark.parametrize(
    "text",
    [
        FLOW,
        FLOW[:8],
        OUTCOME.flow_id,
        NAME,
        SHA,
        SHA[:6],
        SHA[:12].upper(),
        "F-2026_1%",
        RETURNS[0].name,
        RETURNS[1].name.removesuffix(".xml"),
    ],
)
def test_a_flow_is_found_by_everything_a_person_may_hold(ledger: Ledger, text: str) -> None:
    decided(ledger)
    taken(ledger, "19990101000000000000-0000", name="other.xml")
    assert [row.id for row in ledger.flows.find(text)] == [FLOW]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "_",
        "%%%%%%",
        "______",
        "2026%",
        f"{FLOW[:8]}_",
        f"{SHA[:6]}%",
        SHA[:5],
        "F-2026",
        "F-2026x1%",
        "\\",
        "'",
        "\x00",
    ],
)
def test_what_nothing_bears_is_not_found_and_wildcards_are_plain_characters(ledger: Ledger, text: str) -> None:
    decided(ledger)
    assert ledger.flows.find(text) == []


@pytest.mark.parametrize("name", [b"a\nb.xml", b"\xff\xe9", "née.xml".encode(), b"100%_\\.xml", b" "])
def test_a_flow_is_found_by_its_file_s_name_as_it_was_dropped_or_as_it_is_shown(ledger: Ledger, name: bytes) -> None:
    from edi.words.text import drop_name

    dropped = Path(os.fsdecode(name))
    shown = drop_name(dropped)
    taken(ledger, FLOW, name=shown)
    assert [row.id for row in ledger.flows.find(os.fsdecode(name))] == [FLOW]
    assert [row.id for row in ledger.flows.find(shown)] == [FLOW]


def test_several_flows_come_in_the_order_they_were_taken(ledger: Ledger) -> None:
    taken(ledger, OTHER, FLOW)
    assert [row.id for row in ledger.flows.find(NAME)] == [OTHER, FLOW]
