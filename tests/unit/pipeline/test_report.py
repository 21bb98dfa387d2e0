"""What the steps told, added up: nothing is lost, and no note is said twice."""

from __future__ import annotations

from edi.message import Message
from edi.pipeline.report import Report, total

FULL, SHUT = Message("plein", "full"), Message("fermé", "shut")


def test_nothing_added_changes_nothing() -> None:
    report = Report(decided=("1",), full=True, left=("2",), waiting=3, next_look=0.5, look_seconds=0.1, notes=(FULL,))
    assert report + Report() == Report() + report == total([report]) == report
    assert total([]) == Report()


def test_flows_and_counts_add_up_and_what_is_true_of_one_is_true_of_all() -> None:
    one = Report(decided=("1", "2"), strangers=True, waiting=1, unsettled=2, look_seconds=1.0)
    two = Report(decided=("3",), untaken=True, full=True, waiting=2, unsettled=1, look_seconds=0.5)
    both = one + two
    assert both.decided == ("1", "2", "3")
    assert (both.strangers, both.untaken, both.full) == (True, True, True)
    assert (both.waiting, both.unsettled, both.look_seconds) == (3, 3, 1.5)


def test_the_next_look_is_the_earliest_asked_for() -> None:
    assert (Report(next_look=2.0) + Report() + Report(next_look=1.0)).next_look == 1.0
    assert (Report() + Report()).next_look is None


def test_a_note_is_said_once_where_it_was_said_first() -> None:
    assert (Report(notes=(FULL, SHUT)) + Report(notes=(SHUT, FULL))).notes == (FULL, SHUT)
