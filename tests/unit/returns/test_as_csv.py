"""The CSV return: its rows, its encoding, and no cell a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from return_cases import FLOW, TOTAL, refused

from edi.model.finding import Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.returns import as_csv
from edi.returns.as_csv import HEADINGS, plain
from edi.returns.facts import of_outcome
from edi.words.wording import Wording

GOOD = DocumentOutcome(
    position=1, member="a.xml", verdict=Verdict.ACCEPTED, number="F-1", type="380", cadre="A4", statuses=(1, 27)
)
BAD = refused(GOOD, TOTAL.at(value="12;0", xpath="/I/T", line=4), TOTAL.at(value="-3"))
OUTCOME = replace(FLOW, documents=(GOOD, BAD))
GOLDEN = (
    "\ufeffFlux;Fichier;Facture;Type;Cadre;Fournisseur;Débiteur;Verdict;Statuts;Gravité;Code;Règle;Message;À faire;"
    "Ligne;XPath;Valeur\r\n"
    "XXX0011116000000000000001;a.xml;F-1;380;A4;;;acceptée;01 27;;;;;;;;\r\n"
    "XXX0011116000000000000001;b.xml;F-2;380;A4;;;refusée;37;erreur;TEST-TOTAL;AIFE:G9.99;"
    '"Le total « 12;0 » est faux.";Corrigez-le.;4;/I/T;"12;0"\r\n'
    "XXX0011116000000000000001;b.xml;F-2;380;A4;;;refusée;37;erreur;TEST-TOTAL;AIFE:G9.99;"
    "Le total « -3 » est faux.;Corrigez-le.;;;'-3\r\n"
)


def report(outcome: Outcome, lang: str = "fr") -> bytes:
    return as_csv.report(of_outcome(outcome, Wording(lang, {TOTAL.code: TOTAL})))


def rows(outcome: Outcome, lang: str = "fr") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report(outcome, lang).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_partial_flow_reads_byte_for_byte() -> None:
    assert report(OUTCOME) == GOLDEN.encode()


@pytest.mark.parametrize("verdict", [v for v in FlowVerdict if v is not FlowVerdict.NOT_JUDGED])
def test_a_flow_with_nothing_to_list_still_has_one_row(verdict: FlowVerdict) -> None:
    assert [row["Fichier"] for row in rows(replace(OUTCOME, verdict=verdict, documents=()))] == ["drop.tar.gz"]


def test_a_flow_finding_names_the_drop() -> None:
    outcome = replace(OUTCOME, verdict=FlowVerdict.IRRECEVABLE, documents=(), findings=(TOTAL.at(value="x"),))
    (row,) = rows(outcome)
    assert (row["Fichier"], row["Verdict"], row["Code"]) == ("drop.tar.gz", "irrecevable", "TEST-TOTAL")


def test_an_accepted_document_keeps_its_row_beside_its_warnings() -> None:
    warned = replace(GOOD, findings=(TOTAL.at(value="x", severity=Severity.WARNING),))
    assert [row["Gravité"] for row in rows(replace(OUTCOME, documents=(warned,)))] == ["", "avertissement"]


def test_a_document_never_vanishes() -> None:
    bare = replace(BAD, verdict=Verdict.NOT_JUDGED, findings=())
    assert [row["Verdict"] for row in rows(replace(OUTCOME, documents=(bare,)))] == ["non jugée"]


def test_english_changes_sentences_and_headings_and_keeps_the_order() -> None:
    row, columns = rows(OUTCOME, "en")[1], tuple(heading.en for heading in HEADINGS)
    assert (tuple(row), row["Verdict"], row["Message"]) == (columns, "refused", "The total “12;0” is wrong.")
    assert (row["Severity"], row["What to do"], row["Value"]) == ("error", "Correct it.", "12;0")
    assert len(set(columns)) == len(HEADINGS)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\t=", " =", "\u00a0=", "\n="])
def test_no_cell_begins_as_a_formula(begin: str) -> None:
    assert plain(begin + "1+1").startswith("'")


@pytest.mark.parametrize("cell", ["", "F-1", "12,00", "a=b", "é", "'=1"])
def test_an_honest_cell_is_left_alone(cell: str) -> None:
    assert plain(cell) == cell


def test_a_hostile_name_cannot_add_a_row() -> None:
    (row,) = rows(replace(OUTCOME, documents=(replace(GOOD, member='=cmd|"\r\n;x\udcff\x00'),)))
    assert row["Fichier"] == "'=cmd|\" ;x\ufffd\ufffd"
