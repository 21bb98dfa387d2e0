"""Identifiers: each form and key, with a value that passes and one that does not."""

from __future__ import annotations

import pytest
from rule_cases import DEBTOR, SUPPLIER, codes, found, party, severities, value

from edi.catalogue import hint, sentence
from edi.model.finding import Severity
from edi.rules.debtor import debtor_siret_has_its_key, unknown_debtor_names_service_and_commitment
from edi.rules.foreign_supplier import (
    european_supplier_has_a_vat_number,
    foreign_supplier_is_country_and_name,
    foreign_supplier_is_outside_the_union,
    pacific_supplier_has_a_register_number,
)
from edi.rules.identifiers import _vat_holds, vat_holds
from edi.rules.rule import Rule
from edi.rules.run import rules_about
from edi.rules.supplier import supplier_is_not_all_zeros, supplier_siret_has_14_digits, supplier_siret_has_its_key
from edi.rules.valideur import (
    valideur_is_not_all_zeros,
    valideur_siret_has_14_digits,
    valideur_siret_has_its_key,
    valideur_type_is_known,
)

NO_KEY = "99999999800018"


@pytest.mark.parametrize(
    "number", ["810347328", "8103473280001", "810 347 328 00017", "81034732800O17", "８1034732800017"]
)
def test_a_supplier_of_type_1_has_14_digits(number: str) -> None:
    [finding] = found(supplier_siret_has_14_digits, supplier=party(number))
    assert (finding.code, finding.value, finding.line) == ("SUPPLIER-SIRET-FORM", number, 7)
    assert number in sentence(finding)
    assert found(supplier_siret_has_14_digits, supplier=party(SUPPLIER)) == []


@pytest.mark.parametrize("scheme", ["1", "SIRET", "0002", "0009"])
def test_a_siret_is_known_under_every_label(scheme: str) -> None:
    assert found(supplier_siret_has_its_key, supplier=party(SUPPLIER, scheme)) == []
    assert severities(supplier_siret_has_its_key, supplier=party(NO_KEY, scheme)) == [Severity.ERROR]


def test_an_identifier_of_another_type_has_no_siret_key() -> None:
    assert found(supplier_siret_has_its_key, supplier=party(NO_KEY, "7")) == []


def test_la_poste_has_a_key_of_its_own() -> None:
    # the sum of the digits of an establishment is a multiple of 5; its head office has Luhn's key
    assert found(supplier_siret_has_its_key, supplier=party("35600000000001")) == []
    assert found(supplier_siret_has_its_key, supplier=party("35600000000048")) == []
    assert severities(supplier_siret_has_its_key, supplier=party("35600000000002")) == [Severity.ERROR]


@pytest.mark.parametrize(
    ("rule", "who", "cadre"),
    [
        (supplier_siret_has_its_key, "supplier", "A1"),
        (debtor_siret_has_its_key, "debtor", "A1"),
        (valideur_siret_has_its_key, "valideur", "A4"),
    ],
)
def test_a_wrong_key_is_only_told_on_the_test_platform(rule: Rule, who: str, cadre: str) -> None:
    assert severities(rule, cadre=cadre, **{who: party(NO_KEY)}) == [Severity.ERROR]
    assert severities(rule, cadre=cadre, terms={"qualification": True}, **{who: party(NO_KEY)}) == [Severity.WARNING]
    assert severities(rule, cadre=cadre, **{who: party(SUPPLIER)}) == []


def test_zeros_name_no_supplier() -> None:
    [finding] = found(supplier_is_not_all_zeros, supplier=party("0" * 14))
    assert finding.code == "SUPPLIER-ZEROS"
    assert found(supplier_is_not_all_zeros, supplier=party(SUPPLIER)) == []


@pytest.mark.parametrize(
    ("service", "commitment", "told"), [(None, None, 1), ("S", None, 1), (None, "E", 1), ("S", "E", 0)]
)
def test_zeros_name_a_debtor_only_with_service_and_commitment(
    service: str | None, commitment: str | None, told: int
) -> None:
    debtor = party("0" * 14, service=service)
    given = found(unknown_debtor_names_service_and_commitment, debtor=debtor, commitment=value(commitment))
    assert [finding.code for finding in given] == ["DEBTOR-ZEROS"] * told
    for finding in given:
        assert ("service exécutant" in sentence(finding)) is (service is None)
        assert ("commitment" in sentence(finding, "en")) is (commitment is None)


@pytest.mark.parametrize("number", ["FR60810347328", "BE0429958043", "0429958042", "XX123", "BE", "ß"])
def test_a_european_supplier_has_a_foreign_vat_number(number: str) -> None:
    assert [f.value for f in found(european_supplier_has_a_vat_number, supplier=party(number, "2"))] == [number]
    assert found(european_supplier_has_a_vat_number, supplier=party("BE0429958042", "2")) == []


@pytest.mark.parametrize("number", ["SAMSUNG1", "1KR", "K", "KR", "KRSAMSUNGMOBILEPHONE", "kr-x"])
def test_a_foreign_supplier_is_its_country_and_name(number: str) -> None:
    expected = 0 if number == "SAMSUNG1" else 1  # SA is Saudi Arabia
    assert len(found(foreign_supplier_is_country_and_name, supplier=party(number, "ETR"))) == expected
    assert found(foreign_supplier_is_country_and_name, supplier=party("KRSAMSUNGMOBILEPHO", "3")) == []


@pytest.mark.parametrize(
    ("number", "scheme", "told"),
    [("1234567890", "RIDET", 0), ("123", "4", 1), ("350041679", "5", 0), ("12", "TAHITI", 1), ("A12345", "5", 0)],
)
def test_a_supplier_of_the_pacific_has_its_register_number(number: str, scheme: str, told: int) -> None:
    given = found(pacific_supplier_has_a_register_number, supplier=party(number, scheme))
    assert [finding.severity for finding in given] == [Severity.WARNING] * told


def test_a_valideur_has_a_known_type() -> None:
    [finding] = found(valideur_type_is_known, "A4", valideur=party("X1", "ZZ"))
    assert (finding.code, finding.value) == ("VALIDEUR-SCHEME", "ZZ")
    assert found(valideur_type_is_known, "A4", valideur=party("X1", "7")) == []


@pytest.mark.parametrize("scheme", ["1", None])
def test_a_valideur_without_other_type_has_14_digits(scheme: str | None) -> None:
    [finding] = found(valideur_siret_has_14_digits, "A4", valideur=party("123", scheme))
    assert finding.code == "VALIDEUR-SIRET-FORM"
    assert found(valideur_siret_has_14_digits, "A4", valideur=party(SUPPLIER, scheme)) == []


@pytest.mark.parametrize("number", ["9" * 1_000_000, "\U0001f600" * 14, "٠" * 14, "-0", "NaN", "\x00"])
@pytest.mark.parametrize("rule", rules_about("identifiers"), ids=lambda rule: rule.code)
def test_no_identifier_makes_a_rule_raise(rule: Rule, number: str) -> None:
    for scheme in (None, "1", "2", "3", "4", "5", "6", "7", "ZZ"):
        odd = party(number, scheme)
        for finding in found(rule, "A4", supplier=odd, debtor=odd, valideur=odd):
            assert all(sentence(finding, lang) and hint(finding, lang) for lang in ("fr", "en"))


def test_the_sound_parties_draw_nothing() -> None:
    for rule in rules_about("identifiers"):
        assert found(rule, supplier=party(SUPPLIER), debtor=party(DEBTOR)) == []


@pytest.mark.parametrize(
    ("number", "scheme", "country"),
    [
        ("FREXEMPLE", "3", "FR"),
        ("DEEXEMPLE", "ETR", "DE"),
        ("KRSAMSUNGMOBILEPHO", "ETR", None),
        ("GBEXEMPLE", "3", None),
        ("FRWFEXEMPLE", "3", None),
        ("BE0429958042", "2", None),
        ("FR" + "X" * 17, "3", None),  # too long: the rule of its form speaks
    ],
)
def test_a_supplier_outside_the_union_is_not_of_a_member(number: str, scheme: str, country: str | None) -> None:
    given = found(foreign_supplier_is_outside_the_union, supplier=party(number, scheme))
    assert [(finding.severity, finding.values["country"]) for finding in given] == [(Severity.WARNING, country)] * (
        country is not None
    )
    assert all(number in sentence(finding, lang) for finding in given for lang in ("fr", "en"))


@pytest.mark.parametrize("scheme", ["1", None])
def test_zeros_name_no_valideur(scheme: str | None) -> None:
    [finding] = found(valideur_is_not_all_zeros, "A10", valideur=party("0" * 14, scheme))
    assert (finding.code, finding.severity) == ("VALIDEUR-ZEROS", Severity.ERROR)
    assert all("0" * 14 in sentence(finding, lang) and hint(finding, lang) for lang in ("fr", "en"))
    assert found(valideur_is_not_all_zeros, "A10", valideur=party(SUPPLIER, scheme)) == []


@pytest.mark.parametrize("number", ["123", "0" * 14, NO_KEY])
def test_a_valideur_that_its_cadre_does_not_use_is_told_once(number: str) -> None:
    assert codes("A1", valideur=party(number)) == ["VALIDEUR-UNEXPECTED"]
    assert codes("A1", valideur=party("X1", "ZZ")) == ["VALIDEUR-UNEXPECTED"]


def test_a_text_too_long_for_a_vat_number_is_not_kept_in_memory() -> None:
    _vat_holds.cache_clear()
    assert not vat_holds("FR" + "9" * 1_000_000)
    assert _vat_holds.cache_info().currsize == 0
