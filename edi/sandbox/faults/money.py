"""Faults of amounts: how they are written, how they add up, what VAT they bear."""

from __future__ import annotations

from decimal import Decimal

from edi.sandbox.faults.fault import Fault, before, changed, fault, inside, without, written
from edi.sandbox.invoices import Line
from edi.sandbox.ubl import ubl


def _line(quantity: str = "1.000", rate: str = "20", category: str = "S") -> tuple[Line, ...]:
    return (Line("Installation de chantier", Decimal(quantity), Decimal("2600.00"), Decimal(rate), category),)


_FORM: tuple[Fault, ...] = (
    fault("AMOUNT-FORM", "an amount with seven decimals", inside("ram:DuePayableAmount", "10098.6000000")),
    fault("QUANTITY-FORM", "a quantity with seven decimals", inside("ram:BilledQuantity", "120.0000000")),
    fault("RATE-FORM", "a rate with seven decimals", inside("ram:RateApplicablePercent", "20.0000000")),
    fault("RATE-RANGE", "a rate of 2000 %", inside("ram:RateApplicablePercent", "2000")),
)
_TOTALS: tuple[Fault, ...] = (
    fault("LINE-AMOUNT-MISSING", "a line without its amount", without("ram:LineTotalAmount")),
    fault("LINE-AMOUNT", "a line with another quantity", inside("ram:BilledQuantity", "127.000")),
    fault(
        "LINES-TOTAL",
        "a total of lines that is not theirs",
        written("<ram:LineTotalAmount>8415.50<", "<ram:LineTotalAmount>8452.63<"),
    ),
    fault("TOTAL-MISSING", "no net to pay", without("ram:DuePayableAmount")),
    fault(
        "TOTAL-WITHOUT-TAX",
        "an allowance that is not taken off",
        before("<ram:TaxBasisTotalAmount>", "<ram:AllowanceTotalAmount>37.13</ram:AllowanceTotalAmount>"),
    ),
    fault("TOTAL-WITH-TAX", "a total with tax too high", inside("ram:GrandTotalAmount", "10135.73")),
    fault("NET-TO-PAY", "a net to pay too high", inside("ram:DuePayableAmount", "10135.73")),
    fault("NEGATIVE-INVOICE", "an invoice below zero", changed(lines=_line(quantity="-1.000"))),
    fault(
        "PAYABLE-CURRENCY",
        "a net to pay in dollars",
        written("<ram:DuePayableAmount>", '<ram:DuePayableAmount currencyID="USD">'),
    ),
)
_VAT: tuple[Fault, ...] = (
    fault("TAX-TOTAL-MISSING", "a taxed invoice without tax", without("cac:TaxTotal"), write=ubl),
    fault("TAX-LINE-INCOMPLETE", "a VAT line without basis", without("ram:BasisAmount")),
    fault("TAX-LINE-AMOUNT", "a VAT line that is no product", inside("ram:CalculatedAmount", "1720.23")),
    fault("TAX-BASES-TOTAL", "bases that do not make the total", inside("ram:BasisAmount", "8785.63")),
    fault("TAX-LINES-TOTAL", "taxes that do not make their total", inside("ram:CalculatedAmount", "1683.15")),
    fault("TAX-BASIS-LINES", "a line at another rate", inside("ram:RateApplicablePercent", "5.5")),
    fault("TAX-RATE-UNKNOWN", "a rate of the past", changed(lines=_line(rate="19.6"))),
    fault("TAX-EXEMPTION-REASON", "a reverse charge without reason", without("ram:ExemptionReason"), sound="A10"),
    fault("TAX-STANDARD-ZERO", "the standard category at zero", changed(lines=_line(rate="0"))),
    fault("TAX-UNTAXED-RATE", "an exemption at 20 %", changed(lines=_line(category="E"))),
    fault(
        "TAX-CURRENCY",
        "a total of tax in dollars",
        written('<ram:TaxTotalAmount currencyID="EUR">', '<ram:TaxTotalAmount currencyID="USD">'),
    ),
)
FAULTS: tuple[Fault, ...] = (*_FORM, *_TOTALS, *_VAT)
