"""Visits to the partners' SFTP servers: one each, or without end on each server's own schedule."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.disk import locks
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.message import Message
from edi.operations.names import check_partner
from edi.sftp.loop import Stop, Tell, Visit, serve
from edi.sftp.reports import Exchange
from edi.sftp.visit import exchange

NO_SERVER = Message(
    "Aucun partenaire n'a de table [sftp] dans son fichier : il n'y a pas de serveur à servir.",
    "No partner has an [sftp] table in its file: there is no server to serve.",
)


def visits(settings: Settings, only: str | None) -> Mapping[str, Exchange]:
    """What one visit to each server came to, or to that of one partner."""
    partners = _with_server(settings, only)
    with _visiting(settings) as (visit, stop):
        return {partner.name: visit(partner, stop) for partner in partners}


def loop(settings: Settings, only: str | None, tell: Tell) -> None:
    """Visits until TERM, or until the daemon that started us is gone."""
    partners = _with_server(settings, only)
    with _visiting(settings) as (visit, stop):
        serve(partners, visit, tell, stop)


@contextmanager
def _visiting(settings: Settings) -> Iterator[tuple[Visit, Stop]]:
    """One transfer at a time; it heeds TERM."""
    handle = locks.lock(settings.folders.transfer_lock, locks.label("edi transfer"))
    stop = Stop()
    stop.heed()
    try:
        with Ledger(settings.folders.ledger) as ledger:

            def visit(partner: Partner, stopping: Callable[[], bool]) -> Exchange:
                return exchange(partner, settings.folders, ledger, settings.limits, time.monotonic(), stopping)

            yield visit, stop
    finally:
        locks.unlock(handle)


def _with_server(settings: Settings, only: str | None) -> Sequence[Partner]:
    check_partner(only, settings)
    chosen = [partner for partner in settings.partners.values() if only in (None, partner.name)]
    served = [partner for partner in chosen if partner.sftp is not None]
    if not served:
        raise ConfigError(NO_SERVER)
    return served
