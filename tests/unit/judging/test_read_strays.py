"""What stands beside the places that are read: told apart with its own place, and taken out of what returns carry."""

from __future__ import annotations

import pytest

from edi.judging.identify import Identified, identify
from edi.judging.locate import line_of
from edi.judging.read import read
from edi.judging.read.strays import without_hidden
from edi.model.document import Record
from edi.model.limits import Limits
from edi.sandbox.cii import cii
from edi.sandbox.invoices import Party, invoice
from edi.sandbox.ubl import ubl

NBSP = "\u00a0"
BLANKS = ["\u00a0", "\u202f", "\u3000", "\u0085", "\u200b", "\ufeff", "\u200e", "\u00ad"]


def record(data: bytes) -> Record:
    identified = identify(data, Limits())
    assert isinstance(identified, Identified)
    return read(identified.parsed.root, identified.syntax)


def changed(old: str, new: str, write: object = cii) -> Record:
    text = write(invoice()).decode()  # type: ignore[operator]
    assert old in text
    return record(text.replace(old, new).encode())


@pytest.mark.parametrize("write", [cii, ubl])
def test_a_sound_document_has_no_strays(write: object) -> None:
    strays = record(write(invoice())).strays  # type: ignore[operator]
    assert not any(getattr(strays, name) for name in strays.__dataclass_fields__ if name != "cadres")


@pytest.mark.parametrize("written", ["2026-10-30", "2026-10-30T00:00:00", "30/10/2026", "202610"])
def test_a_date_of_another_form_than_its_format_is_a_stray(written: str) -> None:
    [stray] = changed(">20261030<", f">{written}<").strays.dates
    assert stray.text == written
    assert stray.xpath.endswith("/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString")


def test_the_place_of_a_stray_is_found_again() -> None:
    data = cii(invoice()).replace(b"<ram:LineTotalAmount>2600.00<", b'<ram:LineTotalAmount currencyID="USD">2600.00<')
    [(value, other)] = record(data).strays.amounts
    identified = identify(data, Limits())
    assert isinstance(identified, Identified)
    assert (value.text, other) == ("2600.00", "USD")
    assert line_of(identified.parsed.root, value.xpath) == value.line


def test_an_empty_date_is_a_stray_but_not_that_of_issue() -> None:
    assert [value.text for value in changed(">20261129<", "> <").strays.empty_dates] == [""]
    assert changed(">20261030<", "><").strays.empty_dates == ()


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("write", [cii, ubl])
def test_a_hidden_blank_is_taken_out_and_told(write: object, blank: str) -> None:
    given = changed("99999999800019", f"999999998{blank}00019{blank}", write)
    assert given.supplier.id is not None
    assert given.supplier.id.text == "99999999800019"
    [(value, weighs)] = given.strays.blanks
    assert (blank in value.text, weighs) == (True, True)


@pytest.mark.parametrize("field", ["EJ-EXEMPLE-01", ">380<", ">30<", "FR7699999000010000000000115", "EXEMFRPPXXX"])
@pytest.mark.parametrize("write", [cii, ubl])
def test_a_hidden_blank_weighs_in_whatever_routes_or_pays(write: object, field: str) -> None:
    bare = field.strip("<>")
    given = changed(field, field.replace(bare, NBSP + bare), write)
    assert [weighs for _, weighs in given.strays.blanks] == [True]


@pytest.mark.parametrize("write", [cii, ubl])
def test_names_and_notes_keep_their_no_break_spaces(write: object) -> None:
    name = f"Société{NBSP}Exemple"
    given = record(write(invoice(supplier=Party(id="99999999800019", name=name), note=f"Tranche{NBSP}1")))  # type: ignore[operator]
    assert given.supplier.name is not None
    assert given.supplier.name.text == name
    assert given.strays.blanks == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [(f"{NBSP}EJ 1", "EJ 1"), (f"EJ{NBSP}1", "EJ 1"), ("EJ\u200b1", "EJ1"), (f"123{NBSP}456", "123456"), ("a", "a")],
)
def test_a_value_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert without_hidden(written) == meant


def test_amounts_of_another_currency_are_strays_in_ubl() -> None:
    text = ubl(invoice()).decode()
    given = record(
        text.replace('LineExtensionAmount currencyID="EUR"', 'LineExtensionAmount currencyID="USD"').encode()
    )
    assert [other for _, other in given.strays.amounts] == ["USD"] * 4
    of_accounts = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">2</cbc:TaxAmount></cac:TaxTotal>'
    both = text.replace("<cac:TaxTotal>", f"{of_accounts}<cac:TaxTotal>")
    assert record(both.encode()).strays.amounts == ()


def test_an_address_without_country_is_a_stray() -> None:
    given = changed("<ram:CountryID>FR</ram:CountryID>", "<ram:CountryID/>").strays.empty_countries
    assert ["Seller" in value.xpath for value in given] == [True, False]


def test_two_totals_of_vat_in_one_currency_are_both_read() -> None:
    total = '<ram:TaxTotalAmount currencyID="EUR">1683.10</ram:TaxTotalAmount>'
    given = changed(total, total + total.replace("1683.10", "75.00")).totals
    assert given.tax is not None
    assert (given.tax.text, [value.text for value in given.more_taxes]) == ("1683.10", ["75.00"])
    other = changed(total, total.replace("EUR", "USD") + total).totals
    assert (other.more_taxes, other.tax_currency and other.tax_currency.text) == ((), "EUR")


def test_a_gln_before_the_siret_is_passed_over() -> None:
    party = '<cac:PartyIdentification><cbc:ID schemeID="{}">{}</cbc:ID></cac:PartyIdentification>'
    text = ubl(invoice()).decode()
    start = text.index("<cac:PartyIdentification>")
    end = text.index("</cac:PartyIdentification>") + len("</cac:PartyIdentification>")
    given = record(
        (
            text[:start] + party.format("0088", "3012345678900") + party.format("0009", "99999999800019") + text[end:]
        ).encode()
    )
    assert given.supplier.id is not None
    assert given.supplier.id.text == "99999999800019"
    assert [other.scheme for other in given.supplier.others] == ["0088"]


def test_the_marche_without_a_type_gives_way_to_one_that_says_so() -> None:
    inside = "<ram:IssuerAssignedID>{}</ram:IssuerAssignedID>{}"
    reference = f"<ram:ContractReferencedDocument>{inside}</ram:ContractReferencedDocument>"
    typed = reference.format("M-1", "<ram:ReferenceTypeCode>BC</ram:ReferenceTypeCode>")
    end = "</ram:ApplicableHeaderTradeAgreement>"
    given = changed(end, reference.format("X-1", "") + typed + end)
    assert given.marche is not None
    assert given.contract is not None
    assert (given.marche.text, given.contract.text) == ("M-1", "X-1")
