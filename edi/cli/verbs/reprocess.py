"""edi reprocess: judges again what was not judged, what is quarantined, or a chosen set."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from edi.catalogue import wording
from edi.cli.display.columns import Layout, Row, fitted
from edi.cli.display.flows import FULL, SHORT, flow_word, short
from edi.clock import PARIS
from edi.config.settings import Settings, load_settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.message import Message
from edi.model.judgement import Verdict
from edi.operations.changes import Change
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_finding, check_partner
from edi.operations.reprocess import Choice, Kind, Reprocessed, Result, chosen, preview, reprocess
from edi.pipeline.runtime import Runtime
from edi.words.labels import word
from edi.words.text import legible

DONE, UNDONE_REFUSED, LEFT = 0, 1, 4
WORDS = {  # one flow, several
    Kind.JUDGED: (Message("jugé", "judged"), Message("jugés", "judged")),
    Kind.UNCHANGED: (Message("inchangé", "unchanged"), Message("inchangés", "unchanged")),
    Kind.CHANGED: (Message("nouvelle version", "new version"), Message("nouvelles versions", "new versions")),
    Kind.KEPT: (Message("laissé tel quel", "left as it is"), Message("laissés tels quels", "left as they are")),
    Kind.FAILED: (Message("non jugé", "not judged"), Message("non jugés", "not judged")),
    Kind.SKIPPED: (Message("passé", "skipped"), Message("passés", "skipped")),
}
DRY_WORDS = {
    **WORDS,
    Kind.JUDGED: (Message("serait jugé", "would be judged"), Message("seraient jugés", "would be judged")),
    Kind.CHANGED: (Message("changerait", "would change"), Message("changeraient", "would change")),
}
NOTHING = Message("Aucun flux à juger de nouveau.", "No flow to judge again.")
UNWRITTEN = Message(" ; rien n'a été écrit.", "; nothing was written.")
FLOW_UNKNOWN = Message(
    "--flow {text} : aucun flux de ce nom, identifiant ou numéro de facture ; « edi show » cherche plus largement.",
    "--flow {text}: no flow has this name, id or invoice number; `edi show` searches more widely.",
)
SINCE = Message(
    "--since {since} : attendu une date AAAA-MM-JJ, par exemple 2026-11-05.",
    "--since {since}: a date YYYY-MM-DD is expected, 2026-11-05 for example.",
)
FLOW = Message("flux", "flow")
HEADINGS = (Message("fichier", "file"), FLOW, Message("avant", "before"), Message("après", "after"), Message("", ""))


ROUND_SECONDS = 30.0  # the longest that the daemon's round is waited for


def command(
    flows: Sequence[str],
    partner: str | None,
    since: str | None,
    finding: str | None,
    refused: bool,
    dry_run: bool,
    force: bool,
    allow_undo: bool,
    as_json: bool,
    root: Path,
    config: Path | None,
) -> int:
    """0 done, 1 an acceptance stood against the new verdict, 4 something is still not judged, 75 lock held."""
    settings = load_settings(root, config)
    lang = settings.lang
    check_partner(partner, settings, lang)
    check_finding(finding, lang)
    moment = _moment(since, lang)

    def choice(ledger: Ledger) -> Choice:
        ids = tuple(row.id for text in flows for row in _named(ledger, text, partner, lang))
        return Choice(flows=ids, partner=partner, since=moment, finding=finding, refused=refused)

    if dry_run:
        with open_ledger(settings) as ledger:
            wanted = choice(ledger)
            results, notes = list[Result](), tuple[Message, ...]()
            if chosen(ledger, wanted):
                with Engine(settings) as engine:
                    runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
                    results = list(preview(runtime, wanted, force, allow_undo))
    else:
        done = _locked(settings, choice, force, allow_undo)
        results, notes = done.results, done.told.notes
    _tell(results, notes, dry_run, as_json, lang)
    if dry_run:
        return DONE
    kinds = {result.kind for result in results}
    return LEFT if Kind.FAILED in kinds else UNDONE_REFUSED if Kind.KEPT in kinds else DONE


def _locked(settings: Settings, choice: Any, force: bool, allow_undo: bool) -> Reprocessed:
    folders = settings.folders
    # a daemon's round is soon over; any other holder is told at once
    handle = locks.lock(folders.lock, locks.label("edi reprocess"), patience=ROUND_SECONDS, of="edi watch")
    try:
        with Engine(settings) as engine, Ledger(folders.ledger) as ledger:
            return _watched(settings, engine, ledger, choice(ledger), force, allow_undo)
    finally:
        locks.unlock(handle)


def _watched(
    settings: Settings, engine: Engine, ledger: Ledger, choice: Choice, force: bool, allow_undo: bool
) -> Reprocessed:
    quiet = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
    if not sys.stderr.isatty():
        return reprocess(quiet, choice, force, allow_undo)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("flux", total=None)
        runtime = replace(quiet, progress=lambda done, total: bar.update(task, completed=done, total=total))
        return reprocess(runtime, choice, force, allow_undo)


def _named(ledger: Ledger, text: str, partner: str | None, lang: str) -> list[Any]:
    rows = named(ledger, text, partner)
    if not rows:
        raise ConfigError(FLOW_UNKNOWN.of(lang, text=text))
    return rows


def _moment(since: str | None, lang: str) -> datetime | None:
    """The first moment of a day as Paris counts it."""
    if since is None:
        return None
    try:
        return datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=PARIS).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(SINCE.of(lang, since=since)) from None


def _tell(results: list[Result], notes: Sequence[Message], dry_run: bool, as_json: bool, lang: str) -> None:
    words = DRY_WORDS if dry_run else WORDS
    for note in notes:
        print(f"edi : {note.of(lang)}", file=sys.stderr)
    if as_json:
        spoken = [note.of(lang) for note in notes]
        said = {"dry_run": dry_run, "flows": [_as_dict(result, lang) for result in results], "notes": spoken}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if not results:
        print(NOTHING.of(lang))
        return
    if telling := [result for result in results if result.kind is not Kind.UNCHANGED]:
        console = Console()
        console.print(_table(telling, words, console.width, lang))
    counts = Counter(result.kind for result in results)
    told = ", ".join(f"{count} {words[kind][count > 1].of(lang)}" for kind, count in counts.items())
    print(told + (UNWRITTEN.of(lang) if dry_run else "."))


def _as_dict(result: Result, lang: str) -> dict[str, Any]:
    row = result.row
    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "result": result.kind.value,
        "before": row.verdict.value if row.verdict else None,
        "after": result.after.value if result.after else None,
        "version": row.version + (result.kind is Kind.CHANGED),
        "codes": list(result.codes),
        "documents": [
            {
                "document": legible(change.document),
                "before": change.before.value if change.before else None,
                "after": change.after.value if change.after else None,
                "codes": list(change.codes),
            }
            for change in result.changes
        ],
        "note": result.note.of(lang) if result.note else None,
    }


def _table(results: list[Result], words: dict[Kind, tuple[Message, Message]], width: int, lang: str) -> Group:
    """A row a flow, and what changes in it below: codes and sentences would be broken in a column of their own."""

    def layout(room: int, id_below: bool) -> Layout:
        rows = []
        for result in results:
            flow = result.row.id
            note = result.note.of(lang) if result.note else ""
            lines = [flow if id_below else "", note, " ".join(result.codes)]
            lines += [_said(change, lang) for change in result.changes]
            told = "\n".join(legible(line) for line in lines if line)
            verdicts = flow_word(result.row.verdict, lang), flow_word(result.after, lang)
            cells = (short(result.row.drop_name, room), *verdicts, Text(words[result.kind][0].of(lang)))
            rows.append(Row(cells if id_below else (cells[0], Text(flow), *cells[1:]), told))
        headings = [heading.of(lang) for heading in HEADINGS if not (id_below and heading is FLOW)]
        return Layout(tuple(headings), rows)

    return fitted((layout(FULL, False), layout(SHORT, False), layout(SHORT, True)), width)


def _said(change: Change, lang: str) -> str:
    colon = ":" if lang == "en" else " :"
    verdicts = f"{_word(change.before, lang)} → {_word(change.after, lang)}"
    return f"{change.document}{colon} {verdicts} {' '.join(change.codes)}".rstrip()


def _word(verdict: Verdict | None, lang: str) -> str:
    return word(verdict, lang) if verdict else "–"
