"""The official samples through a whole gateway: dropped singly, dropped together, and the UBL template filled in."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from gateways import add_partner

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.finding import Finding
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome
from edi.pipeline.runtime import Runtime
from edi.resources import shipped
from edi.sandbox.examples import UBL, flow_name

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

CODE = "AIF001"
SAMPLES = sorted((SHARED / "samples" / "aife").glob("*/FSO*")) if SHARED.is_dir() else []
INVALID = "FSO1116A_P01.xml"  # AIFE's own sample lacks a block its schema wants


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(fresh(tmp_path_factory.mktemp("engine"))) as engine:
        yield engine


def fresh(root: Path) -> Settings:
    add_partner(root, "aife", CODE)
    return load_settings(root)


def name_of(sample: Path, serial: int) -> str:
    """A fitting flow name: the sample's interface, our code, an id."""
    return flow_name(sample.name[:8], CODE, serial)


def dropped(settings: Settings, engine: Engine, drops: dict[str, bytes]) -> list[tuple[str, DocumentOutcome]]:
    """(drop name, document) of everything that came of the drops."""
    for name, data in drops.items():
        (settings.folders.inbox / "aife" / name).write_bytes(data)
    with Ledger(settings.folders.ledger) as ledger:
        Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
        assert ledger.books.contradictions() == []
        return [
            (row.drop_name, document) for row in ledger.books.flows() for document in ledger.decisions.documents(row.id)
        ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_dropped_singly_under_a_fitting_name_is_accepted(sample: Path, tmp_path: Path, engine: Engine) -> None:
    documents = dropped(fresh(tmp_path), engine, {name_of(sample, 1): sample.read_bytes()})
    assert len(documents) == (2 if sample.name.endswith(".tar.gz") else 1)
    wanted = Verdict.REFUSED if sample.name == INVALID else Verdict.ACCEPTED
    for _, document in documents:
        assert document.verdict is wanted, document.findings
        assert document.statuses[0] == (37 if wanted is Verdict.REFUSED else 1)


def test_every_sample_is_judged_the_same_in_three_roots(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine
) -> None:
    """A root without tables, one whose config/ is a copy of the shipped one, and one that adds rows to that copy."""
    copied, grown = (tmp_path_factory.mktemp(name) for name in ("copied", "grown"))
    for root in (copied, grown):
        shutil.copytree(shipped("config"), root / "config")
        fresh(root)
    with (grown / "config" / "services.csv").open("a", encoding="utf-8") as table:
        table.write("99999948500017,VOIRIE,Voirie,yes\n")
    with (grown / "config" / "structures.csv").open("a", encoding="utf-8") as table:
        table.write("99999948500017,Commune exemple,service,yes,essai,M\n")
    judged = [said_of_samples(engine)]
    for root in (copied, grown):
        with Engine(load_settings(root), workers=1) as other:
            judged.append(said_of_samples(other))
    assert judged[0] == judged[1] == judged[2]


def said_of_samples(engine: Engine) -> list[tuple[str, str, tuple[Finding, ...]]]:
    return [
        (sample.name, document.verdict.value, document.findings)
        for sample in SAMPLES
        for document in engine.judge_flow(sample.name, sample.read_bytes(), interface=sample.name[:8]).documents
    ]


def test_the_one_invalid_sample_is_told_which_element_was_expected(tmp_path: Path, engine: Engine) -> None:
    [sample] = [sample for sample in SAMPLES if sample.name == INVALID]
    [(_, document)] = dropped(fresh(tmp_path), engine, {name_of(sample, 1): sample.read_bytes()})
    [finding] = document.findings
    assert (finding.code, finding.line) == ("XSD-UNEXPECTED", 64)
    assert "ApplicableHeaderTradeDelivery" in finding.values["expected"]


def test_dropped_together_a_repeated_number_is_refused_and_the_first_keeps_its_status(
    tmp_path: Path, engine: Engine
) -> None:
    settings = fresh(tmp_path)
    documents = dropped(
        settings, engine, {name_of(sample, at): sample.read_bytes() for at, sample in enumerate(SAMPLES, start=1)}
    )
    first: dict[tuple[str | None, ...], str] = {}
    doubles = 0
    for drop, document in documents:
        codes = {finding.code for finding in document.findings if finding.severity.refuses}
        if codes and codes != {"DUPLICATE-INVOICE-NUMBER"}:
            continue
        key = (document.supplier_id, document.number, document.type, (document.issue_date or "")[:4])
        assert (key in first) == ("DUPLICATE-INVOICE-NUMBER" in codes), (drop, document)
        doubles += key in first
        first.setdefault(key, drop)
    assert doubles >= 8
    assert {name_of(sample, 1)[:8] for sample in SAMPLES} == {"FSO1116A", "FSO1117A"}


def test_the_ubl_template_filled_in_is_accepted(tmp_path: Path, engine: Engine) -> None:
    [template] = (SHARED / "samples" / "ubl").glob("*.xml")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("facture.pdf", b"%PDF-1.4 ...")
    text = template.read_text(encoding="utf-8")
    for placeholder, value in {
        "FACNUM": "SITU-2026-01",
        "DATE_FACTURE": "2026-11-02",
        "NUMERO_ENGAGEMENT": "EJ-2026-7",
        "NOM_FICHIER": "facture.pdf",
        "FICHIER_FACTURE_ZIP_BASE64": base64.b64encode(packed.getvalue()).decode(),
        "ID_FOURNISSEUR": "81034732800017",
        "NOM_FOURNISSEUR": "Entreprise de travaux exemple",
        "ID_DESTINATAIRE": "53514650090018",
        "MONTANT_TAXE": "20.00",
        "MONTANT_HT": "100.00",
        "MONTANT_TTC": "120.00",
    }.items():
        text = text.replace(f"#{placeholder}#", value)
    assert "#" not in text
    [(_, document)] = dropped(fresh(tmp_path), engine, {flow_name(UBL, CODE, 1): text.encode()})
    assert (document.verdict, document.cadre, document.number) == (Verdict.ACCEPTED, "A1", "SITU-2026-01")
