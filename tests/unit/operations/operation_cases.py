"""Flows that went through a gateway, for what an operator asks afterwards."""

from __future__ import annotations

from pathlib import Path

from gateways import add_partner

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.flow import FlowRow
from edi.pipeline.runtime import Runtime
from edi.sandbox.examples import CII, flow_name

CODE = "XXX001"


def engine_at(root: Path) -> Engine:
    """The engine of a gateway with one partner."""
    add_partner(root, "btp", CODE)
    return Engine(load_settings(root), workers=1)


def deposit(settings: Settings, serial: int, data: bytes) -> None:
    (settings.folders.inbox / "btp" / flow_name(CII, CODE, serial)).write_bytes(data)


def sweep(settings: Settings, engine: Engine) -> None:
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)


def taken(settings: Settings, engine: Engine, serial: int, data: bytes) -> FlowRow:
    """Dropped and taken as far as it goes; its row."""
    deposit(settings, serial, data)
    sweep(settings, engine)
    return rows(settings)[-1]


def rows(settings: Settings) -> list[FlowRow]:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        return list(ledger.books.flows())
