"""The rules of amounts, arithmetic, VAT, codes and bank: each with values on either side, in both languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from edi import catalogue
from edi.catalogue import hint, sentence
from edi.config.tables import load_tables
from edi.model.document import Adjustment, Line, Party, Payment, Record, Strays, Syntax, TaxLine, Totals, Value
from edi.model.finding import Severity
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.decimals import agree, cents, exact, number, share, times, total
from edi.rules.rule import MOST, Rule
from edi.rules.run import rules_about

CONTEXT = RuleContext(tables=load_tables(None), limits=Limits())
RULES: tuple[Rule, ...] = rules_about("amounts", "arithmetic", "vat", "codes", "bank")
IBAN = "FR7699999000010000000000115"


def short(text: str) -> str:
    return ascii(text[:24])


def val(text: str) -> Value:
    return Value(text, f"/doc/{text[:8]}", 7)


def values(**given: str) -> dict[str, Value]:
    return {name: val(text) for name, text in given.items()}


def line(**changes: str) -> Line:
    good = {"net": "100.00", "quantity": "2", "price": "50.00", "rate": "20", "category": "S", "unit": "C62"}
    return Line(**values(**{name: text for name, text in (good | changes).items() if text}))


def tax(**changes: str) -> TaxLine:
    good = {"basis": "100.00", "amount": "20.00", "rate": "20", "category": "S", "regime": "72"}
    return TaxLine(**values(**{name: text for name, text in (good | changes).items() if text}))


def adjustment(charge: bool = False, **changes: str) -> Adjustment:
    return Adjustment(charge=charge, **values(**{"amount": "10.00", **changes}))


def foot(**changes: str) -> Totals:
    good = {"lines": "100.00", "without_tax": "100.00", "tax": "20.00", "with_tax": "120.00", "payable": "120.00"}
    return Totals(**values(**{name: text for name, text in (good | changes).items() if text}))


def payment(**changes: str) -> Payment:
    good = {"means": "30", "iban": IBAN, "bic": "EXEMFRPPXXX"}
    return Payment(**values(**{name: text for name, text in (good | changes).items() if text}))


GOOD = Record(
    syntax=Syntax.CII,
    number=val("F-1"),
    type=val("380"),
    currency=val("EUR"),
    supplier=Party(name=val("Exemple"), country=val("FR")),
    lines=(line(),),
    totals=foot(),
    tax_lines=(tax(),),
    payments=(payment(),),
)


def said(record: Record, context: RuleContext = CONTEXT) -> list[tuple[str, Severity]]:
    found = [finding for rule in RULES for finding in rule(record, context)]
    for finding in found:
        for lang in ("fr", "en"):
            assert "{" not in sentence(finding, lang) + hint(finding, lang)
            if finding.value:
                assert finding.value in sentence(finding, lang)
    return [(finding.code, finding.severity) for finding in found]


def told(record: Record, context: RuleContext = CONTEXT) -> set[str]:
    return {code for code, _ in said(record, context)}


def a(**changes: Any) -> Record:
    return replace(GOOD, **changes)


# code -> a record that breaks that rule and no other
BROKEN: dict[str, Record] = {
    "AMOUNT-FORM": a(totals=foot(prepaid="0.0000001")),
    "QUANTITY-FORM": a(lines=(line(quantity="2.0000001"),)),
    "RATE-FORM": a(lines=(line(rate="20.0000001"),)),
    "RATE-RANGE": a(lines=(line(rate="2000"), line(net="0.00", quantity="0", rate="")), tax_lines=(tax(),)),
    "LINE-AMOUNT": a(lines=(line(quantity="3"),)),
    "LINES-TOTAL": a(lines=(line(net="50.00", quantity="1"),)),
    "TOTAL-WITHOUT-TAX": a(
        totals=foot(without_tax="110.00", tax="22.00", with_tax="132.00", payable="132.00"),
        tax_lines=(tax(basis="110.00", amount="22.00"),),
    ),
    "TOTAL-MISSING": a(totals=foot(without_tax="", with_tax="", payable="")),
    "LINE-AMOUNT-MISSING": a(lines=(line(), line(net=""))),
    "TAX-TOTAL-MISSING": a(totals=foot(tax=""), tax_lines=()),
    "TAX-LINE-INCOMPLETE": a(tax_lines=(tax(), tax(basis="", amount="", rate=""))),
    "TYPE-MISSING": a(type=None),
    "TOTAL-WITH-TAX": a(totals=foot(with_tax="130.00", payable="130.00")),
    "NET-TO-PAY": a(totals=foot(prepaid="140")),
    "NEGATIVE-INVOICE": a(
        lines=(line(net="-100.00", quantity="-2"),),
        totals=foot(lines="-100.00", without_tax="-100.00", tax="-20.00", with_tax="-120.00", payable="-120.00"),
    ),
    "PAYABLE-CURRENCY": a(totals=foot(payable_currency="USD")),
    "TAX-LINE-AMOUNT": a(
        tax_lines=(tax(amount="10.00"),), totals=foot(tax="10.00", with_tax="110.00", payable="110.00")
    ),
    "TAX-BASES-TOTAL": a(
        tax_lines=(tax(basis="50.00", amount="10.00"),),
        totals=foot(tax="10.00", with_tax="110.00", payable="110.00"),
    ),
    "TAX-LINES-TOTAL": a(totals=foot(tax="10.00", with_tax="110.00", payable="110.00")),
    "TAX-BASIS-LINES": a(
        lines=(line(net="50.00", quantity="1"), line(net="50.00", quantity="1", rate="10")),
        tax_lines=(tax(basis="40.00", amount="8.00"), tax(basis="60.00", amount="6.00", rate="10")),
        totals=foot(tax="14.00", with_tax="114.00", payable="114.00"),
    ),
    "LINE-RATE": a(lines=(line(rate="10"),)),
    "LINE-CATEGORY-RATE": a(lines=(line(category="AE"),)),
    "LINE-CATEGORY-MISSING": a(lines=(line(), line(net="0.00", quantity="0", category=""))),
    "TAX-CATEGORY-LINES": a(lines=(line(net="50.00", quantity="1"), line(net="50.00", quantity="1", category="L"))),
    "TAX-BREAKDOWN-MISSING": a(tax_lines=()),
    "TAX-TOTALS-SEVERAL": a(totals=replace(foot(), more_taxes=(val("20.00"),))),
    "ALLOWANCES-TOTAL": a(adjustments=(adjustment(),)),
    "CHARGES-TOTAL": a(adjustments=(adjustment(charge=True),)),
    "ALLOWANCE-RETENUE": a(
        adjustments=(adjustment(reason="Retenue de garantie"),),
        lines=(line(net="110.00", price="55.00"),),
        totals=foot(lines="110.00", allowances="10.00"),
    ),
    "NET-RETENUE": a(totals=foot(payable="114.00"), marche=val("2026-T-014")),
    "NET-WITHHELD": a(totals=foot(payable="113.90"), marche=val("2026-T-014")),
    "NEGATIVE-CREDIT-NOTE": a(
        type=val("381"),
        lines=(line(net="-100.00", quantity="-2"),),
        totals=foot(lines="-100.00", without_tax="-100.00", tax="-20.00", with_tax="-120.00", payable="-120.00"),
    ),
    "TOTAL-DECIMALS": a(totals=foot(payable="120.004")),
    "QUANTITY-LONG": a(lines=(line(quantity="10000000000", price="1", basis="100000000"),)),
    "PRICE-NEGATIVE": a(lines=(line(quantity="-2", price="-50.00"),)),
    "PRICE-GROSS-ALONE": a(syntax=Syntax.FACTURX, strays=Strays(gross_prices=(val("50"), val("60")))),
    "PRICE-ALLOWANCE-AMOUNT": a(strays=Strays(gross_allowances=(val("50"),))),
    "AMOUNT-CURRENCY": a(strays=Strays(amounts=((val("100.00"), "USD"), (val("50.00"), "USD")))),
    "COUNTRY-MISSING": a(strays=Strays(empty_countries=(Value("", "/doc/SellerTradeParty", 7),))),
    "TAX-RATE-UNKNOWN": a(
        lines=(line(rate="19.6"),),
        tax_lines=(tax(rate="19.6", amount="19.60"),),
        totals=foot(tax="19.60", with_tax="119.60", payable="119.60"),
    ),
    "TAX-EXEMPTION-REASON": a(
        lines=(line(rate="0", category="E"),),
        tax_lines=(tax(rate="0", amount="0", category="E"),),
        totals=foot(tax="0", with_tax="100", payable="100"),
    ),
    "TAX-STANDARD-ZERO": a(
        lines=(line(rate="0"),),
        tax_lines=(tax(rate="0", amount="0"),),
        totals=foot(tax="0", with_tax="100", payable="100"),
    ),
    "TAX-UNTAXED-RATE": a(lines=(line(category="AE"),), tax_lines=(tax(category="AE", exemption="Autoliquidation"),)),
    "TAX-CURRENCY": a(totals=foot(tax_currency="USD")),
    "TYPE-CODE": a(type=val("751")),
    "TYPE-UNUSUAL": a(type=val("384")),
    "CURRENCY-CODE": a(currency=val("eur")),
    "PAYMENT-MEANS-MISSING": a(payments=()),
    "PAYMENT-MEANS-CODE": a(payments=(payment(means="60"),)),
    "CREDIT-NOTE-TYPE": a(syntax=Syntax.UBL_CREDIT_NOTE, tax_lines=(tax(regime=""),)),
    "COUNTRY-CODE": a(debtor=Party(country=val("FRA"))),
    "UNIT-CODE": a(lines=(line(unit="unité"),)),
    "VAT-CATEGORY-CODE": a(tax_lines=(tax(category="AA"),)),
    "VAT-REGIME-CODE": a(tax_lines=(tax(regime="73"),)),
    "IBAN-MISSING": a(payments=(payment(iban=""),)),
    "ACCOUNT-NOT-IBAN": a(payments=(payment(iban="", account="00012345678"),)),
    "IBAN-FORM": a(payments=(payment(iban="FR76999990000100000000001"),)),
    "IBAN-KEY": a(payments=(payment(iban="FR7799999000010000000000115"),)),
    "IBAN-WRITING": a(payments=(payment(iban="FR76 9999 9000 0100 0000 0000 115"),)),
    "IBAN-ZEROS": a(payments=(payment(iban="FR76" + "0" * 23),)),
    "BIC-FORM": a(payments=(payment(bic="BANQUE"),)),
    "BIC-COUNTRY": a(payments=(payment(bic="EXEMDEFFXXX"),)),
}


# rules that need more than a record to break
ELSEWHERE = {"JUSTICE-MEANS", "JUSTICE-CADRE", "INTERFACE-CADRE"}


@pytest.mark.parametrize(
    ("interface", "cadre", "means", "codes"),
    [
        ("FSO1120A", "A3", "30", set()),
        ("FSO1120A", "A3", "48", {"JUSTICE-MEANS"}),
        ("FSO1120A", "A1", "30", {"JUSTICE-CADRE"}),
        ("FSO1110A", "A3", "30", {"JUSTICE-CADRE"}),
        ("FSO1110A", "A1", "48", set()),
        (None, "A3", "48", set()),
    ],
)
def test_justice_fees_have_a_flow_and_a_means_of_their_own(
    interface: str | None, cadre: str, means: str, codes: set[str]
) -> None:
    context = replace(CONTEXT, terms=Terms(interface=interface), cadre=CONTEXT.tables.cadres[cadre])
    found = said(a(payments=(payment(means=means),)), context)
    assert {code for code, _ in found} == codes
    assert all(severity.refuses == (code == "JUSTICE-MEANS") for code, severity in found)


def test_a_good_record_has_no_finding() -> None:
    assert said(GOOD) == []


def test_every_rule_has_its_failing_record() -> None:
    assert set(BROKEN) | ELSEWHERE == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_record_is_told_by_its_rule_and_no_other(code: str) -> None:
    assert said(BROKEN[code]) == [(code, catalogue.CATALOGUE[code].severity)]


@pytest.mark.parametrize(
    "text",
    [
        *("1", "-1", "0.50", "00.00", "-0", "1234567890123456789", "1.123456", "1234567890123.123456"),
        *("+1", "1.", ".5", "+0.10", "1.0000000000", "000000000000000000001", "30.00000000000"),
    ],
)
def test_a_number_is_read_exactly(text: str) -> None:
    assert number(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "+",
            ".",
            "+-1",
            "1e3",
            "NaN",
            "INF",
            "1,5",
            "1 000",
            "\u0661\u0662",
            "\uff11",
            "1.1234567",
            "1" * 20,
        ),
        *("1" * 1_000_000, "1\n", "--1", "0x1", "1_000", "\N{SNOWMAN}"),
    ],
    ids=short,
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


def test_sums_and_products_are_exact() -> None:
    huge = Decimal("9999999999999.999999")
    assert times(huge, huge) == Decimal("99999999999999999980000000.000000000001")
    assert share(Decimal("33.33"), Decimal("5.5")) == Decimal("1.83315")
    assert total([val("0.1")] * 10) == Decimal("1.0")
    assert total([val("1"), None]) is None
    assert exact(None) is None
    assert cents(Decimal("1.83315")) == "1.83"


@pytest.mark.parametrize(
    ("difference", "parts", "same"),
    [("0.01", 1, True), ("0.02", 1, False), ("0.02", 2, True), ("1.00", 100, True), ("1.01", 5_000, False)],
)
def test_the_tolerance_is_a_cent_a_part_and_a_euro_at_most(difference: str, parts: int, same: bool) -> None:
    assert agree(Decimal(100), Decimal(100) + Decimal(difference), parts) is same


def test_a_flood_of_bad_numbers_is_told_a_bounded_number_of_times() -> None:
    flood = a(lines=tuple(line(net="1,", quantity="x", rate="y", unit="z") for _ in range(1000)))
    assert len(said(flood)) == 4 * MOST


@pytest.mark.parametrize("price", ["gross", "price"])
def test_a_line_agrees_with_either_price(price: str) -> None:
    other = {"gross": "price", "price": "gross"}[price]
    assert told(a(lines=(line(**{price: "50", other: "60"}),))) == set()


def test_a_price_for_a_hundred_is_divided() -> None:
    assert told(a(lines=(line(quantity="200", price="50", basis="100"),))) == set()


def test_lines_all_at_zero_are_not_compared() -> None:
    zero = line(net="0.00", quantity="0", price="0.0000", rate="0")
    assert told(a(lines=(zero,), totals=foot(lines="0.00"))) == set()


@pytest.mark.parametrize("kind", ["INFORMATION", "REGROUPEMENT", "information"])
def test_lines_that_only_inform_are_not_added(kind: str) -> None:
    assert told(a(lines=(line(), line(kind=kind)))) == set()


@pytest.mark.parametrize("kind", ["DETAIL", "Type"])
def test_other_lines_are_added(kind: str) -> None:
    assert "LINES-TOTAL" in told(a(lines=(line(), line(kind=kind))))


def test_prepaid_may_exceed_the_total() -> None:
    assert told(a(totals=foot(prepaid="140", payable="-20.00"))) == set()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"totals": foot(lines="90.00")}, {"LINES-TOTAL"}),
        ({"totals": foot(with_tax="130.00")}, {"TOTAL-WITH-TAX"}),
        ({"totals": foot(without_tax="110.00")}, {"TOTAL-WITHOUT-TAX"}),
        ({"totals": foot(with_tax="130.00", payable="125.00")}, {"TOTAL-WITH-TAX", "NET-TO-PAY"}),
    ],
)
def test_of_one_wrong_total_the_sums_made_of_it_are_silent(changes: dict[str, Any], codes: set[str]) -> None:
    assert told(a(**changes)) == codes


def test_a_wrong_total_without_tax_is_refused_where_the_total_with_tax_does_not_follow_from_it() -> None:
    assert said(a(totals=foot(without_tax="110.00"))) == [("TOTAL-WITHOUT-TAX", Severity.ERROR)]
    assert said(BROKEN["TOTAL-WITHOUT-TAX"]) == [("TOTAL-WITHOUT-TAX", Severity.WARNING)]


@pytest.mark.parametrize(
    ("adjustments", "right"),
    [
        (((False, "10.00"),), True),
        (((False, "15.00"), (True, "5.00")), True),
        (((False, "10.00"), (True, "1.00")), False),
        ((), False),
        (((False, "dix"),), True),
    ],
)
def test_the_allowances_and_charges_of_a_line_enter_its_amount(
    adjustments: tuple[tuple[bool, str], ...], right: bool
) -> None:
    given = line(net="100.00", quantity="11", price="10.00")._replace(adjustments=adjustments)
    assert told(a(lines=(given,))) == (set() if right else {"LINE-AMOUNT"})


@pytest.mark.parametrize(
    ("changes", "product"),
    [
        ({"quantity": "10", "price": "10.00", "basis": "10"}, "10 × 10.00 ÷ 10 = 10.00"),
        ({"quantity": "2", "price": "60.00", "gross": "49.00"}, "2 × 60.00 = 120.00 ou 2 × 49.00 = 98.00 (prix brut)"),
        ({"quantity": "3", "price": "", "gross": "50"}, "3 × 50 = 150.00 (prix brut)"),
    ],
)
def test_a_line_that_does_not_add_up_quotes_its_whole_computation(changes: dict[str, str], product: str) -> None:
    [finding] = [one for rule in RULES for one in rule(a(lines=(line(**changes),)), CONTEXT)]
    assert f" : {product}, mais" in sentence(finding, "fr")


def test_the_computation_of_a_line_holds_its_allowances() -> None:
    given = line(quantity="3")._replace(adjustments=((False, "5.00"), (True, "1.00")))
    [finding] = [one for rule in RULES for one in rule(a(lines=(given,)), CONTEXT)]
    assert "3 × 50.00 − 5.00 + 1.00 = 146.00" in sentence(finding, "en")


WRONG = line(net="150.00")  # 2 × 50.00


def counted(basis: str, amount: str, with_tax: str) -> dict[str, Any]:
    """A foot and a summary that count it all at 20 %."""
    totals = foot(lines=basis, without_tax=basis, tax=amount, with_tax=with_tax, payable=with_tax)
    return {"totals": totals, "tax_lines": (tax(basis=basis, amount=amount),)}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"lines": (WRONG,)}, {"LINE-AMOUNT"}),
        ({"lines": (WRONG, line()), **counted("200.00", "40.00", "240.00")}, {"LINE-AMOUNT"}),
        ({"lines": (line(), line(rate="10")), **counted("200.00", "40.00", "240.00")}, {"LINE-RATE"}),
        ({"lines": (line(rate="10"), line(rate="10")), **counted("200.00", "40.00", "240.00")}, {"TAX-BASIS-LINES"}),
        ({"lines": (line(), line(net="")), **counted("100.00", "20.00", "120.00")}, {"LINE-AMOUNT-MISSING"}),
        ({"totals": foot(lines="90.00")}, {"LINES-TOTAL"}),
        ({"totals": foot(without_tax="90.00")}, {"TOTAL-WITHOUT-TAX"}),
        ({"totals": foot(with_tax="90.00")}, {"TOTAL-WITH-TAX"}),
        ({"totals": foot(payable="130.00")}, {"NET-TO-PAY"}),
    ],
)
def test_one_fault_has_one_finding(changes: dict[str, Any], codes: set[str]) -> None:
    assert told(a(**changes)) == codes


WITHOUT_TOTAL = foot(tax="", with_tax="999.00", payable="999.00")
IN_DOLLARS = replace(WITHOUT_TOTAL, tax=val("25"), tax_currency=val("USD"))
TWO_TOTALS = replace(foot(tax="8.00"), more_taxes=(val("13.00"),))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"totals": WITHOUT_TOTAL}, {"TOTAL-WITH-TAX"}),
        ({"totals": WITHOUT_TOTAL, "tax_lines": ()}, {"TOTAL-WITH-TAX"}),
        ({"totals": IN_DOLLARS}, {"TOTAL-WITH-TAX", "TAX-CURRENCY"}),
        ({"totals": foot(tax="")}, set()),
        ({"totals": foot(tax=""), "tax_lines": (tax(amount="10.00"),)}, {"TAX-LINE-AMOUNT"}),
        ({"totals": foot(tax="", with_tax="100.00", payable="100.00"), "tax_lines": ()}, set()),
        ({"totals": foot(tax=""), "tax_lines": (), "lines": ()}, {"TAX-TOTAL-MISSING"}),
        ({"totals": replace(foot(tax="8.00"), more_taxes=(val("12.00"),))}, {"TAX-TOTALS-SEVERAL"}),
        ({"totals": TWO_TOTALS}, {"TAX-TOTALS-SEVERAL", "TOTAL-WITH-TAX", "TAX-LINES-TOTAL"}),
    ],
)
def test_a_total_with_tax_is_compared_with_the_vat_wherever_it_stands(changes: dict[str, Any], codes: set[str]) -> None:
    assert told(a(**changes)) == codes


def with_allowance(**changes: str) -> dict[str, Any]:
    """Lines of 100 at 20 and at 10 %, and an allowance of 10 at 20 %: bases of 90 and 100."""
    return {
        "lines": (line(), line(rate="10")),
        "adjustments": (adjustment(**changes),),
        "tax_lines": (tax(basis="90.00", amount="18.00"), tax(basis="100.00", amount="10.00", rate="10")),
        "totals": foot(
            lines="200.00", allowances="10.00", without_tax="190.00", tax="28.00", with_tax="218.00", payable="218.00"
        ),
    }


def test_the_basis_of_a_rate_is_its_lines_less_its_allowances() -> None:
    given = with_allowance(rate="20", category="S")
    assert told(a(**given)) == set()
    assert told(a(**with_allowance(rate="10", category="S"))) == {"TAX-BASIS-LINES"}
    assert told(a(**with_allowance())) == set(), "an allowance without a rate belongs to none of two"
    moved = (tax(basis="80.00", amount="16.00"), tax(basis="110.00", amount="11.00", rate="10"))
    assert "TAX-BASIS-LINES" in told(a(**{**given, "tax_lines": moved}))


def test_a_line_without_a_rate_bears_the_only_one_there_is() -> None:
    assert told(a(lines=(line(rate="", category=""),))) == set()
    two = (tax(basis="50.00", amount="10.00"), tax(basis="50.00", amount="10.00"))
    assert told(a(lines=(line(rate="", category=""),), tax_lines=two)) == set()


def test_the_minimum_profile_has_no_summary() -> None:
    minimum = val("urn:factur-x.eu:1p0:minimum")
    assert told(a(tax_lines=(), lines=(), totals=foot(lines=""), profile=minimum)) == set()


@pytest.mark.parametrize(
    ("net", "code"), [("114.00", "NET-RETENUE"), ("113.97", "NET-RETENUE"), ("113.90", "NET-WITHHELD")]
)
def test_a_retenue_is_five_per_cent_at_most(net: str, code: str) -> None:
    assert said(a(totals=foot(payable=net), marche=val("2026-T-014"))) == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    ("reason", "told_"), [("Retenue de garantie 5 %", 1), ("RETENUE", 1), ("Remise retenue", 1), ("Remise", 0)]
)
def test_an_allowance_called_retenue_is_told(reason: str, told_: int) -> None:
    given = replace(BROKEN["ALLOWANCE-RETENUE"], adjustments=(adjustment(reason=reason),))
    assert len(said(given)) == told_


def test_a_works_interface_carries_its_cadres_alone() -> None:
    for interface, cadre, codes in (
        ("FSO1130A", "A4", set()),
        ("FSO1137A", "A1", {"INTERFACE-CADRE"}),
        ("FSO1116A", "A1", set()),
    ):
        context = replace(CONTEXT, terms=Terms(interface=interface), cadre=CONTEXT.tables.cadres[cadre])
        assert told(GOOD, context) == codes


def test_the_gross_price_has_a_basis_of_its_own() -> None:
    assert told(a(lines=(line(quantity="200", price="", gross="50", gross_basis="100"),))) == set()


@pytest.mark.parametrize("account", ["BE68539007547034", "BE68 5390 0754 7034", "DE89370400440532013000"])
def test_an_iban_whose_bank_no_list_of_ours_knows_is_taken(account: str) -> None:
    """BE68 5390 0754 7034 is the model that Belgian banks print: its key holds, and that is all an IBAN promises."""
    found = told(a(payments=(payment(iban=account, bic=""),)))
    assert not found & {"IBAN-FORM", "IBAN-KEY"}


def test_rounding_enters_the_net_to_pay() -> None:
    assert told(a(totals=foot(rounding="0.40", payable="120.40"))) == set()


def test_a_negative_invoice_may_write_its_tax_line_positive() -> None:
    negative = foot(lines="-100.00", without_tax="-100.00", tax="-20.00", with_tax="-120.00", payable="-120.00")
    given = a(lines=(line(net="-100.00", quantity="-2"),), totals=negative)
    assert told(given) == {"NEGATIVE-INVOICE"}
    assert told(replace(given, type=val("381"))) == {"NEGATIVE-CREDIT-NOTE"}
    assert said(given, replace(CONTEXT, cadre=CONTEXT.tables.cadres["A8"])) == []


def test_of_a_currency_that_does_not_exist_one_rule_speaks() -> None:
    assert told(a(currency=val("EUX"), totals=foot(tax_currency="EUR"))) == {"CURRENCY-CODE"}


def test_what_adds_nothing_needs_no_amount_and_what_bears_no_vat_no_rate() -> None:
    assert told(a(lines=(line(), line(net="", kind="INFORMATION")))) == set()
    untaxed = tax(rate="", amount="0", category="O", exemption="Hors champ")
    assert (
        told(
            a(
                lines=(line(rate="", category="O"),),
                tax_lines=(untaxed,),
                totals=foot(tax="0", with_tax="100", payable="100"),
            )
        )
        == set()
    )


@pytest.mark.parametrize("name", ["without_tax", "with_tax", "payable"])
def test_each_total_must_be_there(name: str) -> None:
    assert said(a(totals=foot(**{name: ""}))) == [("TOTAL-MISSING", Severity.ERROR)]
    draft = replace(CONTEXT, cadre=CONTEXT.tables.cadres["A4"])
    assert said(a(totals=foot(**{name: ""})), draft) == [("TOTAL-MISSING", Severity.WARNING)]


def test_the_category_of_a_line_is_looked_at_too() -> None:
    assert told(a(lines=(line(category="TVA"),))) == {"VAT-CATEGORY-CODE"}


@pytest.mark.parametrize("rate", ["2000", "100.01", "-20"])
@pytest.mark.parametrize("category", ["S", "E"])
def test_of_a_rate_that_is_no_percentage_one_rule_speaks(rate: str, category: str) -> None:
    own = line(category=category, rate="20" if category == "S" else "0")
    wrong = tax(rate=rate, category=category, exemption="Article 261")
    assert told(a(lines=(own,), tax_lines=(wrong,))) == {"RATE-RANGE"}


def test_several_rates_are_each_compared_with_their_lines() -> None:
    given = a(
        lines=(line(), line(net="50.00", quantity="1", rate="5.5")),
        tax_lines=(tax(), tax(basis="50.00", amount="2.75", rate="5.50")),
        totals=foot(lines="150.00", without_tax="150.00", tax="22.75", with_tax="172.75", payable="172.75"),
    )
    assert told(given) == set()


@pytest.mark.parametrize("cadre", ["A4", "A7", "A13", "A14", "A22"])
def test_a_projet_de_decompte_is_not_refused_for_its_amount(cadre: str) -> None:
    context = replace(CONTEXT, cadre=CONTEXT.tables.cadres[cadre])
    for code in ("TOTAL-WITH-TAX", "NET-TO-PAY"):
        assert said(BROKEN[code], context) == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    ("cadre", "marche", "net", "severity"),
    [
        ("A1", "", "114.00", Severity.ERROR),
        ("A1", "2026-T-014", "114.00", Severity.WARNING),
        ("A1", "2026-T-014", "126.00", Severity.ERROR),
        ("A1", "2026-T-014", "-114.00", Severity.ERROR),
        ("A9", "", "114.00", Severity.WARNING),
        ("A12", "", "114.00", Severity.WARNING),
        ("A12", "", "126.00", Severity.ERROR),
        ("A8", "", "114.00", Severity.WARNING),
        ("A8", "", "126.00", Severity.ERROR),
    ],
)
def test_a_net_lowered_by_a_retenue_de_garantie_only_warns(
    cadre: str, marche: str, net: str, severity: Severity
) -> None:
    context = replace(CONTEXT, cadre=CONTEXT.tables.cadres[cadre])
    given = a(totals=foot(payable=net), marche=val(marche) if marche else None)
    assert said(given, context) == [("NET-TO-PAY" if severity.refuses else "NET-RETENUE", severity)]


def test_the_label_of_a_cadres_depositor_changes_no_severity() -> None:
    a9 = replace(CONTEXT.tables.cadres["A9"], depositor="Sous-traitant", depositor_en="Subcontractor")
    assert said(a(totals=foot(payable="114.00")), replace(CONTEXT, cadre=a9)) == [("NET-RETENUE", Severity.WARNING)]


def test_a_negative_net_may_be_withheld_from_as_well() -> None:
    negative = foot(lines="-100.00", without_tax="-100.00", tax="-20.00", with_tax="-120.00", payable="-114.00")
    given = a(lines=(line(net="-100.00", quantity="-2"),), totals=negative)
    context = replace(CONTEXT, cadre=CONTEXT.tables.cadres["A9"])
    assert ("NET-RETENUE", Severity.WARNING) in said(given, context)


@pytest.mark.parametrize("country", ["DE", "BE"])
def test_the_rate_of_a_foreign_supplier_is_not_looked_up(country: str) -> None:
    broken = BROKEN["TAX-RATE-UNKNOWN"]
    assert told(replace(broken, supplier=Party(country=val(country)))) == set()


def test_a_credit_note_may_do_without_payment_means() -> None:
    assert told(a(type=val("381"), payments=())) == set()


@pytest.mark.parametrize(
    ("code", "ubl", "cii"),
    [
        ("30", None, None),
        ("58", Severity.WARNING, None),
        ("1", Severity.WARNING, None),
        ("01", Severity.ERROR, None),
        ("60", Severity.WARNING, Severity.ERROR),
        ("virement", Severity.ERROR, Severity.ERROR),
    ],
)
def test_payment_means_by_syntax(code: str, ubl: Severity | None, cii: Severity | None) -> None:
    given = a(payments=(payment(means=code),), tax_lines=(tax(regime=""),))
    for syntax, severity in ((Syntax.UBL_INVOICE, ubl), (Syntax.CII, cii), (Syntax.FACTURX, cii)):
        wanted = [] if severity is None else [("PAYMENT-MEANS-CODE", severity)]
        assert said(replace(given, syntax=syntax)) == wanted


def test_without_means_a_ubl_invoice_is_only_warned() -> None:
    given = a(payments=(), syntax=Syntax.UBL_INVOICE, tax_lines=(tax(regime="TVA DEBIT"),))
    assert said(given) == [("PAYMENT-MEANS-MISSING", Severity.WARNING)]


def test_the_account_may_stand_beside_the_means() -> None:
    assert told(a(payments=(payment(iban=""), payment(means="")))) == set()


@pytest.mark.parametrize("means", ["10", "20", "48", "49", "59", "97"])
def test_other_means_need_no_account(means: str) -> None:
    assert told(a(payments=(payment(means=means, iban=""),))) == set()


def test_made_up_accounts_are_only_told_on_the_test_platform() -> None:
    context = replace(CONTEXT, terms=Terms(qualification=True))
    for code in ("IBAN-KEY", "IBAN-FORM"):
        assert said(BROKEN[code], context) == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    "account", ["x" * 1_000_000, "FR76\u0661", "\N{SNOWMAN}", "0", "FR", "12345678901234567890123"], ids=short
)
def test_odd_accounts_are_told_not_raised(account: str) -> None:
    given = a(payments=(payment(iban=account, bic=account),))
    assert told(given) == {"IBAN-FORM", "BIC-FORM"} or told(given) == {"IBAN-KEY", "BIC-FORM"}


def test_overseas_banks_go_with_french_accounts() -> None:
    assert told(a(payments=(payment(bic="EXEMREPPXXX"),))) == set()
