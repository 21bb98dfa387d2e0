"""Marks: who brought a thing first, of all flows or of all but one."""

from __future__ import annotations

from ledger_cases import FLOW, OTHER, taken

from edi.ledger import Ledger


def test_a_seen_mark_keeps_the_first_flow(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.marks.add("invoice", "key", FLOW)
        ledger.marks.add("invoice", "key", OTHER)
        ledger.marks.add("bytes", "key", OTHER)
    first, other = ledger.marks.first("invoice", "key"), ledger.marks.first("bytes", "key")
    assert first is not None
    assert other is not None
    assert (first.id, other.id, ledger.marks.first("invoice", "KEY")) == (FLOW, OTHER, None)


def test_a_flow_is_not_the_one_that_brought_its_own_marks_before(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.marks.add("invoice", "key", FLOW)
    first = ledger.marks.first("invoice", "key")
    assert first is not None
    assert ledger.marks.of_others(FLOW).first("invoice", "key") is None
    assert ledger.marks.of_others(OTHER).first("invoice", "key") == first
    assert ledger.marks.of_others(OTHER).first("invoice", "other key") is None


def test_what_was_claimed_counts_where_no_other_flow_has_written_its_mark(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.marks.add("invoice", "ours", FLOW)
        ledger.marks.add("invoice", "theirs", OTHER)
    first, other = ledger.flows.get(FLOW), ledger.flows.get(OTHER)
    assert first is not None
    assert other is not None
    claimed = {("invoice", "ours"): other, ("invoice", "theirs"): first, ("invoice", "new"): other}
    seen = ledger.marks.of_others(FLOW, claimed)
    assert [seen.first("invoice", key) for key in ("ours", "theirs", "new", "none")] == [other, other, other, None]


def test_an_accepted_invoice_is_found_by_its_key_or_by_what_the_key_begins_with(ledger: Ledger) -> None:
    taken(ledger, FLOW, OTHER)
    with ledger.write():
        ledger.marks.add("invoice", "siren|F|2026", FLOW)
        ledger.marks.add("beside", f"siren|F|2026|{OTHER}", OTHER)
    first, other = ledger.flows.get(FLOW), ledger.flows.get(OTHER)
    assert other is not None
    marks = ledger.marks
    assert [marks.accepted(key) for key in ("siren|F|2026", "siren|F", "siren")] == [first] * 3
    assert [marks.accepted(key) for key in ("siren|F|2025", "siren|F|202", "siren|f", "sire", "")] == [None] * 5
    assert marks.of_others(FLOW).accepted("siren|F|2026") == other
    claimed = {("invoice", "siren|G|2026"): other, ("flow-id", "siren|H|2026"): other}
    seen = marks.of_others(FLOW, claimed)
    assert [seen.accepted(key) for key in ("siren|G", "siren|H")] == [other, None]
