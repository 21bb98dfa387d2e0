"""Identifiers: each form and key, with a value that passes and one that does not."""

from __future__ import annotations

import pytest
from rule_cases import DEBTOR, SUPPLIER, found, party, severities, value

from edi.findings import hint, sentence
from edi.flow import Severity
from edi.rules import identifiers as rules

NO_KEY = "99999999800018"


@pytest.mark.parametrize(
    "number", ["810347328", "8103473280001", "810 347 328 00017", "81034732800O17", "８1034732800017"]
)
def test_a_supplier_of_type_1_has_14_digits(number: str) -> None:
    [finding] = found(rules.supplier_siret_has_14_digits, supplier=party(number))
    assert (finding.code, finding.value, finding.line) == ("SUPPLIER-SIRET-FORM", number, 7)
    assert number in sentence(finding)
    assert found(rules.supplier_siret_has_14_digits, supplier=party(SUPPLIER)) == []


@pytest.mark.parametrize("scheme", ["1", "SIRET", "0002", "0009"])
def test_a_siret_is_known_under_every_label(scheme: str) -> None:
    assert found(rules.supplier_siret_has_its_key, supplier=party(SUPPLIER, scheme)) == []
    assert severities(rules.supplier_siret_has_its_key, supplier=party(NO_KEY, scheme)) == [Severity.ERROR]


def test_an_identifier_of_another_type_has_no_siret_key() -> None:
    assert found(rules.supplier_siret_has_its_key, supplier=party(NO_KEY, "7")) == []


def test_la_poste_has_a_key_of_its_own() -> None:
    # the sum of the digits of an establishment is a multiple of 5; its head office has Luhn's key
    assert found(rules.supplier_siret_has_its_key, supplier=party("35600000000001")) == []
    assert found(rules.supplier_siret_has_its_key, supplier=party("35600000000048")) == []
    assert severities(rules.supplier_siret_has_its_key, supplier=party("35600000000002")) == [Severity.ERROR]


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (rules.supplier_siret_has_its_key, "supplier"),
        (rules.debtor_siret_has_its_key, "debtor"),
        (rules.valideur_siret_has_its_key, "valideur"),
    ],
)
def test_a_wrong_key_is_only_told_on_the_test_platform(rule: rules.Rule, who: str) -> None:
    assert severities(rule, **{who: party(NO_KEY)}) == [Severity.ERROR]
    assert severities(rule, terms={"qualification": True}, **{who: party(NO_KEY)}) == [Severity.WARNING]
    assert severities(rule, **{who: party(SUPPLIER)}) == []


def test_zeros_name_no_supplier() -> None:
    [finding] = found(rules.supplier_is_not_all_zeros, supplier=party("0" * 14))
    assert finding.code == "SUPPLIER-ZEROS"
    assert found(rules.supplier_is_not_all_zeros, supplier=party(SUPPLIER)) == []


@pytest.mark.parametrize(
    ("service", "commitment", "told"), [(None, None, 1), ("S", None, 1), (None, "E", 1), ("S", "E", 0)]
)
def test_zeros_name_a_debtor_only_with_service_and_commitment(
    service: str | None, commitment: str | None, told: int
) -> None:
    debtor = party("0" * 14, service=service)
    given = found(rules.unknown_debtor_names_service_and_commitment, debtor=debtor, commitment=value(commitment))
    assert [finding.code for finding in given] == ["DEBTOR-ZEROS"] * told


@pytest.mark.parametrize("number", ["FR60810347328", "BE0429958043", "0429958042", "XX123", "BE", "ß"])
def test_a_european_supplier_has_a_foreign_vat_number(number: str) -> None:
    assert [f.value for f in found(rules.european_supplier_has_a_vat_number, supplier=party(number, "2"))] == [number]
    assert found(rules.european_supplier_has_a_vat_number, supplier=party("BE0429958042", "2")) == []


@pytest.mark.parametrize("number", ["SAMSUNG1", "1KR", "K", "KR", "KRSAMSUNGMOBILEPHONE", "kr-x"])
def test_a_foreign_supplier_is_its_country_and_name(number: str) -> None:
    expected = 0 if number == "SAMSUNG1" else 1  # SA is Saudi Arabia
    assert len(found(rules.foreign_supplier_is_country_and_name, supplier=party(number, "ETR"))) == expected
    assert found(rules.foreign_supplier_is_country_and_name, supplier=party("KRSAMSUNGMOBILEPHO", "3")) == []


@pytest.mark.parametrize(
    ("number", "scheme", "told"),
    [("1234567890", "RIDET", 0), ("123", "4", 1), ("350041679", "5", 0), ("12", "TAHITI", 1), ("A12345", "5", 0)],
)
def test_a_supplier_of_the_pacific_has_its_register_number(number: str, scheme: str, told: int) -> None:
    given = found(rules.pacific_supplier_has_a_register_number, supplier=party(number, scheme))
    assert [finding.severity for finding in given] == [Severity.WARNING] * told


def test_a_valideur_has_a_known_type() -> None:
    [finding] = found(rules.valideur_type_is_known, valideur=party("X1", "ZZ"))
    assert (finding.code, finding.value) == ("VALIDEUR-SCHEME", "ZZ")
    assert found(rules.valideur_type_is_known, valideur=party("X1", "7")) == []


@pytest.mark.parametrize("scheme", ["1", None])
def test_a_valideur_without_other_type_has_14_digits(scheme: str | None) -> None:
    [finding] = found(rules.valideur_siret_has_14_digits, valideur=party("123", scheme))
    assert finding.code == "VALIDEUR-SIRET-FORM"
    assert found(rules.valideur_siret_has_14_digits, valideur=party(SUPPLIER, scheme)) == []


@pytest.mark.parametrize("number", ["9" * 1_000_000, "\U0001f600" * 14, "٠" * 14, "-0", "NaN", "\x00"])
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.code)
def test_no_identifier_makes_a_rule_raise(rule: rules.Rule, number: str) -> None:
    for scheme in (None, "1", "2", "3", "4", "5", "6", "7", "ZZ"):
        odd = party(number, scheme)
        for finding in found(rule, supplier=odd, debtor=odd, valideur=odd):
            assert all(sentence(finding, lang) and hint(finding, lang) for lang in ("fr", "en"))


def test_the_sound_parties_draw_nothing() -> None:
    for rule in rules.RULES:
        assert found(rule, supplier=party(SUPPLIER), debtor=party(DEBTOR)) == []
