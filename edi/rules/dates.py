"""Dates by themselves: there, on the calendar, of our times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import day, text
from edi.words.sentence import RuleSpec

FIRST_YEAR, LAST_YEAR = 1990, 2099


def plausible(one: date) -> bool:
    """Whether its year is of our times."""
    return FIRST_YEAR <= one.year <= LAST_YEAR


def _other_dates(record: Record) -> Iterator[tuple[Value | None, str, str]]:
    """The dates beside that of issue, and how a sentence names each."""
    yield record.due_date, "d'échéance", "due date"
    yield record.delivery_date, "de livraison", "delivery date"
    yield record.period_start, "de début de période", "first day of the period"
    yield record.period_end, "de fin de période", "last day of the period"


@rule(
    "ISSUE-DATE-MISSING",
    Severity.ERROR,
    reference="CPPFACTURE",
    fr="Le document n'a pas de date d'émission.",
    en="The document has no date of issue.",
    hint_fr="Ajoutez la date de la facture.",
    hint_en="Add the date of the invoice.",
    checks_fr="Le document a une date d'émission.",
    checks_en="The document has a date of issue.",
    source="AIFE, schéma XSD des factures pivot : DateFacture est obligatoire",
    certainty="H",
)
def document_has_a_date_of_issue(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not text(record.issue_date):
        yield say.near(record.number)


@rule(
    "DATE-UNREADABLE",
    Severity.ERROR,
    reference="CPPFACTURE",
    fr="La date {what} « {value} » n'est pas une date du calendrier.",
    en="The {what_en} “{value}” is not a date of the calendar.",
    hint_fr="Écrivez une date qui existe : AAAAMMJJ dans un document CII ou Factur-X, AAAA-MM-JJ dans un document UBL.",
    hint_en="Write a date that exists: YYYYMMDD in a CII or Factur-X document, YYYY-MM-DD in a UBL one.",
    checks_fr="Chaque date est une date du calendrier.",
    checks_en="Every date is a date of the calendar.",
    source="AIFE, schéma XSD des factures pivot : dates de type xs:date",
    certainty="H",
)
def dates_are_on_the_calendar(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value, what, what_en in ((record.issue_date, "d'émission", "date of issue"), *_other_dates(record)):
        if text(value) and day(value) is None:
            yield say.on(value, what=what, what_en=what_en)


@rule(
    "DATE-YEAR",
    Severity.WARNING,
    reference="COHERENCE",
    fr="La date {what} « {value} » a une année invraisemblable.",
    en="The {what_en}, “{value}”, has an implausible year.",
    hint_fr="Corrigez l'année : un chiffre est sans doute mal saisi ou interverti (0026 ou 2206 pour 2026).",
    hint_en="Correct the year: a digit is probably mistyped or swapped (0026 or 2206 for 2026).",
    checks_fr="L'année des dates d'échéance, de livraison et de période est entre 1990 et 2099.",
    checks_en="The year of the due date, the delivery date and the period is between 1990 and 2099.",
    source="Déduit",
    certainty="L",
)
def years_are_of_our_times(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # 0026 and 2206 are typing slips. Of the date of issue, its own two rules speak.
    for value, what, what_en in _other_dates(record):
        if (read := day(value)) is not None and not plausible(read):
            yield say.on(value, what=what, what_en=what_en)
