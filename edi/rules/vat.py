"""The VAT summary: its bases and amounts, its rates and categories, the reason of an exemption.

In: a record's tax lines, lines and totals.  Out: findings that warn only. AIFE's own samples, all meant to be accepted,
have tax lines that contradict the foot (FSO1116A P17 and P48, most FSO1117A): Chorus Pro does not refuse for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from edi.findings import vat as say
from edi.model.document import Record, TaxLine
from edi.model.finding import Finding
from edi.rules.amounts import MOST
from edi.rules.arithmetic import NOT_ADDED, in_other_currency, without_tax_of_lines
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, percentage, share, total
from edi.rules.rule import Rule, rule

# UNTDID 5305 categories under which no VAT is asked; those that need a reason (EN 16931, BR-E-10, BR-AE-10, BR-IC-10,
# BR-G-10, BR-O-10). Z, the rate of zero, needs none.
UNTAXED = frozenset(("E", "Z", "O", "AE", "K", "G"))
REASONED = UNTAXED - {"Z"}
STANDARD = "S"
PARTS = {"basis": ("la base", "the basis"), "amount": ("le montant", "the amount"), "rate": ("le taux", "the rate")}
FRENCH = frozenset(("", "FR", "GP", "MQ", "RE", "GF", "YT", "MC"))  # whose VAT is the French one; "": not said


@rule(say.TAX_TOTAL_MISSING)
def taxed_document_writes_its_tax(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Where the totals with and without tax differ, some tax is written. Source: EN 16931, BR-CO-15; else deduced."""
    foot = record.totals
    without, with_tax = exact(foot.without_tax), exact(foot.with_tax)
    if without is None or with_tax is None or agree(without, with_tax, 2):
        return
    if foot.tax is None and not any(tax.amount for tax in record.tax_lines):
        severity = context.amount_severity(say.TAX_TOTAL_MISSING.severity)
        assert foot.with_tax is not None  # or there would be no number
        assert foot.without_tax is not None
        yield say.TAX_TOTAL_MISSING.near(
            foot.with_tax, severity=severity, with_tax=foot.with_tax.text, without_tax=foot.without_tax.text
        )


@rule(say.TAX_LINE_AMOUNT)
def tax_is_basis_times_rate(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The tax of a rate is its basis times the rate, a cent a line aside. Source: EN 16931, BR-CO-17."""
    severity = context.amount_severity(say.TAX_LINE_AMOUNT.severity)
    wrong = (tax for tax in record.tax_lines if not _multiplies(tax, len(record.lines)))
    for tax in islice(wrong, MOST):
        basis, rate = exact(tax.basis), percentage(tax.rate)
        assert tax.basis is not None  # or it would not be wrong; so for the others
        assert tax.rate is not None
        assert basis is not None
        assert rate is not None
        yield say.TAX_LINE_AMOUNT.on(
            tax.amount, severity=severity, basis=tax.basis.text, rate=tax.rate.text, computed=cents(share(basis, rate))
        )


def _multiplies(tax: TaxLine, lines: int) -> bool:
    basis, rate, amount = exact(tax.basis), percentage(tax.rate), exact(tax.amount)
    return basis is None or rate is None or amount is None or agree(share(basis, rate), amount, 1 + lines)


@rule(say.TAX_LINE_INCOMPLETE)
def tax_line_is_whole(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A VAT line gives basis, amount and rate. Source: EN 16931, BR-45, BR-46, BR-48; every official sample does."""
    wanting = ((tax, lacks) for tax in record.tax_lines if (lacks := [name for name in PARTS if _lacks(tax, name)]))
    for tax, lacks in islice(wanting, MOST):
        yield say.TAX_LINE_INCOMPLETE.at(
            xpath=tax.xpath or None,
            line=tax.line or None,
            missing=", ".join(PARTS[name][0] for name in lacks),
            missing_en=", ".join(PARTS[name][1] for name in lacks),
        )


def _lacks(tax: TaxLine, part: str) -> bool:
    return getattr(tax, part) is None and not (part == "rate" and _code(tax) in UNTAXED)  # no VAT, no rate


@rule(say.TAX_BASES_TOTAL)
def bases_add_up(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The bases of all rates make the total without tax. Source: EN 16931, BR-S-08 and like; P17 has them positive.

    Silent where the lines say the same as the bases: the total without tax is wrong, which is told already.
    """
    written, added = exact(record.totals.without_tax), _sum(record, "basis")
    if written is None or added is None or _same(added, written, len(record.tax_lines)):
        return
    of_lines = without_tax_of_lines(record)
    if of_lines is not None and agree(of_lines, added, len(record.tax_lines)):
        return
    severity = context.amount_severity(say.TAX_BASES_TOTAL.severity)
    yield say.TAX_BASES_TOTAL.on(record.totals.without_tax, severity=severity, computed=cents(added))


@rule(say.TAX_LINES_TOTAL)
def taxes_add_up(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The taxes of all rates make the total of tax. Source: EN 16931, BR-CO-14; P17 has them positive."""
    written, added = exact(record.totals.tax), _sum(record, "amount")
    if written is None or added is None or in_other_currency(record):
        return
    if not _same(added, written, len(record.tax_lines)):
        severity = context.amount_severity(say.TAX_LINES_TOTAL.severity)
        yield say.TAX_LINES_TOTAL.on(record.totals.tax, severity=severity, computed=cents(added))


def _sum(record: Record, field: str) -> Decimal | None:
    return total(getattr(tax, field) for tax in record.tax_lines) if record.tax_lines else None


def _same(added: Decimal, written: Decimal, parts: int) -> bool:
    """Equal, or opposite under a negative foot: AIFE's sample of a negative invoice writes its tax line positive."""
    return agree(added, written, parts) or (written < ZERO and agree(-added, written, parts))


@rule(say.TAX_BASIS_LINES)
def basis_is_the_lines_of_its_rate(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The basis of a rate is the sum of the lines at that rate. Source: EN 16931, BR-S-08 and its like.

    Silent where a line gives no rate, where allowances or charges stand between, and where the bases do not make up the
    total, which is told already.
    """
    foot = record.totals
    if exact(foot.allowances) or exact(foot.charges) or not record.tax_lines or not record.lines:
        return
    lines, bases = _by_rate_of_lines(record), _by_rate_of_tax(record)
    written, added = exact(foot.without_tax), _sum(record, "basis")
    if lines is None or bases is None or written is None or added is None:
        return
    if not _same(added, written, len(record.tax_lines)) or not any(lines.values()):
        return
    severity = context.amount_severity(say.TAX_BASIS_LINES.severity)
    for rate, of_tax in islice(bases.items(), MOST):
        of_lines = lines.get(rate, ZERO)
        if not _same(of_tax, of_lines, len(record.lines)):
            place = next((tax for tax in record.tax_lines if percentage(tax.rate) == rate), record.tax_lines[0])
            yield say.TAX_BASIS_LINES.on(
                place.basis, value=cents(of_tax), severity=severity, rate=f"{rate:f}", computed=cents(of_lines)
            )


def _by_rate_of_lines(record: Record) -> dict[Decimal, Decimal] | None:
    sums: dict[Decimal, Decimal] = {}
    for line in record.lines:
        if line.kind is not None and line.kind.text.upper() in NOT_ADDED:
            continue
        rate, net = percentage(line.rate), exact(line.net)
        if rate is None or net is None:
            return None
        sums[rate] = sums.get(rate, ZERO) + net
    return sums


def _by_rate_of_tax(record: Record) -> dict[Decimal, Decimal] | None:
    sums: dict[Decimal, Decimal] = {}
    for tax in record.tax_lines:
        rate, basis = percentage(tax.rate), exact(tax.basis)
        if rate is None or basis is None:
            return None
        sums[rate] = sums.get(rate, ZERO) + basis
    return sums


@rule(say.TAX_RATE_UNKNOWN)
def rate_is_a_french_one(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A French supplier's rate is one of config/vat-rates.csv. Source: Code général des impôts, see the table."""
    country = record.supplier.country
    if (country.text.upper() if country else "") not in FRENCH:
        return
    known = context.tables.vat_rates
    for tax in islice(record.tax_lines, MOST):
        rate = percentage(tax.rate)
        if rate is not None and rate not in known and _code(tax) not in UNTAXED:
            yield say.TAX_RATE_UNKNOWN.on(tax.rate, known=", ".join(row.rate for row in known.values()))


@rule(say.TAX_EXEMPTION_REASON)
def exemption_has_its_reason(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Who asks no VAT says why. Source: EN 16931, BR-E-10 and its like; AIFE's samples P05, P59, P61 say nothing."""
    wanting = (tax for tax in record.tax_lines if _code(tax) in REASONED and tax.exemption is None)
    for tax in islice(wanting, MOST):
        yield say.TAX_EXEMPTION_REASON.on(tax.category)


@rule(say.TAX_STANDARD_ZERO)
def taxed_category_has_a_rate(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Category S is for rates above zero. Source: EN 16931, BR-S-05."""
    for tax in islice(
        (tax for tax in record.tax_lines if _code(tax) == STANDARD and percentage(tax.rate) == ZERO), MOST
    ):
        yield say.TAX_STANDARD_ZERO.on(tax.category)


@rule(say.TAX_UNTAXED_RATE)
def untaxed_category_has_no_rate(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Exempt, reverse charge and the like go with a rate of zero. Source: EN 16931, BR-E-05, BR-AE-05, BR-IC-05."""
    for tax in islice((tax for tax in record.tax_lines if _code(tax) in UNTAXED and percentage(tax.rate)), MOST):
        yield say.TAX_UNTAXED_RATE.on(tax.rate, category=_code(tax))


@rule(say.TAX_CURRENCY)
def tax_total_is_in_the_documents_currency(record: Record, context: RuleContext) -> Iterable[Finding]:
    """One total of tax stands in the document's currency. Source: EN 16931, BR-53 and BT-110.

    Silent where the document's own currency is none, which is told already."""
    own = record.currency
    if in_other_currency(record) and own is not None and own.text in context.codes.currencies:
        yield say.TAX_CURRENCY.on(record.totals.tax_currency, currency=own.text)


def _code(tax: TaxLine) -> str:
    return tax.category.text if tax.category is not None else ""


RULES: tuple[Rule, ...] = (
    taxed_document_writes_its_tax,
    tax_line_is_whole,
    tax_is_basis_times_rate,
    bases_add_up,
    taxes_add_up,
    basis_is_the_lines_of_its_rate,
    rate_is_a_french_one,
    exemption_has_its_reason,
    taxed_category_has_a_rate,
    untaxed_category_has_no_rate,
    tax_total_is_in_the_documents_currency,
)
