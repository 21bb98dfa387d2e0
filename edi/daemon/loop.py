"""The daemon: keeps sweeping, wakes on file events, and every few seconds anyway.

The sweep is the truth, an event only a hint: correctness is the same with the watcher switched off.  Work goes in
rounds of seconds (rounds.py).  TERM finishes the flow in hand and stops; a second TERM stops at once (the ledger makes
that safe); HUP reads partners, settings and tables again (signals.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from edi.catalogue import wording
from edi.config.settings import Settings
from edi.daemon.courier import Courier
from edi.daemon.guard import LedgerGuard
from edi.daemon.journal import Journal
from edi.daemon.rounds import TURN_SECONDS, Rounds
from edi.daemon.signals import Signals
from edi.daemon.wake import Wake, Watcher
from edi.errors import GatewayError
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.message import Message
from edi.monitor.health import HEALTH_SECONDS, HealthFile
from edi.monitor.systemd import Watchdog, notify
from edi.pipeline.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """How the operator wants it to run, for its whole life."""

    reload: Callable[[], Settings]
    label: Message  # what the lock of work says of us
    vouched: bool = False  # --settle given: it holds for every partner
    events: bool = True  # False: sweeps only, as on a network share where no event arrives


class Daemon:
    """One daemon on one root, whose lock the caller holds."""

    def __init__(
        self, settings: Settings, engine: Engine, ledger: Ledger, log: Any, courier: Courier, orders: Orders
    ) -> None:
        self.settings, self.engine, self.ledger = settings, engine, ledger
        self.courier, self.orders = courier, orders
        self.wake = Wake()
        self.signals = Signals(self.wake.set)
        self.watcher = Watcher(self.wake, log, orders.events)
        self.journal = Journal(log, ledger)
        self.health = HealthFile(settings.folders.state, ledger, log)
        self.watchdog = Watchdog()
        self.guard = LedgerGuard(ledger.path)

    def run(self) -> None:
        """Until TERM. Ends normally; DurabilityError and LedgerError go to the caller."""
        self.engine.start()  # the judges are forked before there is any thread
        self.signals.heed()
        with closing(self.wake), self.courier, self.watcher:
            self.watcher.watch(self.settings)
            self.journal.started(self.settings, self.engine.packs, self.watcher.events)
            rounds = self._rounds()
            notify("READY=1")  # what an earlier run left may take long, and is no reason to be called late
            while not self.signals.stopping:
                if self.signals.take_reload():
                    rounds = self._reloaded(rounds)
                self.courier.keep(any(partner.sftp is not None for partner in self.settings.partners.values()))
                self._work(rounds)
            notify("STOPPING=1")
            rounds.gateway.settling.keep()
        self.journal.stopped()

    def _work(self, rounds: Rounds) -> None:
        """One round, what is told of it, and the rest after it."""
        done = rounds.next()
        if done.report is not None:
            self.journal.tell(done.report, self.settings.lang)
            self._tell_health()
        self._alive()
        if not self.signals.stopping:
            self._rest(done.rest, rounds.look_seconds)

    def _rest(self, seconds: float, look_seconds: float) -> None:
        """Until an event, `seconds` at most; but at least as long as the last look took, or a storm of events would
        be all looking, and long enough for `edi reprocess` to take its turn."""
        least = min(max(look_seconds, TURN_SECONDS), seconds, 1.0)
        time.sleep(least)
        end = time.monotonic() + seconds - least
        while (left := end - time.monotonic()) > 0 and not self.wake.wait(min(left, HEALTH_SECONDS)):
            self._alive()  # sweeps may be an hour apart

    def _stopping(self) -> bool:
        """The gateway asks between any two flows: the moment to tell those who wait for a sign of life."""
        self._alive()
        return self.signals.stopping

    def _alive(self) -> None:
        if self.watchdog.fed():
            self._tell_health()

    def _tell_health(self) -> None:
        self.health.write(self.journal.pulse(self.wake.overflows))

    def _rounds(self) -> Rounds:
        runtime = Runtime(
            settings=self.settings,
            engine=self.engine,
            ledger=self.ledger,
            wording=wording,
            stopping=self._stopping,
            vouched=self.orders.vouched,
        )
        return Rounds(Gateway(runtime), self.guard, self.orders.label)

    def _reloaded(self, rounds: Rounds) -> Rounds:
        """After HUP: settings, partners, tables, directory, fiches and schemas as they stand now, or all as it was when
        one of them cannot be read."""
        try:
            settings = self.orders.reload()
            self.engine.reload(settings)
        except GatewayError as error:
            self.journal.log.error("reload-refused", reason=error.of(self.settings.lang))
            return rounds
        self.settings = settings
        rounds.gateway.settling.keep()
        self.courier.recall()  # it is sent again with the new settings
        self.watcher.watch(settings)
        self.journal.log.info("reloaded", partners=list(settings.partners))
        return self._rounds()
