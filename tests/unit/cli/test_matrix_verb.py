"""edi matrix: the capability matrix as a table, as JSON and as CSV; one cadre with the channel that takes it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from gateways import call

from edi.cli.verbs.matrix import matrix
from edi.config.tables import load_tables

TABLES = load_tables(None)
Shown = Callable[..., tuple[int, str]]


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    """shown("A15", lang="en") -> its exit code and what was printed, on a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")

    def show(
        cadre: str | None = None, *, as_json: bool = False, as_csv: bool = False, lang: str = "fr"
    ) -> tuple[int, str]:
        code = matrix(call(tmp_path, lang, as_json), cadre, as_csv)
        return code, capsys.readouterr().out

    return show


def test_json_holds_exactly_the_documented_keys(shown: Shown) -> None:
    keys = ["cadre", "label", "depositor", "operation", "edi", "portail", "service", "source", "certainty"]
    assert {tuple(row) for row in json.loads(shown(as_json=True)[1])} == {tuple(keys)}


def test_json_of_one_cadre_is_its_two_rows(shown: Shown) -> None:
    assert [row["operation"] for row in json.loads(shown("a15", as_json=True)[1])] == ["initial", "association"]


def test_csv_gives_the_same_rows_as_json(shown: Shown) -> None:
    assert list(csv.DictReader(io.StringIO(shown(as_csv=True)[1]))) == json.loads(shown(as_json=True)[1])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_fits_one_hundred_columns_without_cutting(shown: Shown, lang: str) -> None:
    text = shown(lang=lang)[1]
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "…" not in text


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("cadre", [code for code, cadre in TABLES.cadres.items() if cadre.active])
def test_every_cadre_can_be_shown(shown: Shown, cadre: str, lang: str) -> None:
    code, text = shown(cadre, lang=lang)
    assert (code, cadre in text) == (0, True)


def test_a_refused_cadre_is_shown_with_the_channel_that_takes_it(shown: Shown) -> None:
    assert "par le portail Chorus Pro" in " ".join(shown("A15")[1].split())


@pytest.mark.parametrize(("cadre", "said"), [("A11", "retiré"), ("B1", "réforme"), ("A26", "n'existe pas")])
def test_what_is_no_cadre_ends_with_2_and_says_what_is_known(
    tmp_path: Path, cadre: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert matrix(call(tmp_path), cadre) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
