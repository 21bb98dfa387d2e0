"""A death between any two durable steps, then a restart: one flow a drop, one verdict, the same returns.

Every call that changes the disk or the ledger is counted; for n = 1, 2, 3 ... the run dies just before its n-th, until
a run gets through. Death is a BaseException here, so that no handler of ours can soften it.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edi import durable
from edi.commands import partner
from edi.engine import Engine
from edi.gateway import Gateway
from edi.ledger import Ledger
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, UBL, flow_name
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl
from edi.settings import Settings, load_settings

CODE = "XXX001"
DROPS = {
    flow_name(CII, CODE, 1): cii(invoice(number="F-1")),
    flow_name(CII, CODE, 2): tar_gz({f"{n}.xml": cii(works("A4", number=f"F-2-{n}")) for n in range(3)}),
    flow_name(UBL, CODE, 3): ubl(works("A15", number="F-3")),
    "wrong name.xml": cii(invoice(number="F-4")),
}
VARYING = re.compile(r"<Horodatage>[^<]*</Horodatage>|<Valeurparametre>\d{4}-\d\d-\d\d</Valeurparametre>")


class Death(BaseException):
    """kill -9, as far as this process can tell."""


class Countdown:
    """Lets n - 1 changes through and dies before the n-th."""

    def __init__(self, n: int) -> None:
        self.left = n

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Death


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("engine")
    partner.add("btp", CODE, "strict", "fr", ".xml", "", root, None)
    with Engine(load_settings(root), workers=1) as engine:
        yield engine


def fresh(root: Path) -> Settings:
    root.mkdir()
    partner.add("btp", CODE, "strict", "fr", ".xml", "", root, None)
    settings = load_settings(root)
    for name, data in DROPS.items():
        (settings.folders.inbox / "btp" / name).write_bytes(data)
    return settings


def sweep(settings: Settings, engine: Engine) -> None:
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(settings=settings, engine=engine, ledger=ledger).sweep(settle=0)


def dying_sweep(settings: Settings, engine: Engine, n: int, patch: pytest.MonkeyPatch) -> bool:
    """Whether the run died; False when it has fewer than n changes to make."""
    countdown = Countdown(n)

    def counted(real: Any) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            countdown.step()
            return real(*args, **named)

        return call

    for name in ("rename", "mkdir", "fsync", "link", "unlink", "rmdir"):
        patch.setattr(os, name, counted(getattr(os, name)))
    run = Ledger._run

    def ledger_run(self: Ledger, statement: str, values: Any = None) -> sqlite3.Cursor:
        if statement == "COMMIT":
            countdown.step()  # before the commit; the step after it is the next change
        return run(self, statement, values)

    patch.setattr(Ledger, "_run", ledger_run)
    ledger = None
    try:
        ledger = Ledger(settings.folders.ledger)
        Gateway(settings=settings, engine=engine, ledger=ledger).sweep(settle=0)
    except Death:
        return True
    finally:
        patch.undo()
        # a dead process commits nothing and gives its locks up: closing without a commit does the same
        if ledger is not None:
            ledger._connection.close()
    return False


def picture(settings: Settings) -> dict[str, Any]:
    """All that a partner and an operator can see, without the moments."""
    folders = settings.folders
    with Ledger(folders.ledger, read_only=True) as ledger:
        flows = [(row.drop_name, row.verdict, row.state, row.sha256) for row in ledger.all_flows()]
        assert ledger.integrity() == []
        assert ledger.contradictions() == []
    returns = {
        file.name: VARYING.sub("", file.read_text("utf-8"))
        for file in (folders.outbox / "btp").iterdir()
        if not file.name.startswith(".")
    }
    archived = {file.name: file.read_bytes() for file in folders.archive.rglob("*") if file.is_file()}
    return {
        "flows": sorted(flows),
        "returns": returns,
        "archived": archived,
        "inbox": os.listdir(folders.inbox / "btp"),
        "taken": [str(file) for file in folders.taken.rglob("*") if file.is_file()],
    }


def test_a_death_before_any_change_is_recovered_to_the_same_picture(tmp_path: Path, engine: Engine) -> None:
    undisturbed = fresh(tmp_path / "undisturbed")
    sweep(undisturbed, engine)
    wanted = picture(undisturbed)
    assert wanted["archived"] == DROPS
    points = 0
    while True:
        settings = fresh(tmp_path / f"death-{points + 1}")
        with pytest.MonkeyPatch.context() as patch:
            if not dying_sweep(settings, engine, points + 1, patch):
                break
        points += 1
        whole_or_absent(settings)
        sweep(settings, engine)
        assert picture(settings) == wanted, f"after a death before change {points}"
    assert points > 40, "the harness no longer sees the changes it is to interrupt"


def whole_or_absent(settings: Settings) -> None:
    """At the moment of death no partial return is visible under its name."""
    for file in (settings.folders.outbox / "btp").iterdir():
        if not file.name.startswith("."):
            assert file.read_bytes().rstrip().endswith(b"</CPPStatut>")


def test_the_harness_catches_a_wrong_order(tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: returns written in place instead of renamed into place. The check above must see it."""

    def in_place(folder: Path, files: Any) -> None:
        for name, content in files:
            with open(folder / name, "wb") as out:
                out.write(content[: len(content) // 2])
                out.flush()
                os.fsync(out.fileno())
                out.write(content[len(content) // 2 :])

    monkeypatch.setattr(durable, "publish", in_place)
    for n in range(1, 200):
        settings = fresh(tmp_path / f"planted-{n}")
        with pytest.MonkeyPatch.context() as patch:
            if not dying_sweep(settings, engine, n, patch):
                pytest.fail("the planted bug was not caught")
        try:
            whole_or_absent(settings)
        except AssertionError:
            return
