"""edi flows and edi show: whole names and codes at any width, the language of the gateway, what they say of nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gateways import add_partner, call

from edi.catalogue import wording
from edi.cli.verbs.flows import flows
from edi.cli.verbs.show import show
from edi.config.settings import load_settings
from edi.errors import ConfigError
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.operations import lookup as verb_lookup
from edi.pipeline.runtime import Runtime
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name, member_name
from edi.sandbox.invoices import invoice, works

CODES = {"btp-nord": "XXX001", "english": "ENG001"}
WIDTHS = (60, 80, 100, 120, 160)

Shown = Callable[..., str]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two partners: a good archive, a piece EDI does not take, and an invoice number that comes twice."""
    root = tmp_path_factory.mktemp("gateway")
    for name, code in CODES.items():
        add_partner(root, name, code)
    settings = load_settings(root)
    north, english = (settings.folders.inbox / name for name in CODES)
    archive = tar_gz({member_name(CII, "XXX001", 1): cii(invoice(number="FA-1"))})
    (north / f"{flow_name(CII, 'XXX001', 1)}.tar.gz").write_bytes(archive)
    (north / flow_name(CII, "XXX001", 2)).write_bytes(cii(works("A15", number="SITU-2")))
    (english / flow_name(CII, "ENG001", 1)).write_bytes(cii(invoice(number="FA-1")))
    (english / f"une facture au nom {'bien trop ' * 9}long.xml").write_bytes(cii(invoice()))
    with Engine(settings, workers=1) as engine, Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
    return root


@pytest.fixture
def shown(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    def run(text: str | None = None, width: int = 80, lang: str | None = None, as_json: bool = False) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        if text is None:
            assert flows(call(root, lang, as_json)) == 0
        else:
            show(call(root, lang, as_json), text)
        return capsys.readouterr().out

    return run


@pytest.fixture
def in_english(root: Path) -> Iterator[None]:
    file = root / "config" / "gateway.toml"
    file.write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    yield
    file.unlink()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_name_and_no_code_is_broken_at_any_width(shown: Shown, width: int) -> None:
    said = shown(width=width)
    assert all(len(line) <= width for line in said.splitlines())
    for whole in ("btp-nord", "english", "MATRIX-NOT-IN-EDI", "ENV-NAME", "refusé", "irrecevable"):
        assert whole in said.replace(",", " ").split()
    ends = [word for word in said.split() if word.startswith("FSO1116A_")]
    assert sorted(word[-8:] for word in ends) == sorted(["1.tar.gz", "00000002", "00000001"])


def test_a_wide_terminal_has_the_whole_name(shown: Shown) -> None:
    assert f"{flow_name(CII, 'XXX001', 1)}.tar.gz" in shown(width=160)


def test_a_narrow_one_has_the_day_and_the_codes_on_a_line_of_their_own(shown: Shown) -> None:
    lines = shown(width=80).splitlines()
    assert lines[0].split() == ["reçu", "partenaire", "fichier", "verdict", "factures"]
    assert "    MATRIX-NOT-IN-EDI" in lines


@pytest.mark.usefixtures("in_english")
def test_the_language_of_the_gateway_is_that_of_its_tables(shown: Shown) -> None:
    assert shown().splitlines()[0].split() == ["received", "partner", "file", "verdict", "invoices"]
    assert "refused" in shown()
    assert "fingerprint" in shown("SITU-2")


def test_show_speaks_english_where_it_is_asked_to(shown: Shown) -> None:
    said = shown("SITU-2", lang="en")
    for french in ("partenaire", "reçu", "décidé", "empreinte", "retour", "identifiant"):
        assert french not in said
    for english in ("partner", "received", "decided", "fingerprint", "return", "flow id"):
        assert english in said


@pytest.mark.parametrize("end", ["", ".xml", ".tar.gz", ".zip"])
def test_a_flow_name_finds_its_flow_whatever_the_extension(shown: Shown, end: str) -> None:
    [found] = json.loads(shown(flow_name(CII, "XXX001", 1) + end, as_json=True))
    assert found["drop"].endswith(".tar.gz")


def test_a_flow_name_of_another_interface_finds_nothing(shown: Shown) -> None:
    assert json.loads(shown(flow_name(CII, "XXX001", 2).replace("FSO1116A", "FSO1110A"), as_json=True)) == []


def test_what_is_then_done_to_a_flow_hits_it_by_that_name_too(root: Path) -> None:
    with Ledger(load_settings(root).folders.ledger, read_only=True) as ledger:
        [row] = verb_lookup.named(ledger, flow_name(CII, "XXX001", 1))
        assert row.drop_name.endswith(".tar.gz")
        assert verb_lookup.named(ledger, flow_name(CII, "XXX001", 1)[:-1]) == []


def test_nothing_found_says_where_to_look(shown: Shown) -> None:
    assert "edi flows" in shown("nothing-like-it")
    assert "edi flows" in shown("nothing-like-it", lang="en")


def test_an_original_that_cannot_be_read_hides_nothing_else(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if "archive" in folder.parts:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    said = shown("SITU-2")
    assert "illisible (Permission denied)" in said
    assert "MATRIX-NOT-IN-EDI" in said
    assert json.loads(shown("SITU-2", as_json=True))[0]["original"] is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_flow_yet_is_said_in_words(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "gateway.toml").write_text(f'[gateway]\nlang = "{lang}"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        flows(call(tmp_path))
    assert ("no ledger yet" if lang == "en" else "pas encore de registre") in refused.value.of(call(tmp_path).lang)
    Ledger(load_settings(tmp_path).folders.ledger).close()
    assert flows(call(tmp_path)) == 0
    assert ("No flow yet" if lang == "en" else "Aucun flux encore") in capsys.readouterr().out


def test_a_root_that_does_not_exist_is_told_as_such(tmp_path: Path) -> None:
    for ask in (
        lambda: flows(call(tmp_path / "slip")),
        lambda: show(call(tmp_path / "slip"), "x"),
    ):
        with pytest.raises(ConfigError, match="slip : ce dossier n'existe pas"):
            ask()
