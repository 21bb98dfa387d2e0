"""What stands in another place than Chorus Pro's, and a cadre that is not said: each with values on either side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rule_cases import DEBTOR, SOUND, SUPPLIER, VALIDEUR, codes, context, found, party, value

from edi.catalogue import hint, sentence
from edi.config.directory import Directory, Structure
from edi.model.document import Attachment, Labelled, Strays, Syntax, Value
from edi.model.finding import Finding, Severity
from edi.rules.blanks import values_have_no_hidden_blank
from edi.rules.misplaced import debtor_stands_in_its_place, service_stands_in_its_place, supplier_stands_in_its_place
from edi.rules.obligations import service_is_given_where_required
from edi.rules.rule import Rule
from edi.rules.unsaid import cadre_stands_where_it_is_read, works_piece_says_its_cadre

GLOBAL = "/doc/ram:BuyerTradeParty/ram:GlobalID[1]"


def other(text: str, scheme: str = "0009") -> tuple[Labelled, ...]:
    return (Labelled(Value(text, GLOBAL, 5), scheme),)


@pytest.mark.parametrize(("identifier", "told"), [(None, 1), ("123456782", 1), ("3012345678900", 1), (DEBTOR, 0)])
def test_a_siret_of_the_debtors_that_stands_elsewhere_is_named_with_both_places(
    identifier: str | None, told: int
) -> None:
    debtor = replace(party(identifier, "0088"), others=other(DEBTOR))
    given = found(debtor_stands_in_its_place, debtor=debtor)
    assert [finding.value for finding in given] == [DEBTOR] * told
    for finding in given:
        assert "BuyerTradeParty/GlobalID (0009)" in sentence(finding, "fr")
        assert "BuyerTradeParty/SpecifiedLegalOrganization/ID" in sentence(finding, "en") + hint(finding, "en")
    refusing = [code for code in codes(debtor=debtor) if code.startswith("DEBTOR")]
    assert refusing == ["DEBTOR-MISPLACED"] * told


@pytest.mark.parametrize("elsewhere", [other("123456782"), other("12345678200052"), ()])
def test_what_is_no_siret_is_none_elsewhere_either(elsewhere: tuple[Labelled, ...]) -> None:
    debtor = replace(party("123456782"), others=elsewhere)
    assert found(debtor_stands_in_its_place, debtor=debtor) == []
    assert "DEBTOR-NOT-SIRET" in codes(debtor=debtor)


@pytest.mark.parametrize(
    ("identifier", "scheme", "told"),
    [(None, None, 1), ("999999998", "0002", 1), ("999999998", None, 1), ("DE136695976", "2", 0), (SUPPLIER, "1", 0)],
)
def test_a_supplier_abroad_has_no_siret_to_misplace(identifier: str | None, scheme: str | None, told: int) -> None:
    supplier = replace(party(identifier, scheme, name="Exemple"), others=other(SUPPLIER))
    assert len(found(supplier_stands_in_its_place, supplier=supplier)) == told
    refusing = [code for code in codes(supplier=supplier) if code.startswith("SUPPLIER")]
    assert refusing == ["SUPPLIER-MISPLACED"] * told


def test_the_place_to_write_is_that_of_the_documents_own_syntax() -> None:
    debtor = replace(party(None), others=other(DEBTOR))
    [finding] = found(debtor_stands_in_its_place, debtor=debtor, syntax=Syntax.UBL_INVOICE)
    assert "AccountingCustomerParty/Party/PartyIdentification/ID" in hint(finding, "fr")


@pytest.mark.parametrize(("obligation", "severity"), [("service", Severity.ERROR), ("commitment", Severity.WARNING)])
def test_a_misplaced_service_weighs_what_its_lack_would(obligation: str, severity: Severity) -> None:
    asks = Directory(structures={DEBTOR: Structure(DEBTOR, "Commune", obligation, True, "essai", "H")})
    given = replace(SOUND, misplaced_service=value("VOIRIE"))
    [finding] = service_stands_in_its_place(given, replace(context(), directory=asks))
    assert finding.severity is severity
    assert not list(service_is_given_where_required(given, replace(context(), directory=asks)))
    own = replace(given, debtor=party(DEBTOR, service="S"))
    assert not list(service_stands_in_its_place(own, replace(context(), directory=asks)))


def test_a_misplaced_valideur_is_not_told_to_lack() -> None:
    valideur = replace(party("999999964", "0002"), others=other(VALIDEUR))
    assert [code for code in codes("A4", valideur=valideur) if "VALIDEUR" in code] == ["VALIDEUR-MISPLACED"]
    assert [code for code in codes("A1", valideur=valideur) if "VALIDEUR" in code] == ["VALIDEUR-UNEXPECTED"]


def test_a_hidden_blank_is_named_by_its_code() -> None:
    blanks = ((Value("EJ-1\u00a0", "/doc/ram:ID", 3), True), (Value("FR\u200b1", "/doc/ram:CompanyID", 4), False))
    given = found(values_have_no_hidden_blank, strays=Strays(blanks=blanks))
    assert [(one.severity, one.values["found"]) for one in given] == [
        (Severity.ERROR, "U+00A0"),
        (Severity.WARNING, "U+200B"),
    ]


def unsaid(rule: Rule, **changes: Any) -> list[Finding]:
    """What a rule says of a document that names no cadre, and is taken for A1."""
    return list(rule(replace(SOUND, cadre=None, **changes), context()))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"strays": Strays(cadres=(Value("A4", "/Invoice/cbc:CustomizationID", 3),))}, "A4"),
        ({"strays": Strays(cadres=(Value("urn:example:a10", "/Invoice/cbc:ProfileID", 3),))}, "A10"),
        ({"strays": Strays(cadres=(Value("urn:cen.eu:en16931:2017", "/Invoice/cbc:CustomizationID", 3),))}, None),
        ({"notes": (Value("Cadre de facturation : A7", "/Invoice/cbc:Note[1]", 3),)}, "A7"),
        ({"notes": (Value("a22", "/Invoice/cbc:Note[1]", 3),)}, "A22"),
        ({"notes": (Value("Format A4, cadre photo", "/Invoice/cbc:Note[1]", 3),)}, None),
        ({"notes": (Value("Autoroute A4, tranche 1", "/Invoice/cbc:Note[1]", 3),)}, None),
    ],
)
def test_a_cadre_elsewhere_is_named_with_its_place(changes: dict[str, Any], code: str | None) -> None:
    given = unsaid(cadre_stands_where_it_is_read, **changes)
    assert [finding.values["found"] for finding in given] == ([code] if code else [])
    assert found(cadre_stands_where_it_is_read, **changes) == [], "where a cadre is said, nothing is"
    if code:
        assert unsaid(works_piece_says_its_cadre, **changes) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"valideur": party(VALIDEUR)}, 1),
        ({"marche": value("MAPA-2026-017")}, 1),
        ({"notes": (value("Projet de décompte mensuel n° 3"),)}, 1),
        ({"notes": (value("Situation de travaux 4"),)}, 1),
        ({"attachments": (Attachment(name=value("projet_de_decompte_final.pdf")),)}, 1),
        ({"notes": (value("Fournitures de bureau"),)}, 0),
        ({"contract": value("CT-1")}, 0),
        ({}, 0),
    ],
)
def test_signs_of_works_without_a_cadre_are_told_once(changes: dict[str, Any], told: int) -> None:
    assert len(unsaid(works_piece_says_its_cadre, **changes)) == told
    assert found(works_piece_says_its_cadre, **changes) == []
