"""A wrong configuration is told in the language asked for: --lang, or else the gateway's, though the rest be wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from edi.cli.app import main
from edi.config.settings import written_language
from edi.resources import shipped

WRONG_KEY = ("config/gateway.toml", "[gateway]\nworker = 1\n{lang}")
WRONG_PARTNER = ("config/partners/btp.toml", 'app_code = "xxx001"\n')
WRONG_TOML = ("config/rules.toml", "[[waiver\n")
WRONG_WAIVER = (
    "config/rules.toml",
    '[[waiver]]\nrule = "NO-SUCH-RULE"\nseverity = "off"\nreason = "x"\nuntil = 2999-01-01\n',
)
WRONG_FICHE = ("config/marches/a.toml", 'number = "1"\n')
CASES = [
    (WRONG_KEY, "clé inconnue gateway.worker", "unknown key 'gateway.worker'"),
    (WRONG_PARTNER, "6 lettres capitales", "6 capital letters"),
    (WRONG_TOML, "ce n'est pas un fichier TOML", "the file is not TOML"),
    (WRONG_WAIVER, "n'est pas une règle", "is no rule"),
    (WRONG_FICHE, "la clé title manque", "the key title is missing"),
]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command ended with and said."""

    code: object
    out: str
    err: str


Edi = Callable[..., Ran]


@pytest.fixture
def edi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Edi:
    """Runs one command line in this process, in a root of its own."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["edi", *words, "--root", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Ran(ended.value.code, out, err)

    return run


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_wrong_table(root: Path) -> None:
    table = (shipped("config") / "cadres.csv").read_text(encoding="utf-8")
    write(root, "config/cadres.csv", table.replace("A2,active", "A2,actif", 1))


@pytest.mark.parametrize(("file", "fr", "en"), CASES, ids=[en for _, _, en in CASES])
def test_check_and_doctor_tell_a_wrong_file_in_both_languages(
    file: tuple[str, str], fr: str, en: str, edi: Edi, tmp_path: Path
) -> None:
    write(tmp_path, file[0], file[1].format(lang=""))
    write(tmp_path, "facture.xml", "<a/>")
    for lang, words in (("fr", fr), ("en", en)):
        checked = edi("check", str(tmp_path / "facture.xml"), "--lang", lang)
        assert (checked.code, words in checked.err) == (2, True), checked.err
        looked = edi("doctor", "--lang", lang)
        assert (looked.code, words in looked.out) == (2, True), looked.out


def test_doctor_tells_a_wrong_table_in_the_language_asked_for(edi: Edi, tmp_path: Path) -> None:
    write_wrong_table(tmp_path)
    assert "cadres.csv, ligne 3 : status vaut 'actif' ; attendu : active, withdrawn." in edi("doctor").out
    said = json.loads(edi("doctor", "--lang", "en", "--json").out)["checks"]
    [told] = [line["said"] for line in said if not line["ok"] and line["subject"] == "tables"]
    assert told.endswith("cadres.csv, line 3: status holds 'actif'; write one of: active, withdrawn.")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_lang_the_gateways_own_holds_though_the_rest_be_wrong(lang: str, edi: Edi, tmp_path: Path) -> None:
    write(tmp_path, WRONG_KEY[0], WRONG_KEY[1].format(lang=f'lang = "{lang}"\n'))
    words = {"fr": "clé inconnue", "en": "unknown key"}[lang]
    assert words in edi("run").err
    assert words in edi("doctor").out


@pytest.mark.parametrize("text", ['[gateway]\nlang = "de"\n', "[gateway]\nlang = 1\n", "gateway = 1\n", "[[", ""])
def test_where_no_language_is_written_it_is_french(text: str, tmp_path: Path) -> None:
    write(tmp_path, "config/gateway.toml", text)
    assert written_language(tmp_path) == "fr"


@pytest.mark.parametrize("verb", [["run"], ["rules"], ["check", "facture.xml"]], ids=" ".join)
def test_a_waiver_of_no_rule_still_stops_what_judges(verb: list[str], edi: Edi, tmp_path: Path) -> None:
    write(tmp_path, *WRONG_WAIVER)
    write(tmp_path, "facture.xml", "<a/>")
    write(tmp_path, "inbox/README", "")
    verb = [str(tmp_path / word) if word.endswith(".xml") else word for word in verb]
    stopped = edi(*verb)
    assert (stopped.code, "NO-SUCH-RULE" in stopped.err) == (2, True), stopped.err
