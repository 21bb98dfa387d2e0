"""A second judging that an operator asked for: which flows, by whom, under which lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from edi.catalogue import wording
from edi.clock import PARIS
from edi.config.settings import Settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_finding, check_partner
from edi.operations.reprocess import Choice, Result, chosen, preview, reprocess
from edi.pipeline.runtime import Runtime

ROUND_SECONDS = 30.0  # the longest that the daemon's round is waited for
FLOW_UNKNOWN = Message(
    "--flow {text} : aucun flux de ce nom, identifiant ou numéro de facture ; « edi show » cherche plus largement.",
    "--flow {text}: no flow has this name, id or invoice number; `edi show` searches more widely.",
)
SINCE = Message(
    "--since {since} : attendu une date AAAA-MM-JJ, par exemple 2026-11-05.",
    "--since {since}: a date YYYY-MM-DD is expected, 2026-11-05 for example.",
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an operator typed; `force` and `allow_undo` as `reprocess` has them."""

    flows: Sequence[str] = ()  # as a person names them
    partner: str | None = None
    since: datetime | None = None
    finding: str | None = None
    refused: bool = False
    force: bool = False
    allow_undo: bool = False

    def check(self, settings: Settings) -> None:
        """ConfigError where a name is nobody's or no code."""
        check_partner(self.partner, settings)
        check_finding(self.finding)

    def choice(self, ledger: Ledger) -> Choice:
        ids = tuple(row.id for text in self.flows for row in _named(ledger, text, self.partner))
        return Choice(flows=ids, partner=self.partner, since=self.since, finding=self.finding, refused=self.refused)


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A Result a flow, and what the gateway told on the way."""

    results: Sequence[Result] = ()
    notes: Sequence[Message] = ()


def previewed(settings: Settings, wish: Wish) -> Rejudged:
    """What would be done; nothing is written, no lock taken, no judge started where there is nothing to judge."""
    wish.check(settings)
    with open_ledger(settings) as ledger:
        choice = wish.choice(ledger)
        if not chosen(ledger, choice):
            return Rejudged()
        with Engine(settings) as engine:
            runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)
            return Rejudged(list(preview(runtime, choice, wish.force, wish.allow_undo)))


def rejudged(settings: Settings, wish: Wish, watched: AbstractContextManager[Progress]) -> Rejudged:
    """Judges again, to the end."""
    wish.check(settings)
    folders = settings.folders
    # a daemon's round is soon over; any other holder is told at once
    handle = locks.lock(folders.lock, locks.label("edi reprocess"), patience=ROUND_SECONDS, of="edi watch")
    try:
        with Engine(settings) as engine, Ledger(folders.ledger) as ledger:
            choice = wish.choice(ledger)
            with watched as progress:
                runtime = Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording, progress=progress)
                done = reprocess(runtime, choice, wish.force, wish.allow_undo)
            return Rejudged(done.results, done.told.notes)
    finally:
        locks.unlock(handle)


def moment(since: str | None) -> datetime | None:
    """The first moment of a day as Paris counts it."""
    if since is None:
        return None
    try:
        return datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=PARIS).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(SINCE.filled(since=since)) from None


def _named(ledger: Ledger, text: str, partner: str | None) -> list[FlowRow]:
    rows = named(ledger, text, partner)
    if not rows:
        raise ConfigError(FLOW_UNKNOWN.filled(text=text))
    return rows
