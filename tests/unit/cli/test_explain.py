"""edi explain: what a document was understood as, each value with its place, and what cannot be explained."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from command import Ran, command

from edi.config.tables import load_tables
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl

BOTH = pytest.mark.parametrize("write", [ubl, cii], ids=["ubl", "cii"])


@dataclass(frozen=True)
class Explained(Ran):
    """The same, and its facts."""

    def fact(self, chapter: str, name: str) -> dict[str, Any]:
        """The first fact of that name."""
        return next(fact for fact in json.loads(self.out)["chapters"][chapter] if fact["name"] == name)


Explain = Callable[..., Explained]


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Explain:
    """Explains these bytes: explain(data, "--json") -> Explained."""
    edi = command(monkeypatch, capfd)
    monkeypatch.setenv("COLUMNS", "160")

    def run(data: bytes | Path, *words: str) -> Ran:
        path = data if isinstance(data, Path) else tmp_path / "piece.xml"
        if isinstance(data, bytes):
            path.write_bytes(data)
        ran = edi("explain", path, *words)
        return Explained(ran.code, ran.out, ran.err)

    return run


@BOTH
def test_a_value_stands_with_its_line_and_place(write: Callable[..., bytes], explain: Explain) -> None:
    data = write(invoice(number="FA-2026-7"))
    number = explain(data, "--json").fact("document", "number")
    assert number["value"] == "FA-2026-7"
    assert b"FA-2026-7" in data.splitlines()[number["line"] - 1]
    assert number["xpath"].endswith("ID")


@BOTH
def test_the_cadre_comes_with_its_words_and_its_way(write: Callable[..., bytes], explain: Explain) -> None:
    ran = explain(write(works("A4")), "--json")
    assert (ran.fact("route", "cadre")["value"], ran.fact("route", "cadre")["note"]) == (
        "A4",
        "projet de décompte mensuel",
    )
    assert ran.fact("route", "operation")["value"] == "premier dépôt"
    assert ran.fact("route", "edi")["value"] == "oui"
    assert ran.fact("route", "first_status")["value"] == "27 Mise à disposition de la MOE"
    assert ran.fact("route", "valideur")["value"] == "obligatoire (MOE)"
    assert ran.fact("parties", "valideur")["label"] == "Valideur MOE"


def test_a_missing_cadre_says_why_it_is_a1(explain: Explain) -> None:
    data = re.sub(rb"<ext:UBLExtensions>.*</ext:UBLExtensions>", b"", ubl(invoice()))
    cadre = explain(data, "--json").fact("route", "cadre")
    assert cadre["value"] == "A1"
    assert "n'indique aucun cadre" in cadre["note"]


def test_a_piece_edi_does_not_take_names_the_channel_that_does(explain: Explain) -> None:
    edi = explain(ubl(works("A15")), "--json", "--lang", "en").fact("route", "edi")
    assert edi["value"] == "no"
    assert "portal" in edi["note"]


def test_what_is_no_cadre_is_told_and_has_no_way(explain: Explain) -> None:
    ran = explain(ubl(invoice()).replace(b">A1<", b">Z9<"), "--json")
    assert ran.fact("route", "cadre")["value"] == "Z9"
    assert len(json.loads(ran.out)["chapters"]["route"]) == 1


def test_lines_are_counted_and_added(explain: Explain) -> None:
    lines = explain(ubl(invoice()), "--json").fact("amounts", "lines")
    assert (lines["value"], lines["note"]) == ("3 lignes", "somme : 8415.50")


def test_an_amount_that_cannot_be_read_is_not_added(explain: Explain) -> None:
    data = ubl(invoice()).replace(b">2220.00<", b">beaucoup<")
    assert "ne se lit pas" in explain(data, "--json").fact("amounts", "lines")["note"]


def test_what_the_document_does_not_say_is_told_as_missing(explain: Explain) -> None:
    data = re.sub(rb"<cac:OrderReference>.*?</cac:OrderReference>", b"", ubl(invoice()), flags=re.DOTALL)
    assert explain(data, "--json").fact("references", "commitment")["value"] is None


def test_a_factur_x_says_that_its_xml_came_out_of_the_pdf(explain: Explain) -> None:
    ran = explain(facturx(invoice()), "--json")
    assert ran.fact("document", "syntax")["value"] == "factur-x"
    assert "extrait du PDF : factur-x.xml" in ran.fact("document", "syntax")["note"]
    assert json.loads(ran.out)["embedded"] == "factur-x.xml"


def test_the_interface_is_the_declared_one(explain: Explain) -> None:
    assert explain(cii(invoice()), "--json", "--interface", "FSO1116A").fact("document", "interface")["value"] == (
        "FSO1116A"
    )


def test_english_has_no_french_left(explain: Explain) -> None:
    told = explain(cii(works("A4")), "--json", "--lang", "en", "--interface", "FSO1116A")
    assert told.fact("document", "interface")["note"] == "minimal CII D16B, with attachments"
    assert told.fact("route", "addressee")["value"] == "project manager (MOE)"


def test_every_interface_and_addressee_of_the_tables_has_its_english() -> None:
    tables = load_tables(None)
    same = {"CII", "UBL", "UBL Invoice", "CII D16B", "Factur-X (PDF)"}
    assert all(cadre.addressee_en and cadre.addressee_en != cadre.addressee for cadre in tables.cadres.values())
    for row in tables.interfaces.values():
        assert row.label_en
        assert set(row.label.split(", ")) & set(row.label_en.split(", ")) <= same


def test_an_archive_lists_its_members_and_explains_one(explain: Explain) -> None:
    data = tar_gz({"a.xml": ubl(invoice(number="A-1")), "b.xml": ubl(invoice(number="B-2"))})
    listed = explain(data)
    assert (listed.code, listed.out.split()[-2:]) == (0, ["a.xml", "b.xml"])
    assert json.loads(explain(data, "--json").out)["members"] == ["a.xml", "b.xml"]
    assert explain(data, "--member", "b.xml", "--json").fact("document", "number")["value"] == "B-2"
    missing = explain(data, "--member", "c.xml")
    assert missing.code == 2
    assert "a.xml" in missing.err


def test_it_gives_no_verdict_and_says_who_does(explain: Explain) -> None:
    ran = explain(ubl(invoice(number="N" * 40)))
    assert ran.code == 0
    assert "Rien n'a été jugé ; « edi check » le fait." in ran.out
    assert "NUMBER-LONG" not in ran.out


@pytest.mark.parametrize("data", [b"", b"<Invoice", b"hello", b"%PDF-1.7 %%EOF", b"\x1f\x8b\x08"])
def test_what_cannot_be_read_ends_with_3_and_a_sentence(data: bytes, explain: Explain) -> None:
    ran = explain(data)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("edi : ")


@pytest.mark.parametrize("words", [["--interface", "FSO9999A"], ["--lang", "xx"]], ids=" ".join)
def test_a_wrong_wish_ends_with_2(words: list[str], explain: Explain) -> None:
    assert explain(ubl(invoice()), *words).code == 2


def test_a_file_that_is_not_there_ends_with_2(explain: Explain, tmp_path: Path) -> None:
    ran = explain(tmp_path / "none.xml")
    assert ran.code == 2
    assert "n'existe pas" in ran.err


def test_a_companion_is_no_invoice(explain: Explain) -> None:
    sheet = b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
    assert explain(sheet).code == 2


def test_a_flood_of_notes_is_cut_at_the_terminal_and_whole_in_json(explain: Explain) -> None:
    data = ubl(invoice()).replace(b"<cbc:Note>", b"<cbc:Note>x</cbc:Note>" * 500 + b"<cbc:Note>", 1)
    ran = explain(data)
    assert "autres : --json les donne" in ran.out
    assert len(ran.out.splitlines()) < 250
    notes = [fact for fact in json.loads(explain(data, "--json").out)["chapters"]["document"] if fact["name"] == "note"]
    assert len(notes) == 501


def test_control_characters_do_not_reach_the_terminal(explain: Explain) -> None:
    assert "\x9b" not in explain(ubl(invoice(number="A\u009b31mB"))).out
