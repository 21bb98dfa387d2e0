"""Dates: on the calendar, plausible, in order."""

from __future__ import annotations

import pytest
from rule_cases import codes, found, value

from edi.catalogue import sentence
from edi.model.document import Line, Strays, Value
from edi.model.finding import Severity
from edi.rules.date_order import (
    date_of_issue_is_not_ahead,
    date_of_issue_is_recent,
    due_date_follows_date_of_issue,
    period_begins_before_it_ends,
    periods_of_lines_begin_before_they_end,
)
from edi.rules.dates import (
    dates_are_not_empty,
    dates_are_on_the_calendar,
    dates_have_their_format,
    years_are_of_our_times,
)


@pytest.mark.parametrize("text", [None, "", " "])
def test_a_document_has_a_date_of_issue(text: str | None) -> None:
    assert codes(issue_date=value(text)) == ["ISSUE-DATE-MISSING"]


@pytest.mark.parametrize("name", ["issue_date", "due_date", "delivery_date", "period_start", "period_end"])
@pytest.mark.parametrize("text", ["hier", "20180230", "2026-02-30", "2026-13-01", "30/10/2026", "２０２６-10-30", "0"])
def test_a_date_is_on_the_calendar(name: str, text: str) -> None:
    [finding] = found(dates_are_on_the_calendar, **{name: value(text)})
    assert (finding.code, finding.value, finding.severity) == ("DATE-UNREADABLE", text, Severity.ERROR)
    assert found(dates_are_on_the_calendar, **{name: value("2026-02-28")}) == []


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("2026-11-24", []),
        ("2026-11-25", [Severity.WARNING]),  # tomorrow: overseas it is
        ("2026-11-26", [Severity.ERROR]),
        ("2206-10-30", [Severity.ERROR]),
    ],
)
def test_a_date_of_issue_is_not_ahead(text: str, severities: list[Severity]) -> None:
    given = found(date_of_issue_is_not_ahead, issue_date=value(text))
    assert [finding.severity for finding in given] == severities
    trial = found(date_of_issue_is_not_ahead, terms={"qualification": True}, issue_date=value(text))
    assert [finding.severity for finding in trial] == [Severity.WARNING] * len(severities)


@pytest.mark.parametrize(("text", "told"), [("2016-11-25", 0), ("2016-11-20", 1), ("0026-10-30", 0), ("2018-01-01", 0)])
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
    assert codes(issue_date=value("0026-10-30")) == ["DATE-YEAR"]
    assert codes(issue_date=value("2206-10-30")) == ["ISSUE-DATE-FUTURE"]
    assert codes(issue_date=value("2206-10-30"), due_date=value("2026-11-29")) == ["ISSUE-DATE-FUTURE"]


@pytest.mark.parametrize(("text", "told"), [("0026-10-30", 1), ("1989-12-31", 1), ("1990-01-01", 0), ("2206-01-01", 0)])
def test_a_date_of_issue_of_another_age_is_refused(text: str, told: int) -> None:
    given = found(years_are_of_our_times, issue_date=value(text))
    assert [finding.severity for finding in given] == [Severity.ERROR] * told


def test_a_date_that_is_not_as_its_format_says_is_refused_once() -> None:
    stray = Value("2026-11-02", "/doc/IssueDateTime/DateTimeString", 9)
    given = found(dates_have_their_format, strays=Strays(dates=(stray,)))
    assert [(finding.severity, finding.value) for finding in given] == [(Severity.ERROR, "2026-11-02")]
    assert "IssueDateTime" in sentence(given[0], "fr")
    wrong = Value("hier", stray.xpath, 9)
    assert codes(issue_date=wrong, strays=Strays(dates=(wrong,))) == ["DATE-UNREADABLE"]


def test_an_empty_date_is_told() -> None:
    empty = Value("", "/doc/DueDateDateTime/DateTimeString", 9)
    [finding] = found(dates_are_not_empty, strays=Strays(empty_dates=(empty,)))
    assert (finding.severity, finding.line) == (Severity.WARNING, 9)
    assert "DueDateDateTime" in sentence(finding, "en")


@pytest.mark.parametrize(
    ("start", "end", "told"), [("20261001", "20261031", 0), ("20261031", "20261001", 1), (None, "20261001", 0)]
)
def test_the_period_of_a_line_begins_before_it_ends(start: str | None, end: str | None, told: int) -> None:
    lines = (Line(period_start=value(start), period_end=value(end)),)
    assert len(found(periods_of_lines_begin_before_they_end, lines=lines)) == told
