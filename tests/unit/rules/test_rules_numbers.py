"""Numbers and lengths: either side of each limit."""

from __future__ import annotations

from typing import Any

import pytest
from rule_cases import DEBTOR, SUPPLIER, VALIDEUR, codes, found, party, value

from edi.catalogue import sentence
from edi.model.document import Line
from edi.model.finding import Severity
from edi.rules.lengths import lines_are_few_enough, notes_fit
from edi.rules.numbers import number_fits, number_has_no_hidden_blank, number_is_made_of_plain_characters
from edi.rules.references import (
    credit_note_names_its_invoice,
    document_refers_to_one_earlier_invoice,
    references_are_made_of_plain_characters,
    references_fit,
)
from edi.rules.services import service_codes_are_made_of_plain_characters, service_codes_fit


@pytest.mark.parametrize("number", [None, "", "  "])
def test_a_document_has_a_number(number: str | None) -> None:
    assert codes(number=value(number)) == ["NUMBER-MISSING"]


@pytest.mark.parametrize(("number", "told"), [("F" * 20, 0), ("F" * 21, 1), (" " + "F" * 20, 0), ("F" * 1_000_000, 1)])
def test_a_number_has_20_characters(number: str, told: int) -> None:
    given = found(number_fits, number=value(number))
    assert [finding.code for finding in given] == ["NUMBER-LONG"] * told
    assert all(len(sentence(finding)) < 400 for finding in given)


@pytest.mark.parametrize("number", ["FACT-2026/01_a+b c", "1", "é", "F#1", "F.1", "F°1", "FAC‑1", "F\t1", "='x"])
def test_a_number_is_made_of_plain_characters(number: str) -> None:
    told = found(number_is_made_of_plain_characters, number=value(number))
    assert bool(told) is (number not in ("FACT-2026/01_a+b c", "1"))


@pytest.mark.parametrize("who", ["debtor", "supplier", "valideur"])
@pytest.mark.parametrize(("length", "told"), [(100, 0), (101, 1)])
def test_a_service_code_has_100_characters(who: str, length: int, told: int) -> None:
    given = found(service_codes_fit, **{who: party(SUPPLIER, service="S" * length)})
    assert [finding.code for finding in given] == ["SERVICE-LONG"] * told


@pytest.mark.parametrize(
    ("code", "told"), [("SERVICE_ÉTAT-1 b", 0), ("SERV;1", 1), ("<b>", 1), ("L'EAU", 1), ("SERV.12", 1), ("A&B", 1)]
)
def test_a_service_code_is_made_of_plain_characters(code: str, told: int) -> None:
    given = found(service_codes_are_made_of_plain_characters, debtor=party(DEBTOR, service=code))
    assert [finding.severity for finding in given] == [Severity.ERROR] * told


@pytest.mark.parametrize("name", ["commitment", "marche", "contract"])
@pytest.mark.parametrize(("length", "told"), [(50, 0), (51, 1)])
def test_a_reference_has_50_characters(name: str, length: int, told: int) -> None:
    changes: dict[str, Any] = {name: value("E" * length)}
    assert [finding.code for finding in found(references_fit, **changes)] == ["REFERENCE-LONG"] * told


@pytest.mark.parametrize(("length", "told"), [(20, 0), (21, 1)])
def test_an_earlier_invoices_number_has_20_characters(length: int, told: int) -> None:
    assert len(found(references_fit, origins=(value("F" * length),))) == told


def test_a_document_refers_to_one_earlier_invoice() -> None:
    one, two = value("F-1"), value("F-2")
    [finding] = found(document_refers_to_one_earlier_invoice, origins=(one, two))
    assert (finding.value, finding.severity) == ("F-2", Severity.WARNING)
    assert found(document_refers_to_one_earlier_invoice, origins=(one,)) == []


@pytest.mark.parametrize(
    ("kind", "origins", "told"), [("381", (), 1), ("381", ("F-1",), 0), ("381", (" ",), 1), ("380", (), 0)]
)
def test_a_credit_note_names_its_invoice(kind: str, origins: tuple[str, ...], told: int) -> None:
    given = found(credit_note_names_its_invoice, type=value(kind), origins=tuple(map(value, origins)))
    assert [finding.value for finding in given] == ["F-2026-001"] * told


@pytest.mark.parametrize(("length", "told"), [(1024, 0), (1025, 1)])
def test_a_note_has_1024_characters(length: int, told: int) -> None:
    assert len(found(notes_fit, notes=(value("n" * length), value("n")))) == told


def test_a_sound_document_draws_nothing() -> None:
    assert codes() == []
    assert codes("A4", valideur=party(VALIDEUR), marche=value("M-1")) == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("F-1", None),
        ("F 1", None),
        (" F-1\n", None),
        ("", None),
        ("\xa0", None),
        ("F-1\xa0", "U+00A0"),
        ("\u2003F-1", "U+2003"),
        ("\xa0" * 500000 + "F", "U+00A0"),
    ],
)
def test_a_number_has_no_hidden_blank(number: str, shown: str | None) -> None:
    given = found(number_has_no_hidden_blank, number=value(number))
    assert [finding.values["found"] for finding in given] == [shown] * (shown is not None)
    assert all(shown in sentence(finding, lang) for finding in given for lang in ("fr", "en") if shown)


@pytest.mark.parametrize("name", ["commitment", "marche", "contract"])
@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("MAPA-2026/017 (lot 2)", None),
        ("n° 12", None),
        ("ÉCOLE_1", None),
        ("A;B", ";"),
        ("A\u200bB", "U+200B"),
        ("<b>", "<"),
        ("x" * 1000000 + "😀", "😀"),
    ],
)
def test_a_reference_is_made_of_plain_characters(name: str, number: str, shown: str | None) -> None:
    changes: dict[str, Any] = {name: value(number)}
    given = found(references_are_made_of_plain_characters, **changes)
    assert [(finding.severity, finding.values["found"]) for finding in given] == [(Severity.WARNING, shown)] * (
        shown is not None
    )
    assert all(len(sentence(finding, lang)) < 400 for finding in given for lang in ("fr", "en"))


@pytest.mark.parametrize(("count", "told"), [(0, 0), (999_999, 0), (1_000_000, 1)])
def test_a_document_has_fewer_than_a_million_lines(count: int, told: int) -> None:
    given = found(lines_are_few_enough, lines=(Line(),) * count)
    assert [finding.value for finding in given] == [str(count)] * told
    assert all(str(count) in sentence(finding, lang) for finding in given for lang in ("fr", "en"))
