"""Parties: for whom a partner deposits, names, VAT numbers."""

from __future__ import annotations

import pytest
from rule_cases import DEBTOR, SUPPLIER, codes, found, party

from edi.catalogue import sentence
from edi.model.finding import Severity
from edi.rules.parties import (
    names_fit,
    supplier_has_a_name,
    supplier_is_one_the_partner_deposits_for,
    supplier_vat_number_is_of_its_siren,
    supplier_vat_number_is_valid,
)

VAT = "FR60810347328"  # of the SIREN 810347328


@pytest.mark.parametrize(
    ("allowed", "told"),
    [((), 0), ((SUPPLIER,), 0), ((SUPPLIER[:9],), 0), (("12345678200051",), 1), (("123456782", SUPPLIER), 0)],
)
def test_a_partner_deposits_for_its_own_suppliers(allowed: tuple[str, ...], told: int) -> None:
    given = found(supplier_is_one_the_partner_deposits_for, terms={"suppliers": allowed})
    assert [(finding.code, finding.value) for finding in given] == [("SUPPLIER-NOT-ALLOWED", SUPPLIER)] * told


def test_a_supplier_without_identifier_is_no_strangers() -> None:
    assert found(supplier_is_one_the_partner_deposits_for, terms={"suppliers": ("1",)}, supplier=party(None)) == []


def test_a_supplier_has_a_name() -> None:
    [finding] = found(supplier_has_a_name, supplier=party(SUPPLIER))
    assert (finding.code, finding.severity, finding.line) == ("SUPPLIER-NAME-MISSING", Severity.WARNING, 7)
    assert found(supplier_has_a_name) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [(VAT, 0), ("FR60 810347328", 0), ("FR61810347328", 1), ("Identifiant TVA", 1), ("BE0429958042", 0)],
)
def test_a_vat_number_has_its_key(number: str, told: int) -> None:
    given = found(supplier_vat_number_is_valid, supplier=party(SUPPLIER, vat=number))
    assert [finding.value for finding in given] == [number] * told


def test_a_vat_number_is_of_the_siret_beside_it() -> None:
    rule = supplier_vat_number_is_of_its_siren
    [finding] = found(rule, supplier=party(SUPPLIER, vat=VAT))
    assert SUPPLIER in sentence(finding)
    assert found(rule, supplier=party("81034732800017", vat=VAT)) == []
    assert found(rule, supplier=party("KRSAMSUNG", "3", vat=VAT)) == []
    assert found(rule, supplier=party(SUPPLIER, vat="FR99999999999")) == []  # the other rule's matter
    for siret in ("81034732800018", "0" * 14):  # so is a SIRET that is none
        assert found(rule, supplier=party(siret, vat=VAT)) == []


def test_nobody_invoices_itself() -> None:
    assert "SUPPLIER-IS-DEBTOR" in codes(supplier=party(DEBTOR, name="x"))
    assert "SUPPLIER-IS-DEBTOR" not in codes()


@pytest.mark.parametrize(("length", "told"), [(99, 0), (100, 1), (100_000, 1)])
def test_a_name_fits(length: int, told: int) -> None:
    for who in ("supplier", "debtor", "valideur", "payee"):
        assert len(found(names_fit, **{who: party(SUPPLIER, name="é" * length)})) == told


@pytest.mark.parametrize("scheme", ["3", "RIDET", "5"])
def test_a_tax_number_of_a_country_outside_the_union_is_let_be(scheme: str) -> None:
    assert found(supplier_vat_number_is_valid, supplier=party("CHEXEMPLE", scheme, vat="CHE123456788")) == []


def test_a_siren_stands_for_the_sirets_of_its_company_alone() -> None:
    rule, terms = supplier_is_one_the_partner_deposits_for, {"suppliers": ("350041679",)}
    assert found(rule, terms=terms, supplier=party("35004167900019")) == []
    assert [f.code for f in found(rule, terms=terms, supplier=party("3500416790", "RIDET"))] == ["SUPPLIER-NOT-ALLOWED"]
    assert found(rule, terms=terms, supplier=party("350041679", "TAHITI")) == []  # named itself


def test_zeros_on_both_sides_are_not_one_company() -> None:
    zeros = party("0" * 14, name="x")
    assert codes(supplier=zeros, debtor=zeros) == ["SUPPLIER-ZEROS", "DEBTOR-ZEROS"]
