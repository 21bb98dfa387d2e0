"""The flow a person means, and where its original lies."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import originals
from edi.errors import ConfigError
from edi.judging.envelope import NAME
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State

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


def open_ledger(settings: Settings) -> Ledger:
    """The ledger, read only; a sentence when nothing has been received yet, or when there is no such gateway."""
    folders, lang = settings.folders, settings.lang
    if not folders.root.is_dir():
        raise ConfigError(NO_ROOT.of(lang, folder=folders.root))
    try:
        there = folders.ledger.is_file()
    except OSError as error:
        raise ConfigError(NO_STATE.of(lang, ledger=folders.ledger, what=error.strerror)) from error
    if not there:
        raise ConfigError(NO_LEDGER.of(lang, ledger=folders.ledger))
    return Ledger(settings.folders.ledger, read_only=True)


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


def found(ledger: Ledger, text: str) -> list[FlowRow]:
    """The flows that answer to a text; of a flow name, those dropped under it with another extension or none."""
    rows = ledger.flows.find(text)
    if rows or (match := NAME.fullmatch(text)) is None:
        return rows
    return [row for row in ledger.flows.find(match["flow_id"]) if _same_name(text, row.drop_name)]


def _same_name(one: str, other: str) -> bool:
    """Whether two flow names differ in their extension alone, which Chorus Pro takes off."""
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
    decided = ledger.decisions
    return {item.name for item in decided.returns(row.id)} | {document.number for document in decided.documents(row.id)}
