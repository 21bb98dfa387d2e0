"""The rules of EN 16931 that overlap with ours, each with a document that breaks it and documents that do not.

The cases are our own writing of what the norm's rules say. Every broken one is to be told by our rule, which names the
norm's where it has one of its own; no sound one is refused, nor told by the rule it is made for.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from edi.catalogue import CATALOGUE
from edi.config.settings import load_settings
from edi.judging.engine import Engine
from edi.judging.judge import judge
from edi.judging.reference import ReferenceData
from edi.model.judgement import Member, Terms
from edi.sandbox.cii import cii
from edi.sandbox.faults import SMALLEST
from edi.sandbox.faults.sound import SOUND
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl

# rule of the norm -> ours, whose smallest fault breaks it
BROKEN = {
    "BR-02": "NUMBER-MISSING",
    "BR-03": "ISSUE-DATE-MISSING",
    "BR-04": "TYPE-MISSING",
    "BR-13": "TOTAL-MISSING",
    "BR-09": "COUNTRY-MISSING",
    "BR-24": "LINE-AMOUNT-MISSING",
    "BR-27": "PRICE-NEGATIVE",
    "BR-29": "PERIOD-REVERSED",
    "BR-30": "LINE-PERIOD-REVERSED",
    "BR-45": "TAX-LINE-INCOMPLETE",
    "BR-53": "TAX-CURRENCY",
    "BR-CL-03": "AMOUNT-CURRENCY",
    "BR-CL-04": "CURRENCY-CODE",
    "BR-CL-14": "COUNTRY-CODE",
    "BR-CL-17": "VAT-CATEGORY-CODE",
    "BR-CL-23": "UNIT-CODE",
    "BR-CO-04": "LINE-CATEGORY-MISSING",
    "BR-CO-09": "SUPPLIER-VAT-NUMBER",
    "BR-CO-10": "LINES-TOTAL",
    "BR-CO-11": "ALLOWANCES-TOTAL",
    "BR-CO-12": "CHARGES-TOTAL",
    "BR-CO-13": "TOTAL-WITHOUT-TAX",
    "BR-CO-14": "TAX-LINES-TOTAL",
    "BR-CO-15": "TOTAL-WITH-TAX",
    "BR-CO-16": "NET-TO-PAY",
    "BR-CO-17": "TAX-LINE-AMOUNT",
    "BR-CO-18": "TAX-BREAKDOWN-MISSING",
    "BR-DEC-12": "TOTAL-DECIMALS",
    "BR-E-05": "TAX-UNTAXED-RATE",
    "BR-E-10": "TAX-EXEMPTION-REASON",
    "BR-S-01": "TAX-CATEGORY-LINES",
    "BR-S-05": "LINE-CATEGORY-RATE",
    "BR-S-08": "TAX-BASIS-LINES",
}
NAMED_OTHERWISE = frozenset(  # our reference is Chorus Pro's own rule, which says the same
    ("NUMBER-MISSING", "ISSUE-DATE-MISSING", "TYPE-MISSING", "TOTAL-MISSING", "SUPPLIER-VAT-NUMBER")
)
TODAY = date(2026, 11, 24)


@cache
def bench() -> ReferenceData:
    with TemporaryDirectory() as root:
        partners = Path(root, "config", "partners")
        partners.mkdir(parents=True)
        partners.joinpath("essai.toml").write_text('app_code = "XXX001"\n', encoding="utf-8")
        with Engine(load_settings(Path(root))) as engine:
            return engine.reference


def told(data: bytes) -> dict[str, bool]:
    """The codes told of a document, and whether each refuses."""
    findings = judge(Member("facture.xml", data, Terms(today=TODAY)), bench()).findings
    return {finding.code: finding.severity.refuses for finding in findings}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_document_that_breaks_a_rule_of_the_norm_is_told_by_ours(rule: str) -> None:
    code = BROKEN[rule]
    assert code in told(SMALLEST[code].spoiled_document())


@pytest.mark.parametrize("rule", BROKEN)
def test_our_rule_names_the_norms(rule: str) -> None:
    code = BROKEN[rule]
    assert code in NAMED_OTHERWISE or CATALOGUE[code].rule == rule


def adjusted(charge: str, amount: str, rate: str) -> str:
    return (
        f"<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{charge}</udt:Indicator>"
        f"</ram:ChargeIndicator><ram:ActualAmount>{amount}</ram:ActualAmount><ram:Reason>Remise</ram:Reason>"
        f"<ram:CategoryTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:CategoryTradeTax>"
        "</ram:SpecifiedTradeAllowanceCharge>"
    )


def with_(changes: dict[str, str]) -> bytes:
    text = cii(invoice()).decode()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text.encode()


TERMS = "<ram:SpecifiedTradePaymentTerms>"
LESS_15 = {  # 8415.50 - 15.50 = 8400.00, at 20 %
    TERMS: adjusted("false", "15.50", "20") + TERMS,
    "<ram:TaxBasisTotalAmount>8415.50<": "<ram:AllowanceTotalAmount>15.50</ram:AllowanceTotalAmount>"
    "<ram:TaxBasisTotalAmount>8400.00<",
    "<ram:BasisAmount>8415.50<": "<ram:BasisAmount>8400.00<",
    ">1683.10<": ">1680.00<",
    ">10098.60<": ">10080.00<",
}
MORE_100 = {
    TERMS: adjusted("true", "100.00", "20") + TERMS,
    "<ram:TaxBasisTotalAmount>8415.50<": "<ram:ChargeTotalAmount>100.00</ram:ChargeTotalAmount>"
    "<ram:TaxBasisTotalAmount>8515.50<",
    "<ram:BasisAmount>8415.50<": "<ram:BasisAmount>8515.50<",
    ">1683.10<": ">1703.10<",
    ">10098.60<": ">10218.60<",
}
SOUND_CASES = {
    "an allowance at the foot": LESS_15,
    "a charge at the foot": {
        **{old: new for old, new in MORE_100.items() if "TaxBasisTotal" not in old},
        "<ram:TaxBasisTotalAmount>8415.50<": "<ram:ChargeTotalAmount>100.00</ram:ChargeTotalAmount>"
        "<ram:TaxBasisTotalAmount>8515.50<",
    },
    "an advance paid before": {
        "<ram:DuePayableAmount>10098.60<": "<ram:TotalPrepaidAmount>98.60</ram:TotalPrepaidAmount>"
        "<ram:DuePayableAmount>10000.00<",
    },
    "a total of VAT in the currency of the accounts": {
        '<ram:TaxTotalAmount currencyID="EUR">': '<ram:TaxTotalAmount currencyID="USD">1800.00</ram:TaxTotalAmount>'
        '<ram:TaxTotalAmount currencyID="EUR">'
    },
    "zeros that say nothing": {">8415.50<": ">8415.5000000<", ">18.50<": ">18.5000000000<"},
    "a price for a hundred": {
        "<ram:ChargeAmount>18.50</ram:ChargeAmount>": "<ram:ChargeAmount>1850.00</ram:ChargeAmount>"
        "<ram:BasisQuantity>100</ram:BasisQuantity>",
    },
    "an allowance of a line": {
        "<ram:ChargeAmount>18.50<": "<ram:ChargeAmount>19.50<",
        "<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>2220.00<": adjusted(
            "false", "120.00", "20"
        ).partition("<ram:CategoryTradeTax>")[0]
        + "</ram:SpecifiedTradeAllowanceCharge>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>2220.00<",
    },
}


@pytest.mark.parametrize("case", SOUND_CASES)
def test_a_document_the_norm_takes_has_no_finding(case: str) -> None:
    assert told(with_(SOUND_CASES[case])) == {}


@pytest.mark.parametrize("write", [cii, ubl])
@pytest.mark.parametrize("name", SOUND)
def test_no_sound_document_is_told_of_by_an_overlapping_rule(name: str, write: object) -> None:
    assert not set(told(write(SOUND[name]))) & set(BROKEN.values())  # type: ignore[operator]
