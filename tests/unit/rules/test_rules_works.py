"""Works pieces: valideur by cadre, the MOE, the type of document, the tacit procedure."""

from __future__ import annotations

import pytest
from rule_cases import DEBTOR, STATE, SUPPLIER, TABLES, VALIDEUR, codes, context, found, party, value

from edi.catalogue import sentence
from edi.model.document import Attachment, Content
from edi.model.finding import Severity
from edi.rules.validation import (
    piece_names_no_valideur_its_cadre_has_no_use_for,
    piece_names_the_valideur_its_cadre_asks_for,
)
from edi.rules.works import type_is_one_its_cadre_expects, works_piece_has_a_reference

WITH = ("A4", "A7", "A9", "A10", "A12", "A13", "A14")


@pytest.mark.parametrize("cadre", [code for code, row in TABLES.cadres.items() if row.active])
def test_a_valideur_is_named_where_the_cadre_asks_for_one(cadre: str) -> None:
    given = found(piece_names_the_valideur_its_cadre_asks_for, cadre)
    assert [finding.severity for finding in given] == [Severity.ERROR] * (cadre in WITH)
    assert all(cadre in sentence(finding) for finding in given)
    assert found(piece_names_the_valideur_its_cadre_asks_for, cadre, valideur=party(VALIDEUR)) == []


@pytest.mark.parametrize(("cadre", "told"), [("A1", 1), ("A22", 1), ("A4", 0), ("A10", 0), ("A15", 0), (None, 0)])
def test_a_valideur_nobody_asks_for_is_told(cadre: str | None, told: int) -> None:
    given = found(piece_names_no_valideur_its_cadre_has_no_use_for, cadre, valideur=party(VALIDEUR))
    assert [finding.severity for finding in given] == [Severity.WARNING] * told


def test_the_moe_is_not_the_state() -> None:
    assert "MOE-IS-STATE" in codes("A4", valideur=party(STATE))
    assert "MOE-IS-STATE" not in codes("A10", valideur=party(STATE))
    assert "MOE-IS-STATE" not in codes("A4", valideur=party(VALIDEUR))


def test_a_company_does_not_validate_its_own_piece() -> None:
    assert "VALIDEUR-IS-SUPPLIER" in codes("A10", valideur=party(SUPPLIER))
    assert "VALIDEUR-IS-SUPPLIER" not in codes("A10", valideur=party(VALIDEUR))


def test_the_valideur_is_not_who_pays() -> None:
    assert "VALIDEUR-IS-DEBTOR" in codes("A4", valideur=party(DEBTOR))
    assert "VALIDEUR-IS-DEBTOR" not in codes("A4", valideur=party(VALIDEUR))


@pytest.mark.parametrize(
    ("cadre", "kind", "told"),
    [("A1", "381", 0), ("A22", "381", 1), ("A22", "380", 0), ("A22", "999", 0), ("A15", "381", 0)],
)
def test_a_type_is_one_its_cadre_expects(cadre: str, kind: str, told: int) -> None:
    given = found(type_is_one_its_cadre_expects, cadre, type=value(kind))
    assert [finding.value for finding in given] == [kind] * told


def test_the_tacit_procedure_has_its_document_and_its_marche() -> None:
    assert {"TACIT-ATTACHMENT", "TACIT-MARCHE"} <= set(codes("A22"))
    draft = Attachment(name=value("pdg.pdf"), content=Content(size=3, kind="pdf"))
    assert codes("A22", attachments=(draft,), marche=value("M-1")) == []
    assert not {"TACIT-ATTACHMENT", "TACIT-MARCHE"} & set(codes("A1"))


@pytest.mark.parametrize(
    ("cadre", "expected"),
    [("A1", Severity.ERROR), ("A4", Severity.WARNING), ("A7", Severity.WARNING), (None, Severity.ERROR)],
)
def test_the_amount_of_a_draft_is_no_ground_for_refusal(cadre: str | None, expected: Severity) -> None:
    assert context(cadre).amount_severity(Severity.ERROR) is expected
    assert context(cadre).amount_severity(Severity.INFO) is Severity.INFO


@pytest.mark.parametrize(
    ("cadre", "told"), [("A4", 1), ("A6", 1), ("A13", 1), ("A1", 0), ("A9", 0), ("A22", 0), ("A15", 0)]
)
def test_a_works_piece_has_a_reference(cadre: str, told: int) -> None:
    given = found(works_piece_has_a_reference, cadre)
    assert [finding.severity for finding in given] == [Severity.INFO] * told
    assert all(cadre in sentence(finding, lang) for finding in given for lang in ("fr", "en"))
    for name in ("marche", "contract", "commitment"):
        assert found(works_piece_has_a_reference, cadre, **{name: value("M-1")}) == []
