"""The page in a real browser: it shows its text, runs nothing, asks nothing of anybody, and prints."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from edi.catalogue import CATALOGUE
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.returns.as_html import report
from edi.returns.facts import of_outcome
from edi.rules.identity import debtor_is_a_siret
from edi.words.wording import Wording

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless=new",
    "--no-sandbox",  # which a browser cannot have when root starts it, as in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no browser here: apt-get install chromium"),
]


@dataclass
class Site:
    """One page on this machine, and who asked for what."""

    page: bytes = b""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/page.html"


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            self.send_response(200 if self.path == "/page.html" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(served.page)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()


def page(attack: str) -> bytes:
    """A page of two refused documents, every text of which would run or fetch something if it were markup."""
    finding = debtor_is_a_siret.spec.at(value=attack, xpath=attack, line=3, member=attack)
    document = DocumentOutcome(
        position=1,
        member=attack,
        verdict=Verdict.REFUSED,
        number=attack,
        cadre="A4",
        supplier_name=attack,
        debtor_name=attack,
        statuses=(37,),
        findings=(finding,),
    )
    outcome = Outcome(
        flow="f-1",
        partner_code="XXX001",
        gateway_code="GWY001",
        flow_id="XXX0011116000000000000001",
        drop_name=attack,
        verdict=FlowVerdict.REFUSED,
        decided_at=datetime(2026, 11, 5, 12, tzinfo=UTC),
        received_at=datetime(2026, 11, 5, 11, tzinfo=UTC),
        documents=(document, document),
        packs=(Pack(role="rules", package="chorus-pro-edi", version="1.0", sha256="ab"),),
    )
    words = Wording("fr", CATALOGUE, {37: "Non conforme"}, {"A4": "projet de décompte mensuel"})
    return report(of_outcome(outcome, words))


def browse(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    command = [BROWSER, *QUIET, f"--user-data-dir={home}", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_page_shows_its_text_runs_nothing_and_asks_nothing(site: Site, tmp_path: Path) -> None:
    attack = (
        f"<script>document.title='pwned';fetch('/leak')</script><img src=/leak onerror=fetch('/leak')>"
        f"<style>@import url(http://127.0.0.1:{site.port}/leak)</style>"
    )
    site.page = page(attack)
    ran = browse(tmp_path / "home", "--dump-dom", site.url)
    assert "Refusé" in ran.stdout
    assert "&lt;script&gt;" in ran.stdout
    assert "<script" not in ran.stdout
    assert "CONSOLE" not in ran.stderr
    assert set(site.asked) <= {"/page.html", "/favicon.ico"}


def test_the_policy_stops_what_would_slip_in(site: Site, tmp_path: Path) -> None:
    slipped = b"<script>document.body.append('pwned')</script><img src=/leak><style>h1{background:url(/leak)}</style>"
    site.page = page("F-1").replace(b"</main>", slipped + b"</main>")
    ran = browse(tmp_path / "home", "--dump-dom", site.url)
    assert "pwned</" not in ran.stdout
    assert "Content Security Policy" in ran.stderr
    assert "/leak" not in site.asked


def test_the_page_prints_a_page_a_document(site: Site, tmp_path: Path) -> None:
    site.page = page("F-2026-001")
    printed = tmp_path / "page.pdf"
    browse(tmp_path / "home", "--no-pdf-header-footer", f"--print-to-pdf={printed}", site.url)
    pages = PdfReader(printed).pages
    assert len(pages) == 2
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)  # A4
    texts = [" ".join(one.extract_text().split()) for one in pages]
    assert "Refusé" in texts[0]
    assert all("Facture F-2026-001" in text for text in texts)
