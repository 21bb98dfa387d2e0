"""What the rules of dates can say."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

ISSUE_DATE_MISSING = RuleSpec(
    code="ISSUE-DATE-MISSING",
    severity=Severity.ERROR,
    rule="CPPFACTURE",
    fr="Le document n'a pas de date d'émission.",
    en="The document has no date of issue.",
    hint_fr="Ajoutez la date de la facture.",
    hint_en="Add the date of the invoice.",
    checks_fr="Le document a une date d'émission.",
    checks_en="The document has a date of issue.",
    source="AIFE, schéma XSD des factures pivot : DateFacture est obligatoire",
    certainty="H",
)

DATE_UNREADABLE = RuleSpec(
    code="DATE-UNREADABLE",
    severity=Severity.ERROR,
    rule="CPPFACTURE",
    fr="La date {what} « {value} » n'est pas une date du calendrier.",
    en="The {what_en} “{value}” is not a date of the calendar.",
    hint_fr="Écrivez une date qui existe : AAAAMMJJ dans un document CII ou Factur-X, AAAA-MM-JJ dans un document UBL.",
    hint_en="Write a date that exists: YYYYMMDD in a CII or Factur-X document, YYYY-MM-DD in a UBL one.",
    checks_fr="Chaque date est une date du calendrier.",
    checks_en="Every date is a date of the calendar.",
    source="AIFE, schéma XSD des factures pivot : dates de type xs:date",
    certainty="H",
)

ISSUE_DATE_FUTURE = RuleSpec(
    code="ISSUE-DATE-FUTURE",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="La date d'émission, {value}, est dans l'avenir (nous sommes le {today}).",
    en="The date of issue, {value}, lies ahead (today is {today}).",
    hint_fr="Corrigez la date de la facture : Chorus Pro peut refuser une facture postdatée.",
    hint_en="Correct the date of the invoice: Chorus Pro may refuse a post-dated invoice.",
    checks_fr="La date d'émission n'est pas dans l'avenir.",
    checks_en="The date of issue does not lie ahead.",
    source="Déduit",
    certainty="L",
)

ISSUE_DATE_OLD = RuleSpec(
    code="ISSUE-DATE-OLD",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="La date d'émission, {value}, a plus de {years} ans.",
    en="The date of issue, {value}, is more than {years} years old.",
    hint_fr="Vérifiez l'année : une facture aussi ancienne est le plus souvent une faute de frappe.",
    hint_en="Check the year: an invoice that old is mostly a typing slip.",
    checks_fr="La date d'émission a moins de dix ans.",
    checks_en="The date of issue is less than ten years old.",
    source="Déduit ; dix ans est la durée de conservation des pièces comptables",
    certainty="L",
)

DUE_BEFORE_ISSUE = RuleSpec(
    code="DUE-BEFORE-ISSUE",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="La date d'échéance, {value}, précède la date d'émission, {issued}.",
    en="The due date, {value}, comes before the date of issue, {issued}.",
    hint_fr="Corrigez l'une des deux dates.",
    hint_en="Correct one of the two dates.",
    checks_fr="La date d'échéance ne précède pas la date d'émission.",
    checks_en="The due date does not come before the date of issue.",
    source="Déduit",
    certainty="L",
)

PERIOD_REVERSED = RuleSpec(
    code="PERIOD-REVERSED",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="La période facturée finit, le {value}, avant d'avoir commencé, le {start}.",
    en="The invoiced period ends, on {value}, before it begins, on {start}.",
    hint_fr="Corrigez ou intervertissez les deux dates de la période.",
    hint_en="Correct or swap the two dates of the period.",
    checks_fr="La période facturée commence avant de finir.",
    checks_en="The invoiced period begins before it ends.",
    source="Déduit",
    certainty="L",
)

DATE_YEAR = RuleSpec(
    code="DATE-YEAR",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="La date {what} « {value} » a une année invraisemblable.",
    en="The {what_en}, “{value}”, has an implausible year.",
    hint_fr="Corrigez l'année : un chiffre est sans doute mal saisi ou interverti (0026 ou 2206 pour 2026).",
    hint_en="Correct the year: a digit is probably mistyped or swapped (0026 or 2206 for 2026).",
    checks_fr="L'année des dates d'échéance, de livraison et de période est entre 1990 et 2099.",
    checks_en="The year of the due date, the delivery date and the period is between 1990 and 2099.",
    source="Déduit",
    certainty="L",
)
