"""Dates against each other and against today in Paris (Terms.today)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.dates import plausible
from edi.rules.rule import MOST, rule
from edi.rules.values import day
from edi.words.sentence import RuleSpec

OLD = 10  # years
AHEAD = timedelta(days=1)  # a supplier overseas may be a day before Paris


def _ahead(issued: date, context: RuleContext) -> bool:
    return context.terms.today is not None and issued > context.terms.today + AHEAD


@rule(
    "ISSUE-DATE-FUTURE",
    Severity.ERROR,
    reference="BT-2",
    fr="La date d'émission, {value}, est dans l'avenir (nous sommes le {today}).",
    en="The date of issue, {value}, lies ahead (today is {today}).",
    hint_fr="Corrigez la date de la facture, ou déposez-la ce jour-là : la date d'émission ne peut suivre celle du "
    "dépôt.",
    hint_en="Correct the date of the invoice, or deposit it on that day: the date of issue cannot follow the "
    "deposit's.",
    checks_fr="La date d'émission n'est pas après le jour du dépôt, à Paris. Un avertissement pour le lendemain "
    "(outre-mer,"
    " il est déjà demain) et en qualification.",
    checks_en="The date of issue is not after the day of deposit, in Paris. A warning for the day after (overseas it is"
    " tomorrow already) and in qualification.",
    source="Factur-X 1.0.06, BT-2, remarque sur Chorus Pro (p. 48 : antérieure ou égale à la date de dépôt)",
    certainty="M",
)
def date_of_issue_is_not_ahead(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    issued, today = day(record.issue_date), context.terms.today
    if issued and today and issued > today:
        severity = context.unless_qualification(Severity.ERROR) if _ahead(issued, context) else Severity.WARNING
        yield say.on(record.issue_date, severity=severity, today=today.isoformat())


@rule(
    "ISSUE-DATE-OLD",
    Severity.WARNING,
    reference="COHERENCE",
    fr="La date d'émission, {value}, a plus de {years} ans.",
    en="The date of issue, {value}, is more than {years} years old.",
    hint_fr="Vérifiez l'année : une facture aussi ancienne est le plus souvent une faute de frappe.",
    hint_en="Check the year: an invoice that old is mostly a typing slip.",
    checks_fr="La date d'émission a moins de dix ans.",
    checks_en="The date of issue is less than ten years old.",
    source="Déduit ; dix ans est la durée de conservation des pièces comptables",
    certainty="L",
)
def date_of_issue_is_recent(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    issued, today = day(record.issue_date), context.terms.today
    if issued and today and plausible(issued) and (today - issued).days > OLD * 365.25:
        yield say.on(record.issue_date, years=OLD)


@rule(
    "DUE-BEFORE-ISSUE",
    Severity.WARNING,
    reference="COHERENCE",
    fr="La date d'échéance, {value}, précède la date d'émission, {issued}.",
    en="The due date, {value}, comes before the date of issue, {issued}.",
    hint_fr="Corrigez l'une des deux dates.",
    hint_en="Correct one of the two dates.",
    checks_fr="La date d'échéance ne précède pas la date d'émission.",
    checks_en="The due date does not come before the date of issue.",
    source="Déduit",
    certainty="L",
)
def due_date_follows_date_of_issue(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Silent where one of the two is implausible by itself, which is told already.
    issued, due = day(record.issue_date), day(record.due_date)
    if issued and due and due < issued and plausible(due) and not _ahead(issued, context):
        yield say.on(record.due_date, issued=issued.isoformat())


@rule(
    "PERIOD-REVERSED",
    Severity.WARNING,
    reference="BR-29",
    fr="La période facturée finit, le {value}, avant d'avoir commencé, le {start}.",
    en="The invoiced period ends, on {value}, before it begins, on {start}.",
    hint_fr="Corrigez ou intervertissez les deux dates de la période.",
    hint_en="Correct or swap the two dates of the period.",
    checks_fr="La période facturée commence avant de finir.",
    checks_en="The invoiced period begins before it ends.",
    source="Déduit",
    certainty="L",
)
def period_begins_before_it_ends(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    start, end = day(record.period_start), day(record.period_end)
    if start and end and end < start and plausible(start) and plausible(end):
        yield say.on(record.period_end, start=start.isoformat())


@rule(
    "LINE-PERIOD-REVERSED",
    Severity.WARNING,
    reference="BR-30",
    fr="La période d'une ligne finit, le {value}, avant d'avoir commencé, le {start}.",
    en="The period of a line ends, on {value}, before it begins, on {start}.",
    hint_fr="Corrigez ou intervertissez les deux dates de la période de cette ligne.",
    hint_en="Correct or swap the two dates of this line's period.",
    checks_fr="La période de chaque ligne commence avant de finir.",
    checks_en="The period of each line begins before it ends.",
    source="EN 16931, BR-30",
    certainty="L",
)
def periods_of_lines_begin_before_they_end(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Both are written alike, YYYYMMDD or YYYY-MM-DD, so that their texts have the order of their days.
    dated = ((line.period_start, line.period_end) for line in record.lines if line.period_end is not None)
    wrong = (
        (start, end)
        for start, end in dated
        if start is not None and end is not None and len(start.text) == len(end.text) and end.text < start.text
    )
    for start, end in islice(wrong, MOST):
        yield say.on(end, start=start.text)
