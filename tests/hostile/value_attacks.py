"""The attacks of MANIFEST.toml whose file is an honest XML invoice, and whose values are not.

Amounts stand where every syntax has one: what is due, in CII's DuePayableAmount and in UBL's PayableAmount.
"""

from __future__ import annotations

import base64
from decimal import Decimal
from functools import partial

from attacks import URL, good
from size_attacks import attached

from edi.model.limits import MIB
from edi.sandbox.cii import cii
from edi.sandbox.invoices import Line, invoice
from edi.sandbox.ubl import ubl

DUE = "10098.60"  # of the sandbox's plain invoice

# amounts


def tenths() -> bytes:
    """0.1 + 0.2 is 0.3, in decimals."""
    lines = (Line("A", Decimal(1), Decimal("0.10"), Decimal(0)), Line("B", Decimal(1), Decimal("0.20"), Decimal(0)))
    return cii(invoice(number="ATTAQUE", lines=lines))


def amount(text: str, write: str = "cii") -> bytes:
    """The amount due, so written."""
    if write == "cii":
        place = "<ram:DuePayableAmount>{}</ram:DuePayableAmount>"
        data = good()
    else:
        place = '<cbc:PayableAmount currencyID="EUR">{}</cbc:PayableAmount>'
        data = ubl(invoice(number="ATTAQUE"))
    before = place.format(DUE).encode()
    assert before in data
    return data.replace(before, place.format(text).encode())


amount_of_28_digits = partial(amount, "9" * 26 + ".99")
amount_of_28_digits_in_ubl = partial(amount, "9" * 26 + ".99", "ubl")
amount_of_29_digits = partial(amount, "9" * 27 + ".99")
amount_of_a_million_digits = partial(amount, "9" * 1_000_000)
amount_with_a_thousand_decimals = partial(amount, f"{DUE}{'0' * 1_000}1")
amount_in_exponent_form = partial(amount, "1.00986E4")
amount_in_exponent_form_in_ubl = partial(amount, "1.00986E4", "ubl")
amount_with_a_huge_exponent = partial(amount, "1E999999999")
amount_with_a_comma = partial(amount, "10098,60")
amount_with_a_comma_in_ubl = partial(amount, "10098,60", "ubl")
amount_with_a_space = partial(amount, "10 098.60")
amount_with_a_narrow_space = partial(amount, "10\u202f098.60")
amount_with_an_underscore = partial(amount, "10_098.60")
amount_that_is_negative_zero = partial(amount, "-0.00")
amount_that_is_negative = partial(amount, f"-{DUE}")
amount_with_a_plus_sign = partial(amount, f"+{DUE}")
amount_that_is_no_number = partial(amount, "NaN")
amount_that_is_no_number_in_ubl = partial(amount, "NaN", "ubl")
amount_that_is_infinite = partial(amount, "INF")
amount_in_full_width_digits = partial(amount, "１００９８.６０")
amount_in_full_width_digits_in_ubl = partial(amount, "１００９８.６０", "ubl")
amount_in_arabic_digits = partial(amount, "١٠٠٩٨.٦٠")
amount_in_hexadecimal = partial(amount, "0x2772")
amount_that_is_empty = partial(amount, "")
amount_of_a_point = partial(amount, ".")
amount_cut_by_a_comment = partial(amount, f"{DUE[:2]}<!-- -->{DUE[2:]}")  # 10098.60 to everybody
amount_of_a_formula = partial(amount, "=1+1")

# attachments


def attachment_of(content: bytes, name: str = "plan.pdf", mime: str = "application/pdf") -> bytes:
    """An attachment under a name and a type that its content belies."""
    encoded = base64.b64encode(content).decode()
    data = cii(invoice(number="ATTAQUE", attachments=((name, mime, b"ici"),)))
    start, _, rest = data.partition(f'mimeCode="{mime}">'.encode())
    assert rest
    return start + f'mimeCode="{mime}">{encoded}<'.encode() + rest.partition(b"<")[2]


attachment_that_is_a_program = partial(attachment_of, b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(200))
attachment_that_is_a_script = partial(attachment_of, b"#!/bin/sh\nrm -rf /\n")
attachment_named_like_a_path = partial(attachment_of, b"%PDF-1.7\n%%EOF\n", "../../../etc/cron.d/plan.pdf")
attachment_of_7_4_mb = partial(attached, 7_400_000)  # on either side of the default parser's largest text
attachment_of_7_6_mb = partial(attached, 7_600_000)


def ten_attachments_of_one_mib() -> bytes:
    pieces = tuple((f"plan-{n}.csv", "text/csv", bytes(MIB)) for n in range(10))
    return ubl(invoice(number="ATTAQUE", attachments=pieces))


# codes and names


def unknown_customization() -> bytes:
    """A profile nobody knows, where EN 16931 names its own."""
    guideline = (
        "<ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:inconnu#1</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
    )
    return good().replace(b"</rsm:ExchangedDocumentContext>", guideline.encode())


def ubl_sent_as_cii() -> bytes:
    return ubl(invoice(number="ATTAQUE"))


def supplier_named(name: str) -> bytes:
    """A supplier's name, which every return and report repeats."""
    return good().replace(b"Entreprise de travaux exemple", name.encode())


supplier_with_markup = partial(supplier_named, "&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;")
supplier_like_a_formula = partial(supplier_named, f"=HYPERLINK(&quot;{URL}&quot;)")
supplier_with_line_breaks = partial(supplier_named, "Entreprise&#10;IdStatut: 90&#13;&#10;&#133;&#8232;exemple")
supplier_that_writes_backwards = partial(supplier_named, "Entreprise \u202elpmexe\u202c \u2066exemple\u2069")
supplier_of_a_million_characters = partial(supplier_named, "E" * 1_000_000)
supplier_in_emoji = partial(supplier_named, "🏗️👷‍♀️ exemple \U0010fffd")


def number_with(text: str) -> bytes:
    return good().replace(b"ATTAQUE", text.encode())


number_with_control_references = partial(number_with, "ATT&#9;&#10;&#127;&#128;AQUE")
number_of_braces = partial(number_with, "{value}{0}%s%(x)s$" + "{x}")
number_of_a_path = partial(number_with, "../../../../etc/passwd")


def date_that_is_no_day() -> bytes:
    return good().replace(b"20261030", b"20260230")


def date_beyond_all_calendars() -> bytes:
    return good().replace(b"20261030", b"99999999")
