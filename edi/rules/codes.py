"""Coded values: kind of document, currency, payment means, countries, units, VAT categories and due dates.

In: a record, the official lists (edi.schemas.codes) and Chorus Pro's own (config/payment-means.csv).  Out: findings
that quote the code. The free texts AIFE's samples put in coded places of a line (LineStatusCode) are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from edi.config.tables.payments import means_key
from edi.findings import codes as say
from edi.model.document import Record, Syntax
from edi.model.finding import Finding, Severity
from edi.rules.amounts import MOST
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

USUAL_TYPES = frozenset(("380", "381"))  # the pivot invoice's
SHOWN_TYPES = frozenset(("382", "383", "384", "385", "386"))  # AIFE's UBL stylesheet has words for them
INVOICE, CREDIT_NOTE = "380", "381"
JUSTICE_INTERFACE, JUSTICE_CADRE, TRANSFER = "FSO1120A", "A3", "30"  # E3 of config/interfaces.toml
UBL_REGIMES = frozenset(("TVA DEBIT", "TVA ENCAISSEMENT", "EXONERATION"))


@rule(say.TYPE_MISSING)
def document_has_a_type(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Sample FSO1116A P01, which holds the mandatory fields alone, has one. Source: also EN 16931, BR-04."""
    if not text(record.type):
        yield say.TYPE_MISSING.near(record.number)


@rule(say.TYPE_CODE)
def type_is_one_chorus_pro_takes(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The document is an invoice or a credit note. Source: pivot invoice schema, 380 or 381."""
    kind = text(record.type)
    if kind and kind not in USUAL_TYPES and kind not in SHOWN_TYPES:
        yield say.TYPE_CODE.on(record.type)


@rule(say.TYPE_UNUSUAL)
def type_is_usual(record: Record, context: RuleContext) -> Iterable[Finding]:
    """382 to 386 are shown by AIFE's UBL stylesheet (6 January 2021) but have no place in the pivot invoice."""
    if text(record.type) in SHOWN_TYPES:
        yield say.TYPE_UNUSUAL.on(record.type)


@rule(say.CURRENCY_CODE)
def currency_exists(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The currency is one of ISO 4217. AIFE's samples have EUR, RSD or none."""
    if text(record.currency) and text(record.currency) not in context.codes.currencies:
        yield say.CURRENCY_CODE.on(record.currency)


@rule(say.PAYMENT_MEANS_MISSING)
def payment_means_is_given(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An invoice says how it is paid. Source: annexe EDI V4.20, p. 22, and a live refusal of a Factur-X.

    UBL only warns: a template in use has no such block, and G1.14 makes of an unset means a transfer. A credit note is
    let be: one source wants it without, AIFE's samples have it with.
    """
    if text(record.type) != CREDIT_NOTE and not any(text(payment.means) for payment in record.payments):
        severity = Severity.WARNING if record.syntax.family == "ubl" else Severity.ERROR
        yield say.PAYMENT_MEANS_MISSING.near(record.currency or record.number, severity=severity)


@rule(say.PAYMENT_MEANS_CODE)
def payment_means_is_one_chorus_pro_takes(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The means is in Chorus Pro's list for the syntax. Source: AIFE S2.05 (p. 170); pivot invoice schema for UBL.

    What UNTDID 4461 knows only warns in UBL, where G1.14 makes a transfer of any other means.
    """
    family, known = record.syntax.family, context.tables.means
    for payment in islice(record.payments, MOST):
        code = text(payment.means)
        row = known.get(means_key(code))
        if not code or (row is not None and row.serves(family)):
            continue
        told = family == "ubl" and code in context.codes.means
        yield say.PAYMENT_MEANS_CODE.on(
            payment.means,
            severity=Severity.WARNING if told else Severity.ERROR,
            known=", ".join(row.code for row in known.values() if row.serves(family)),
        )


@rule(say.JUSTICE_MEANS)
def justice_fees_are_paid_by_transfer(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The flow of justice fees knows one means, 30. Source: annexe EDI, G8.20 (p. 91)."""
    if context.terms.interface != JUSTICE_INTERFACE:
        return
    for payment in islice(record.payments, MOST):
        if text(payment.means) and text(payment.means) != TRANSFER:
            yield say.JUSTICE_MEANS.on(payment.means, interface=JUSTICE_INTERFACE)


@rule(say.JUSTICE_CADRE)
def justice_fees_have_their_interface(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A3 goes through E3 and nothing else does. Source: annexe EDI (July 2017) names the flow; the rest is deduced."""
    interface, cadre = context.terms.interface, context.cadre
    if interface and cadre is not None and (interface == JUSTICE_INTERFACE) != (cadre.code == JUSTICE_CADRE):
        yield say.JUSTICE_CADRE.on(record.cadre, value=cadre.code, interface=interface)


@rule(say.CREDIT_NOTE_TYPE)
def credit_note_is_no_invoice(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Root and type say the same of a UBL credit note. Source: UBL 2.1; what to make of a contradiction is deduced."""
    if record.syntax is Syntax.UBL_CREDIT_NOTE and text(record.type) == INVOICE:
        yield say.CREDIT_NOTE_TYPE.on(record.type)


@rule(say.COUNTRY_CODE)
def countries_exist(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A party's country is one of ISO 3166, in two letters. Source: CPPStatut V1_19, CodePays of two characters."""
    for party in record.parties:
        if text(party.country) and text(party.country) not in context.codes.countries:
            yield say.COUNTRY_CODE.on(party.country, name=text(party.name))


@rule(say.UNIT_CODE)
def units_exist(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A line's unit is one of UN/ECE Rec 20 or 21. Source: EN 16931, BR-CL-23."""
    units = context.codes.units
    wrong = (line.unit for line in record.lines if line.unit is not None and line.unit.text not in units)
    for unit in islice(wrong, MOST):
        yield say.UNIT_CODE.on(unit)


@rule(say.VAT_CATEGORY_CODE)
def categories_exist(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The VAT category is one EN 16931 takes of UNTDID 5305. Source: EN 16931, BR-CL-17."""
    known = context.codes.categories
    written = chain((tax.category for tax in record.tax_lines), (line.category for line in record.lines))
    for category in islice((one for one in written if one is not None and one.text not in known), MOST):
        yield say.VAT_CATEGORY_CODE.on(category, known=", ".join(sorted(known)))


@rule(say.VAT_REGIME_CODE)
def regimes_exist(record: Record, context: RuleContext) -> Iterable[Finding]:
    """When the VAT falls due is said by a known code. Source: UNTDID 2475 in CII; AIFE's UBL stylesheet's words."""
    known = UBL_REGIMES if record.syntax.family == "ubl" else context.codes.regimes
    told: set[str] = set()
    for tax in record.tax_lines:
        regime = text(tax.regime)
        if regime and regime not in known and regime not in told and len(told) < MOST:
            told.add(regime)
            yield say.VAT_REGIME_CODE.on(tax.regime, known=", ".join(sorted(known)))


RULES: tuple[Rule, ...] = (
    document_has_a_type,
    type_is_one_chorus_pro_takes,
    type_is_usual,
    currency_exists,
    payment_means_is_given,
    payment_means_is_one_chorus_pro_takes,
    justice_fees_are_paid_by_transfer,
    justice_fees_have_their_interface,
    credit_note_is_no_invoice,
    countries_exist,
    units_exist,
    categories_exist,
    regimes_exist,
)
