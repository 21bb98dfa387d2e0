"""The scenes of the fault suite: what lies ready, then the commands during which everything is made to go wrong.

A scene joins with one line in SCENES; every sweep, order check and power loss then runs it too. Preparing is a function
of a Desk, an empty gateway with its partner btp; the act is command lines, as an operator or cron types them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from edi.disk.folders import Folders
from edi.judging.engine import Engine
from edi.judging.judged import Unjudged
from edi.message import Message
from edi.model.judgement import Verdict
from edi.rules.identity import debtor_is_a_siret
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl

CODE = "XXX001"
SETTINGS = f'app_code = "{CODE}"\nreturns = ["csv", "json"]\n'
SWEEP = "run --settle 0"


@dataclass(frozen=True)
class Desk:
    """An empty gateway on which a scene is prepared; `type` runs one command line and gives its exit code."""

    root: Path
    engine: Engine
    type: Callable[[str], int]

    def drop(self, serial: int, content: bytes) -> None:
        self.folders.inbox.joinpath("btp", flow_name(CII, CODE, serial)).write_bytes(content)

    def there(self, serial: int, content: bytes) -> None:
        """In the out folder of the partner's own server."""
        (self.root / "server" / "out" / flow_name(CII, CODE, serial)).write_bytes(content)

    @property
    def folders(self) -> Folders:
        return Folders.of(self.root)

    def does(self, line: str, code: int = 0) -> None:
        assert self.type(line) == code, line


@dataclass(frozen=True)
class Scene:
    name: str
    prepare: Callable[[Desk], None]
    act: tuple[str, ...] = (SWEEP,)
    server: bool = False  # btp has an SFTP server of its own


def one(number: str = "F-1") -> bytes:
    return cii(invoice(number=number))


def twenty() -> bytes:
    """Nineteen good documents and one that no reader reads."""
    members = {f"{n:02d}.xml": one(f"F-{n:02d}") for n in range(1, 20)}
    return tar_gz({**members, "20.xml": one("F-20")[:-20]})


def archive(desk: Desk) -> None:
    desk.does(SWEEP)  # so that its ledger is there: how one is made is seen in the plain scene
    desk.drop(1, twenty())


def repeat(desk: Desk) -> None:
    """A drop that was answered, dropped again; in the same sweep a refused invoice and a name that says nothing."""
    desk.drop(1, one())
    desk.does(SWEEP)
    desk.drop(1, one())
    desk.drop(2, ubl(works("A15", number="F-2")))
    (desk.folders.inbox / "btp" / "wrong name.xml").write_bytes(one("F-3"))


def judged_wrongly(desk: Desk) -> None:
    """A flow a rule since withdrawn refused, and one that was quarantined because it could not be judged."""
    real = desk.engine.judge_flow

    def refusing(*given: Any) -> Any:
        judged = real(*given)
        finding = debtor_is_a_siret.spec.at(value="12")
        documents = [replace(each, verdict=Verdict.REFUSED, findings=(finding,)) for each in judged.documents]
        return replace(judged, documents=tuple(documents))

    def failing(*given: Any) -> Any:
        return Unjudged(why=Message("le juge est mort", "the judge died"))

    with mock.patch.object(desk.engine, "judge_flow", refusing):
        desk.drop(1, one("F-1"))
        desk.does(SWEEP)
    with (
        mock.patch.object(desk.engine, "judge_flow", failing),
        mock.patch("edi.pipeline.retry.FIRST_RETRY", timedelta(0)),
    ):
        desk.drop(2, one("F-2"))
        for code in (4, 4, 0):
            desk.does(SWEEP, code)


def answered(desk: Desk) -> None:
    """Three flows long finished."""
    for serial in (1, 2, 3):
        desk.drop(serial, one(f"F-{serial}"))
    desk.does(SWEEP)


def waiting_there(desk: Desk) -> None:
    """A file on the partner's server, seen there once: it is fetched when it is seen again unchanged."""
    desk.there(1, one())
    desk.does("transfer")


def to_deliver(desk: Desk) -> None:
    """Two flows whose returns lie in the outbox."""
    for serial in (1, 2):
        desk.drop(serial, one(f"F-{serial}"))
    desk.does(SWEEP)


SCENES = {
    scene.name: scene
    for scene in (
        Scene("plain", lambda desk: desk.drop(1, one())),
        Scene("archive", archive),
        Scene("repeat", repeat),
        Scene("pull", waiting_there, ("transfer", SWEEP, "transfer"), server=True),
        Scene("push", to_deliver, ("transfer",), server=True),
        Scene("reprocess", judged_wrongly, ("reprocess --partner btp",)),
        Scene("purge", answered, ("purge --older-than 0h --yes",)),
    )
}


def arrange(root: Path, scene: Scene, sftp: str, user: str | None) -> None:
    """The settings of a gateway at `root`, which name its own folders; the server's folders belong to its user."""
    folders = Folders.of(root)
    for folder in (folders.partners, folders.inbox / "btp", folders.outbox / "btp", folders.state):
        folder.mkdir(parents=True, exist_ok=True)
    text = SETTINGS
    if scene.server:
        there = root / "server"
        for folder in (there / "out", there / "in"):
            folder.mkdir(parents=True, exist_ok=True)
        text += f'[sftp]\n{sftp}out = "{there}/out"\nin = "{there}/in"\nquiet_seconds = 0\n'
        if user is not None:
            for path in (there, *there.rglob("*")):
                shutil.chown(path, user)
    (folders.partners / "btp.toml").write_text(text, encoding="utf-8")
