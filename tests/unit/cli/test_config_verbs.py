"""edi structure and edi marche: what they write, refuse and end with; and what the engine makes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from gateways import call

from edi.cli.verbs import marche, structure
from edi.config.settings import load_settings
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging.engine import Engine
from edi.model.judgement import FlowVerdict
from edi.resources import shipped
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import COTRAITANT, DEBTOR, MOE, TITULAIRE, invoice, works

HEAD = "siret,name,obligation,active,source,certainty\n"
COMMUNE = "99999996400011"
NAME = flow_name(CII, "XXX001", 1)


def imported(tmp_path: Path, rows: str, head: str = HEAD) -> int:
    file = tmp_path / "annuaire.csv"
    file.write_text(head + rows, encoding="utf-8")
    return structure.import_file(call(tmp_path, as_json=True), file)


def test_an_import_tells_what_is_new_changed_and_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path, f"{COMMUNE},Commune,none,yes,essai,M\n99999999800019,Autre,none,yes,essai,M\n") == 0
    assert json.loads(capsys.readouterr().out)["added"] == 2
    assert imported(tmp_path, f"{COMMUNE},Commune,service,yes,essai,M\n") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["added"], told["changed"], told["removed"]) == (1, 0, 1, 1)


def test_a_file_of_services_is_told_by_its_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path, f"{COMMUNE},VOIRIE,Voirie,yes\n", "siret,code,name,active\n")
    imported(tmp_path, f"{COMMUNE},Commune,service,yes,essai,M\n")
    capsys.readouterr()
    assert structure.check(call(tmp_path), COMMUNE) == 0
    said = capsys.readouterr().out
    assert "code service" in said
    assert "VOIRIE" in said


def test_a_wrong_file_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, f"{COMMUNE},Commune,none,yes,essai,M\n")
    before = (tmp_path / "config" / "structures.csv").read_bytes()
    for rows, head in ((f"{COMMUNE},Commune,maybe,yes,essai,M\n", HEAD), ("a,b\n", "x,y\n")):
        with pytest.raises(ConfigError, match=r"annuaire\.csv"):
            imported(tmp_path, rows, head)
    assert (tmp_path / "config" / "structures.csv").read_bytes() == before


def test_the_shipped_table_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "annuaire.csv"
    file.write_text(HEAD + f"{COMMUNE},Commune,none,yes,essai,M\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="livrée"):
        structure.import_file(call(tmp_path, as_json=True, config=shipped("config") / "gateway.toml"), file)


def test_a_structure_that_is_not_there_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert structure.check(call(tmp_path), COMMUNE) == 1
    assert COMMUNE in capsys.readouterr().out
    with pytest.raises(ConfigError, match="14 chiffres"):
        structure.check(call(tmp_path), "12")


def test_the_list_holds_shipped_and_imported_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path, f"{COMMUNE},Commune,none,yes,essai,M\n")
    capsys.readouterr()
    structure.list_all(call(tmp_path, as_json=True))
    assert {COMMUNE, "11000201100044"} <= {one["siret"] for one in json.loads(capsys.readouterr().out)}
    structure.list_all(call(tmp_path))
    assert COMMUNE in capsys.readouterr().out


ACTORS = (
    f"titulaire={TITULAIRE.id}:Entreprise",
    f"cotraitant={COTRAITANT.id}:Cotraitant",
    f"MOE={MOE.id}:Atelier",
    f"MOA={DEBTOR.id}:Commune",
)


def added(tmp_path: Path, *actors: str, number: str = "MAPA-2026-017") -> int:
    return marche.add(call(tmp_path), number, "Voirie", actors or ACTORS, start="2026-01-01")


def test_a_fiche_is_written_listed_and_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert added(tmp_path) == 0
    assert (tmp_path / "config" / "marches" / "mapa-2026-017.toml").is_file()
    assert marche.check(call(tmp_path)) == 0
    capsys.readouterr()
    marche.list_all(call(tmp_path, as_json=True))
    [fiche] = json.loads(capsys.readouterr().out)
    assert (fiche["number"], len(fiche["actors"]), fiche["start"]) == ("MAPA-2026-017", 4, "2026-01-01")
    marche.list_all(call(tmp_path))
    assert "1 titulaire" in capsys.readouterr().out
    for number in ("MAPA-2026-017", "mapa-2026 -017"):
        with pytest.raises(ConfigError, match="a déjà une fiche"):
            added(tmp_path, number=number)


def test_an_example_is_a_fiche_already(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert marche.add(call(tmp_path), 'M "1"', example=True) == 0
    assert marche.check(call(tmp_path)) == 0
    assert "1 fiche" in capsys.readouterr().out


@pytest.mark.parametrize("actor", ["titulaire", "titulaire=99999999800019", "patron=99999999800019:A", "MOE=9:A"])
def test_a_wrong_actor_writes_nothing(tmp_path: Path, actor: str) -> None:
    with pytest.raises(ConfigError, match="actor"):
        added(tmp_path, actor)
    assert not (tmp_path / "config" / "marches").exists()


def test_a_wrong_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--end hier"):
        marche.add(call(tmp_path), "M1", "Voirie", ACTORS, end="hier")


def test_every_wrong_fiche_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added(tmp_path)
    folder = tmp_path / "config" / "marches"
    (folder / "a.toml").write_text("number = 1\n", encoding="utf-8")
    (folder / "b.toml").write_bytes((folder / "mapa-2026-017.toml").read_bytes())
    capsys.readouterr()
    assert marche.check(call(tmp_path, as_json=True)) == 2
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 2


@pytest.mark.parametrize(
    ("data", "code", "codes"),
    [
        (cii(works("A4")), 0, []),
        (cii(works("A10")), 1, ["MARCHE-SUPPLIER"]),
        (cii(invoice()), 0, []),
    ],
    ids=["agrees", "disagrees", "names no marché"],
)
def test_a_piece_is_compared_with_its_fiche(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: int, codes: list[str]
) -> None:
    added(tmp_path)
    file = tmp_path / "facture.xml"
    file.write_bytes(data)
    capsys.readouterr()
    assert marche.check(call(tmp_path, as_json=True), file) == code
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]] == codes
    assert marche.check(call(tmp_path, "en"), file) == code
    assert "1 fiche" in capsys.readouterr().out


def test_what_is_no_invoice_cannot_be_compared(tmp_path: Path) -> None:
    added(tmp_path)
    (tmp_path / "facture.xml").write_bytes(b"rien")
    assert marche.check(call(tmp_path, as_json=True), tmp_path / "facture.xml") == 3
    with pytest.raises(ConfigError, match="lecture impossible"):
        marche.check(call(tmp_path, as_json=True), tmp_path / "absente.xml")


def test_the_engine_judges_by_directory_and_fiches_and_says_so(tmp_path: Path) -> None:
    added(tmp_path)
    imported(tmp_path, f"{COMMUNE},Commune,none,yes,essai,M\n12345678200051,Débiteur,both,yes,essai,L\n")
    with Engine(load_settings(tmp_path), workers=1) as engine:
        judged = engine.judge_flow(NAME, cii(works("A10")))
        assert {"directory", "marches"} <= {pack.role for pack in engine.packs}
    known = {finding.code: finding.severity.value for finding in judged.documents[0].findings}
    assert judged.verdict is FlowVerdict.REFUSED
    assert known["MARCHE-SUPPLIER"] == "error"
    assert known["SERVICE-REQUIRED"] == "warning"


# what a person reads


def english(root: Path) -> None:
    (root / "config").mkdir(exist_ok=True)
    (root / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")


@pytest.mark.parametrize("width", [80, 120, 200])
def test_no_cell_of_the_directory_is_broken(
    tmp_path: Path, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    structure.list_all(call(tmp_path))
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= width for line in lines)
    assert "…" not in "".join(lines)
    assert any("Destinataire avec engagement ou service obligatoire (qualification)" in line for line in lines)
    assert len(lines) == (11 if width < 200 else 6)


def test_a_file_to_import_that_is_not_there_is_a_wrong_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.csv : lecture impossible .* corrigez le chemin"):
        structure.import_file(call(tmp_path), tmp_path / "none.csv")


def test_the_directory_is_told_in_the_gateways_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english(tmp_path)
    file = tmp_path / "annuaire.csv"
    file.write_text(HEAD + f"{COMMUNE},Commune,both,no,essai,M\n", encoding="utf-8")
    structure.import_file(call(tmp_path), file)
    assert "structures.csv: 1 row." in capsys.readouterr().out
    structure.check(call(tmp_path), COMMUNE)
    assert "asks for   service code and commitment" in capsys.readouterr().out
    structure.check(call(tmp_path), "9" * 14)
    assert "not in the gateway's directory" in capsys.readouterr().out
    structure.list_all(call(tmp_path))
    assert capsys.readouterr().out.split()[:4] == ["SIRET", "asks", "for", "active"]


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("fr", "MAPA-2026-999", "le marché MAPA-2026-999 n'a pas de fiche"),
        ("fr", "", "elle ne nomme aucun marché"),
        ("en", "MAPA-2026-999", "the marché MAPA-2026-999 has no fiche"),
        ("en", "", "it names no marché"),
    ],
)
def test_an_invoice_without_marche_is_not_one_whose_marche_has_no_fiche(
    tmp_path: Path, lang: str, number: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    added(tmp_path)
    file = tmp_path / "facture.xml"
    file.write_bytes(cii(replace(invoice(), marche=number)))
    capsys.readouterr()
    assert marche.check(call(tmp_path, lang), file) == 0
    assert said in capsys.readouterr().out


def test_no_fiche_yet_says_how_to_write_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ask in (marche.list_all, marche.check):
        assert ask(call(tmp_path)) == 0
        assert "edi marche add" in capsys.readouterr().out


def test_fiches_are_counted_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added(tmp_path)
    assert "4 intervenants" in capsys.readouterr().out
    marche.check(call(tmp_path))
    assert capsys.readouterr().out == "1 fiche, juste.\n"
    added(tmp_path, ACTORS[0], number="M2")
    assert "1 intervenant." in capsys.readouterr().out
    marche.check(call(tmp_path, "en"))
    assert capsys.readouterr().out == "2 fiches, all right.\n"
    (tmp_path / "config" / "marches" / "m2.toml").write_text("number = 1\n", encoding="utf-8")
    marche.check(call(tmp_path))
    assert "1 problème dans 2 fiches." in capsys.readouterr().out


@pytest.mark.parametrize("what", ["make_folder", "publish"])
def test_a_config_that_cannot_be_written_ends_with_a_next_step(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(durable, what, refused)
    with pytest.raises(ConfigError, match="écriture impossible"):
        added(tmp_path)
    with pytest.raises(ConfigError, match="écriture impossible"):
        imported(tmp_path, f"{COMMUNE},Commune,none,yes,essai,M\n")
