"""edi run: one sweep over every partner's inbox."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from edi.catalogue import wording
from edi.cli.display.flows import flows_table
from edi.config.settings import Settings, load_settings, require_root
from edi.disk import locks
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

DONE, LEFT = 0, 4


def run(root: Path, config: Path | None, settle: float | None, as_json: bool) -> int:
    """0 when every flow reached a final state, 4 when something is left not judged, 75 when another holds the lock."""
    settings = load_settings(root, config)
    require_root(settings)
    folders = settings.folders
    label = locks.label("edi run")
    handles = [locks.lock(folders.daemon_lock, label)]
    try:
        handles.append(locks.lock(folders.lock, label))
        with Engine(settings) as engine, Ledger(folders.ledger) as ledger:
            report = _sweep(settings, engine, ledger, settle)
            _tell(report, settings, ledger, as_json)
    finally:
        for handle in reversed(handles):
            locks.unlock(handle)
    stuck = report.left or report.full or report.strangers or report.untaken
    return LEFT if stuck else DONE


def _sweep(settings: Settings, engine: Engine, ledger: Ledger, asked: float | None) -> Report:
    quiet = settings.settle_seconds if asked is None else asked
    runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording, vouched=asked is not None)
    engine.start()  # before the progress bar, whose thread a judge must not be forked beside
    if not sys.stderr.isatty():
        return Gateway(runtime).sweep(quiet)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("flux", total=None)
        watched = replace(runtime, progress=lambda done, total: bar.update(task, completed=done, total=total))
        return Gateway(watched).sweep(quiet)


def _tell(report: Report, settings: Settings, ledger: Ledger, as_json: bool) -> None:
    rows = [row for flow in report.decided if (row := ledger.flows.get(flow)) is not None]
    for note in report.notes:
        print(f"edi : {note.of(settings.lang)}", file=sys.stderr)
    if report.unsettled:
        print(f"edi : dépôts encore en cours d'envoi, laissés en place : {report.unsettled}.", file=sys.stderr)
    if as_json:
        flows = [
            {
                "flow": row.id,
                "partner": row.partner,
                "drop": row.drop_name,
                "flow_id": row.flow_id,
                "verdict": row.verdict.value if row.verdict else None,
                "returns": [item.name for item in ledger.decisions.returns(row.id)],
            }
            for row in rows
        ]
        notes = [note.of(settings.lang) for note in report.notes]
        print(json.dumps({"flows": flows, "left": report.left, "notes": notes}, ensure_ascii=False, indent=2))
    elif rows:
        console = Console()
        console.print(flows_table(ledger, rows, console.width, settings.lang))
        if not {row.id for row in rows} & set(report.left):  # else a note says which are kept, and why
            print(f"Retours déposés dans {settings.folders.outbox}")
    else:
        print("Aucun nouveau flux.")
    if not settings.partners:
        print(
            f"edi : aucun partenaire dans {settings.folders.partners} ; « edi partner add » en déclare.",
            file=sys.stderr,
        )
