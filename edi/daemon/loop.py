"""The daemon: keeps sweeping, wakes on file events, and every few seconds anyway.

The sweep is the truth, an event only a hint: correctness is the same with the watcher switched off.  Work goes in
rounds of seconds, partners by turns, so that a newcomer never waits for another's thousands.  TERM finishes the flow in
hand and stops; a second TERM stops at once (the ledger makes that safe); HUP reads partners, settings and tables again.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from watchdog.observers import Observer

from edi.config.settings import Settings
from edi.daemon.courier import Courier
from edi.daemon.wake import EVENTS, Overflows, Wake
from edi.disk import durable, locks
from edi.errors import GatewayError, LedgerError, LockHeld
from edi.gateway import Gateway, Report
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import State
from edi.model.judgement import FlowVerdict
from edi.monitor.systemd import notify

ROUND_SECONDS = 2.0  # of work before the inboxes are looked at again ...
LOOK_SHARE = 5  # ... or so many times what the last look took: 100,000 waiting drops are slow to look at
ALIVE_SECONDS = 1.0  # how often systemd's watchdog is told that work goes on
HEALTH_SECONDS = 10  # how often health is written while nothing changes
HEALTH = "health.json"
BUSY_SECONDS = 0.5  # before the lock of work is asked for again
TURN_SECONDS = 0.15  # between two rounds: those who wait for the lock of work ask ten times a second
HELD_SECONDS = 30  # ... and after which waiting for it is a trouble to tell


LEDGER_GONE = Message(
    "{path} : le registre a été supprimé ou remplacé pendant la marche ; la passerelle s'arrête, rien de plus n'est "
    "pris. Remettez-le en place, ou sa sauvegarde, puis relancez.",
    "{path}: the ledger was removed or replaced while at work; the gateway stops, nothing more is taken. Put it back, "
    "or its backup, then start again.",
)


@dataclass
class Daemon:
    """One daemon on one root, whose lock the caller holds."""

    settings: Settings
    engine: Engine
    ledger: Ledger
    log: Any
    reload: Callable[[], Settings]
    label: str = "edi watch"  # what the lock of work says of us
    vouched: bool = False  # --settle given: it holds for every partner
    watching: bool = True  # False: sweeps only, as on a network share where no event arrives
    courier: Courier | None = None  # for partners with an SFTP server
    wake: Wake = field(default_factory=Wake)
    terms: int = 0
    hangups: int = 0
    flows: int = 0
    notes: tuple[str, ...] = ()
    look_seconds: float = 0.0  # what the last look at the inboxes took
    _ledger_file: tuple[int, int] | None = None  # the file that was opened
    _report: Report = field(default_factory=Report)  # as last told
    _health: tuple[Any, ...] = ()
    _health_at: float = 0.0
    _alive_at: float = 0.0
    _worked_at: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Until TERM. Ends normally; DurabilityError and LedgerError go to the caller."""
        self.engine.start()  # the judges are forked before there is any thread
        self._heed_signals()
        with closing(self.wake), self._courier(), self._observer() as observer:
            self._told_start()
            gateway = self._gateway()
            notify("READY=1")  # what an earlier run left may take long, and is no reason to be called late
            while not self.terms:
                if self.hangups:
                    self.hangups = 0
                    gateway = self._reloaded(gateway, observer)
                self._send_courier()
                pause = self._worked(gateway)
                self._alive()
                if not self.terms:
                    self._rest(pause or TURN_SECONDS)
            notify("STOPPING=1")
            gateway.keep_sightings()
        self.log.info("stopped", flows=self.flows)

    def _worked(self, gateway: Gateway) -> float:
        """A round under the lock of work, so that `edi reprocess` can have its turn between two rounds."""
        try:
            handle = locks.lock(self.settings.folders.lock, self.label)
        except LockHeld as held:
            if time.monotonic() - self._worked_at > HELD_SECONDS:
                self._tell(Report(notes=[str(held)]))
            return BUSY_SECONDS
        try:
            return self._round(gateway)
        finally:
            locks.unlock(handle)
            self._worked_at = time.monotonic()

    def _round(self, gateway: Gateway) -> float:
        """One look and some seconds of work; gives the seconds to wait before the next, 0 when more is ready."""
        report = gateway.report = Report()
        self._refuse_other_ledger()
        gateway.adopt()
        gateway.finish()  # what is due again: failed judgings, returns that could not be published
        began = time.monotonic()
        drops = gateway.look(self.settings.settle_seconds, gateway.sightings)
        self.look_seconds = time.monotonic() - began
        done = gateway.through(drops, max(ROUND_SECONDS, LOOK_SHARE * self.look_seconds))
        report.waiting = len(drops) - done
        gateway.note_waiting()
        self.flows += len(report.decided)
        self._tell(report)
        if report.waiting and report.decided:
            return 0
        return min(self.settings.sweep_seconds, report.next_look or self.settings.sweep_seconds)

    def _refuse_other_ledger(self) -> None:
        """SQLite goes on writing into a file that was removed or replaced; the next start would know nothing of it."""
        try:
            found = os.stat(self.ledger.path)
            now = found.st_dev, found.st_ino
        except FileNotFoundError:
            now = None
        self._ledger_file = self._ledger_file or now
        if now is None or now != self._ledger_file:
            raise LedgerError(LEDGER_GONE.filled(path=self.ledger.path))

    def _rest(self, seconds: float) -> None:
        """Until an event, `seconds` at most; but at least as long as the last look took, or a storm of events would
        be all looking, and long enough for `edi reprocess` to take its turn."""
        least = min(max(self.look_seconds, TURN_SECONDS), seconds, 1.0)
        time.sleep(least)
        end = time.monotonic() + seconds - least
        while (left := end - time.monotonic()) > 0 and not self.wake.wait(min(left, HEALTH_SECONDS)):
            self._alive()  # sweeps may be an hour apart

    def _stopping(self) -> bool:
        """The gateway asks between any two flows: the moment to tell those who wait for a sign of life."""
        self._alive()
        return self.terms > 0

    def _alive(self) -> None:
        if time.monotonic() - self._alive_at < ALIVE_SECONDS:
            return
        self._alive_at = time.monotonic()
        notify("WATCHDOG=1")
        self._write_health()

    def _gateway(self) -> Gateway:
        return Gateway(
            settings=self.settings,
            engine=self.engine,
            ledger=self.ledger,
            stopping=self._stopping,
            vouched=self.vouched,
            sightings=self.ledger.sightings.all(),
        )

    def _reloaded(self, gateway: Gateway, observer: Any) -> Gateway:
        """After HUP: settings, partners, tables, directory, fiches and schemas as they stand now, or all as it was when
        one of them cannot be read."""
        try:
            read = self.reload()
            self.engine.reload(read)
        except GatewayError as error:
            self.log.error("reload-refused", reason=error.of(self.settings.lang))
            return gateway
        self.settings = read
        gateway.keep_sightings()
        if self.courier is not None:
            self.courier.recall()  # it is sent again with the new settings
        self._watch(observer)
        self.log.info("reloaded", partners=list(self.settings.partners))
        return self._gateway()

    # what others see

    def _told_start(self) -> None:
        folders = self.settings.folders
        packs = [f"{pack.role} {pack.package} {pack.version} {pack.sha256[:12]}" for pack in self.engine.packs]
        self.log.info(
            "started",
            root=str(folders.root),
            partners=list(self.settings.partners),
            packs=packs,
            watching=self.watching,
            sweep_seconds=self.settings.sweep_seconds,
            settle_seconds=self.settings.settle_seconds,
        )

    def _tell(self, report: Report) -> None:
        """One line a decided flow; a trouble when it begins and when it ends, not at every sweep."""
        for flow in report.decided:
            if (row := self.ledger.flows.get(flow)) is not None and row.verdict is not None:
                tell = self.log.error if row.verdict is FlowVerdict.QUARANTINED else self.log.info
                tell("decided", flow=flow, partner=row.partner, drop=row.drop_name, verdict=row.verdict.value)
        now = tuple(report.notes)
        for note in now:
            if note not in self.notes:
                self.log.warning("trouble", note=note)
        for note in self.notes:
            if note not in now:
                self.log.info("trouble-over", note=note)
        self.notes, self._report = now, report
        self._write_health()

    def _write_health(self) -> None:
        """state/health.json: what `edi health` and a monitoring probe read."""
        report = self._report
        taken = self.ledger.flows.in_state(State.TAKEN)
        failed = sum(row.failure is not None for row in taken)
        facts = (self.notes, failed, report.waiting, report.unsettled, self.flows, self.wake.overflows)
        if facts == self._health and time.monotonic() - self._health_at < HEALTH_SECONDS:
            return
        self._health, self._health_at = facts, time.monotonic()
        said = {
            "status": "degraded" if self.notes or failed else "ok",
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "pid": os.getpid(),
            "flows": self.flows,
            "waiting": report.waiting,
            "unsettled": report.unsettled,
            "in_progress": len(taken),
            "not_judged": failed,
            "quarantined": self.ledger.books.by_verdict().get("quarantined", 0),
            "events_lost": self.wake.overflows,
            "notes": list(self.notes),
        }
        text = json.dumps(said, ensure_ascii=False, indent=2).encode()
        try:
            durable.replace(self.settings.folders.state / HEALTH, text)
        except OSError as error:  # a full disk is told in the log; it must not stop the flows that need none
            self.log.warning("health-not-written", reason=error.strerror)

    # outside signals

    def _send_courier(self) -> None:
        if self.courier is not None:
            self.courier.keep(any(partner.sftp is not None for partner in self.settings.partners.values()))

    @contextmanager
    def _courier(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self.courier is not None:
                self.courier.recall()

    def _heed_signals(self) -> None:
        """To the end of the process: on its way out a TERM must not kill it half way, whatever it ends for."""

        def term(number: int, frame: FrameType | None) -> None:
            self.terms += 1
            if self.terms > 1:
                os._exit(0)  # asked twice: the ledger resumes whatever this leaves
            self.wake.set()

        def hangup(number: int, frame: FrameType | None) -> None:
            self.hangups += 1
            self.wake.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, term)
        signal.signal(signal.SIGHUP, hangup)

    @contextmanager
    def _observer(self) -> Iterator[Any]:
        if not self.watching:
            yield None
            return
        counter = Overflows(self.wake)
        logging.getLogger("watchdog").addHandler(counter)
        observer = Observer()
        observer.start()  # before it is given an inbox: one that is missing would stop the start
        self._watch(observer)
        try:
            yield observer
        finally:
            observer.stop()
            observer.join()
            logging.getLogger("watchdog").removeHandler(counter)

    def _watch(self, observer: Any) -> None:
        if observer is None:
            return
        observer.unschedule_all()
        for name in self.settings.partners:
            try:
                observer.schedule(self.wake, str(self.settings.folders.inbox / name), event_filter=EVENTS)
            except OSError as error:  # missing now: the sweep finds its drops when it comes back
                self.log.warning("not-watched", inbox=name, reason=error.strerror)


__all__: Sequence[str] = ("HEALTH", "Daemon", "notify")
