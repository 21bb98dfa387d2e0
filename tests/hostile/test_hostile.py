"""Every attack of MANIFEST.toml, dropped beside a good invoice: the answer it must get, its cost, and nothing else.

After one sweep the attack has its verdict and finding, the neighbour is integrated, no file lies outside the gateway's
own folders, both originals are archived byte for byte and the ledger is sound.
"""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attacks
import pytest
from corpus import Attack, makers, manifest
from figures import Figures
from gateways import call

from edi.catalogue import wording
from edi.cli.verbs.verify import verify
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.finding import Finding
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict
from edi.pipeline.runtime import Runtime
from edi.sandbox import archives
from edi.sandbox.examples import CII, FACTURX, UBL, flow_name
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import invoice

pytestmark = pytest.mark.timeout(60)

PARTNER = "btp"
NEIGHBOUR = os.fsencode(flow_name(CII, attacks.CODE, 999))
RETURN = re.compile(r"(CSO[0-9]{4}A|FEN1200A)_EDI001_EDI001[0-9]{19}\.(xml|csv|json)")
CUTS = 100  # places where a transfer breaks off


def cases() -> list[Any]:
    listed = []
    for attack in manifest():
        marks = [pytest.mark.slow] if attack.slow else []
        if attack.broken:
            marks.append(pytest.mark.xfail(reason=attack.broken, run=not attack.hangs, strict=True))
        listed.append(pytest.param(attack, id=attack.name, marks=marks))
    return listed


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(load_settings(tmp_path_factory.mktemp("engine")), workers=1) as engine:
        engine.judge_flow("warm.pdf", facturx(invoice()))  # the judging process starts, and loads all
        yield engine


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, where anything written by a relative name would show."""
    cwd = tmp_path / "cwd"
    cwd.mkdir()
    monkeypatch.chdir(cwd)
    return tmp_path


@pytest.mark.parametrize("attack", cases())
def test_the_attack_gets_its_answer_and_touches_nothing_else(
    attack: Attack, here: Path, engine: Engine, capfd: pytest.CaptureFixture[str], figures: Figures
) -> None:
    figures("{} attacks", 1)
    settings = prepared(here / "root", attack.naming)
    name, data = attack.drop()
    drops = {name: data, NEIGHBOUR: attacks.good("VOISINE")}
    for dropped in drops:
        put(settings, dropped, drops[dropped])
    watch = [Watch(pid) for pid in (os.getpid(), *judges(engine))]
    rows, told = swept(settings, engine)
    seconds = sum(one.worked() for one in watch)
    grown = max(one.grown() for one in watch)
    assert_answer(attack, rows, told, name)
    assert seconds < attack.seconds
    assert grown < attack.mebibytes
    assert_untouched(here, settings, drops)
    assert heaviest(settings) < attack.returned * 1024
    capfd.readouterr()
    assert verify(call(settings.folders.root)) == 0, capfd.readouterr().out
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err


def test_no_attack_is_made_and_not_tried() -> None:
    assert {*makers()} == {attack.make for attack in manifest()}


@pytest.mark.parametrize(
    ("kind", "interface"), [("xml", CII), ("ubl", UBL), ("tar.gz", CII), ("zip", CII), ("tar", CII), ("pdf", FACTURX)]
)
def test_a_file_cut_anywhere_is_never_accepted(
    kind: str, interface: str, here: Path, engine: Engine, figures: Figures
) -> None:
    settings = prepared(here / "root", "strict")
    whole = WHOLE[kind]()
    step = max(1, len(whole) // CUTS)
    cuts = {*range(0, len(whole), step), *range(len(whole) - 10, len(whole))}
    for serial, cut in enumerate(sorted(cuts), 1):
        put(settings, os.fsencode(flow_name(interface, attacks.CODE, serial)), whole[:cut])
    put(settings, NEIGHBOUR, attacks.good("VOISINE"))
    figures("{} files cut", len(cuts))
    rows, told = swept(settings, engine)
    accepted = [row.drop_name for row in rows if row.verdict in (FlowVerdict.INTEGRATED, FlowVerdict.PARTIAL)]
    figures("cut files accepted {}", len(accepted) - 1)
    assert accepted == [os.fsdecode(NEIGHBOUR)]
    assert all(
        row.verdict in (FlowVerdict.REFUSED, FlowVerdict.IRRECEVABLE) or row.drop_name in accepted for row in rows
    )
    assert all(told[row.id] for row in rows if row.drop_name not in accepted)


WHOLE = {
    "xml": lambda: attacks.good().rstrip(),
    "ubl": lambda: attacks.ubl(invoice()).rstrip(),
    "tar.gz": lambda: archives.tar_gz({"1.xml": attacks.good("1"), "2.xml": attacks.good("2")}),
    "zip": lambda: archives.zip_({"1.xml": attacks.good("1"), "2.xml": attacks.good("2")}),
    # a tar may end without the zeros tar pads it with: what counts is that no file in it is cut
    "tar": lambda: archives.tar({"1.xml": attacks.good("1"), "2.xml": attacks.good("2")}).rstrip(b"\0"),
    "pdf": lambda: facturx(invoice()).rstrip(),
}


def prepared(root: Path, naming: str) -> Settings:
    partners = root / "config" / "partners"
    partners.mkdir(parents=True)
    text = f'app_code = "{attacks.CODE}"\nnaming = "{naming}"\nreturns = ["csv", "json"]\n'
    (partners / f"{PARTNER}.toml").write_text(text, encoding="utf-8")
    (root / "inbox" / PARTNER).mkdir(parents=True)
    return load_settings(root)


def put(settings: Settings, name: bytes, data: bytes) -> None:
    with open(os.path.join(os.fsencode(settings.folders.inbox / PARTNER), name), "wb") as file:
        file.write(data)


def swept(settings: Settings, engine: Engine) -> tuple[list[FlowRow], dict[str, list[Finding]]]:
    """One sweep: every flow, and all that was found in each."""
    with Ledger(settings.folders.ledger) as ledger:
        report = Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
        assert (report.left, report.notes) == ((), ())
        rows = list(ledger.books.flows())
        told = {
            row.id: [
                *ledger.decisions.findings(row.id),
                *(finding for document in ledger.decisions.documents(row.id) for finding in document.findings),
            ]
            for row in rows
        }
        assert ledger.books.integrity() == []
        assert ledger.books.contradictions() == []
    return rows, told


def assert_answer(attack: Attack, rows: list[FlowRow], told: dict[str, list[Finding]], name: bytes) -> None:
    neighbour = next(row for row in rows if row.drop_name == os.fsdecode(NEIGHBOUR))
    attacker = next(row for row in rows if row is not neighbour)
    assert (len(rows), neighbour.verdict) == (2, FlowVerdict.INTEGRATED)
    assert attacker.drop_name.isprintable()
    codes = [finding.code for finding in told[attacker.id] if finding.severity.refuses]
    assert (attacker.verdict and attacker.verdict.value, codes[:1]) == (
        attack.verdict,
        [attack.finding] if attack.finding else [],
    )


def assert_untouched(here: Path, settings: Settings, drops: dict[bytes, bytes]) -> None:
    """Nothing outside, nothing waiting, everything archived, and safe names and contents in the outbox."""
    folders = settings.folders
    assert sorted(os.listdir(here)) == ["cwd", "root"]
    assert os.listdir(here / "cwd") == []
    assert not os.path.lexists(attacks.OUTSIDE)
    assert sorted(os.listdir(folders.root)) == ["config", "inbox", "outbox", "state"]
    assert os.listdir(folders.inbox / PARTNER) == []
    archived = {}
    for at, _, files in os.walk(os.fsencode(folders.state)):
        for name in files:
            if not name.startswith(b"ledger.db"):
                archived[name] = at
    assert archived.keys() == drops.keys()
    assert all(b"/archive/" in at for at in archived.values())
    for name, at in archived.items():
        with open(os.path.join(at, name), "rb") as file:
            assert file.read() == drops[name]
    for file in (folders.outbox / PARTNER).iterdir():
        content = file.read_bytes()
        assert RETURN.fullmatch(file.name)
        assert b"root:x:0" not in content


def heaviest(settings: Settings) -> int:
    """Bytes of the largest return."""
    return max(file.stat().st_size for file in (settings.folders.outbox / PARTNER).iterdir())


def judges(engine: Engine) -> list[int]:
    """The judging processes."""
    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]


class Watch:
    """How far a process grows and how long it works from now on: of a processor's time, which others cannot take."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        with suppress(OSError):  # then the mark keeps what came before, and tells less than it could
            Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # the high-water mark, back to now
        self._before, self._began = self._high(), self._cpu()

    def worked(self) -> float:
        """In seconds; 0 when the process is no more."""
        return max(0.0, self._cpu() - self._began)

    def grown(self) -> float:
        """In MiB; 0 when the process is no more."""
        return max(0, self._high() - self._before) / 1024

    def _cpu(self) -> float:
        try:
            after_name = self._status.with_name("stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except FileNotFoundError:
            return 0.0
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime

    def _high(self) -> int:
        try:
            found = re.search(r"VmHWM:\s+(\d+) kB", self._status.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0
        return int(found[1]) if found else 0
