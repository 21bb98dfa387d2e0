"""The tables of config/: the shipped ones hold, an operator's wins, and a wrong one is refused with its place."""

from __future__ import annotations

import csv
import pickle
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from edi.config.tables import FILES, load_tables
from edi.errors import ConfigError
from edi.resources import shipped

MATRIX, CADRES, STATUSES, SCHEMES = FILES[2], FILES[1], FILES[3], FILES[4]
INTERFACES = FILES[0]

Edit = Callable[[str], str]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's folder holding a copy of every shipped table."""
    for name in FILES:
        shutil.copy(shipped("config") / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, name: str, change: Edit) -> None:
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def replaced(old: str, new: str) -> Edit:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def without_line(start: str) -> Edit:
    def change(text: str) -> str:
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(start)]
        assert len(kept) < text.count("\n")
        return "".join(kept)

    return change


def test_the_shipped_tables_load() -> None:
    tables = load_tables(None)
    assert (len(tables.cadres), len(tables.matrix), len(tables.statuses)) == (25, 48, 48)


def test_tables_cross_a_process_boundary() -> None:
    tables = load_tables(None)
    assert pickle.loads(pickle.dumps(tables)) == tables


def test_a_folder_without_tables_gets_the_shipped_ones(tmp_path: Path) -> None:
    assert load_tables(tmp_path) == load_tables(None)


def test_the_operators_own_table_wins(tmp_path: Path) -> None:
    shutil.copy(shipped("config") / SCHEMES, tmp_path / SCHEMES)
    edit(tmp_path, SCHEMES, lambda text: text + "maison,3,dossier de raccordement,H\n")
    assert load_tables(tmp_path).schemes["MAISON"].type == 3


def test_an_altered_table_has_another_hash(own: Path) -> None:
    edit(own, STATUSES, replaced("Déposée", "Deposee"))
    assert load_tables(own).sha256 != load_tables(None).sha256


def test_the_pack_names_the_tables_hash() -> None:
    tables = load_tables(None)
    assert (tables.pack().role, tables.pack().sha256) == ("tables", tables.sha256)


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_is_accepted(own: Path, name: str) -> None:
    path = own / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_tables(own).cadres == load_tables(None).cadres


@pytest.mark.parametrize("name", FILES)
def test_windows_line_ends_are_accepted(own: Path, name: str) -> None:
    path = own / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_tables(own).matrix == load_tables(None).matrix


def test_columns_may_stand_in_any_order(own: Path) -> None:
    path = own / SCHEMES
    with path.open(encoding="utf-8", newline="") as read:
        turned = [line[::-1] for line in csv.reader(read)]
    with path.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows(turned)
    assert load_tables(own).schemes["0009"].type == 1


@pytest.mark.parametrize(("syntax", "code"), [("ubl", "FSO1110A"), ("cii", "FSO1116A"), ("factur-x", "FSO1117A")])
def test_each_syntax_has_its_default_interface(syntax: str, code: str) -> None:
    found = [one.code for one in load_tables(None).interfaces.values() if one.default and one.syntax == syntax]
    assert found == [code]


@pytest.mark.parametrize(
    ("code", "status"),
    [("FSO1102A", "withdrawn"), ("FSO1112A", "withdrawn"), ("FSO1101A", "unsupported"), ("FSO1113A", "unsupported")],
)
def test_closed_interfaces_say_why_and_what_instead(code: str, status: str) -> None:
    interfaces = load_tables(None).interfaces
    one = interfaces[code]
    assert (one.status, bool(one.why and one.why_en), interfaces[one.instead].active) == (status, True, True)


@pytest.mark.parametrize(
    ("cadre", "status"),
    [("A1", 3), ("A4", 27), ("A7", 27), ("A9", 23), ("A10", 23), ("A14", 23), ("A17", 30), ("A20", 33), ("A22", 30)],
)
def test_the_first_status_of_a_cadre(cadre: str, status: int) -> None:
    assert load_tables(None).cadres[cadre].first_status == status


def test_a_wrong_amount_refuses_no_projet_de_decompte() -> None:
    """AIFE, KB0011867: since 19 February 2025."""
    forgiven = {code for code, cadre in load_tables(None).cadres.items() if not cadre.amount_refusal}
    assert forgiven == {"A4", "A7", "A11", "A13", "A14", "A17", "A22"}


def test_another_label_changes_nothing_but_what_is_shown(own: Path) -> None:
    """Labels are the operator's to word: what is compared stands in columns of its own."""
    edit(own, CADRES, lambda text: text.replace(",sous-traitant,sub-contractor,", ",Sous-traitant,Subcontractor,"))
    mine, theirs = load_tables(own).cadres, load_tables(None).cadres
    assert mine["A10"].depositor == "Sous-traitant"
    assert [cadre.depositor_role for cadre in mine.values()] == [cadre.depositor_role for cadre in theirs.values()]


WRONG: list[tuple[str, Edit, str]] = [
    (MATRIX, replaced("certainty", "certitude"), "line 1: unknown column 'certitude'"),
    (MATRIX, replaced(",certainty", ""), "line 1: column 'certainty' is missing"),
    (MATRIX, replaced("service,", "edi,"), "line 1: column 'edi' stands twice"),
    (MATRIX, replaced("A1,initial,yes", "A1,initial,oui"), "line 2: edi holds 'oui'"),
    (MATRIX, replaced("A1,initial,yes", "A1,initial,"), "line 2: edi holds ''"),
    (MATRIX, replaced("A1,association", "A1,initial"), "line 3: this cadre and operation already stands on line 2"),
    (MATRIX, replaced("A1,association", "A1,autre"), "line 3: operation holds 'autre'"),
    (MATRIX, replaced("A1,association", "A77,association"), "line 3: cadre 'A77' is not in cadres.csv"),
    (MATRIX, replaced("A1,association", "A11,association"), "line 3: cadre A11 is withdrawn"),
    (MATRIX, without_line("A15,association"), "cadre A15 has no row for the operation association"),
    (MATRIX, replaced("A1,initial,yes", "A1,initial"), "line 2: 6 cells under 7 columns"),
    (MATRIX, lambda text: text.replace(",", ";"), "line 1: columns are separated by semicolons"),
    (MATRIX, lambda text: "", "the file is empty"),
    (MATRIX, lambda text: text + '"A1', "not comma-separated text"),
    (CADRES, without_line("A5,"), "cadre A5 has no row"),
    (CADRES, replaced("A5,", "a5,"), "line 6: cadre holds 'a5'"),
    (CADRES, replaced("A5,", "A4,"), "line 6: this cadre already stands on line 5"),
    (CADRES, replaced("A2,active", "A2,actif"), "line 3: status holds 'actif'"),
    (CADRES, replaced("none,,03,no", "none,,97,no"), "line 2: first_status 97 is no invoice status"),
    (CADRES, replaced("none,,03,no", "none,,3,no"), "line 2: first_status holds '3'"),
    (CADRES, replaced("none,,03,no", "none,MOE,03,no"), "line 2: valideur and valideur_role disagree"),
    (CADRES, replaced("required,MOE", "required,"), "line 5: valideur and valideur_role disagree"),
    (CADRES, replaced("none,,03,no,380 381", "none,,03,no,381 380"), "line 2: types holds '381 380'"),
    (CADRES, replaced("380 381,yes", "380 381,oui"), "line 2: amount_refusal holds 'oui'"),
    (CADRES, replaced("supplier,fournisseur,", "supplier,Fournisseur,"), "line 2: depositor_role holds 'Fournisseur'"),
    (
        CADRES,
        replaced("depositor_role,", ""),
        "line 1: column 'depositor_role' is missing; add it after depositor_en, with one of fournisseur, cotraitant,",
    ),
    (STATUSES, without_line("37,"), "status 37 has no row"),
    (STATUSES, replaced("01,invoice", "01,flow"), "line 2: 01 is no status of level flow"),
    (SCHEMES, replaced("7,7", "7,8"), "line 8: type holds '8'"),
    (SCHEMES, lambda text: text + "siret,1,x,H\n", "line 24: this label already stands on line 9"),
    (SCHEMES, lambda text: text + "maison,1,,H\n", "line 24: source is empty"),
    (SCHEMES, lambda text: text + "maison,1,x,X\n", "line 24: certainty holds 'X'"),
    (INTERFACES, replaced('family = "E1"', 'famille = "E1"'), "unknown key 'famille'"),
    (INTERFACES, replaced('family = "E1"', 'family = "E9"'), "family holds 'E9'"),
    (INTERFACES, replaced('family = "E1"', "family = 1"), "family holds 1"),
    (INTERFACES, replaced("[FSO1100A]", "[FS01100A]"), "'FS01100A' is no interface"),
    (INTERFACES, replaced("[FSO1100A]", "[FSO1120A]"), "the file is not TOML"),
    (INTERFACES, replaced("[FSO1100A]", "[FSO1100A]\nwhy = " + "1" * 5_000), "the file is not TOML"),
    (INTERFACES, replaced("[FSO1100A]", "[FSO1100A]\nwhy = " + "[" * 5_000), "the file is not TOML"),
    (INTERFACES, replaced("default = true", ""), "the syntax ubl needs exactly one interface with default = true"),
    (INTERFACES, replaced("default = true", 'default = "yes"'), "default holds 'yes'"),
    (INTERFACES, replaced('instead = "FSO1106A"', 'instead = "FSO1102A"'), "names no active interface"),
    (INTERFACES, replaced('syntax = "ubl"', 'syntax = "other"'), "the gateway reads no other syntax"),
]


@pytest.mark.parametrize(("name", "change", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_a_wrong_table_is_refused_with_its_file_and_reason(own: Path, name: str, change: Edit, said: str) -> None:
    edit(own, name, change)
    with pytest.raises(ConfigError) as raised:
        load_tables(own)
    assert name in str(raised.value)
    assert said in raised.value.of("en")
    assert raised.value.of("fr") != raised.value.of("en")


def test_a_table_that_is_not_utf8_is_refused_with_its_line(own: Path) -> None:
    (own / STATUSES).write_bytes("code,level\n01,déposée\n".encode("latin-1"))
    with pytest.raises(ConfigError) as raised:
        load_tables(own)
    assert "line 2: it is not UTF-8" in raised.value.of("en")
    assert "ligne 2 : ce n'est pas de l'UTF-8" in raised.value.of("fr")


def test_a_table_that_cannot_be_read_is_our_own_fault(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi.config.tables.table", lambda name, config: own / "nowhere" / name)
    with pytest.raises(ConfigError) as raised:
        load_tables(own)
    assert "cannot be read" in raised.value.of("en")
    assert "lecture impossible" in raised.value.of("fr")


MEANS, RATES = FILES[5], FILES[6]


def test_payment_means_and_vat_rates_are_asked_by_their_value() -> None:
    tables = load_tables(None)
    assert tables.means["1"].code == "01"
    assert (tables.means["58"].serves("ubl"), tables.means["58"].serves("factur-x")) == (False, True)
    assert {code for code, row in tables.means.items() if row.account == "required"} == {"30", "31", "42", "58"}
    assert tables.vat_rates[Decimal("5.50")].rate == "5.5"


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        (MEANS, "3O,x,x,yes,yes,optional,s,H", "code holds '3O'"),
        (MEANS, "99,x,x,oui,yes,optional,s,H", "ubl holds 'oui'"),
        (MEANS, "99,x,x,yes,yes,none,s,H", "account holds 'none'"),
        (MEANS, "1,x,x,yes,yes,optional,s,H", "already stands on line 2"),
        (RATES, '"5,5",x,x,s,H', "rate holds '5,5'"),
        (RATES, "20.0,x,x,s,H", "already stands on line 2"),
        (RATES, "7,,x,s,H", "label is empty"),
    ],
)
def test_a_wrong_row_about_money_is_refused_with_its_place(own: Path, name: str, row: str, told: str) -> None:
    edit(own, name, lambda text: text + row + "\n")
    with pytest.raises(ConfigError) as raised:
        load_tables(own)
    assert told in raised.value.of("en")
