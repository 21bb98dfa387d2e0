"""The rules of identity: number, supplier, debtor, and what an identifier's label means."""

from __future__ import annotations

import pytest

from edi.catalogue import hint, sentence
from edi.config.tables import load_tables
from edi.model.document import Party, Payment, Record, Syntax, Totals, Value
from edi.model.finding import Finding
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.identifiers import identifier_type
from edi.rules.run import RULES, run

CONTEXT = RuleContext(tables=load_tables(None), limits=Limits())
SIRET = "81034732800017"
NOTHING = Value("0", "/doc/total", 40)


def party(identifier: str | None, scheme: str | None = "1") -> Party:
    return Party(
        id=None if identifier is None else Value(identifier, "/doc/party/id", 12),
        scheme=None if scheme is None else Value(scheme, "/doc/party/id/@schemeID", 12),
        name=Value("Entreprise Exemple", "/doc/party/name", 11),
    )


def findings(
    *, number: str | None = "F-1", supplier: Party | None = None, debtor: Party | None = None
) -> tuple[Finding, ...]:
    return run(
        Record(
            syntax=Syntax.CII,
            number=None if number is None else Value(number, "/doc/number", 3),
            type=Value("380", "/doc/type", 4),
            issue_date=Value("2026-10-30", "/doc/date", 4),
            supplier=supplier or party(SIRET),
            debtor=debtor or party("53514650090018"),
            totals=Totals(without_tax=NOTHING, with_tax=NOTHING, payable=NOTHING),
            payments=(Payment(means=Value("48", "/doc/means", 30)),),
        ),
        CONTEXT,
    )


def codes(**given: object) -> list[str]:
    return [finding.code for finding in findings(**given)]  # type: ignore[arg-type]


def test_rules_are_listed_once_each() -> None:
    assert len(set(RULES)) == len(RULES)


def test_a_complete_record_has_no_finding() -> None:
    assert findings() == ()


@pytest.mark.parametrize("number", [None, "", "   "])
def test_an_invoice_without_number_is_refused(number: str | None) -> None:
    assert codes(number=number) == ["NUMBER-MISSING"]


@pytest.mark.parametrize("identifier", [None, "", " "])
def test_a_supplier_without_identifier_is_refused(identifier: str | None) -> None:
    assert codes(supplier=party(identifier)) == ["SUPPLIER-MISSING"]


def test_a_missing_supplier_identifier_is_placed_near_its_name() -> None:
    finding = findings(supplier=party(None))[0]
    assert (finding.xpath, finding.line) == ("/doc/party/name", 11)


@pytest.mark.parametrize("scheme", ["8", "0", "SIREN?", "9999"])
def test_an_unknown_type_of_supplier_identifier_is_refused(scheme: str) -> None:
    finding = findings(supplier=party("BE0429958042", scheme))[0]
    assert (finding.code, finding.value) == ("SUPPLIER-SCHEME", scheme)
    assert "BE0429958042" in sentence(finding)


@pytest.mark.parametrize("scheme", [None, "", " "])
def test_fourteen_digits_without_type_are_a_siret(scheme: str | None) -> None:
    assert codes(supplier=party(SIRET, scheme)) == []


@pytest.mark.parametrize("identifier", ["810347328", "BE0429958042", "8103473280001٧"])
def test_anything_else_without_type_is_refused(identifier: str) -> None:
    assert codes(supplier=party(identifier, None)) == ["SUPPLIER-SCHEME-MISSING"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *((str(number), number) for number in range(1, 8)),
        ("0002", 1),
        ("0009", 1),
        ("0223", 2),
        ("ETR", 3),
        ("etr", 3),
        ("0227", 3),
        ("RIDET", 4),
        ("0228", 4),
        ("TAHITI", 5),
        ("0229", 5),
        ("0226", 7),
        ("VA", None),
    ],
)
def test_the_label_of_an_identifier_gives_its_type(label: str, kind: int | None) -> None:
    assert identifier_type(party("X1", label), CONTEXT.tables) == kind


@pytest.mark.parametrize("identifier", [None, " "])
def test_a_document_without_debtor_is_refused(identifier: str | None) -> None:
    assert codes(debtor=party(identifier)) == ["DEBTOR-MISSING"]


@pytest.mark.parametrize(
    "identifier", ["535146500", "5351465009001", "535146500900189", "535 146 500 90018", "FR535146500"]
)
def test_a_debtor_that_is_no_siret_is_refused(identifier: str) -> None:
    finding = findings(debtor=party(identifier))[0]
    assert (finding.code, finding.value, finding.line) == ("DEBTOR-NOT-SIRET", identifier, 12)


@pytest.mark.parametrize("scheme", [None, "1", "0002", "0009"])
def test_a_debtor_of_fourteen_digits_is_accepted_whatever_its_label(scheme: str | None) -> None:
    assert codes(debtor=party("21590350100017", scheme)) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_sentence_can_be_said(lang: str) -> None:
    found = findings(number=None, supplier=party("X", "?"), debtor=party("X"))
    assert all(sentence(finding, lang) and hint(finding, lang) for finding in found)
