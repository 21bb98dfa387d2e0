"""Every story of this folder, told to a real gateway: what lies in the outbox must be expected/, byte for byte.

`pytest tests/flows --update` writes expected/ anew; the diff is then for a person to read.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from story import Story, read, settled, stories, write

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.pipeline.runtime import Runtime
from edi.returns.cpp_statut import SCHEMA
from edi.rules.run import RULES

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracle" / "CPPStatutPivot_V1_19.xsd"
CODE = "XXX001"
PARTNER = "btp"


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(load_settings(tmp_path_factory.mktemp("engine")), workers=1) as engine:
        yield engine


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.folder.name)
def test_the_story_ends_as_told(story: Story, tmp_path: Path, engine: Engine, request: pytest.FixtureRequest) -> None:
    settings = prepared(tmp_path, story)
    with engine_of(story, settings, engine) as judging:
        dropped = told(story, settings, judging)
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        assert ledger.books.integrity() == []
        assert ledger.books.contradictions() == []
        outcome = outcomes(ledger)
    assert_conserved(settings, dropped)
    returned = {name: settled(data.decode("utf-8")).encode() for name, data in outbox(settings).items()}
    returned["outcome.json"] = (json.dumps(outcome, ensure_ascii=False, indent=2) + "\n").encode()
    if request.config.getoption("--update"):
        write(story.expected, returned)
    wanted = read(story.expected)
    assert sorted(returned) == sorted(wanted)
    for name in sorted(wanted):
        assert returned[name].decode() == wanted[name].decode(), name


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.folder.name)
def test_every_status_file_of_the_story_is_valid(story: Story) -> None:
    """expected/ has words in place of moments: they are put back before the schemas look."""
    found = [file for file in sorted(story.expected.iterdir()) if file.name[:3] in ("CSO", "FEN") and is_status(file)]
    assert found
    for file in found:
        text = file.read_text(encoding="utf-8").replace(">MOMENT<", ">2026-01-31T10:00:00.000+01:00<")
        tree = etree.fromstring(text.replace(">DAY<", ">2026-01-31<").encode()).getroottree()
        for path in (SCHEMA, ORACLE):
            if path.is_file():
                assert schema(path).validate(tree), f"{file.name}, {path.name}: {schema(path).error_log}"


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.folder.name)
def test_the_story_has_a_title_of_one_line_in_both_languages(story: Story) -> None:
    assert all(title and "\n" not in title for title in (story.title_fr, story.title_en))


def told(story: Story, settings: Settings, engine: Engine) -> list[tuple[str, bytes]]:
    """Drops every drop of the story, sweep by sweep."""
    dropped = []
    for drops in story.sweeps():
        for name, data in drops:
            (settings.folders.inbox / PARTNER / name).write_bytes(data)
        dropped += drops
        with Ledger(settings.folders.ledger) as ledger:
            report = Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
        assert (report.left, report.notes) == ((), ())
    return dropped


def engine_of(story: Story, settings: Settings, engine: Engine) -> AbstractContextManager[Engine]:
    """The engine all stories share, or one of its own where the story brings tables."""
    return Engine(settings, workers=1) if story.config.is_dir() else nullcontext(engine)


def prepared(root: Path, story: Story) -> Settings:
    written = {"app_code": CODE, "returns": [], **story.partner}
    lines = [f"{key} = {json.dumps(value)}" for key, value in written.items()]
    if story.config.is_dir():
        shutil.copytree(story.config, root / "config")
    (root / "config" / "partners").mkdir(parents=True)
    (root / "config" / "partners" / f"{PARTNER}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "inbox" / PARTNER).mkdir(parents=True)
    return load_settings(root)


def outbox(settings: Settings) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (settings.folders.outbox / PARTNER).iterdir()}


def outcomes(ledger: Ledger) -> list[dict[str, Any]]:
    """What became of each flow, in the order they were taken."""
    return [
        {
            "drop": row.drop_name,
            "verdict": row.verdict.value if row.verdict else None,
            "findings": [finding.code for finding in ledger.decisions.findings(row.id)],
            "documents": [
                {
                    "member": document.member,
                    "number": document.number,
                    "cadre": document.cadre,
                    "verdict": document.verdict.value,
                    "statuses": document.statuses,
                    "findings": [finding.code for finding in document.findings],
                }
                for document in ledger.decisions.documents(row.id)
            ],
        }
        for row in ledger.books.flows()
    ]


def assert_conserved(settings: Settings, dropped: list[tuple[str, bytes]]) -> None:
    """Nothing waits anywhere, and every original lies in the archive as it was dropped, once for each time."""
    folders = settings.folders
    assert list((folders.inbox / PARTNER).iterdir()) == []
    assert [path for path in folders.taken.rglob("*") if path.is_file()] == []
    assert not folders.quarantine.exists()
    kept = Counter((path.name, path.read_bytes()) for path in folders.archive.rglob("*") if path.is_file())
    assert kept == Counter(dropped)


def is_status(file: Path) -> bool:
    return file.suffix in ("", ".xml")


@lru_cache
def schema(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(path)))


# what no story can hold: a document that breaks it is hundreds of megabytes when made, or opened
UNTOLD = {"LINES-TOO-MANY": "a million lines", "ATTACHMENT-ZIP-BOMB": "256 MiB out of a ZIP"}


def test_every_rule_has_its_story() -> None:
    told: set[str] = set()
    for story in stories():
        for flow in json.loads((story.expected / "outcome.json").read_text(encoding="utf-8")):
            told.update(code for document in flow["documents"] for code in document["findings"])
    assert {rule.code for rule in RULES} - told == set(UNTOLD)


ACCEPTED, REFUSED = {"01"}, {"37"}


def test_no_status_file_of_any_story_undoes_an_accepted_invoice() -> None:
    """Whoever books each unit on (supplier, number, date), in the order in which the files come, holds the truth."""
    for story in stories():
        files = (file for file in sorted(story.expected.glob("FEN*")) if is_status(file))
        contents = [file.read_bytes() for file in sorted(files, key=lambda file: file.stem[-15:])]
        assert refused_after_acceptance(contents) == [], story.folder.name


def refused_after_acceptance(files: list[bytes]) -> list[tuple[str | None, ...]]:
    """The rows of a table kept by (supplier, number, date) that were accepted and end refused."""
    table: dict[tuple[str | None, ...], list[str]] = {}
    for content in files:
        for unit in etree.fromstring(content).iter("{*}CPPFactureStatutUnitaire"):
            row = tuple(unit.findtext(f".//{{*}}{name}") for name in ("Identifiant", "IdFacture", "DateFacture"))
            table.setdefault(row, []).append(unit.findtext(".//{*}IdStatut") or "")
    return [row for row, told in table.items() if ACCEPTED & set(told) and told[-1] in REFUSED]
