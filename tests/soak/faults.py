"""What goes wrong during the long run: deaths, hangs, disks, ledgers, servers. Each begins, lasts a while, and ends."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gauges import children, role_of
from town import DISTANT, NARROW, NEAR, Town

INJECTED = ("fsync", "fdatasync", "pwrite64", "rename", "mkdir")  # "write" would hit pipes too, which no disk does
AFTER = 8.0  # seconds after its end during which a trouble still excuses an exit of 70


class Impossible(Exception):
    """This machine has no such fault to offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`at` does it: what is before its yield begins the trouble, what is behind ends it."""

    name: str
    at: Callable[[Town], AbstractContextManager[None]]
    weight: int
    seconds: tuple[float, float] = (0.0, 0.0)
    harsh: bool = False  # ends processes, or may: not for a calm phase
    where: str = ""  # no two faults of one place at a time


# deaths


@contextmanager
def killed(town: Town) -> Iterator[None]:
    town.stop(signal.SIGKILL, town.chance.choice((0.0, 0.0, 0.5, 3.0)))
    yield


@contextmanager
def ended(town: Town) -> Iterator[None]:
    town.stop(signal.SIGTERM, town.chance.choice((0.0, 1.0)))
    yield


@contextmanager
def run_instead(town: Town) -> Iterator[None]:
    """Dead, and before it is back somebody calls `edi run`: the daemon has to wait for its turn."""
    town.stop(signal.SIGKILL, 0.0)
    town.call("run", "--settle", "1")
    yield


@contextmanager
def hung_up(town: Town) -> Iterator[None]:
    if town.live is not None and town.live.log("started"):
        town.live.send(signal.SIGHUP)
    yield


@contextmanager
def judge_killed(town: Town) -> Iterator[None]:
    _signal(signal.SIGKILL, _some(town, "judge"))
    yield


@contextmanager
def judge_hung(town: Town) -> Iterator[None]:
    """Until the daemon ends it, as a rule."""
    _signal(signal.SIGSTOP, _some(town, "judge")[:1])
    yield


@contextmanager
def courier_killed(town: Town) -> Iterator[None]:
    _signal(signal.SIGKILL, _some(town, "courier"))
    yield


@contextmanager
def daemon_frozen(town: Town) -> Iterator[None]:
    live = town.live
    if live is not None:
        live.send(signal.SIGSTOP)
    yield
    if live is not None and live.process.poll() is None:
        live.send(signal.SIGCONT)


@contextmanager
def command_killed(town: Town) -> Iterator[None]:
    for command in town.commands[:1]:
        command.killed = True
        command.process.kill()
    yield


def _signal(number: int, pids: Sequence[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.kill(pid, number)


def _some(town: Town, role: str) -> list[int]:
    """Children of the daemon of that role, one or all of them."""
    found = []
    for pid in children(town.live.pid) if town.live is not None else []:
        with contextlib.suppress(OSError):
            if role_of(pid) == role:
                found.append(pid)
    return found if town.chance.random() < 0.3 else found[:1]


# disks


@contextmanager
def outbox_away(town: Town) -> Iterator[None]:
    """The outbox is somewhere else for a while, as a share that was unmounted is."""
    with _moved(town.folders.outbox / NEAR):
        yield


@contextmanager
def outbox_replaced(town: Town) -> Iterator[None]:
    """A file lies where the folder was."""
    outbox = town.folders.outbox / NEAR
    with _moved(outbox):
        with contextlib.suppress(OSError):  # the gateway has made the folder anew, or the disk is full
            outbox.write_text("in its place")
        yield
        if outbox.is_file():
            outbox.unlink()


@contextmanager
def _moved(folder: Path) -> Iterator[None]:
    away = folder.with_name(f".{folder.name}-away")
    os.rename(folder, away)
    yield
    folder.mkdir(exist_ok=True)
    for name in os.listdir(away):
        if name.startswith("."):
            os.unlink(away / name)  # half a return of the moment it went away: its flow is published once more
        else:
            os.rename(away / name, folder / name)
    os.rmdir(away)


@contextmanager
def immutable(folder: Path) -> Iterator[None]:
    """Read-only even for root."""
    if subprocess.run(["chattr", "+i", str(folder)], capture_output=True, check=False).returncode != 0:
        raise Impossible("chattr +i")
    yield
    subprocess.run(["chattr", "-i", str(folder)], capture_output=True, check=True)


@contextmanager
def outbox_shut(town: Town) -> Iterator[None]:
    with immutable(town.folders.outbox / DISTANT):
        yield


@contextmanager
def inbox_shut(town: Town) -> Iterator[None]:
    with immutable(town.folders.inbox / NEAR):
        yield


@contextmanager
def outbox_full(town: Town) -> Iterator[None]:
    """The small file system of one partner's outbox has no room left."""
    with _filled(town, town.folders.outbox / NARROW, 0):
        yield


@contextmanager
def disk_full(town: Town) -> Iterator[None]:
    """Not a byte is free under state/: the ledger, the takes and the returns fail as they come to it."""
    with town.excuse(AFTER), _filled(town, town.folders.root.parent, 0):
        yield


@contextmanager
def disk_nearly_full(town: Town) -> Iterator[None]:
    """Less than the gateway wants to see free: it takes nothing, and finishes what it has."""
    with _filled(town, town.folders.root.parent, 100 << 20):
        yield


@contextmanager
def _filled(town: Town, folder: Path, left: int) -> Iterator[None]:
    if not town.counts["mounted"]:
        raise Impossible("a file system of its own")
    ballast = folder / ".ballast"
    most = shutil.disk_usage(folder).free - max(left, 1 << 20)
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as out:
        if most > 0:
            os.posix_fallocate(out.fileno(), 0, most)
            os.lseek(out.fileno(), 0, os.SEEK_END)
        while left == 0:  # to the last block
            out.write(bytes(4096))
    yield
    ballast.unlink(missing_ok=True)


@contextmanager
def injected(town: Town) -> Iterator[None]:
    """The disk refuses one system call of the daemon, or all of a kind for a while."""
    if shutil.which("strace") is None:
        raise Impossible("strace")
    live = town.live
    if live is None:
        yield
        return
    call = town.chance.choice(INJECTED)
    error = town.chance.choice(("ENOSPC", "EIO"))
    when = town.chance.choice((f"{town.chance.randint(1, 40)}", f"{town.chance.randint(1, 40)}+"))
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"]
    with town.excuse(AFTER):
        tracer = subprocess.Popen(
            ["strace", "-qq", "-o", os.devnull, *inject, "-p", str(live.pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield
        tracer.terminate()
        tracer.wait()


# the ledger


@contextmanager
def ledger_locked(town: Town) -> Iterator[None]:
    """Another program holds its write lock: longer than the gateway's patience, at times."""
    with (
        town.excuse(AFTER),
        contextlib.closing(sqlite3.connect(town.folders.ledger, timeout=5, isolation_level=None)) as other,
    ):
        with contextlib.suppress(sqlite3.OperationalError):  # locked already, or no ledger yet
            other.execute("BEGIN IMMEDIATE")
        yield


# the server


@contextmanager
def connection_cut(town: Town) -> Iterator[None]:
    """Whatever session is open ends at once, in the middle of a file where there is one."""
    if town.server.process is not None:
        for session in children(town.server.process.pid):
            _signal(signal.SIGKILL, [*children(session), session])
    yield


@contextmanager
def server_down(town: Town) -> Iterator[None]:
    town.server.stop()
    yield
    town.server.start()


FAULTS: Sequence[Fault] = (
    Fault(name="daemon killed", at=killed, weight=10, harsh=True),
    Fault(name="daemon ended by TERM", at=ended, weight=3, harsh=True),
    Fault(name="run in the daemon's place", at=run_instead, weight=3, harsh=True),
    Fault(name="HUP", at=hung_up, weight=2),
    Fault(name="judge killed", at=judge_killed, weight=7, harsh=True),
    Fault(name="judge hung", at=judge_hung, weight=1, harsh=True),
    Fault(name="courier killed", at=courier_killed, weight=2, harsh=True),
    Fault(name="command killed", at=command_killed, weight=4),
    Fault(name="daemon frozen", at=daemon_frozen, weight=2, seconds=(1, 5), harsh=True, where="daemon"),
    Fault(name="outbox away", at=outbox_away, weight=2, seconds=(1, 8), where="disk"),
    Fault(name="outbox replaced", at=outbox_replaced, weight=2, seconds=(1, 8), where="disk"),
    Fault(name="outbox immutable", at=outbox_shut, weight=2, seconds=(1, 8), where="outbox far"),
    Fault(name="inbox immutable", at=inbox_shut, weight=2, seconds=(1, 6), where="inbox"),
    Fault(name="outbox full", at=outbox_full, weight=3, seconds=(1, 8), where="outbox small"),
    Fault(name="disk nearly full", at=disk_nearly_full, weight=2, seconds=(2, 8), where="disk"),
    Fault(name="disk full", at=disk_full, weight=3, seconds=(1, 6), harsh=True, where="disk"),
    Fault(name="system call refused", at=injected, weight=5, seconds=(1, 6), harsh=True, where="daemon"),
    Fault(name="ledger locked", at=ledger_locked, weight=2, seconds=(1, 14), harsh=True, where="ledger"),
    Fault(name="connection cut", at=connection_cut, weight=8),
    Fault(name="server down", at=server_down, weight=3, seconds=(0.5, 4), where="server"),
)


@dataclass
class Weather:
    """The troubles that are on, and when each ends."""

    town: Town
    chance: random.Random

    def __post_init__(self) -> None:
        self.on: list[tuple[float, Fault, contextlib.ExitStack]] = []
        self.impossible: dict[str, str] = {}
        self.first = self.chance.sample(FAULTS, len(FAULTS))  # each once before chance decides: short runs meet all

    def strike(self, harsh: bool) -> None:
        """One fault more, of those that this phase allows and this machine has."""
        places = {fault.where for _, fault, _ in self.on} - {""}
        open_to = [
            fault
            for fault in FAULTS
            if fault.where not in places and (harsh or not fault.harsh) and fault.name not in self.impossible
        ]
        fault = next(
            (one for one in self.first if one in open_to),
            self.chance.choices(open_to, [one.weight for one in open_to])[0],
        )
        if self.town.live is None and fault.where == "daemon":
            return
        stack = contextlib.ExitStack()
        try:
            stack.enter_context(fault.at(self.town))
        except Impossible as missing:
            self.impossible[fault.name] = str(missing)
            return
        self.first = [one for one in self.first if one is not fault]
        self.town.counts[f"fault: {fault.name}"] += 1
        self.on.append((time.monotonic() + self.chance.uniform(*fault.seconds), fault, stack))

    def pass_over(self, at_once: bool = False) -> None:
        """Ends the troubles whose time is over, or all of them."""
        for entry in list(self.on):
            if at_once or time.monotonic() >= entry[0]:
                self.on.remove(entry)
                entry[2].close()
