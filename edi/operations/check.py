"""Judging files with the gateway's own engine, without a trace: no ledger, no folder of the gateway's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from edi.config.partners import Partner
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
from edi.pipeline import duplicates, outcomes
from edi.returns.kinds import CHECKS
from edi.returns.report import CheckReport, Sheet
from edi.words.wording import Wording

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


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, judged."""

    path: Path
    judged: Judged | Unjudged
    documents: tuple[DocumentOutcome, ...]

    @property
    def flow_verdict(self) -> FlowVerdict:
        return self.judged.verdict if isinstance(self.judged, Judged) else FlowVerdict.NOT_JUDGED

    @property
    def failure(self) -> Message | None:
        """Why it was not judged."""
        return None if isinstance(self.judged, Judged) else self.judged.why

    @property
    def verdict(self) -> Verdict:
        flow = self.flow_verdict
        if flow is FlowVerdict.NOT_JUDGED:
            return Verdict.NOT_JUDGED
        if flow is FlowVerdict.IRRECEVABLE:
            refusing = {finding.code for finding in self.judged.findings if finding.severity.refuses}
            return Verdict.UNREADABLE if refusing <= UNREADABLE else Verdict.REFUSED
        return worst([document.verdict for document in self.documents])


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    for verdict in (Verdict.NOT_JUDGED, Verdict.REFUSED, Verdict.UNREADABLE):
        if verdict in verdicts:
            return verdict
    return Verdict.ACCEPTED


def files_to_judge(paths: Sequence[Path], reports: Mapping[str, Path]) -> list[Path]:
    """The files named, and those below the folders named, without the reports; all is refused before any is judged
    when a report could not be written."""
    targets = _targets(reports)
    files = [file for file in _files(paths) if file.resolve() not in targets or file in paths]
    if spoiled := next((file for file in files if file.resolve() in targets), None):
        raise ConfigError(TO_JUDGE.filled(file=spoiled))
    if not files:
        raise ConfigError(NO_FILE.filled(paths=", ".join(map(str, paths))))
    return files


def _targets(reports: Mapping[str, Path]) -> set[Path]:
    for kind, path in reports.items():
        if path.is_dir():
            raise ConfigError(A_FOLDER.filled(kind=kind, path=path))
        if not path.parent.is_dir():
            raise ConfigError(NO_FOLDER.filled(kind=kind, path=path, folder=path.parent))
    places = [path.resolve() for path in reports.values()]
    if len(set(places)) < len(places):
        raise ConfigError(SAME_FILE)
    return set(places)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Below a folder temporary names are left out."""
    for path in paths:
        if path.is_dir():
            inside = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
            yield from sorted(file for file in inside if not TEMPORARY.fullmatch(file.name) and file.is_file())
        elif path.exists():
            yield path
        else:
            raise ConfigError(MISSING.filled(file=path))


def checked(engine: Engine, path: Path, partner: Partner | None, interface: str | None) -> Checked:
    """One file judged as a flow of this partner's would be."""
    try:
        data, _ = durable.read_file(path.resolve(), engine.settings.limits.drop)
    except OSError as error:
        raise ConfigError(NOT_READ.filled(file=path, what=durable.reason(error))) from error
    judged = engine.judge_flow(path.name, data, partner, interface)
    if isinstance(judged, Unjudged):
        return Checked(path, judged, ())
    judgements, _ = duplicates.without_duplicates(judged.documents, lambda key: None)
    judged = replace(judged, documents=tuple(judgements))
    documents = tuple(outcomes.document(at, one, engine.tables) for at, one in enumerate(judgements, start=1))
    return Checked(path, judged, documents)


def write_reports(
    reports: Mapping[str, Path], done: Sequence[Checked], engine: Engine, wording: Wording
) -> Iterator[Path]:
    """Writes each report wanted; gives where it is."""
    report = _report(done, engine, wording.lang)
    for kind, path in reports.items():
        try:
            durable.publish(path.parent, [(path.name, CHECKS[kind](report, wording))])
        except OSError as error:
            raise ConfigError(NOT_WRITTEN.filled(kind=kind, path=path, what=durable.reason(error))) from error
        yield path


def _report(done: Sequence[Checked], engine: Engine, lang: str) -> CheckReport:
    return CheckReport(
        sheets=tuple(
            Sheet(
                name=str(checked.path),
                verdict=checked.flow_verdict,
                documents=checked.documents,
                findings=checked.judged.findings,
                failure=checked.failure.of(lang) if checked.failure else None,
            )
            for checked in done
        ),
        made_at=datetime.now(UTC),
        packs=engine.packs,
    )
