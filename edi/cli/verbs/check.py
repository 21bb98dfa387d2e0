"""edi check: judges files with the gateway's own engine, and leaves no trace."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from edi.catalogue import wording
from edi.cli.display.flows import document_word, documents_table, flow_word, show_findings
from edi.config.partners import Partner
from edi.config.settings import language_of, load_settings
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging import envelope
from edi.judging.engine import Engine
from edi.judging.judged import Judged, Unjudged
from edi.judging.unpack import sentences
from edi.message import Message
from edi.model.drop import TEMPORARY
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome
from edi.operations.names import check_partner
from edi.pipeline import duplicates, outcomes
from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
from edi.returns.document_facts import of_document, of_finding
from edi.returns.kinds import CHECKS
from edi.returns.page_words import ACCEPTED_OF, FILES
from edi.returns.report import CheckReport, Sheet
from edi.words.text import legible
from edi.words.wording import Wording

EXITS = {Verdict.ACCEPTED: 0, Verdict.REFUSED: 1, Verdict.UNREADABLE: 3, Verdict.NOT_JUDGED: 4}
# what says that the flow could not be read at all, rather than that it may not be deposited
UNREADABLE = {
    spec.code for spec in (envelope.EMPTY_FLOW, sentences.DAMAGED, sentences.UNSUPPORTED, sentences.NOTHING_INSIDE)
}
TO_JUDGE = Message(
    "{file} : ce fichier est à juger ; donnez un autre nom au rapport.",
    "{file}: this file is to be judged; give the report another name.",
)
NO_FILE = Message("{paths} : aucun fichier à juger dans ce dossier.", "{paths}: no file to judge in this folder.")
MISSING = Message(
    "{file} : ce fichier n'existe pas ; corrigez le chemin.", "{file}: this file does not exist; mend the path."
)
NOT_READ = Message(
    "{file} : lecture impossible ({what}) ; donnez-vous le droit de le lire.",
    "{file}: it cannot be read ({what}); give yourself the right to.",
)
A_FOLDER = Message(
    "--{kind} {path} : c'est un dossier ; donnez un nom de fichier.",
    "--{kind} {path}: this is a folder; give the name of a file.",
)
NO_FOLDER = Message(
    "--{kind} {path} : le dossier {folder} n'existe pas ; créez-le.",
    "--{kind} {path}: the folder {folder} does not exist; make it.",
)
SAME_FILE = Message(
    "Deux rapports iraient dans le même fichier ; donnez-leur deux noms.",
    "Two reports would go into one file; give them two names.",
)
NOT_WRITTEN = Message(
    "--{kind} {path} : écriture impossible ({what}) ; donnez un dossier où vous pouvez écrire.",
    "--{kind} {path}: it cannot be written ({what}); give a folder you may write in.",
)
WRITTEN = Message("{path} : rapport écrit", "{path}: report written")


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, judged."""

    path: Path
    judged: Judged | Unjudged
    documents: tuple[DocumentOutcome, ...]

    @property
    def flow_verdict(self) -> FlowVerdict:
        return self.judged.verdict if isinstance(self.judged, Judged) else FlowVerdict.NOT_JUDGED

    def failure(self, lang: str) -> str | None:
        return None if isinstance(self.judged, Judged) else self.judged.why.of(lang)

    @property
    def verdict(self) -> Verdict:
        flow = self.flow_verdict
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
    reports: Mapping[str, Path | None],
    root: Path,
    config: Path | None,
    second_opinion: bool = False,
) -> int:
    """0 accepted, 1 refused, 2 usage, 3 unreadable, 4 not judged: the worst of all files.

    `reports` says where each kind of CHECKS goes, None where it is not wanted."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    check_partner(partner_name, settings, language)
    partner = settings.partners[partner_name] if partner_name is not None else None
    wanted = {kind: path for kind, path in reports.items() if path is not None}
    targets = _targets(wanted, language)
    files = [file for file in _files(paths, language) if file.resolve() not in targets or file in paths]
    if spoiled := next((file for file in files if file.resolve() in targets), None):
        raise ConfigError(TO_JUDGE.of(language, file=spoiled))
    if not files:
        raise ConfigError(NO_FILE.of(language, paths=", ".join(map(str, paths))))
    with Engine(settings, second_opinion=second_opinion) as engine:
        done = [_checked(engine, path, partner, interface, language) for path in _watched(files)]
        if as_json:
            print(json.dumps(_as_dict(done, engine, language), ensure_ascii=False, indent=2))
        else:
            _show(done, engine, language)
        if wanted:
            _write(wanted, _report(done, engine, language), wording(language, engine.tables))
    return EXITS[_worst([one.verdict for one in done])]


def _targets(wanted: Mapping[str, Path], lang: str) -> set[Path]:
    """Where reports go; refused before anything is judged when they could not be written."""
    for kind, path in wanted.items():
        if path.is_dir():
            raise ConfigError(A_FOLDER.of(lang, kind=kind, path=path))
        if not path.parent.is_dir():
            raise ConfigError(NO_FOLDER.of(lang, kind=kind, path=path, folder=path.parent))
    places = [path.resolve() for path in wanted.values()]
    if len(set(places)) < len(places):
        raise ConfigError(SAME_FILE.of(lang))
    return set(places)


def _watched(files: list[Path]) -> Iterator[Path]:
    """The files one by one; with a progress bar while a person looks at the terminal."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
        return
    name = TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"))
    columns = (MofNCompleteColumn(), BarColumn(bar_width=24), TimeRemainingColumn(), name)
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("", total=len(files))
        for file in files:
            bar.update(task, description=_plain(file.name))
            yield file
            bar.advance(task)


def _plain(name: str) -> str:
    return legible(name).replace("[", "\\[")  # the bar reads markup


def _report(done: list[Checked], engine: Engine, lang: str) -> CheckReport:
    return CheckReport(
        sheets=tuple(
            Sheet(
                name=str(one.path),
                verdict=one.flow_verdict,
                documents=one.documents,
                findings=one.judged.findings,
                failure=one.failure(lang),
            )
            for one in done
        ),
        made_at=datetime.now(UTC),
        packs=engine.packs,
    )


def _write(wanted: Mapping[str, Path], report: CheckReport, words: Wording) -> None:
    for kind, path in wanted.items():
        try:
            durable.publish(path.parent, [(path.name, CHECKS[kind](report, words))])
        except OSError as error:
            raise ConfigError(NOT_WRITTEN.of(words.lang, kind=kind, path=path, what=error.strerror)) from error
        print(WRITTEN.of(words.lang, path=path), file=sys.stderr)


def _files(paths: list[Path], lang: str) -> Iterator[Path]:
    """The files named, and those below the folders named; temporary names are left out there."""
    for path in paths:
        if path.is_dir():
            inside = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
            yield from sorted(file for file in inside if not TEMPORARY.fullmatch(file.name) and file.is_file())
        elif path.exists():
            yield path
        else:
            raise ConfigError(MISSING.of(lang, file=path))


def _checked(engine: Engine, path: Path, partner: Partner | None, interface: str | None, lang: str) -> Checked:
    try:
        data, _ = durable.read_file(path.resolve(), engine.settings.limits.drop)
    except OSError as error:
        raise ConfigError(NOT_READ.of(lang, file=path, what=error.strerror)) from error
    judged = engine.judge_flow(path.name, data, partner, interface)
    if isinstance(judged, Unjudged):
        return Checked(path, judged, ())
    judgements, _ = duplicates.without_duplicates(judged.documents, lambda key: None)
    judged = replace(judged, documents=tuple(judgements))
    documents = tuple(outcomes.document(at, one, engine.tables) for at, one in enumerate(judgements, start=1))
    return Checked(path, judged, documents)


def _worst(verdicts: list[Verdict]) -> Verdict:
    for verdict in (Verdict.NOT_JUDGED, Verdict.REFUSED, Verdict.UNREADABLE):
        if verdict in verdicts:
            return verdict
    return Verdict.ACCEPTED


def _as_dict(done: list[Checked], engine: Engine, lang: str) -> dict[str, Any]:
    """One object for all the files; `file` says whose each document and finding is."""
    words = wording(lang)
    return {
        "verdict": _worst([one.verdict for one in done]).value,
        "documents": [
            {"file": str(one.path), **document_as_dict(of_document(document, words), statuses=False)}
            for one in done
            for document in one.documents
        ],
        "findings": [
            {"file": str(one.path), **finding_as_dict(of_finding(finding, words))}
            for one in done
            for finding in one.judged.findings
        ],
        "failures": [{"file": str(one.path), "reason": reason} for one in done if (reason := one.failure(lang))],
        "packs": [pack_as_dict(pack) for pack in engine.packs],
    }


def _show(done: list[Checked], engine: Engine, lang: str) -> None:
    console = Console()
    for at, one in enumerate(done):
        if at:
            console.print()
        console.print(Text.assemble((legible(str(one.path)), "bold"), "  ", flow_word(one.flow_verdict, lang)))
        if reason := one.failure(lang):
            console.print(Text(f"  {reason}"))
        show_findings(console, one.judged.findings, lang, one.path.name)
        told = [document for document in one.documents if document.findings]
        if len(one.documents) > 1 or (one.documents and not told and not one.judged.findings):
            labels = engine.tables.labels(lang)
            plain = [replace(document, statuses=()) for document in one.documents]
            console.print(documents_table(plain, labels, console.width, lang))
        for document in told:
            if len(one.documents) > 1:
                console.print()
                console.print(_title(document, lang))
            show_findings(console, document.findings, lang, document.member)
    console.print()
    console.print(Text(_sum(done, lang), "bold"))


def _title(document: DocumentOutcome, lang: str) -> Text:
    """A document's number and file, for both may be what a person searches by."""
    number = f"{document.number}  " if document.number else ""
    name = Text.assemble((legible(number), "bold"), legible(document.member), "  ")
    return name.append_text(document_word(document.verdict, lang))


def _sum(done: list[Checked], lang: str) -> str:
    """The last line: how many files and invoices, how many accepted, how many findings of each weight."""
    words = wording(lang)
    documents = [document for one in done for document in one.documents]
    accepted = sum(document.verdict is Verdict.ACCEPTED for document in documents)
    found = [*(finding for one in done for finding in one.judged.findings)]
    found += [finding for document in documents for finding in document.findings]
    parts = [words.counted(len(done), FILES)] if len(done) > 1 else []
    if len(documents) > 1:
        parts.append(words.say(ACCEPTED_OF, accepted=accepted, all=len(documents)))
    parts.append(words.tally(found) or ("no finding" if lang == "en" else "aucun constat"))
    return " · ".join(parts)
