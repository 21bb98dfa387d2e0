"""Duplicates of an invoice: the same supplier, number, type and year, however written and whoever dropped it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gateways import add_partner

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.document import Party, Record, Syntax, Value
from edi.pipeline.duplicates import invoice_key
from edi.pipeline.runtime import Runtime
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, UBL, flow_name
from edi.sandbox.invoices import DEBTOR_SERVICE, TITULAIRE, Invoice, invoice
from edi.sandbox.ubl import ubl

NORTH, SOUTH = "NRD001", "SUD001"
DUPLICATE = ["DUPLICATE-INVOICE-NUMBER"]


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    add_partner(tmp_path, "nord", NORTH)
    add_partner(tmp_path, "sud", SOUTH)
    return load_settings(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    with Engine(settings, workers=1) as engine:
        yield engine


def dropped(settings: Settings, engine: Engine, who: str, name: str, data: bytes) -> list[list[str]]:
    """The codes of each document of the flow that came of this drop."""
    (settings.folders.inbox / who / name).write_bytes(data)
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(0)
        assert ledger.books.contradictions() == []
        [row] = [row for row in ledger.books.flows() if row.drop_name == name]
        return [[finding.code for finding in one.findings] for one in ledger.decisions.documents(row.id)]


def test_a_number_counts_across_partners_and_the_first_keeps_its_status(settings: Settings, engine: Engine) -> None:
    first = flow_name(UBL, NORTH, 1)
    assert dropped(settings, engine, "nord", first, ubl(invoice())) == [[]]
    assert dropped(settings, engine, "sud", flow_name(UBL, SOUTH, 1), ubl(invoice())) == [DUPLICATE]
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        [row] = [row for row in ledger.books.flows() if row.drop_name == first]
        [document] = ledger.decisions.documents(row.id)
    assert document.statuses[0] == 1


@pytest.mark.parametrize(
    "again",
    [
        invoice(number="ex-2026-001"),
        invoice(supplier=replace(TITULAIRE, name="Autre libellé")),
        invoice(debtor=DEBTOR_SERVICE),
        invoice(issue_date=date(2026, 1, 1), due_date=date(2026, 2, 1)),
    ],
    ids=["in small letters", "under another name", "to another debtor", "dated another day of the year"],
)
def test_an_invoice_in_the_other_syntax_is_the_same_one(settings: Settings, engine: Engine, again: Invoice) -> None:
    assert dropped(settings, engine, "nord", flow_name(UBL, NORTH, 1), ubl(invoice())) == [[]]
    assert "DUPLICATE-INVOICE-NUMBER" in dropped(settings, engine, "sud", flow_name(CII, SOUTH, 1), cii(again))[0]


def test_two_of_one_archive_are_integrated_once(settings: Settings, engine: Engine) -> None:
    data = tar_gz({"a.xml": cii(invoice()), "b.xml": cii(invoice(note="Rectifiée"))})
    assert dropped(settings, engine, "nord", flow_name(CII, NORTH, 1), data) == [[], DUPLICATE]


def test_a_refused_invoice_leaves_its_number_free_to_all(settings: Settings, engine: Engine) -> None:
    refused = dropped(settings, engine, "nord", flow_name(CII, NORTH, 1), cii(invoice(cadre="A15")))
    assert refused == [["MATRIX-NOT-IN-EDI"]]
    assert dropped(settings, engine, "sud", flow_name(CII, SOUTH, 1), cii(invoice())) == [[]]


def record(
    supplier: str = "99999999800019", number: str = "F 1", type_: str = "380", day: str = "2026-10-30"
) -> Record:
    return Record(
        syntax=Syntax.CII,
        supplier=Party(id=Value(supplier, "", 1)),
        number=Value(number, "", 1),
        type=Value(type_, "", 1),
        issue_date=Value(day, "", 1),
    )


@pytest.mark.parametrize(
    "same",
    [
        record(supplier="999 999 998 00019"),
        record(supplier="999\u00a0999\u00a0998\u00a000019"),
        record(number="f 1"),
        record(number="F  1"),
        record(number="F\u00a01"),
        record(day="2026-01-02"),
    ],
)
def test_blanks_and_case_make_no_other_invoice(same: Record) -> None:
    assert invoice_key(same) == invoice_key(record())


@pytest.mark.parametrize(
    "other",
    [record(supplier="99999998000017"), record(number="F1"), record(type_="381"), record(day="2025-10-30")],
    ids=["supplier", "number", "type", "year"],
)
def test_each_part_of_the_key_tells_two_invoices_apart(other: Record) -> None:
    assert invoice_key(other) != invoice_key(record())
