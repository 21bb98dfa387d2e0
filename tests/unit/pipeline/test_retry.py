"""A failure of ours is kept in both languages, put off for longer each time, and held against a flow only when it is
the flow's own doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edi.judging.judged import Unjudged
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow
from edi.model.limits import Limits
from edi.pipeline import retry
from edi.pipeline.attempt import Gone, Read
from edi.pipeline.retry import FIRST_RETRY, LAST_RETRY

FLOW = "20261124101500000000-0001"
WHY = Message("le processus de jugement est mort", "the judging process died")
FAILURES = {"death": Unjudged(why=WHY), "blameless": Unjudged(why=WHY, blameless=True), "gone": Gone(WHY)}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        with ledger.write():
            ledger.flows.add([(FLOW, "btp", "a.xml", datetime.now(UTC))])
        yield ledger


def row(ledger: Ledger) -> FlowRow:
    found = ledger.flows.get(FLOW)
    assert found is not None
    return found


def failed(ledger: Ledger, name: str) -> timedelta:
    """How long the next try is put off."""
    before = datetime.now(UTC)
    retry.later(row(ledger), Read(7, "0" * 64), FAILURES[name], ledger)
    at = row(ledger).next_try_at
    assert at is not None
    return at - before


def test_what_is_kept_of_a_failure_is_told_again_in_both_languages(ledger: Ledger) -> None:
    told = retry.later(row(ledger), Read(), FAILURES["death"], ledger)
    assert row(ledger).failure == WHY
    assert retry.still_waiting(ledger) == told
    [note] = told.notes
    assert (WHY.fr in note.fr, WHY.en in note.en) == (True, True)


@pytest.mark.parametrize(("name", "attempts"), [("death", 1), ("blameless", 0), ("gone", 0)])
def test_only_a_death_counts_against_a_flow(ledger: Ledger, name: str, attempts: int) -> None:
    failed(ledger, name)
    assert row(ledger).attempts == attempts


def test_a_flow_that_kills_its_judge_waits_twice_as_long_each_time_and_an_hour_at_most(ledger: Ledger) -> None:
    waits = [failed(ledger, "death") for _ in range(12)]
    for wait, times in zip(waits, range(12), strict=True):
        assert timedelta(0) <= wait - min(FIRST_RETRY * 2**times, LAST_RETRY) < timedelta(seconds=5)


def test_a_flow_is_given_up_at_the_last_death_allowed_and_never_for_what_it_did_not_do(ledger: Ledger) -> None:
    limits = Limits(deaths=3)
    given_up = []
    for _ in range(3):
        given_up.append(retry.given_up(row(ledger), Unjudged(why=WHY), limits))
        failed(ledger, "death")
    assert given_up == [False, False, True]
    assert not retry.given_up(row(ledger), Unjudged(why=WHY, blameless=True), limits)


# deaths of the gateway


@pytest.mark.parametrize(("limit", "kills"), [(1, [0, 0, 1, 1]), (2, [0, 0, 1, 1]), (3, [0, 0, 0, 1])])
def test_a_flow_kills_us_at_the_limit_and_never_by_one_death(limit: int, kills: list[int]) -> None:
    assert [retry.kills_us(deaths, Limits(deaths=limit)) for deaths in range(4)] == [bool(one) for one in kills]


def test_a_flow_that_kills_us_is_given_up_whatever_else_failed(ledger: Ledger) -> None:
    kills = replace(row(ledger), deaths=3)
    assert retry.given_up(kills, Unjudged(why=WHY), Limits(deaths=3))
    assert not retry.given_up(kills, Unjudged(why=WHY, blameless=True), Limits(deaths=3))


def test_the_first_death_puts_nothing_off_and_the_last_neither() -> None:
    limits = Limits(deaths=5)
    none = timedelta(0)
    waits = [retry._wait(deaths, limits) for deaths in range(1, 6)]
    assert waits == [none, FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY, none]
    assert retry._wait(500, Limits(deaths=1000)) == LAST_RETRY
