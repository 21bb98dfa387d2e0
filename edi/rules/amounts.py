"""The form of numbers: amounts, quantities, unit prices and rates, wherever the record holds one.

In: a record the schema accepted.  Out: one finding a number, and no more than MOST a rule: the thousandth tells nobody
anything new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from edi.findings import amounts as say
from edi.model.document import Record, Value
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.decimals import DECIMALS, HUNDRED, POSITIONS, ZERO, exact, number
from edi.rules.rule import Rule, rule

MOST = 20  # findings of one rule on one document


@rule(say.AMOUNT_FORM)
def amounts_are_well_written(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Amounts have at most 19 positions and 6 decimals, with a dot. Source: an ERP vendor's manual on Chorus Pro."""
    wrong = (value for value in _amounts(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.AMOUNT_FORM.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(say.QUANTITY_FORM)
def quantities_and_prices_are_well_written(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Quantities and unit prices follow the form of amounts. Source: the same manual."""
    wrong = (value for value in _quantities(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.QUANTITY_FORM.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(say.RATE_FORM)
def rates_are_well_written(record: Record, context: RuleContext) -> Iterable[Finding]:
    """VAT rates follow the form of amounts. Source: the same manual."""
    wrong = (value for value in _rates(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.RATE_FORM.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(say.RATE_RANGE)
def rates_are_percentages(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A VAT rate is written in per cent: 20, not 0.2 nor 2000. Source: what a rate is."""
    read = ((value, exact(value)) for value in _rates(record))
    wrong = (value for value, rate in read if rate is not None and not ZERO <= rate <= HUNDRED)
    for value in islice(wrong, MOST):
        yield say.RATE_RANGE.on(value)


def _amounts(record: Record) -> Iterator[Value]:
    foot = record.totals
    yield from filter(None, (foot.lines, foot.allowances, foot.charges, foot.without_tax, foot.tax, foot.with_tax))
    yield from filter(None, (foot.prepaid, foot.rounding, foot.payable))
    for tax in record.tax_lines:
        yield from filter(None, (tax.basis, tax.amount))
    for line in record.lines:
        if line.net is not None:
            yield line.net


def _quantities(record: Record) -> Iterator[Value]:
    for line in record.lines:
        yield from filter(None, (line.quantity, line.price, line.gross, line.basis))


def _rates(record: Record) -> Iterator[Value]:
    for tax in record.tax_lines:
        if tax.rate is not None:
            yield tax.rate
    for line in record.lines:
        if line.rate is not None:
            yield line.rate


RULES: tuple[Rule, ...] = (
    amounts_are_well_written,
    quantities_and_prices_are_well_written,
    rates_are_well_written,
    rates_are_percentages,
)
