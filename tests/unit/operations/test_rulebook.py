"""The list of rules: complete, in both languages, and the same at the terminal, in JSON, CSV and on the page."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from edi.catalogue import CATALOGUE
from edi.cli.app import main
from edi.operations import rulebook
from edi.rules.numbers import number_fits
from edi.rules.run import RULES
from edi.words.sentence import RuleSpec

Shown = Callable[..., tuple[int, str, str]]
WAIVERS = """
[[waiver]]
rule = "NUMBER-MISSING"
partner = "btp"
severity = "warning"
reason = "reprise d'historique"
until = 2999-12-31

[[waiver]]
rule = "ATTACHMENT-NAME-LONG"
severity = "off"
reason = "accord de 2020"
until = 2020-06-30
"""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shown:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["edi", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    partners = tmp_path / "config" / "partners"
    partners.mkdir(parents=True)
    (partners / "btp.toml").write_text('app_code = "XXX001"\n', encoding="utf-8")
    for box in ("inbox/btp", "inbox/other", "outbox/btp", "outbox/other"):
        (tmp_path / box).mkdir(parents=True)
    (partners / "other.toml").write_text('app_code = "XXX002"\n', encoding="utf-8")
    waivable = [row["code"] for row in rulebook.rows() if row["waivable"]]
    text = WAIVERS.replace("NUMBER-MISSING", waivable[0]).replace("ATTACHMENT-NAME-LONG", waivable[-1])
    (tmp_path / "config" / "rules.toml").write_text(text, encoding="utf-8")
    return tmp_path


def waivable(at: int) -> str:
    return str([row["code"] for row in rulebook.rows() if row["waivable"]][at])


def test_every_rule_is_listed_once() -> None:
    codes = [row["code"] for row in rulebook.rows()]
    assert len(set(codes)) == len(codes)
    assert {rule.code for rule in RULES} <= set(codes)
    assert set(codes) == {spec.code for spec in CATALOGUE.values() if isinstance(spec, RuleSpec)}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_row_says_everything(lang: str) -> None:
    for row in rulebook.rows(lang):
        assert tuple(row) == rulebook.COLUMNS
        assert all(row[key] for key in ("code", "rule", "subject", "severity", "checks", "sentence", "hint", "source"))
        assert row["certainty"] in rulebook.CERTAINTY[lang]
        assert not row["hint"].startswith("{")


def test_what_returns_and_the_matrix_rest_on_cannot_be_waived() -> None:
    fixed = {row["code"] for row in rulebook.rows() if not row["waivable"]}
    assert {"SUPPLIER-MISSING", "MATRIX-NOT-IN-EDI", "CADRE-UNKNOWN", "DUPLICATE-INVOICE-NUMBER"} <= fixed
    assert fixed < {row["code"] for row in rulebook.rows()}


def test_json_and_csv_hold_the_same_rows(shown: Shown, tmp_path: Path) -> None:
    said = json.loads(shown("rules", "--json", "--root", tmp_path)[1])
    lines = list(csv.DictReader(io.StringIO(shown("rules", "--csv", "--root", tmp_path)[1])))
    assert said["rules"] == rulebook.rows()
    assert [line["code"] for line in lines] == [row["code"] for row in said["rules"]]
    assert tuple(lines[0]) == rulebook.COLUMNS
    assert set(said["pack"]) == {"name", "version", "sha256"}


def test_markdown_is_the_page(shown: Shown) -> None:
    assert shown("rules", "--markdown")[1] == rulebook.page()


def test_the_terminal_lists_every_code(shown: Shown) -> None:
    code, out, _ = shown("rules", "--lang", "en")
    assert code == 0
    assert all(row["code"] in out for row in rulebook.rows())
    assert f"{len(rulebook.rows())} rules" in out


@pytest.mark.parametrize("form", [[], ["--json"], ["--markdown"], ["--csv"]], ids=str)
def test_one_rule_is_told_with_its_sentences(form: list[str], shown: Shown) -> None:
    code, out, _ = shown("rules", "debtor-not-siret", *form)
    assert code == 0
    assert "n'est pas un SIRET" in out
    assert "DEBTOR-NOT-SIRET" in out
    assert "SUPPLIER-MISSING" not in out


def test_a_code_that_is_none_names_the_nearest_ones(shown: Shown) -> None:
    code, out, err = shown("rules", "DEBTOR-NO-SIRET")
    assert (code, out) == (2, "")
    assert "DEBTOR-NOT-SIRET" in err


@pytest.mark.parametrize("words", [["--json", "--csv"], ["--partner", "nobody"], ["--lang", "xx"]], ids=" ".join)
def test_a_wrong_wish_ends_with_2(words: list[str], shown: Shown, root: Path) -> None:
    assert shown("rules", *words, "--root", root)[0] == 2


def test_a_partners_waivers_are_told_those_in_force_and_those_that_ended(shown: Shown, root: Path) -> None:
    said = json.loads(shown("rules", "--partner", "btp", "--json", "--root", root)[1])
    assert [(one["rule"], one["severity"], one["in_force"], one["reason"]) for one in said["waivers"]] == [
        (waivable(0), "warning", True, "reprise d'historique"),
        (waivable(-1), "off", False, "accord de 2020"),
    ]
    out = shown("rules", "--partner", "btp", "--root", root)[1]
    assert "dérogation jusqu'au 31/12/2999 · btp · avertissement" in out
    assert "dérogation finie le 30/06/2020, la règle s'applique · tous les partenaires · éteinte" in out
    assert "reprise d'historique" in out


def test_another_partner_does_not_see_them(shown: Shown, root: Path) -> None:
    said = json.loads(shown("rules", "--partner", "other", "--json", "--root", root)[1])
    assert [one["rule"] for one in said["waivers"]] == [waivable(-1)]


def test_doctor_tells_the_pack_and_the_waivers_and_fails_for_none(shown: Shown, root: Path) -> None:
    code, out, _ = shown("doctor", "--json", "--root", root)
    checks = json.loads(out)["checks"]
    assert code == 0
    [pack] = [one["said"] for one in checks if one["subject"] == "règles"]
    assert pack.startswith(f"{len(rulebook.rows())} règles : chorus-pro-edi ")
    in_force, ended = [one for one in checks if one["subject"] == "dérogation"]
    assert in_force["ok"]
    assert ended["ok"]
    assert "(avertissement), btp : jusqu'au 31/12/2999 ; reprise d'historique" in in_force["said"]
    assert "(éteinte)" in ended["said"]
    assert "finie le 30/06/2020, n'est plus suivie" in ended["said"]


def test_a_rule_of_one_syntax_names_the_interfaces_that_carry_it() -> None:
    assert rulebook.interfaces(replace(number_fits.spec, syntaxes=("cii",))) == ["FSO1106A", "FSO1116A"]
    assert rulebook.interfaces(number_fits.spec) == []  # all of them
