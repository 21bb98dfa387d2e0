"""The same returns again: byte for byte, of the version in force, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gateways import add_partner, call
from operation_cases import CODE, deposit, engine_at, rows, sweep

from edi.cli.verbs.resend import resend
from edi.config.settings import Settings, load_settings
from edi.errors import ConfigError
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_at(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def settings(tmp_path: Path, engine: Engine, capsys: pytest.CaptureFixture[str]) -> Settings:
    """Two flows, answered; their returns collected by the partner, which empties its outbox."""
    add_partner(tmp_path, "btp", CODE, returns=["json"])
    settings = load_settings(tmp_path)
    for serial in (1, 2):
        deposit(settings, serial, cii(invoice(number=f"F-{serial}")))
    sweep(settings, engine)
    for file in outbox(settings):
        file.unlink()
    capsys.readouterr()
    return settings


def outbox(settings: Settings) -> list[Path]:
    return list((settings.folders.outbox / "btp").iterdir())


def ask(settings: Settings, *texts: str, partner: str | None = None, as_json: bool = True) -> int:
    return resend(call(settings.folders.root, as_json=as_json), texts, partner)


def test_the_returns_are_put_again_byte_for_byte(settings: Settings) -> None:
    row = rows(settings)[0]
    assert ask(settings, row.id) == 0
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        kept = {item.name: item.content for item in ledger.decisions.returns(row.id)}
    assert {file.name: file.read_bytes() for file in outbox(settings)} == kept


@pytest.mark.parametrize("of", ["id", "flow_id", "drop_name", "sha256"])
def test_a_flow_is_named_in_any_of_its_ways(settings: Settings, of: str) -> None:
    assert ask(settings, getattr(rows(settings)[0], of)) == 0
    assert len(outbox(settings)) == 3


@pytest.mark.parametrize("text", ["F-1", "CSO"])
def test_an_invoice_number_names_its_flow_and_a_part_of_a_name_none(settings: Settings, text: str) -> None:
    assert ask(settings, text) == (0 if text == "F-1" else 1)


def test_the_name_of_a_return_names_its_flow(settings: Settings) -> None:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        name = ledger.decisions.returns(rows(settings)[1].id)[0].name
    assert ask(settings, name) == 0


def test_the_beginning_of_an_id_sends_nothing(settings: Settings) -> None:
    assert ask(settings, rows(settings)[0].id[:8]) == 1
    assert outbox(settings) == []


def test_the_ledger_is_not_touched(settings: Settings) -> None:
    before = settings.folders.ledger.read_bytes()
    ask(settings, "F-1", "F-2")
    assert settings.folders.ledger.read_bytes() == before


def test_what_is_not_found_ends_with_1_and_the_rest_is_sent(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(settings, "F-1", "nobody") == 1
    said = json.loads(capsys.readouterr().out)
    assert (len(said["sent"]), len(said["troubles"])) == (1, 1)


def test_another_partners_flow_is_not_sent(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    add_partner(settings.folders.root, "other", "YYY002")
    assert ask(settings, "F-1", partner="other", as_json=False) == 1
    assert "aucun flux de other" in capsys.readouterr().err


def test_a_partner_that_does_not_exist_is_a_typing_slip(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="--partner nobody : partenaire inconnu ; connus : btp"):
        ask(settings, "F-1", partner="nobody")


def test_the_gateways_language_is_spoken(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (settings.folders.config / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    assert ask(settings, "F-1", "nobody", as_json=False) == 1
    told = capsys.readouterr()
    assert "3 returns deposited again, version 1" in told.out
    assert "no flow has this name" in told.err


def test_a_flow_that_has_no_answer_yet_is_said_to_have_none(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger(settings.folders.ledger) as ledger, ledger.write():
        ledger.flows.add([("29991231000000000000-0000", "btp", "late.xml", datetime.now(UTC))])
    assert ask(settings, "late.xml", as_json=False) == 1
    assert "pas encore déposée" in capsys.readouterr().err


def test_an_outbox_in_the_way_is_told_without_a_traceback(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    box = settings.folders.outbox / "btp"
    box.rmdir()
    box.write_text("in the way")
    assert ask(settings, "F-1") == 1
    assert "non déposés" in capsys.readouterr().err


def test_a_person_reads_where_they_were_put(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ask(settings, "F-1", as_json=False)
    assert "3 retours déposés de nouveau, version 1" in capsys.readouterr().out
