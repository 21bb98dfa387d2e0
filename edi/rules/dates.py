"""Dates: on the calendar, plausible, in order. Plausible is told against today in Paris (Terms.today)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from edi.findings import dates as say
from edi.model.document import Record, Value
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

OLD = 10  # years
FIRST_YEAR, LAST_YEAR = 1990, 2099
AHEAD = timedelta(days=1)  # a supplier overseas may be a day before Paris
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(value: Value | None) -> date | None:
    """The date a record holds; None when nothing was read or it is no date."""
    if value is None or not _ISO.fullmatch(value.text):
        return None
    try:
        return date.fromisoformat(value.text)
    except ValueError:
        return None


def plausible(one: date) -> bool:
    """Whether its year is of our times."""
    return FIRST_YEAR <= one.year <= LAST_YEAR


def _ahead(issued: date, context: RuleContext) -> bool:
    return context.terms.today is not None and issued > context.terms.today + AHEAD


def _other_dates(record: Record) -> Iterator[tuple[Value | None, str, str]]:
    """The dates beside that of issue, and how a sentence names each."""
    yield record.due_date, "d'échéance", "due date"
    yield record.delivery_date, "de livraison", "delivery date"
    yield record.period_start, "de début de période", "first day of the period"
    yield record.period_end, "de fin de période", "last day of the period"


@rule(say.ISSUE_DATE_MISSING)
def document_has_a_date_of_issue(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Pivot invoice schema: DateFacture is mandatory."""
    if not text(record.issue_date):
        yield say.ISSUE_DATE_MISSING.near(record.number)


@rule(say.DATE_UNREADABLE)
def dates_are_on_the_calendar(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Pivot invoice schema: dates of type xs:date."""
    for value, what, what_en in ((record.issue_date, "d'émission", "date of issue"), *_other_dates(record)):
        if text(value) and day(value) is None:
            yield say.DATE_UNREADABLE.on(value, what=what, what_en=what_en)


@rule(say.DATE_YEAR)
def years_are_of_our_times(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced: 0026 and 2206 are typing slips. Of the date of issue, its own two rules speak."""
    for value, what, what_en in _other_dates(record):
        if (read := day(value)) is not None and not plausible(read):
            yield say.DATE_YEAR.on(value, what=what, what_en=what_en)


@rule(say.ISSUE_DATE_FUTURE)
def date_of_issue_is_not_ahead(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced; a day of grace for the overseas departments."""
    issued, today = day(record.issue_date), context.terms.today
    if issued and today and _ahead(issued, context):
        yield say.ISSUE_DATE_FUTURE.on(record.issue_date, today=today.isoformat())


@rule(say.ISSUE_DATE_OLD)
def date_of_issue_is_recent(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced; ten years is how long accounts are kept."""
    issued, today = day(record.issue_date), context.terms.today
    if issued and today and (today - issued).days > OLD * 365.25:
        yield say.ISSUE_DATE_OLD.on(record.issue_date, years=OLD)


@rule(say.DUE_BEFORE_ISSUE)
def due_date_follows_date_of_issue(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced. Silent where one of the two is implausible by itself, which is told already."""
    issued, due = day(record.issue_date), day(record.due_date)
    if issued and due and due < issued and plausible(due) and not _ahead(issued, context):
        yield say.DUE_BEFORE_ISSUE.on(record.due_date, issued=issued.isoformat())


@rule(say.PERIOD_REVERSED)
def period_begins_before_it_ends(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced."""
    start, end = day(record.period_start), day(record.period_end)
    if start and end and end < start and plausible(start) and plausible(end):
        yield say.PERIOD_REVERSED.on(record.period_end, start=start.isoformat())


RULES: tuple[Rule, ...] = (
    document_has_a_date_of_issue,
    dates_are_on_the_calendar,
    years_are_of_our_times,
    date_of_issue_is_not_ahead,
    date_of_issue_is_recent,
    due_date_follows_date_of_issue,
    period_begins_before_it_ends,
)
