"""edi purge: removes originals whose time is over."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from edi.cli.display.flows import flow_word
from edi.clock import stamp
from edi.config.settings import load_settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict
from edi.operations.lookup import open_ledger
from edi.operations.names import check_partner
from edi.operations.purge import Choice, Report, lock_file, purge, purgeable

DONE, LEFT = 0, 1
AGE = re.compile(r"([0-9]{1,6})([djh])")
VERDICTS = {
    verdict.value.replace(" ", "-"): verdict for verdict in FlowVerdict if verdict is not FlowVerdict.NOT_JUDGED
}


def command(
    older_than: str,
    state: str,
    partner: str | None,
    verdict: str | None,
    quarantined: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    root: Path,
    config: Path | None,
) -> int:
    """0 done, 1 an original could not be removed, 2 usage, 75 another purge is at work."""
    settings = load_settings(root, config)
    age = _age(older_than)
    if state != State.DONE.value:
        raise ConfigError(f"--state {state} : seul un flux terminé (done) peut être purgé.")
    if age < timedelta(days=1) and not yes and not dry_run:
        raise ConfigError(f"--older-than {older_than} : moins d'un jour ; ajoutez --yes si c'est bien voulu.")
    if verdict is not None and verdict not in VERDICTS:
        raise ConfigError(f"--verdict {verdict} : choix possibles {', '.join(VERDICTS)}.")
    if verdict == FlowVerdict.QUARANTINED.value and not quarantined:
        raise ConfigError("--verdict quarantined : ajoutez --quarantined ; un opérateur devait regarder ces flux.")
    with open_ledger(settings) as ledger:  # its sentence when there is none yet, and no lock file then
        check_partner(partner, settings, settings.lang, ledger.flows.partners())
    choice = Choice(
        before=datetime.now(UTC) - age,
        partner=partner,
        verdict=VERDICTS[verdict].value if verdict else None,
        quarantined=quarantined,
    )
    if dry_run:
        with open_ledger(settings) as ledger:
            report = Report(purged=purgeable(ledger, choice), held=purgeable(ledger, choice, held=True))
            report.freed = sum(row.size or 0 for row in report.purged)
    else:
        handle = locks.lock(lock_file(settings.folders), locks.label("edi purge"))
        try:
            with Ledger(settings.folders.ledger) as ledger:
                report = purge(settings.folders, ledger, choice)
        finally:
            locks.unlock(handle)
    _tell(report, choice, dry_run, as_json)
    return LEFT if report.notes else DONE


def _age(text: str) -> timedelta:
    match = AGE.fullmatch(text.strip().lower())
    if match is None:
        raise ConfigError(f"--older-than {text} : attendu des jours ou des heures, par exemple 730d, 90j ou 12h.")
    number, unit = int(match[1]), match[2]
    age = timedelta(hours=number) if unit == "h" else timedelta(days=number)
    if age > timedelta(days=365 * 200):
        raise ConfigError(f"--older-than {text} : plus de deux siècles ; donnez un âge plus court.")
    return age


def _tell(report: Report, choice: Choice, dry_run: bool, as_json: bool) -> None:
    for note in report.notes:
        print(f"edi : {note}", file=sys.stderr)
    if as_json:
        said = {
            "dry_run": dry_run,
            "before": stamp(choice.before),
            "bytes": report.freed,
            "purged": [_as_dict(row) for row in report.purged],
            "held": [_as_dict(row) for row in report.held],
            "notes": report.notes,
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if report.purged:
        Console().print(_table(report.purged))
    does = "seraient supprimés" if dry_run else "supprimés"
    print(f"Originaux {does} : {len(report.purged)}, {report.freed} octets, terminés avant le {stamp(choice.before)}.")
    if report.held:
        print(f"Retenus par un gel : {len(report.held)} ; « edi hold list » les montre.")
    if dry_run:
        print("Rien n'a été supprimé.")


def _as_dict(row: FlowRow) -> dict[str, Any]:
    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "verdict": row.verdict.value if row.verdict else None,
        "archived_at": stamp(row.archived_at) if row.archived_at else None,
        "size": row.size,
    }


def _table(rows: Iterable[FlowRow]) -> Table:
    sums: dict[tuple[str, FlowVerdict | None], list[int]] = defaultdict(list)
    for row in rows:
        sums[row.partner, row.verdict].append(row.size or 0)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("partenaire", "verdict", "originaux", "octets"):
        table.add_column(heading)
    for (partner, verdict), sizes in sums.items():
        table.add_row(partner, flow_word(verdict), str(len(sizes)), str(sum(sizes)))
    return table
