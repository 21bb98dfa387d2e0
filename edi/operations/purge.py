"""Retention: removes originals whose time is over, never what an operator holds.

In: an age, and which flows.  Out: how many originals went, how many bytes that freed, and what was held back.
A purged flow keeps its row, documents, findings, seen-marks and returns: duplicates are still known, answers can be
sent again; only the bytes received are gone. Refuses what is not finished, and what a hold names.
Order: marked in the ledger first, removed next, its place forgotten last. After a crash a marked flow still has its
place, and the next purge ends it; an original that is missing without a mark is always a loss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import locks, originals
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.flow import FlowRow
from edi.operations.lookup import open_ledger
from edi.operations.names import check_partner

DAYS = 730  # two accounting years; the ten years the law asks of an invoice are its issuer's and its payer's to keep
GROUP = 50  # flows marked in one transaction, then removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which originals: those of flows finished at `before` or earlier."""

    before: datetime
    partner: str | None = None
    verdict: str | None = None  # as the ledger writes it
    quarantined: bool = False  # also those an operator was to look at


@dataclass(slots=True)
class Report:
    """What one purge did."""

    purged: list[FlowRow] = field(default_factory=list)
    held: list[FlowRow] = field(default_factory=list)
    freed: int = 0  # bytes
    notes: list[str] = field(default_factory=list)


def lock_file(folders: Folders) -> Path:
    """One purge at a time. The gateway may run beside it: a purge touches finished flows only."""
    return folders.state / "purge.lock"


def purgeable(ledger: Ledger, choice: Choice, held: bool = False) -> list[FlowRow]:
    """The flows whose original would go; with `held`, those that would but for a hold."""
    return ledger.retention.purgeable(
        before=choice.before,
        partner=choice.partner,
        verdict=choice.verdict,
        quarantined=choice.quarantined,
        held=held,
    )


def purge(
    folders: Folders, ledger: Ledger, choice: Choice, progress: Callable[[int, int], None] = lambda done, total: None
) -> Report:
    """Removes the originals chosen, after ending what an earlier purge began. The caller holds `lock_file`."""
    report = Report(held=purgeable(ledger, choice, held=True))
    _end(folders, ledger, report)
    rows = purgeable(ledger, choice)
    for start in range(0, len(rows), GROUP):
        group = rows[start : start + GROUP]
        with ledger.write():  # a hold set, or a second judging begun, since the list was made wins
            at = datetime.now(UTC)
            marked = [row for row in group if ledger.retention.set_purged(row.id, at, choice.before)]
        _remove(folders, ledger, marked, report)
        progress(start + len(group), len(rows))
    return report


def _end(folders: Folders, ledger: Ledger, report: Report) -> None:
    """What a purge that died left: removes it, or gives it its original back when a hold came in between."""
    for row in ledger.retention.half_purged(held=True):
        if any(_files(folders, row)):
            with ledger.write():
                ledger.retention.undo_purge(row.id)
        else:
            _forget_places(ledger, [row])
    _remove(folders, ledger, ledger.retention.half_purged(held=False), report)


def _remove(folders: Folders, ledger: Ledger, rows: Sequence[FlowRow], report: Report) -> None:
    gone = []
    for row in rows:
        assert row.place is not None  # a finished flow has one until it is purged
        if _kept(ledger, row, report):
            continue
        try:
            report.freed += originals.remove(folders, row.place)
            gone.append(row)
        except OSError as error:
            report.notes.append(f"{row.place} : non supprimé ({error.strerror}) ; le prochain « edi purge » réessaie.")
    _forget_places(ledger, gone)
    report.purged += gone


def _kept(ledger: Ledger, row: FlowRow, report: Report) -> bool:
    """Whether a hold was set since the flow was marked: then it keeps its original."""
    if all(one.id != row.id for one in ledger.retention.half_purged(held=True)):
        return False
    with ledger.write():
        ledger.retention.undo_purge(row.id)
    report.held.append(row)
    return True


def _forget_places(ledger: Ledger, rows: Sequence[FlowRow]) -> None:
    if rows:
        with ledger.write():
            for row in rows:
                ledger.retention.set_gone(row.id)


def _files(folders: Folders, row: FlowRow) -> list[Path]:
    home = folders.state / (row.place or "")
    return list(home.iterdir()) if row.place and home.is_dir() else []


def asked(settings: Settings, choice: Choice, dry_run: bool) -> Report:
    """What an operator asked for: done under its lock, or with `dry_run` only told."""
    with open_ledger(settings) as ledger:  # its sentence when there is none yet, and no lock file then
        check_partner(choice.partner, settings, ledger.flows.partners())
        if dry_run:
            rows = purgeable(ledger, choice)
            held = purgeable(ledger, choice, held=True)
            return Report(purged=rows, held=held, freed=sum(row.size or 0 for row in rows))
    handle = locks.lock(lock_file(settings.folders), locks.label("edi purge"))
    try:
        with Ledger(settings.folders.ledger) as ledger:
            return purge(settings.folders, ledger, choice)
    finally:
        locks.unlock(handle)
