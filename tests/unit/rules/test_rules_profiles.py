"""No rule asks for what the declared profile has no place for; what a profile holds is asked for as ever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from edi.config.tables import load_tables
from edi.judging.read import read
from edi.model.document import Record, Syntax, Value
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.net_to_pay import net_to_pay_is_what_remains
from edi.rules.payment import payment_means_is_given
from edi.rules.profiles import lacks
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice

CONTEXT = RuleContext(tables=load_tables(None), limits=Limits())
MINIMUM = "urn:factur-x.eu:1p0:minimum"


def record(guideline: str) -> Record:
    return read(etree.fromstring(cii(invoice(means=""), guideline=guideline)), Syntax.CII)


@pytest.mark.parametrize(
    ("guideline", "asked"),
    [
        (MINIMUM, False),
        ("urn:zugferd.de:2p0:minimum", False),
        ("URN:factur-x.eu:1p0:MINIMUM", False),
        ("urn:factur-x.eu:1p0:basicwl", True),
        ("urn:cen.eu:en16931:2017", True),
        ("", True),
    ],
)
def test_payment_means_are_asked_of_profiles_that_hold_them(guideline: str, asked: bool) -> None:
    assert bool(list(payment_means_is_given(record(guideline), CONTEXT))) is asked


@pytest.mark.parametrize(("guideline", "change", "told"), [(MINIMUM, -5, 0), (MINIMUM, 5, 1), ("", -5, 1)])
def test_a_net_below_the_total_is_no_error_where_what_was_paid_has_no_place(
    guideline: str, change: int, told: int
) -> None:
    made = record(guideline)
    payable = made.totals.payable
    assert payable is not None
    written = Value(str(Decimal(payable.text) + change), payable.xpath, payable.line)
    spoiled = replace(made, totals=replace(made.totals, payable=written))
    assert len(list(net_to_pay_is_what_remains(spoiled, CONTEXT))) == told


def test_a_document_without_profile_lacks_nothing() -> None:
    assert not lacks(record(""), "BT-81")
    assert lacks(record(MINIMUM), "BG-23")
    assert lacks(record("urn:factur-x.eu:1p0:basicwl"), "BG-25")
