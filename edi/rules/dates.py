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
    "DATE-FORM",
    Severity.ERROR,
    reference="BT-2",
    fr="La date « {value} » ({element}) n'est pas écrite comme son format 102 le demande : AAAAMMJJ.",
    en="The date “{value}” ({element}) is not written as its format 102 asks: YYYYMMDD.",
    hint_fr="Écrivez la date en huit chiffres, sans tiret ni heure, par exemple 20261102.",
    hint_en="Write the date in eight digits, without hyphens or time, for instance 20261102.",
    checks_fr="En CII et Factur-X, chaque date annoncée au format 102 a la forme AAAAMMJJ.",
    checks_en="In CII and Factur-X, each date announced in format 102 has the form YYYYMMDD.",
    source="UNTDID 2379, code 102 ; Factur-X 1.0.06, BT-2, remarque sur Chorus Pro (p. 48 : « format 102 uniquement »)",
    certainty="M",
    syntaxes=("cii", "factur-x"),
)
def dates_have_their_format(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # What is no date at all, whatever its form, DATE-UNREADABLE tells where it is read.
    read = ((record.issue_date, "", ""), *_other_dates(record))
    unreadable = {value.line for value, _, _ in read if value is not None and text(value) and day(value) is None}
    for value in record.strays.dates:
        if value.line not in unreadable:
            yield say.on(value, element=_element(value))


@rule(
    "DATE-EMPTY",
    Severity.WARNING,
    reference="COHERENCE",
    fr="Une date est annoncée et n'est pas donnée ({element}).",
    en="A date is announced and not given ({element}).",
    hint_fr="Écrivez la date, ou retirez tout le bloc qui l'annonce.",
    hint_en="Write the date, or take the whole block that announces it away.",
    checks_fr="En CII et Factur-X, aucun élément de date n'est vide.",
    checks_en="In CII and Factur-X, no element of a date is empty.",
    source="EN 16931, règles de syntaxe CII : une date a la forme AAAAMMJJ ; qu'un dépôt soit refusé est déduit",
    certainty="L",
    syntaxes=("cii", "factur-x"),
)
def dates_are_not_empty(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value in record.strays.empty_dates:
        yield say.near(value, element=_element(value))


def _element(value: Value) -> str:
    """The element a date belongs to, which says what it is: IssueDateTime, DueDateDateTime."""
    return value.xpath.split("/")[-2].rpartition(":")[2]


@rule(
    "DATE-YEAR",
    Severity.WARNING,
    reference="COHERENCE",
    fr="La date {what} « {value} » a une année invraisemblable.",
    en="The {what_en}, “{value}”, has an implausible year.",
    hint_fr="Corrigez l'année : un chiffre est sans doute mal saisi ou interverti (0026 ou 2206 pour 2026).",
    hint_en="Correct the year: a digit is probably mistyped or swapped (0026 or 2206 for 2026).",
    checks_fr="L'année de chaque date est entre 1990 et 2099 ; une date d'émission plus ancienne est refusée.",
    checks_en="The year of each date is between 1990 and 2099; an earlier date of issue is refused.",
    source="Déduit ; l'année d'émission fait partie de l'unicité d'une facture (AIFE, spécifications externes v1.1, "
    "2026)",
    certainty="L",
)
def years_are_of_our_times(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # 0026 and 2206 are typing slips. An invoice of the year 0026 would be told from others by that year, and cannot be
    # paid: it is refused. Of a date of issue that lies ahead, its own rule speaks.
    issued = day(record.issue_date)
    if issued and issued.year < FIRST_YEAR:
        yield say.on(record.issue_date, severity=Severity.ERROR, what="d'émission", what_en="date of issue")
    for value, what, what_en in _other_dates(record):
        if (read := day(value)) is not None and not plausible(read):
            yield say.on(value, what=what, what_en=what_en)
