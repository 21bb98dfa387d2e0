"""Do the numbers add up: lines, foot, net to pay. Exact decimals; `decimals.agree` holds the one tolerance.

In: a record.  Out: a finding where two numbers of the document contradict each other. A number missing or badly written
is passed over: its own rule tells it, or the schema did. Contradictions that change what is paid refuse; the others
warn, for AIFE's own samples contain them (tax lines of FSO1117A P01, P09, P93; FSO1116A P48).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

from edi.findings import arithmetic as say
from edi.model.document import Line, Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.amounts import MOST
from edi.rules.context import RuleContext
from edi.rules.decimals import ONE, ZERO, agree, cents, exact, times, total
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

TOTALS = {
    "without_tax": ("le total hors taxe", "the total without tax"),
    "with_tax": ("le total TTC", "the total with tax"),
    "payable": ("le net à payer", "the net to pay"),
}
INVOICE = "380"
WITHHELD_FROM = frozenset(("sous-traitant", "cotraitant"))  # depositor_role of config/cadres.csv
NOT_ADDED = frozenset(("INFORMATION", "REGROUPEMENT", "GROUP"))  # kinds of line that carry no amount of their own


@rule(say.LINE_AMOUNT)
def line_is_quantity_times_price(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A line is its quantity times its price. Source: EN 16931; either price fits, as AIFE's samples mix the two.

    Silent where the line has an allowance or a charge of its own.
    """
    severity = context.amount_severity(say.LINE_AMOUNT.severity)
    for line in islice(_lines_that_do_not_multiply(record.lines), MOST):
        price = line.gross or line.price
        yield say.LINE_AMOUNT.on(
            line.net, severity=severity, quantity=_text(line.quantity), price=_text(line.price or price)
        )


def _lines_that_do_not_multiply(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        net, quantity = exact(line.net), exact(line.quantity)
        if net is None or quantity is None or exact(line.adjusted):
            continue  # what a line's own allowances and charges add up to is not followed
        prices = [(exact(line.price), line.basis), (exact(line.gross), line.gross_basis or line.basis)]
        given = [(price, basis) for price, basis in prices if price is not None]
        if given and not any(_multiplies(quantity, price, basis, net) for price, basis in given):
            yield line


def _multiplies(quantity: Decimal, price: Decimal, basis: Value | None, net: Decimal) -> bool:
    """Whether quantity times price is the amount, a price for a hundred being compared a hundred times as far."""
    units = ONE if basis is None else abs(exact(basis) or ONE)
    return agree(times(quantity, price), net if units == ONE else times(net, units), 1 + min(int(units), 100))


@rule(say.LINE_AMOUNT_MISSING)
def line_has_its_amount(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A line says what it adds to the total. Source: EN 16931, BR-24; every line of AIFE's samples does."""
    wanting = ((at, line) for at, line in enumerate(record.lines, start=1) if line.net is None and _counts(line))
    for number, line in islice(wanting, MOST):
        yield say.LINE_AMOUNT_MISSING.at(value=str(number), xpath=line.xpath or None, line=line.line or None)


@rule(say.LINES_TOTAL)
def lines_add_up(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The total of the lines is their sum. Source: EN 16931, BR-CO-10. E2 templates have lines all at zero: silent."""
    written, added, count = exact(record.totals.lines), *_sum_of_lines(record)
    if written is None or added is None or agree(written, added, count):
        return
    yield say.LINES_TOTAL.on(
        record.totals.lines, severity=context.amount_severity(say.LINES_TOTAL.severity), computed=cents(added)
    )


def _sum_of_lines(record: Record) -> tuple[Decimal | None, int]:
    """The sum of the lines that count, and how many they are; None when there is none or all stand at zero."""
    nets = [line.net for line in record.lines if _counts(line)]
    if not nets or not any(exact(net) for net in nets):
        return None, 0
    return total(nets), len(nets)


def _counts(line: Line) -> bool:
    return line.kind is None or line.kind.text.upper() not in NOT_ADDED


@rule(say.TOTAL_MISSING)
def document_has_its_totals(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Sample FSO1116A P01, which holds the mandatory fields alone, has all three; EN 16931, BR-13 to BR-15."""
    foot = record.totals
    lacks = [words for name, words in TOTALS.items() if getattr(foot, name) is None]
    if lacks:
        yield say.TOTAL_MISSING.near(
            foot.payable or foot.with_tax or foot.without_tax or foot.tax or record.number,
            severity=context.amount_severity(Severity.ERROR),
            missing=", ".join(words for words, _ in lacks),
            missing_en=", ".join(words for _, words in lacks),
        )


@rule(say.TOTAL_WITHOUT_TAX)
def total_without_tax_follows_from_lines(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Total without tax = lines - allowances + charges. Source: EN 16931, BR-CO-13; lines at zero: silent.

    Silent where it fits the lines themselves: then their total is wrong, which is told already.
    """
    foot = record.totals
    computed, written = without_tax_of_lines(record), exact(foot.without_tax)
    if computed is None or written is None or agree(computed, written, 3):
        return
    told, (added, count) = exact(foot.lines) or ZERO, _sum_of_lines(record)
    if added is not None and not agree(told, added, count) and agree(computed - told + added, written, 3):
        return
    yield say.TOTAL_WITHOUT_TAX.on(
        foot.without_tax,
        severity=context.amount_severity(say.TOTAL_WITHOUT_TAX.severity),
        lines=_text(foot.lines),
        allowances=_text(foot.allowances),
        charges=_text(foot.charges),
        computed=cents(computed),
    )


def without_tax_of_lines(record: Record) -> Decimal | None:
    """What lines, allowances and charges of the foot make; None where one is badly written or the lines make zero."""
    foot = record.totals
    lines, off, on = exact(foot.lines), _or_zero(foot.allowances), _or_zero(foot.charges)
    return lines - off + on if lines and off is not None and on is not None else None


@rule(say.TOTAL_WITH_TAX)
def total_with_tax_is_total_plus_tax(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Total with tax = total without tax + tax. Source: EN 16931, BR-CO-15; all official samples hold to it."""
    foot = record.totals
    computed, written = _wanted_with_tax(record), exact(foot.with_tax)
    if computed is None or written is None:
        return
    if not agree(computed, written, 2):
        yield say.TOTAL_WITH_TAX.on(
            foot.with_tax,
            severity=context.amount_severity(Severity.ERROR),
            without_tax=_text(foot.without_tax),
            tax=_text(foot.tax),
            computed=cents(computed),
        )


def _wanted_with_tax(record: Record) -> Decimal | None:
    """What the totals without tax and of tax make; None where one lacks or stands in another currency."""
    without, tax = exact(record.totals.without_tax), exact(record.totals.tax)
    return None if without is None or tax is None or in_other_currency(record) else without + tax


@rule(say.NET_TO_PAY)
def net_to_pay_is_what_remains(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Net to pay = total with tax - prepaid + rounding. Source: EN 16931, BR-CO-16; FSO1116A P10, FSO1117A P11.

    Silent where it fits what the total with tax ought to be, of which TOTAL-WITH-TAX speaks, as heavily as this would.
    Too little is only told where something may be withheld, since no place of UBL or CII says so; too much is refused.
    """
    foot = record.totals
    with_tax, written = exact(foot.with_tax), exact(foot.payable)
    prepaid, rounding = _or_zero(foot.prepaid), _or_zero(foot.rounding)
    if with_tax is None or written is None or prepaid is None or rounding is None:
        return
    computed = with_tax - prepaid + rounding
    wanted = _wanted_with_tax(record)
    if wanted is not None and not agree(wanted, with_tax, 2) and agree(wanted - prepaid + rounding, written, 3):
        return
    if not agree(computed, written, 3):
        withheld = _is_less(written, computed) and _may_withhold(record, context)
        yield say.NET_TO_PAY.on(
            foot.payable,
            severity=Severity.WARNING if withheld else context.amount_severity(Severity.ERROR),
            with_tax=_text(foot.with_tax),
            prepaid=_text(foot.prepaid),
            rounding=_text(foot.rounding),
            computed=cents(computed),
        )


@rule(say.NEGATIVE_INVOICE)
def invoice_is_not_negative(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An invoice asks for money. Deduced; a works piece may well close a marché in the payer's favour."""
    works = context.cadre is not None and context.cadre.works
    with_tax = exact(record.totals.with_tax)
    if text(record.type) == INVOICE and not works and with_tax is not None and with_tax < ZERO:
        yield say.NEGATIVE_INVOICE.on(record.totals.with_tax)


@rule(say.PAYABLE_CURRENCY)
def net_to_pay_is_in_the_documents_currency(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The net to pay stands in the document's currency. Source: EN 16931, BT-5 and BT-115."""
    of, own = record.totals.payable_currency, text(record.currency)
    if of is not None and own in context.codes.currencies and of.text != own:
        yield say.PAYABLE_CURRENCY.on(of, currency=own)


def _is_less(written: Decimal, computed: Decimal) -> bool:
    """Whether the amount is nearer to zero, on the same side of it: a negative invoice is withheld from as well."""
    return written * computed >= ZERO and abs(written) < abs(computed)


def _may_withhold(record: Record, context: RuleContext) -> bool:
    """Whether a retenue de garantie, a pledge or a direct payment may lower what is due.

    So it is with works pieces, sub-contractors and co-contractors, and whatever names a marché. Source: Code de la
    commande publique, R2191-32 (retenue de garantie of any marché) and L2193-11 (direct payment).
    """
    cadre = context.cadre
    return bool(text(record.marche)) or (cadre is not None and (cadre.works or cadre.depositor_role in WITHHELD_FROM))


def in_other_currency(record: Record) -> bool:
    """Whether the only total of tax stands in another currency than the document: then no sum may hold it."""
    of, own = record.totals.tax_currency, record.currency
    return of is not None and own is not None and of.text != own.text


def _or_zero(value: Value | None) -> Decimal | None:
    """The number; zero where the document writes none; None where it is badly written."""
    return ZERO if value is None else exact(value)


def _text(value: Value | None) -> str:
    return value.text if value is not None else "0"


RULES: tuple[Rule, ...] = (
    line_has_its_amount,
    line_is_quantity_times_price,
    lines_add_up,
    document_has_its_totals,
    total_without_tax_follows_from_lines,
    total_with_tax_is_total_plus_tax,
    net_to_pay_is_what_remains,
    invoice_is_not_negative,
    net_to_pay_is_in_the_documents_currency,
)
