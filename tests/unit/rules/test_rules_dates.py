"""Dates: on the calendar, plausible, in order."""

from __future__ import annotations

import pytest
from rule_cases import codes, found, value

from edi.catalogue import sentence
from edi.model.finding import Severity
from edi.rules.date_order import (
    date_of_issue_is_not_ahead,
    date_of_issue_is_recent,
    due_date_follows_date_of_issue,
    period_begins_before_it_ends,
)
from edi.rules.dates import dates_are_on_the_calendar, years_are_of_our_times


@pytest.mark.parametrize("text", [None, "", " "])
def test_a_document_has_a_date_of_issue(text: str | None) -> None:
    assert codes(issue_date=value(text)) == ["ISSUE-DATE-MISSING"]


@pytest.mark.parametrize("name", ["issue_date", "due_date", "delivery_date", "period_start", "period_end"])
@pytest.mark.parametrize("text", ["hier", "20180230", "2026-02-30", "2026-13-01", "30/10/2026", "２０２６-10-30", "0"])
def test_a_date_is_on_the_calendar(name: str, text: str) -> None:
    [finding] = found(dates_are_on_the_calendar, **{name: value(text)})
    assert (finding.code, finding.value, finding.severity) == ("DATE-UNREADABLE", text, Severity.ERROR)
    assert found(dates_are_on_the_calendar, **{name: value("2026-02-28")}) == []


@pytest.mark.parametrize(("text", "told"), [("2026-11-24", 0), ("2026-11-25", 0), ("2026-11-26", 1), ("2206-10-30", 1)])
def test_a_date_of_issue_is_not_ahead(text: str, told: int) -> None:
    given = found(date_of_issue_is_not_ahead, issue_date=value(text))
    assert [finding.severity for finding in given] == [Severity.WARNING] * told


@pytest.mark.parametrize(("text", "told"), [("2016-11-25", 0), ("2016-11-20", 1), ("0026-10-30", 1), ("2018-01-01", 0)])
def test_a_date_of_issue_is_recent(text: str, told: int) -> None:
    assert len(found(date_of_issue_is_recent, issue_date=value(text))) == told


def test_without_a_day_no_date_is_early_or_late() -> None:
    for rule in (date_of_issue_is_not_ahead, date_of_issue_is_recent):
        for text in ("0026-01-01", "9999-12-31"):
            assert found(rule, terms={"today": None}, issue_date=value(text)) == []


@pytest.mark.parametrize(
    ("due", "told"), [("2026-10-29", 1), ("2026-10-30", 0), ("2026-12-30", 0), ("demain", 0), (None, 0)]
)
def test_the_due_date_follows_the_date_of_issue(due: str | None, told: int) -> None:
    assert len(found(due_date_follows_date_of_issue, due_date=value(due))) == told


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [("2026-10-01", "2026-10-31", 0), ("2026-10-31", "2026-10-31", 0), ("2026-10-31", "2026-10-01", 1), (None, "x", 0)],
)
def test_a_period_begins_before_it_ends(start: str | None, end: str | None, told: int) -> None:
    assert len(found(period_begins_before_it_ends, period_start=value(start), period_end=value(end))) == told


@pytest.mark.parametrize("name", ["due_date", "delivery_date", "period_start", "period_end"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0026-10-30", 1),
        ("2206-10-30", 1),
        ("1989-12-31", 1),
        ("2100-01-01", 1),
        ("1990-01-01", 0),
        ("2099-12-31", 0),
        ("2206-13-01", 0),
        ("demain", 0),
        ("", 0),
    ],
)
def test_a_year_is_of_our_times(name: str, text: str, told: int) -> None:
    given = found(years_are_of_our_times, **{name: value(text)})
    assert [(finding.severity, finding.value) for finding in given] == [(Severity.WARNING, text)] * told
    assert all(text in sentence(finding, lang) for finding in given for lang in ("fr", "en"))


def test_an_implausible_year_has_one_finding() -> None:
    assert codes(due_date=value("0026-11-29")) == ["DATE-YEAR"]
    assert codes(period_start=value("2206-01-01"), period_end=value("2026-01-31")) == ["DATE-YEAR"]
    assert codes(issue_date=value("0026-10-30")) == ["ISSUE-DATE-OLD"]
    assert codes(issue_date=value("2206-10-30")) == ["ISSUE-DATE-FUTURE"]
    assert codes(issue_date=value("2206-10-30"), due_date=value("2026-11-29")) == ["ISSUE-DATE-FUTURE"]
