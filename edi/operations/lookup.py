"""The flow a person means, what became of it in short, and where its original lies."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from edi.clock import stamp
from edi.config.settings import Settings
from edi.disk import durable, originals
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.model.judgement import Verdict

NO_LEDGER = Message(
    "{ledger} : pas encore de registre ; « edi run » le crée à son premier passage.",
    "{ledger}: no ledger yet; `edi run` makes it on its first sweep.",
)
NO_STATE = Message(
    "{ledger} : lecture impossible ({what}) ; lancez la commande au compte de la passerelle, ou rendez-lui ce dossier.",
    "{ledger}: it cannot be read ({what}); run this as the gateway's account, or give it that folder.",
)
NO_ROOT = Message(
    "{folder} : ce dossier n'existe pas ; corrigez --root.", "{folder}: this folder does not exist; mend --root."
)


PURGED = Message("purgé le {at}", "purged on {at}")
MISSING = Message(
    "introuvable ; « edi verify » dit ce qui manque d'autre", "cannot be found; `edi verify` says what else is missing"
)
CLOSED = Message(
    "illisible ({what}) : {folder} ; rendez-le au compte de la passerelle",
    "cannot be read ({what}): {folder}; give it to the gateway's account",
)


@dataclass(frozen=True, slots=True)
class Summary:
    """One flow in a line: its row, how many of its documents were accepted, the codes of what refused."""

    row: FlowRow
    documents: int
    accepted: int
    refusing: tuple[str, ...]


def open_ledger(settings: Settings) -> Ledger:
    """The ledger, read only; a sentence when nothing has been received yet, or when there is no such gateway."""
    folders = settings.folders
    if not folders.root.is_dir():
        raise ConfigError(NO_ROOT.filled(folder=folders.root))
    try:
        there = folders.ledger.is_file()
    except OSError as error:
        raise ConfigError(NO_STATE.filled(ledger=folders.ledger, what=durable.reason(error))) from error
    if not there:
        raise ConfigError(NO_LEDGER.filled(ledger=folders.ledger))
    return Ledger(settings.folders.ledger, read_only=True)


def summaries(ledger: Ledger, rows: Iterable[FlowRow]) -> list[Summary]:
    """What became of each flow; a repeat has its first flow's answer."""
    return [_summary(ledger, row) for row in rows]


def _summary(ledger: Ledger, row: FlowRow) -> Summary:
    first = row.repeat_of or row.id
    documents = ledger.decisions.documents(first)
    findings = [
        *ledger.decisions.findings(first),
        *(finding for document in documents for finding in document.findings),
    ]
    codes = dict.fromkeys(finding.code for finding in findings if finding.severity.refuses)
    accepted = sum(document.verdict is Verdict.ACCEPTED for document in documents)
    return Summary(row, len(documents), accepted, tuple(codes))


def original(row: FlowRow, settings: Settings) -> Path | None:
    """Where the original lies now, or None when it cannot be found (or was purged).

    A finished flow's is where the ledger says; an unfinished one's may be on its way to its last place."""
    homes = [settings.folders.state / row.place] if row.place else []
    if row.state is not State.DONE:
        homes += originals.places_of(settings.folders, row.partner, row.id)
    for home in homes:
        with suppress(FileNotFoundError, NotADirectoryError, StopIteration):  # not here, or not any more
            return next(home.iterdir())
    return None


def whereabouts(row: FlowRow, settings: Settings) -> Path | Message:
    """Where the original lies, or why it cannot be told. A folder closed to us hides it alone."""
    try:
        where = original(row, settings)
    except OSError as error:
        return CLOSED.filled(what=durable.reason(error), folder=error.filename)
    if where is None:
        return PURGED.filled(at=stamp(row.purged_at)) if row.purged_at else MISSING
    return where


def found(ledger: Ledger, text: str) -> list[FlowRow]:
    """The flows that answer to a text; of a flow name, those dropped under it with another extension or none."""
    from edi.judging.envelope import NAME  # here alone: a list of flows needs no judge

    rows = ledger.flows.find(text)
    if rows or (match := NAME.fullmatch(text)) is None:
        return rows
    return [row for row in ledger.flows.find(match["flow_id"]) if _same_name(text, row.drop_name)]


def _same_name(one: str, other: str) -> bool:
    """Whether two flow names differ in their extension alone, which Chorus Pro takes off."""
    from edi.judging.envelope import NAME

    first, second = NAME.fullmatch(one), NAME.fullmatch(other)
    return first is not None and second is not None and first.groups() == second.groups()


def named(ledger: Ledger, text: str, partner: str | None = None) -> list[FlowRow]:
    """The flows a person means, by whole names only: what is then done to them must not hit a neighbour.

    Our id, the partner's flow id, file name (its extension left aside) or hash; where none answers, a return's name or
    an invoice number."""
    rows = [row for row in found(ledger, text) if partner in (None, row.partner)]
    exact = [row for row in rows if text in (row.id, row.flow_id, row.drop_name, row.sha256)]
    exact = exact or [row for row in rows if _same_name(text, row.drop_name)]
    return exact or [row for row in rows if text in _inner_names(ledger, row)]


def _inner_names(ledger: Ledger, row: FlowRow) -> set[str | None]:
    return {item.name for item in ledger.decisions.returns(row.id)} | {
        one.number for one in ledger.decisions.documents(row.id)
    }
