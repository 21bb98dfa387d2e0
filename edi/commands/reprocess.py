"""edi reprocess: judges again what was not judged, what is quarantined, or a chosen set."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from edi import durable
from edi.commands.flows import named, open_ledger
from edi.commands.present import flow_word
from edi.engine import Engine
from edi.errors import ConfigError
from edi.flow import Verdict
from edi.gateway import Gateway
from edi.ledger import Ledger
from edi.reprocess import Change, Choice, Kind, Result, chosen, preview, reprocess
from edi.returns.outcome import PARIS, legible
from edi.returns.words import word
from edi.settings import Settings, load_settings

DONE, UNDONE_REFUSED, LEFT = 0, 1, 4
WORDS = {
    Kind.JUDGED: "jugé",
    Kind.UNCHANGED: "inchangé",
    Kind.CHANGED: "nouvelle version",
    Kind.KEPT: "laissé tel quel",
    Kind.FAILED: "non jugé",
    Kind.SKIPPED: "passé",
}
DRY_WORDS = {**WORDS, Kind.JUDGED: "serait jugé", Kind.CHANGED: "changerait"}


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
    if partner is not None and partner not in settings.partners:
        known = ", ".join(settings.partners) or "aucun"
        raise ConfigError(f"--partner {partner} : partenaire inconnu ; connus : {known}.")
    moment = _moment(since)

    def choice(ledger: Ledger) -> Choice:
        ids = tuple(row.id for text in flows for row in _named(ledger, text, partner))
        return Choice(flows=ids, partner=partner, since=moment, finding=finding, refused=refused)

    if dry_run:
        with open_ledger(settings) as ledger:
            wanted = choice(ledger)
            if not chosen(ledger, wanted):
                results, notes = [], []
            else:
                with Engine(settings) as engine:
                    gateway = Gateway(settings=settings, engine=engine, ledger=ledger)
                    results = list(preview(gateway, wanted, force, allow_undo))
                notes = gateway.report.notes
    else:
        results, notes = _locked(settings, choice, force, allow_undo)
    _tell(results, notes, dry_run, as_json)
    if dry_run:
        return DONE
    kinds = {result.kind for result in results}
    return LEFT if Kind.FAILED in kinds else UNDONE_REFUSED if Kind.KEPT in kinds else DONE


def _locked(settings: Settings, choice: Any, force: bool, allow_undo: bool) -> tuple[list[Result], list[str]]:
    folders = settings.folders
    # a daemon's round is soon over; any other holder is told at once
    handle = durable.lock(folders.lock, durable.label("edi reprocess"), patience=ROUND_SECONDS, of="edi watch")
    try:
        with Engine(settings) as engine, Ledger(folders.ledger) as ledger:
            gateway = Gateway(settings=settings, engine=engine, ledger=ledger)
            return _watched(gateway, choice(ledger), force, allow_undo), gateway.report.notes
    finally:
        durable.unlock(handle)


def _watched(gateway: Gateway, choice: Choice, force: bool, allow_undo: bool) -> list[Result]:
    if not sys.stderr.isatty():
        return reprocess(gateway, choice, force, allow_undo)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("flux", total=None)
        return reprocess(
            gateway, choice, force, allow_undo, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _named(ledger: Ledger, text: str, partner: str | None) -> list[Any]:
    rows = named(ledger, text, partner)
    if not rows:
        raise ConfigError(f"--flow {text} : aucun flux de ce nom, identifiant ou numéro de facture.")
    return rows


def _moment(since: str | None) -> datetime | None:
    """The first moment of a day as Paris counts it."""
    if since is None:
        return None
    try:
        return datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=PARIS).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(f"--since {since} : attendu une date AAAA-MM-JJ, par exemple 2026-11-05.") from None


def _tell(results: list[Result], notes: list[str], dry_run: bool, as_json: bool) -> None:
    words = DRY_WORDS if dry_run else WORDS
    for note in notes:
        print(f"edi : {note}", file=sys.stderr)
    if as_json:
        said = {"dry_run": dry_run, "flows": [_as_dict(result) for result in results], "notes": notes}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if not results:
        print("Aucun flux à juger de nouveau.")
        return
    if telling := [result for result in results if result.kind is not Kind.UNCHANGED]:
        Console().print(_table(telling, words))
    counts = Counter(words[result.kind] for result in results)
    print(
        ", ".join(f"{count} {word}" for word, count in counts.items()) + (" ; rien n'a été écrit." if dry_run else ".")
    )


def _as_dict(result: Result) -> dict[str, Any]:
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
        "note": result.note,
    }


def _table(results: list[Result], words: dict[Kind, str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("flux", "avant", "après", "", "ce qui change"):
        table.add_column(heading, overflow="fold")
    for result in results:
        row = result.row
        lines = [result.note, " ".join(result.codes), *(_said(change) for change in result.changes)]
        told = Text("\n".join(legible(line) for line in lines if line))
        name = Text.assemble(row.drop_name, "\n", (row.id, "dim"))
        table.add_row(name, flow_word(row.verdict), flow_word(result.after), words[result.kind], told)
    return table


def _said(change: Change) -> str:
    return f"{change.document} : {_word(change.before)} → {_word(change.after)} {' '.join(change.codes)}".rstrip()


def _word(verdict: Verdict | None) -> str:
    return word(verdict, "fr") if verdict else "–"
