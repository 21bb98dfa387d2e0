"""`edi check` writes reports beside its answer, and its own answer reads well at a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from junitparser import JUnitXml

from edi.sandbox.archives import tar_gz
from edi.sandbox.examples import UBL, flow_name, member_name
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl

CODE = "XXX001"
LONG = "N" * 40


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A flow of three: one good, one with a number that is too long, one of a cadre that EDI does not take."""
    documents = [invoice(number="F-1"), invoice(number=LONG), works("A15", number="S-3")]
    path = tmp_path / flow_name(UBL, CODE, 1)
    path.write_bytes(
        tar_gz({member_name(UBL, CODE, at): ubl(document) for at, document in enumerate(documents, start=1)})
    )
    return path


def edi(*words: object, columns: int = 120) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(
        [sys.executable, "-m", "edi.cli.app", *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )


def at_a_terminal(columns: int, *words: object) -> str:
    """What a person sees, standard output and error, on a terminal so wide; escape sequences taken out."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    child = subprocess.Popen(
        [sys.executable, "-m", "edi.cli.app", *map(str, words)],
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env={**environment, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is gone
            break
        if not part:
            break
        seen += part
    child.wait(timeout=60)
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", seen.decode())


def test_all_three_reports_of_one_run_agree(drop: Path, tmp_path: Path) -> None:
    html, junit, sarif = tmp_path / "r.html", tmp_path / "r.xml", tmp_path / "r.sarif"
    ran = edi("check", drop, "--html", html, "--junit", junit, "--sarif", sarif, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["verdict"] == "refused"
    assert [line.partition(" : ")[0] for line in ran.stderr.splitlines()] == [str(html), str(junit), str(sarif)]
    page = html.read_text(encoding="utf-8")
    assert "Conforme en partie" in page
    assert "NUMBER-LONG" in page
    root = JUnitXml.fromfile(str(junit))
    assert (root.tests, root.failures) == (3, 2)
    codes = {result["ruleId"] for result in json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]}
    assert {"NUMBER-LONG", "MATRIX-NOT-IN-EDI"} <= codes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--html", "{0}/none/r.html"], "n'existe pas"),
        (["--html", "{0}"], "c'est un dossier"),
        (["--html", "{0}/r", "--junit", "{0}/r"], "deux noms"),
        (["--sarif", "{drop}"], "est à juger"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_judged(
    words: list[str], told: str, drop: Path, tmp_path: Path
) -> None:
    before = drop.read_bytes()
    ran = edi("check", drop, *(word.format(tmp_path, drop=drop) for word in words))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert drop.read_bytes() == before


def test_the_report_of_the_last_run_is_not_judged_by_the_next(drop: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    for _ in range(2):
        ran = edi("check", tmp_path, "--html", report, "--json")
        assert {document["file"] for document in json.loads(ran.stdout)["documents"]} == {str(drop)}
        assert json.loads(ran.stdout)["findings"] == []


def test_refusals_stand_before_warnings_and_a_last_line_counts(tmp_path: Path) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(ubl(invoice(number=LONG)).replace(b"<cbc:DueDate>2", b"<cbc:DueDate>1"))
    lines = edi("check", path).stdout.splitlines()
    weights = [line.split()[0] for line in lines if re.match(r"  (erreur|avertissement)", line)]
    assert weights == sorted(weights, key=["erreur", "avertissement"].index)
    assert set(weights) == {"erreur", "avertissement"}
    assert lines[-1] == "1 erreur, 1 avertissement"


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_shows_the_line_that_is_meant_and_never_more_than_fits(columns: int, tmp_path: Path) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(ubl(invoice(number=LONG)))
    seen = at_a_terminal(columns, "check", path)
    assert re.search(r">\s+\d+  <cbc:ID>NNN", seen)
    assert all(len(line) <= columns for line in seen.splitlines() if str(path) not in line)


def test_many_refusals_are_not_buried_in_excerpts(tmp_path: Path) -> None:
    path = tmp_path / "piece.xml"
    broken = re.sub(rb"<cbc:(Percent|PriceAmount)([^>]*)>[^<]*<", rb"<cbc:\1\2>x<", ubl(invoice()))
    path.write_bytes(broken)
    seen = at_a_terminal(100, "check", path)
    refusals = len(re.findall(r"^  erreur", seen, flags=re.MULTILINE))
    assert refusals > 5
    assert len(re.findall(r"^\s+>\s+\d+  ", seen, flags=re.MULTILINE)) == refusals
    assert not re.search(r"^\s{10,}\d+  <", seen, flags=re.MULTILINE)


def test_what_to_do_is_said_once_of_a_run_of_like_refusals(tmp_path: Path) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(re.sub(rb"<cbc:PriceAmount([^>]*)>[^<]*<", rb"<cbc:PriceAmount\1>x<", ubl(invoice())))
    said = edi("check", path).stdout
    assert said.count("XSD-VALUE") == 3
    assert said.count("→") == 1


def test_the_value_stays_in_sight_of_a_narrow_terminal(tmp_path: Path) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(re.sub(rb"<cbc:PriceAmount([^>]*)>[^<]*<", rb"<cbc:PriceAmount\1>x-y-z<", ubl(invoice())))
    seen = at_a_terminal(80, "check", path)
    assert len(re.findall(r"^\s+>\s+\d+  .*x-y-z", seen, flags=re.MULTILINE)) == 3


def test_a_progress_bar_is_only_for_a_person(tmp_path: Path) -> None:
    for at in range(3):
        (tmp_path / f"piece-{at}.xml").write_bytes(ubl(invoice(number=f"F-{at}")))
    assert edi("check", tmp_path).stderr == ""
    seen = at_a_terminal(100, "check", tmp_path)
    assert "/3" in seen
    assert "3 fichiers · Factures acceptées : 3 sur 3 · aucun constat" in seen


def test_a_partner_that_wants_it_finds_a_page_in_its_outbox(drop: Path, tmp_path: Path) -> None:
    root = tmp_path / "gateway"
    root.mkdir()
    assert edi("partner", "add", "btp", "--app-code", CODE, "--returns", "html", "--root", root).returncode == 0
    drop.rename(root / "inbox" / "btp" / drop.name)
    assert edi("run", "--settle", 0, "--root", root).returncode == 0
    [page] = (root / "outbox" / "btp").glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "Intégré en partie" in text
    assert "A15 – état d&#39;acompte" in text or "A15 – état d'acompte" in text
    assert "03 Mise à disposition du destinataire" in text
    assert edi("verify", "--root", root).returncode == 0
