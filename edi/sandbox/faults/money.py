"""Faults of amounts: how they are written, how they add up, what VAT they bear."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from edi.sandbox.cii import cii
from edi.sandbox.facturx import GUIDELINE, enclosed
from edi.sandbox.faults.fault import Fault, Spoil, before, both, changed, fault, inside, twice, without, written
from edi.sandbox.invoices import Line
from edi.sandbox.ubl import ubl


def _line(quantity: str = "1.000", rate: str = "20", category: str = "S", price: str = "2600.00") -> tuple[Line, ...]:
    return (Line("Installation de chantier", Decimal(quantity), Decimal(price), Decimal(rate), category),)


as_facturx = partial(cii, guideline=GUIDELINE)
_SECOND_BASIS = written("<ram:BasisAmount>2600.00<", "<ram:BasisAmount>2700.00<")
_ALLOWANCE = (
    "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{}</udt:Indicator></ram:ChargeIndicator>"
    "<ram:ActualAmount>37.13</ram:ActualAmount><ram:Reason>{}</ram:Reason></ram:SpecifiedTradeAllowanceCharge>"
)
_GROSS = (
    "<ram:GrossPriceProductTradePrice><ram:ChargeAmount>18.50</ram:ChargeAmount>{}</ram:GrossPriceProductTradePrice>"
)
_LESS = "<ram:AppliedTradeAllowanceCharge>{}</ram:AppliedTradeAllowanceCharge>".format(
    "<ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>"
)


def _adjusted(charge: str, reason: str) -> Spoil:
    return before("<ram:SpecifiedTradePaymentTerms>", _ALLOWANCE.format(charge, reason))


def _gross(allowance: str) -> Spoil:
    return before("<ram:NetPriceProductTradePrice>", _GROSS.format(allowance))


_FORM: tuple[Fault, ...] = (
    fault("AMOUNT-FORM", "an amount with seven decimals", inside("ram:DuePayableAmount", "10098.6000001")),
    fault("QUANTITY-FORM", "a quantity with seven decimals", inside("ram:BilledQuantity", "120.0000001")),
    fault("RATE-FORM", "a rate with seven decimals", inside("ram:RateApplicablePercent", "20.0000001")),
    fault("TOTAL-DECIMALS", "a net to pay with three decimals", inside("ram:DuePayableAmount", "10098.604")),
    fault("QUANTITY-LONG", "a quantity of eleven digits", changed(lines=_line(quantity="12345678901.000"))),
    fault("PRICE-NEGATIVE", "a price below zero", changed(lines=_line(quantity="-1.000", price="-2600.00"))),
    fault("PRICE-GROSS-ALONE", "a gross price alone", _gross(""), write=as_facturx, wrap=enclosed),
    fault("PRICE-ALLOWANCE-AMOUNT", "an allowance on a price without amount", _gross(_LESS)),
    fault(
        "AMOUNT-CURRENCY",
        "a line in dollars",
        written("<ram:LineTotalAmount>", '<ram:LineTotalAmount currencyID="USD">'),
    ),
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
        "a total without tax too low",
        inside("ram:TaxBasisTotalAmount", "8378.37"),
    ),
    fault("TOTAL-WITH-TAX", "a total with tax too high", inside("ram:GrandTotalAmount", "10135.73")),
    fault("NET-TO-PAY", "a net to pay too high", inside("ram:DuePayableAmount", "10135.73")),
    fault("ALLOWANCES-TOTAL", "an allowance without its total", _adjusted("false", "Remise")),
    fault("CHARGES-TOTAL", "a charge without its total", _adjusted("true", "Transport")),
    fault("ALLOWANCE-RETENUE", "a retenue as an allowance", _adjusted("false", "Retenue de garantie 5 %")),
    fault("NET-RETENUE", "a net lower by 5 %", inside("ram:DuePayableAmount", "9593.67"), sound="A6"),
    fault("NET-WITHHELD", "a net lower by a tenth", inside("ram:DuePayableAmount", "9088.74"), sound="A6"),
    fault(
        "NEGATIVE-CREDIT-NOTE",
        "a credit note below zero",
        changed(lines=_line(quantity="-1.000")),
        sound="credit-note",
    ),
    fault("SUBCONTRACTOR-VAT", "a sub-contractor who charges VAT", changed(lines=_line()), sound="A10"),
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
    fault("TAX-BREAKDOWN-MISSING", "a total of VAT without summary", without("cac:TaxSubtotal"), write=ubl),
    fault("TAX-TOTALS-SEVERAL", "a total of VAT twice", twice("ram:TaxTotalAmount")),
    fault("LINE-RATE", "a line at another rate", inside("ram:RateApplicablePercent", "5.5")),
    fault("LINE-CATEGORY-RATE", "a line without VAT at 20 %", inside("ram:CategoryCode", "AE")),
    fault("LINE-CATEGORY-MISSING", "a line without category", without("ram:CategoryCode")),
    fault(
        "TAX-CATEGORY-LINES",
        "a line of another category",
        both(inside("ram:CategoryCode", "Z"), inside("ram:RateApplicablePercent", "0")),
    ),
    fault(
        "TAX-BASIS-LINES",
        "a part of a basis at another rate",
        both(
            changed(lines=(*_line(), *_line(rate="10"))),
            both(written("<ram:BasisAmount>2600.00<", "<ram:BasisAmount>2500.00<"), _SECOND_BASIS),
        ),
    ),
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
