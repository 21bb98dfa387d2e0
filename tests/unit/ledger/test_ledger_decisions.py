"""Decisions: every field comes back as it went in, and none is written twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_cases import AT, DOCUMENT, FINDING, FLOW, OTHER, OUTCOME, REFUSED, RETURNS, SHA, decided, taken

from edi.disk.durable import digest_of
from edi.errors import LedgerError
from edi.ledger import Ledger
from edi.ledger.values import StoredReturn
from edi.message import Message
from edi.model.flow import State
from edi.model.judgement import FlowVerdict
from edi.model.outcome import Decision


def test_every_field_of_an_outcome_comes_back_as_it_went_in(ledger: Ledger) -> None:
    decided(ledger)
    row = ledger.flows.get(FLOW)
    assert row is not None
    assert (row.verdict, row.flow_id, row.interface, row.packs, row.decided_at) == (
        OUTCOME.verdict,
        OUTCOME.flow_id,
        OUTCOME.interface,
        OUTCOME.packs,
        OUTCOME.decided_at,
    )
    assert (row.size, row.sha256, row.repeat_of) == (7, SHA, None)
    assert ledger.decisions.documents(FLOW) == OUTCOME.documents
    assert ledger.decisions.findings(FLOW) == OUTCOME.findings
    assert tuple(ledger.decisions.returns(FLOW)) == RETURNS


def test_every_return_is_listed_with_its_partner_and_hash(ledger: Ledger) -> None:
    decided(ledger)
    assert list(ledger.books.returns()) == [StoredReturn("btp", digest_of(item.content), item) for item in RETURNS]


def test_five_hundred_documents_keep_their_order_and_their_own_findings(ledger: Ledger) -> None:
    documents = tuple(
        replace(REFUSED, position=at, findings=(replace(FINDING, line=at), replace(FINDING, line=-at)))
        for at in range(1, 501)
    )
    decided(ledger, replace(OUTCOME, documents=documents))
    assert ledger.decisions.documents(FLOW) == documents


def test_deciding_twice_is_refused_and_the_first_decision_stays(ledger: Ledger) -> None:
    decided(ledger)
    again = Decision(outcome=replace(OUTCOME, verdict=FlowVerdict.REFUSED))
    with pytest.raises(LedgerError, match=f"{FLOW} n'était pas à décider"), ledger.write():
        ledger.decisions.write(again, [replace(item, name="x" + item.name) for item in RETURNS], 7, SHA)
    assert (ledger.decisions.documents(FLOW), tuple(ledger.decisions.returns(FLOW))) == (OUTCOME.documents, RETURNS)


def test_a_flow_that_was_never_taken_cannot_be_decided(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="n'était pas à décider"), ledger.write():
        ledger.decisions.write(Decision(outcome=OUTCOME), RETURNS, 7, SHA)


def test_two_returns_of_one_name_are_refused(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    with pytest.raises(LedgerError, match="UNIQUE"), ledger.write():
        ledger.decisions.write(Decision(outcome=replace(OUTCOME, flow=OTHER)), RETURNS, 7, SHA)
    assert ledger.flows.in_state(State.TAKEN)[0].id == OTHER


def test_a_repeat_keeps_its_own_returns_and_leaves_documents_to_the_first(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    own = tuple(replace(item, name="again" + item.name) for item in RETURNS)
    with ledger.write():
        ledger.decisions.write(Decision(outcome=replace(OUTCOME, flow=OTHER), repeat_of=FLOW), own, 7, SHA)
    row = ledger.flows.get(OTHER)
    assert row is not None
    assert (row.verdict, row.repeat_of, tuple(ledger.decisions.returns(OTHER))) == (FlowVerdict.REPEAT, FLOW, own)
    assert (ledger.decisions.documents(OTHER), ledger.books.contradictions()) == ((), [])


def test_a_flow_without_documents_is_decided_as_well(ledger: Ledger) -> None:
    decided(
        ledger, replace(OUTCOME, verdict=FlowVerdict.IRRECEVABLE, documents=(), findings=(), packs=(), interface=None)
    )
    assert (ledger.decisions.documents(FLOW), ledger.decisions.findings(FLOW)) == ((), ())


def test_serials_rise_by_one(ledger: Ledger) -> None:
    with ledger.write():
        first = ledger.decisions.next_serial()
        assert [ledger.decisions.next_serial(), ledger.decisions.next_serial()] == [first + 1, first + 2]


def test_flows_are_counted_by_verdict_and_in_all(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    assert ledger.books.by_verdict() == {"partially integrated": 1, "in progress": 1}
    assert ledger.books.conservation() == {"partially integrated": 1, "in progress": 1, "received": 2}


def again(ledger: Ledger) -> Decision:
    """A second version of a finished flow's decision, to be written."""
    decided(ledger)
    with ledger.write():
        ledger.flows.set_returned(FLOW, AT)
        ledger.flows.set_done(FLOW, AT, "archive/x")
        ledger.flows.set_rejudged(FLOW, Message("à nous", "ours"))
    outcome = replace(OUTCOME, version=2, verdict=FlowVerdict.INTEGRATED, documents=(DOCUMENT,), findings=())
    return Decision(outcome=outcome, marks=(("invoice", "another"),))


def test_a_second_version_takes_the_place_of_the_first_marks_included(ledger: Ledger) -> None:
    decision = again(ledger)
    own = tuple(replace(item, name="2" + item.name) for item in RETURNS)
    with ledger.write():
        ledger.decisions.write(decision, own)
    row = ledger.flows.get(FLOW)
    assert row is not None
    assert (row.state, row.version, row.verdict, row.returned_at) == (State.DECIDED, 2, FlowVerdict.INTEGRATED, None)
    assert (row.size, row.sha256, row.failure, row.rejudged, row.rejudge_failures) == (7, SHA, None, 2, 0)
    assert (ledger.decisions.documents(FLOW), tuple(ledger.decisions.returns(FLOW))) == ((DOCUMENT,), own)
    assert ledger.marks.first("invoice", f"{FLOW}|380|2026") is None
    assert ledger.marks.first("invoice", "another") == row
    assert len(list(ledger.books.returns())) == 4


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_is_not_the_next_one_is_refused(ledger: Ledger, version: int) -> None:
    decision = again(ledger)
    before = ledger.flows.get(FLOW)
    wrong = replace(decision, outcome=replace(decision.outcome, version=version))
    with pytest.raises(LedgerError, match=r"n'était pas à (décider|juger de nouveau)") as refused, ledger.write():
        ledger.decisions.write(wrong, [])
    assert "nothing was written" in refused.value.of("en")
    assert ledger.flows.get(FLOW) == before


def test_a_flow_that_is_still_on_its_way_has_no_second_version(ledger: Ledger) -> None:
    decided(ledger)
    with pytest.raises(LedgerError, match="n'était pas à juger de nouveau"), ledger.write():
        ledger.decisions.write(Decision(outcome=replace(OUTCOME, version=2)), [])
