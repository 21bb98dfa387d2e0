"""The capability matrix: which piece EDI takes, and what the others are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edi.catalogue import hint, sentence
from edi.config.tables import load_tables
from edi.errors import ConfigError
from edi.judging.channels import channels, rows
from edi.judging.matrix import REFORM_CADRES, judge_cadre
from edi.model.document import Record, Syntax, Value
from edi.model.finding import Severity

TABLES = load_tables(None)

# The official table, cadre by cadre: first deposit then association, in EDI, on the portal, by API.
OFFICIAL = """
A4  ✓ – ✓ – ✓ –
A5  ✗ – ✓ – ✓ –
A6  ✓ ✗ ✓ ✗ ✓ ✗
A7  ✓ – ✓ – ✓ –
A8  ✓ ✗ ✓ ✓ ✓ ✓
A10 ✓ – ✓ – ✓ –
A13 ✓ – ✓ – ✓ –
A14 ✓ – ✓ – ✓ –
A15 ✗ ✗ ✓ ✓ ✓ ✓
A16 ✗ ✗ ✓ – ✓ –
A17 ✗ ✗ ✓ ✓ ✓ ✓
A18 ✗ ✗ ✓ – ✓ –
A19 ✗ ✗ ✓ ✓ ✓ ✓
A20 ✗ ✗ ✓ ✓ ✓ ✓
A22 ✓ ✗ ✓ ✓ ✓ ✓
A23 – ✗ – ✓ – ✓
A24 ✗ ✗ ✓ ✓ ✓ ✓
A25 – ✗ – ✓ – ✓
"""
CELLS = [line.split() for line in OFFICIAL.split("\n") if line]
WORDS = {"✓": "yes", "✗": "no", "–": "n/a"}


def record(cadre: str | None, *, origin: str | None = None, kind: str = "380") -> Record:
    named = None if cadre is None else Value(cadre, "/doc/cadre", 7)
    return Record(
        syntax=Syntax.CII,
        type=Value(kind, "/doc/type", 5),
        cadre=named,
        cadres=() if named is None else (named,),
        origins=() if origin is None else (Value(origin, "/doc/origin", 90),),
    )


def codes(given: Record) -> list[str]:
    return [finding.code for finding in judge_cadre(given, TABLES)[2]]


@pytest.mark.parametrize("cells", CELLS, ids=[cells[0] for cells in CELLS])
def test_the_table_is_the_official_one(cells: list[str]) -> None:
    found = [
        getattr(TABLES.matrix[(cells[0], operation)], channel)
        for channel in ("edi", "portail", "service")
        for operation in ("initial", "association")
    ]
    assert found == [WORDS[cell] for cell in cells[1:]]


@pytest.mark.parametrize(
    "cadre", ["A1", "A2", "A3", "A4", "A6", "A7", "A8", "A9", "A10", "A12", "A13", "A14", "A21", "A22"]
)
def test_edi_takes_this_cadre_as_a_first_deposit(cadre: str) -> None:
    assert judge_cadre(record(cadre), TABLES) == (cadre, "initial", ())


@pytest.mark.parametrize("cadre", ["A5", "A15", "A16", "A17", "A18", "A19", "A20", "A24"])
def test_edi_refuses_this_cadre_as_a_first_deposit(cadre: str) -> None:
    assert codes(record(cadre)) == ["MATRIX-NOT-IN-EDI"]


@pytest.mark.parametrize("cadre", ["A23", "A25"])
def test_this_cadre_never_opens_a_procedure(cadre: str) -> None:
    assert codes(record(cadre)) == ["MATRIX-NO-INITIAL"]


@pytest.mark.parametrize("cadre", [cells[0] for cells in CELLS if cells[2] == "✗"])
def test_a_works_piece_that_refers_to_an_earlier_one_is_a_refused_association(cadre: str) -> None:
    found = judge_cadre(record(cadre, origin="DPM-041"), TABLES)
    assert (found[0], found[1], [one.code for one in found[2]]) == (cadre, "association", ["MATRIX-ASSOCIATION"])


@pytest.mark.parametrize("cadre", ["A4", "A7", "A10", "A13", "A14"])
def test_where_the_table_knows_no_association_a_reference_is_told_and_not_refused(cadre: str) -> None:
    found = judge_cadre(record(cadre, origin="DPM-041"), TABLES)
    assert (found[0], found[1]) == (cadre, "initial")
    assert [(one.code, one.severity, one.value) for one in found[2]] == [
        ("MATRIX-REFERENCE", Severity.WARNING, "DPM-041")
    ]


def test_of_a_cadre_that_edi_does_not_take_the_refusal_speaks_alone() -> None:
    assert codes(record("A5", origin="DPM-041")) == ["MATRIX-NOT-IN-EDI"]


@pytest.mark.parametrize("cadre", ["A1", "A2", "A9", "A12", "A21"])
def test_a_plain_invoice_may_refer_to_an_earlier_one(cadre: str) -> None:
    assert codes(record(cadre, origin="FAC-1")) == []


def test_a_credit_note_for_works_is_no_association() -> None:
    assert codes(record("A4", origin="DPM-041", kind="381")) == []


def test_a_blank_reference_is_no_association() -> None:
    assert codes(record("A4", origin="  ")) == []


@pytest.mark.parametrize("written", [None, "", "  "])
def test_no_cadre_means_a1_and_is_told(written: str | None) -> None:
    cadre, operation, findings = judge_cadre(record(written), TABLES)
    assert (cadre, operation, [(one.code, one.severity) for one in findings]) == (
        "A1",
        "initial",
        [("CADRE-DEFAULTED", Severity.INFO)],
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("A26", "CADRE-UNKNOWN"),
        ("A0", "CADRE-UNKNOWN"),
        ("A100", "CADRE-UNKNOWN"),
        ("A11", "CADRE-WITHDRAWN"),
        ("a4", "CADRE-MALFORMED"),
        ("A04", "CADRE-MALFORMED"),
        ("A 4", "CADRE-MALFORMED"),
        ("X", "CADRE-MALFORMED"),
        ("A٤", "CADRE-MALFORMED"),
        ("B3", "CADRE-MALFORMED"),
        *((code, "CADRE-REFORM") for code in sorted(REFORM_CADRES)),
    ],
)
def test_what_is_no_cadre_has_its_own_finding_and_no_effective_cadre(written: str, code: str) -> None:
    cadre, _, findings = judge_cadre(record(written), TABLES)
    assert (cadre, [(one.code, one.value, one.line, one.severity.refuses) for one in findings]) == (
        None,
        [(code, written, 7, True)],
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("a4", "A4"), ("A07", "A7"), ("A-22", "A22"), ("X", "A1"), ("a99", "A1")]
)
def test_a_malformed_cadre_is_told_with_the_right_spelling(written: str, meant: str) -> None:
    finding = judge_cadre(record(written), TABLES)[2][0]
    assert hint(finding).endswith(f"par exemple {meant}.")


def test_two_different_cadres_are_told_and_the_first_is_judged() -> None:
    one, two = Value("A4", "/doc/first", 3), Value("A1", "/doc/second", 4)
    given = replace(record("A4"), cadre=one, cadres=(one, two))
    cadre, _, findings = judge_cadre(given, TABLES)
    assert (cadre, [(found.code, found.severity) for found in findings]) == (
        "A4",
        [("CADRE-CONFLICT", Severity.WARNING)],
    )


def test_the_same_cadre_twice_is_no_conflict() -> None:
    one = Value("A4", "/doc/first", 3)
    assert codes(replace(record("A4"), cadres=(one, one._replace(line=9)))) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("cadre", list(TABLES.cadres))
@pytest.mark.parametrize("origin", [None, "DPM-041"])
def test_every_refusal_names_the_piece_and_the_way_out(cadre: str, origin: str | None, lang: str) -> None:
    known = TABLES.cadres[cadre]
    for finding in judge_cadre(record(cadre, origin=origin), TABLES)[2]:
        assert (known.label_en if lang == "en" else known.label) in sentence(finding, lang)
        assert len(hint(finding, lang)) > 30


def test_a_refused_piece_is_sent_to_the_channels_that_take_it() -> None:
    finding = judge_cadre(record("A17"), TABLES)[2][0]
    assert "maître d'œuvre" in sentence(finding)
    assert hint(finding) == "Déposez cette pièce, en PDF, par le portail Chorus Pro ou l'API de Chorus Pro."


def test_an_association_quotes_the_earlier_piece_at_its_place() -> None:
    finding = judge_cadre(record("A8", origin="DG-2026-7"), TABLES)[2][0]
    assert (finding.value, finding.xpath, finding.line) == ("DG-2026-7", "/doc/origin", 90)
    assert "DG-2026-7" in sentence(finding)


def test_an_association_no_channel_takes_is_told_to_drop_the_reference() -> None:
    finding = judge_cadre(record("A6", origin="DPM-041"), TABLES)[2][0]
    assert hint(finding).startswith("Retirez la référence")


def test_a_cell_the_table_lacks_is_our_own_fault() -> None:
    holed = replace(TABLES, matrix={key: cell for key, cell in TABLES.matrix.items() if key != ("A4", "initial")})
    with pytest.raises(ConfigError, match="A4 et l'opération initial") as raised:
        judge_cadre(record("A4"), holed)
    assert "A4 and operation initial" in raised.value.of("en")


def test_a_piece_no_channel_takes_is_told_so() -> None:
    cell = replace(TABLES.matrix[("A5", "initial")], portail="no", service="no")
    closed = replace(TABLES, matrix={**TABLES.matrix, ("A5", "initial"): cell})
    assert hint(judge_cadre(record("A5"), closed)[2][0]).startswith("Aucun canal")


def test_channels_are_those_that_say_yes() -> None:
    assert channels(TABLES, "A8", "association") == ["portail", "service"]


def test_rows_are_in_the_order_of_cadres() -> None:
    assert [row["cadre"] for row in rows(TABLES)][::2] == [f"A{n}" for n in range(1, 26) if n != 11]
