"""What the readers take for the rules of money: units, rounding, the currency of the tax."""

from __future__ import annotations

from datetime import date

import pytest

from edi.judging.identify import identify
from edi.judging.read import read
from edi.model.document import Record
from edi.model.finding import Finding
from edi.model.limits import Limits
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl


def record(data: bytes) -> Record:
    found = identify(data, Limits())
    assert not isinstance(found, Finding)
    return read(found.parsed.root, found.syntax)


@pytest.mark.parametrize(
    ("data", "place", "rounding"),
    [
        (cii(invoice()), b"<ram:DuePayableAmount>", b"<ram:RoundingAmount>0.10</ram:RoundingAmount>"),
        (
            ubl(invoice()),
            b"<cbc:PayableAmount ",
            b'<cbc:PayableRoundingAmount currencyID="EUR">0.10</cbc:PayableRoundingAmount>',
        ),
    ],
    ids=["cii", "ubl"],
)
def test_units_rounding_and_the_currency_of_the_tax_are_read(data: bytes, place: bytes, rounding: bytes) -> None:
    assert place in data
    read_ = record(data.replace(place, rounding + place))
    assert {line.unit.text for line in read_.lines if line.unit} == {"C62"}
    assert read_.totals.rounding is not None
    assert read_.totals.rounding.text == "0.10"
    assert read_.totals.tax_currency is not None
    assert read_.totals.tax_currency.text == "EUR"


def test_a_document_without_them_has_none() -> None:
    read_ = record(
        cii(invoice(issue_date=date(2026, 1, 2))).replace(b' unitCode="C62"', b"").replace(b' currencyID="EUR"', b"")
    )
    assert [line.unit for line in read_.lines] == [None] * len(read_.lines)
    assert (read_.totals.rounding, read_.totals.tax_currency) == (None, None)
