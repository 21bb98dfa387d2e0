"""Faults of amounts: how they are written, how they add up, what VAT they bear."""

from __future__ import annotations

from mutation import Table, edited, gone, in_currency, more, put, twice

MONEY = fault = Table()

# how numbers are written

AMOUNTS = ("line_net", "tax_basis", "tax_amount", "total_lines", "total_without", "total_tax", "total_with", "payable")
OTHERS = ("total_prepaid", "total_charges", "total_allowances")
for _spot in (*AMOUNTS, *OTHERS):
    fault(f"{_spot}-with-a-comma", "wrong type", f"{{{_spot}}}", put("12,00"), "XSD-VALUE")
    fault(f"{_spot}-with-seven-decimals", "overlong", f"{{{_spot}}}", put("12.1234567"), "AMOUNT-FORM")
    fault(f"{_spot}-of-twenty-digits", "overlong", f"{{{_spot}}}", put("1" * 20), "AMOUNT-FORM")
fault("amount-in-words", "wrong type", "{payable}", put("cent vingt"), "XSD-VALUE")
fault("amount-with-its-currency", "wrong type", "{payable}", put("120.00 EUR"), "XSD-VALUE")
fault("amount-with-a-space", "wrong type", "{total_with}", put("1 200.00"), "XSD-VALUE")
fault("amount-with-an-exponent", "wrong type", "{total_with}", put("1.2E3"), "XSD-VALUE")
fault("amount-not-a-number", "wrong type", "{total_without}", put("NaN"), "XSD-VALUE")
fault("amount-empty", "removed", "{payable}", put(""), "XSD-VALUE")
SAME_VALUE = (("true()", "the same value in another writing"),)
fault(
    *("amount-with-a-plus", "changed", "{payable}", edited(lambda text: f"+{text}"), "AMOUNT-FORM"),
    when="{payable}>=0",
    silent=SAME_VALUE,
)
fault(
    "amount-without-decimals-but-a-dot",
    "changed",
    "{total_with}",
    edited(lambda text: text.partition(".")[0] + "."),
    "AMOUNT-FORM",
    when="{total_with}=floor({total_with})",
    silent=SAME_VALUE,
)
fault(
    "amount-without-units",
    "changed",
    "{total_tax}",
    edited(lambda text: "." + (text.partition(".")[2] or "0")),
    "AMOUNT-FORM",
    when="{total_tax}=0",
    silent=SAME_VALUE,
)
fault("amount-of-a-million-digits", "overlong", "{payable}", put("1" * 1_000_000), "AMOUNT-FORM")
fault("quantity-with-seven-decimals", "overlong", "{line_quantity}", put("1.1234567"), "QUANTITY-FORM")
fault("quantity-in-words", "wrong type", "{line_quantity}", put("un"), "XSD-VALUE")
fault("price-with-seven-decimals", "overlong", "{line_price}", put("1.1234567"), "QUANTITY-FORM")
fault("price-of-twenty-digits", "overlong", "{line_gross}", put("1" * 20), "QUANTITY-FORM")
fault("price-with-a-comma", "wrong type", "{line_price}", put("1,5"), "XSD-VALUE")
fault("rate-with-seven-decimals", "overlong", "{tax_rate}", put("20.0000001"), "RATE-FORM")
fault("rate-with-a-sign", "wrong type", "{tax_rate}", put("20 %"), "XSD-VALUE")
fault("rate-over-a-hundred", "changed", "{tax_rate}", put("2000"), "RATE-RANGE")
fault("rate-below-zero", "changed", "{tax_rate}", put("-20"), "RATE-RANGE")
fault("line-rate-over-a-hundred", "changed", "{line_rate}", put("200"), "RATE-RANGE")
fault("line-rate-with-seven-decimals", "overlong", "{line_rate}", put("20.0000001"), "RATE-FORM")

# what must be there

for _spot in ("total_without", "total_with", "payable"):
    fault(
        *(f"{_spot}-gone", "removed", f"{{{_spot}}}", gone, "TOTAL-MISSING"),
        instead=(
            (
                "{ubl_totals} and {payable}[1]" if _spot == "payable" else "false()",
                "XSD-MISSING",
                "UBL's schema asks for it",
            ),
        ),
    )
for _spot in ("tax_basis", "tax_amount"):
    fault(
        *(f"{_spot}-gone", "removed", f"{{{_spot}}}", gone, "TAX-LINE-INCOMPLETE"),
        instead=(
            ("{ubl_totals}" if _spot == "tax_amount" else "false()", "XSD-UNEXPECTED", "UBL's schema asks for it"),
        ),
    )
fault(
    *("tax-rate-gone", "removed", "{tax_rate}", gone, "TAX-LINE-INCOMPLETE"),
    when="{tax_category}='S'",
    silent=(("{ubl_totals}", "in UBL the rate stands in the category too"),),
)
fault(
    *("line-net-gone", "removed", "{line_net}", gone, "LINE-AMOUNT-MISSING"),
    instead=(("{line_net}/parent::cac:InvoiceLine", "XSD-UNEXPECTED", "UBL's schema asks for it of an invoice"),),
)

# how they add up

WORKS = " A4 A5 A6 A7 A8 A10 A11 A13 A14 A15 A16 A17 A18 A19 A20 A22 A23 A24 A25 "  # as config/cadres.csv says

fault("line-net-wrong", "changed", "{line_net}", more("37.13"), "LINE-AMOUNT", when="{total_lines}")
fault("line-twice", "added", "{line}", twice, "LINES-TOTAL", when="{total_lines} and {line_net}!=0")
fault("line-gone", "removed", "{line}", gone, "LINES-TOTAL", when="{total_lines} and {line_net}!=0 and count({line})>1")
fault("quantity-wrong", "changed", "{line_quantity}", more("7"), "LINE-AMOUNT")
fault("price-wrong", "changed", "{line_price}", more("37.13"), "LINE-AMOUNT", when="not({line_gross})")
fault("total-of-lines-wrong", "changed", "{total_lines}", more("37.13"), "LINES-TOTAL")
fault("allowances-wrong", "changed", "{total_allowances}", more("37.13"), "ALLOWANCES-TOTAL", when="{total_lines}!=0")
fault("charges-wrong", "changed", "{total_charges}", more("37.13"), "CHARGES-TOTAL", when="{total_lines}!=0")
fault("without-tax-wrong", "changed", "{total_without}", more("37.13"), "TOTAL-WITHOUT-TAX", when="{total_tax}")
fault(
    "without-tax-wrong-for-the-lines",
    "changed",
    "{total_without}",
    more("37.13"),
    "TOTAL-WITHOUT-TAX",
    when="{total_lines}!=0",
)
fault(
    *("without-tax-wrong-for-the-bases", "changed", "{total_without}", more("37.13"), "TAX-BASES-TOTAL"),
    instead=(
        ("{total_lines}!=0", "TOTAL-WITHOUT-TAX", "the lines say the same as the bases"),
        ("{total_tax}", "TOTAL-WITHOUT-TAX", "the lines and the total with tax say what it ought to be"),
    ),
)
fault("tax-gone", "removed", "{ubl_tax_total}", gone, "TAX-TOTAL-MISSING", when="{total_with}!={total_without}")
fault("total-of-tax-wrong", "changed", "{total_tax}", more("37.13"), "TAX-LINES-TOTAL")
fault("total-of-tax-wrong-for-the-foot", "changed", "{total_tax}", more("37.13"), "TOTAL-WITH-TAX")
fault("with-tax-wrong", "changed", "{total_with}", more("37.13"), "TOTAL-WITH-TAX", when="{total_tax}")
fault(
    *("with-tax-negative", "changed", "{total_with}", edited(lambda text: f"-{text}".replace("--", "")), "NET-TO-PAY"),
    instead=(
        (
            f"{{type}}=380 and {{total_with}}>0 and not(contains('{WORKS}',concat(' ',{{cadre}},' ')))",
            "NEGATIVE-INVOICE",
            "an opposite total is taken for a negative invoice's",
        ),
        ("{type}=381 and {total_with}>0", "NEGATIVE-CREDIT-NOTE", "an opposite total is taken for a negative one's"),
        ("{total_tax}", "TOTAL-WITH-TAX", "the net fits what the total with tax ought to be"),
    ),
)
fault(
    "with-tax-negative-of-an-invoice",
    "changed",
    "{total_with}",
    edited(lambda text: f"-{text}".replace("--", "")),
    "NEGATIVE-INVOICE",
    when="{type}=380 and {cadre}='A1' and {total_with}>0",
)
fault(
    *("payable-in-dollars", "changed", "{payable}", in_currency("USD"), "PAYABLE-CURRENCY"),
    when="{currency}='EUR'",
)
fault("payable-wrong", "changed", "{payable}", more("37.13"), "NET-TO-PAY")
fault("payable-off-by-five-cents", "changed", "{payable}", more("0.05"), "NET-TO-PAY")
fault("prepaid-wrong", "changed", "{total_prepaid}", more("37.13"), "NET-TO-PAY")

# VAT

ABROAD = (
    "{supplier_country}[normalize-space()] and not(contains('FR GP MQ RE GF YT MC',{supplier_country}))",
    "TAX-LINE-AMOUNT",
    "the French table is no law abroad",
)

fault("tax-amount-wrong", "changed", "{tax_amount}", more("37.13"), "TAX-LINE-AMOUNT")
fault("tax-amount-wrong-for-the-total", "changed", "{tax_amount}", more("37.13"), "TAX-LINES-TOTAL", when="{total_tax}")
fault("tax-basis-wrong", "changed", "{tax_basis}", more("370.13"), "TAX-BASES-TOTAL")
fault("tax-basis-wrong-for-its-rate", "changed", "{tax_basis}", more("370.13"), "TAX-LINE-AMOUNT", when="{tax_rate}!=0")
fault(
    "tax-line-twice",
    "added",
    "{tax}",
    twice,
    "TAX-BASES-TOTAL",
    when="{tax_basis}!=0",
    silent=(("2*sum({tax_basis})={total_without}", "the sample lacks one of its two equal tax lines: twice is right"),),
)
fault(
    "rate-of-another-kind",
    "changed",
    "{tax_rate}",
    put("10"),
    "TAX-LINE-AMOUNT",
    when="{tax_rate}!=10 and {tax_basis}!=0",
)
fault(
    "rate-of-the-past",
    "changed",
    "{tax_rate}",
    put("19.6"),
    "TAX-RATE-UNKNOWN",
    when="{tax_category}='S'",
    instead=(ABROAD,),
)
fault(
    "rate-as-a-share",
    "changed",
    "{tax_rate}",
    put("0.2"),
    "TAX-RATE-UNKNOWN",
    when="{tax_category}='S'",
    instead=(ABROAD,),
)
fault("category-exempt-at-20", "changed", "{tax_category}", put("E"), "TAX-UNTAXED-RATE", when="{tax_rate}!=0")
fault(
    "category-exempt-without-reason",
    "changed",
    "{tax_category}",
    put("E"),
    "TAX-EXEMPTION-REASON",
    when="not({tax_exemption}) and {tax_category}!='E'",
)
fault(
    "category-standard-at-zero",
    "changed",
    "{tax_category}",
    put("S"),
    "TAX-STANDARD-ZERO",
    when="{tax_rate}=0 and {tax_category}!='S'",
)
fault(
    "reason-of-the-reverse-charge-gone",
    "removed",
    "{tax_exemption}",
    gone,
    "TAX-EXEMPTION-REASON",
    when="{tax_category}!='S' and {tax_category}!='Z'",
)
fault(
    "line-rate-of-another-kind",
    "changed",
    "{line_rate}",
    put("5.5"),
    "LINE-RATE",
    when="{line_rate}!=5.5",
    silent=(
        (
            "sum({tax_basis})!={total_without}",
            "bases that do not make the total are told already, and prove nothing of the lines",
        ),
        ("{total_allowances}!=0 or {total_charges}!=0", "allowances and charges stand between lines and bases"),
    ),
)
fault("total-of-tax-in-another-currency", "changed", "{total_currency}", put("USD"), "TAX-CURRENCY", when="{currency}")
fault(
    "currency-of-the-document-changed",
    "changed",
    "{currency}",
    put("USD"),
    "TAX-CURRENCY",
    when="{total_currency}!='USD'",
)
