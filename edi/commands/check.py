"""edi check: judges files with the gateway's own engine, and leaves no trace."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.text import Text

from edi import decide, durable
from edi.commands.present import documents_table, flow_word, show_findings
from edi.engine import Engine, Judged
from edi.errors import ConfigError
from edi.findings import envelope, unpack
from edi.flow import Finding, FlowVerdict, Verdict
from edi.pickup import TEMPORARY
from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
from edi.returns.outcome import DocumentOutcome
from edi.settings import Partner, language_of, load_settings

EXITS = {Verdict.ACCEPTED: 0, Verdict.REFUSED: 1, Verdict.UNREADABLE: 3, Verdict.NOT_JUDGED: 4}
# what says that the flow could not be read at all, rather than that it may not be deposited
UNREADABLE = {spec.code for spec in (envelope.EMPTY, unpack.DAMAGED, unpack.UNSUPPORTED, unpack.NOTHING_INSIDE)}


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, judged."""

    path: Path
    judged: Judged
    documents: tuple[DocumentOutcome, ...]

    @property
    def verdict(self) -> Verdict:
        flow = self.judged.verdict
        if flow is FlowVerdict.NOT_JUDGED:
            return Verdict.NOT_JUDGED
        if flow is FlowVerdict.IRRECEVABLE:
            refusing = {finding.code for finding in self.judged.findings if finding.severity.refuses}
            return Verdict.UNREADABLE if refusing <= UNREADABLE else Verdict.REFUSED
        return _worst([document.verdict for document in self.documents])


def check(
    paths: list[Path],
    interface: str | None,
    partner_name: str | None,
    lang: str | None,
    as_json: bool,
    root: Path,
    config: Path | None,
) -> int:
    """0 accepted, 1 refused, 2 usage, 3 unreadable, 4 not judged: the worst of all files."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    partner = settings.partners.get(partner_name) if partner_name else None
    if partner_name and partner is None:
        known = ", ".join(settings.partners) or "aucun"
        raise ConfigError(f"--partner {partner_name} : partenaire inconnu ; connus : {known}.")
    files = list(_files(paths))
    if not files:
        raise ConfigError(f"{', '.join(map(str, paths))} : aucun fichier à juger dans ce dossier.")
    with Engine(settings) as engine:
        watched = len(files) > 1 and sys.stderr.isatty()
        steps = track(files, "jugement", console=Console(stderr=True), transient=True) if watched else files
        done = [_checked(engine, path, partner, interface) for path in steps]
        if as_json:
            print(json.dumps(_as_dict(done, engine, language), ensure_ascii=False, indent=2))
        else:
            _show(done, engine, language)
    return EXITS[_worst([one.verdict for one in done])]


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named; temporary names are left out there."""
    for path in paths:
        if path.is_dir():
            inside = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
            yield from sorted(file for file in inside if not TEMPORARY.fullmatch(file.name) and file.is_file())
        elif path.exists():
            yield path
        else:
            raise ConfigError(f"{path} : ce fichier n'existe pas.")


def _checked(engine: Engine, path: Path, partner: Partner | None, interface: str | None) -> Checked:
    try:
        data, _ = durable.read_file(path.resolve(), engine.settings.limits.drop)
    except OSError as error:
        raise ConfigError(f"{path} : lecture impossible ({error.strerror}).") from error
    judged = engine.judge_flow(path.name, data, partner, interface)
    judgements, _ = decide.without_duplicates(judged.documents, lambda key: None)
    judged = replace(judged, documents=tuple(judgements))
    documents = tuple(decide.document(at, one, engine.tables) for at, one in enumerate(judgements, start=1))
    return Checked(path, judged, documents)


def _worst(verdicts: list[Verdict]) -> Verdict:
    for verdict in (Verdict.NOT_JUDGED, Verdict.REFUSED, Verdict.UNREADABLE):
        if verdict in verdicts:
            return verdict
    return Verdict.ACCEPTED


def _as_dict(done: list[Checked], engine: Engine, lang: str) -> dict[str, Any]:
    """One object for all the files; `file` says whose each document and finding is."""
    return {
        "verdict": _worst([one.verdict for one in done]).value,
        "documents": [
            {"file": str(one.path), **document_as_dict(document, lang, statuses=False)}
            for one in done
            for document in one.documents
        ],
        "findings": [
            {"file": str(one.path), **finding_as_dict(finding, lang)} for one in done for finding in one.judged.findings
        ],
        "failures": [{"file": str(one.path), "reason": one.judged.failure} for one in done if one.judged.failure],
        "packs": [pack_as_dict(pack) for pack in (*engine.packs, engine.settings.waivers.pack())],
    }


def _show(done: list[Checked], engine: Engine, lang: str) -> None:
    console = Console()
    for one in done:
        console.print(Text.assemble((str(one.path), "bold"), "  ", flow_word(one.judged.verdict, lang)))
        if one.judged.failure:
            console.print(Text(f"  {one.judged.failure}"))
        told: list[Finding] = list(one.judged.findings)
        for document in one.documents:
            told += document.findings
        if len(one.documents) > 1 or (one.documents and not told):
            labels = engine.tables.labels(lang)
            plain = [replace(document, statuses=()) for document in one.documents]
            console.print(documents_table(plain, labels, console.width, lang))
        show_findings(console, told, lang)
