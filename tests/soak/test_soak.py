"""The long run: partners drop and collect while everything goes wrong in turn; in the end every drop is accounted for.

    make soak [SECONDS=600] [SEED=7]

The seed fixes what is done, not when the machine gets to it. Phases alternate: a stormy one, where processes die and
disks fail, and a calm one, where nothing is killed and memory and descriptors are watched.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from books import Audit, audit
from drops import Content, Maker
from faults import Weather
from figures import Figures
from gauges import MIB, Gauges, Trend
from live import count, returns, sound
from loopback import Server
from town import DISTANT, MARKING, NARROW, NEAR, Town, town

from edi.ledger import Ledger

KILLS = ("daemon killed", "run in the daemon's place", "judge killed", "courier killed", "command killed")
PARTNERS = (NEAR, NARROW, DISTANT, MARKING)
TICK = 0.1
CYCLE = 600.0  # seconds of a stormy and a calm phase together, at most
LOOKING = 18.0  # seconds that a calm phase at the end of a short run is watched at least ...
PATIENCE = 180.0  # ... and how much longer the run may take for it
QUIET_SECONDS = 300.0  # for the gateway to come to its end once all is well again
PURGE = ("--older-than", "0h", "--yes", "--partner")

# what happens, and how often a second
RATES = {"drop": 5.0, "burst": 0.01, "huge": 0.04, "large": 0.015, "collect": 1.0, "fault": 0.6}
VERBS = {"verify": 0.05, "reprocess": 0.05, "again": 0.02, "purge": 0.05, "run": 0.05}


def test_nothing_is_lost_or_doubled_through_a_long_run(
    server: Server, area: Path, user: str, request: pytest.FixtureRequest, figures: Figures
) -> None:
    seconds = float(request.config.getoption("--soak-seconds"))
    given = request.config.getoption("--soak-seed")
    seed = random.SystemRandom().randrange(10**6) if given == "random" else int(given)
    print(f"\nlong run of {seconds:g} s, seed {seed}", flush=True)
    base = Path(tempfile.mkdtemp(prefix="soak-", dir=area))
    base.chmod(0o755)
    with town(base, server, random.Random(seed)) as made:
        run = Run(made, seconds)
        run.go()
        run.quieten()
        told = run.settle_accounts()
        print(run.told(told), flush=True)
        run.count(told, figures)
        assert made.problems == []
        assert told.problems == []
        assert run.trends, "no process lived through a calm phase"
        assert [str(trend) for trend in run.trends if not trend.flat] == []


class Run:
    """The conductor: one thread, one random source."""

    def __init__(self, town: Town, seconds: float) -> None:
        self.town, self.seconds, self.chance = town, seconds, town.chance
        self.weather = Weather(town, self.chance)
        self.gauges = Gauges()
        self.trends: list[Trend] = []
        self.most: dict[str, int] = {}
        self.calm, self.warm, self.warming = False, False, list[str]()
        self.began = time.monotonic()
        self.next_look = self.began

    # the run

    def go(self) -> None:
        self.town.start()
        last = told = self.began
        while (now := time.monotonic()) - self.began < self.seconds or (self.calm and not self._watched(now)):
            self._phase(min(now - self.began, self.seconds - 1))
            self.town.tend()
            self.town.upload()
            self.weather.pass_over()
            for act in self._due(now - last):
                act()
            last = now
            self._watch(now)
            if now - told >= 60:
                told = now
                print(f"{now - self.began:5.0f} s: {self._so_far()}", flush=True)
            time.sleep(TICK)
        self._end_calm()

    def _phase(self, passed: float) -> None:
        cycle = min(CYCLE, self.seconds)
        calm = passed % cycle >= cycle / 2
        if calm and not self.calm:
            self._begin_calm()
        elif self.calm and not calm:
            self._end_calm()

    def _begin_calm(self) -> None:
        """A daemon of its own, whose judges meet the largest documents before they are watched."""
        self.calm = True
        self.weather.pass_over(at_once=True)
        self.town.stop(signal.SIGTERM, 0.0)
        self.gauges, self.warm = Gauges(), False
        made = [self._one(partner, make) for partner in (NEAR, NARROW) for make in (Maker.attached, Maker.lengthy)]
        self.warming = [name for name in made if name]

    def _end_calm(self) -> None:
        self.calm = False
        self.trends += self.gauges.trends()
        for role, most in self.gauges.most.items():
            self.most[role] = max(most, self.most.get(role, 0))
        self.gauges = Gauges()

    def _watch(self, now: float) -> None:
        """Twice a second, once the judges are warm."""
        live = self.town.live
        if not self.calm or live is None or now < self.next_look:
            return
        self.next_look = now + 0.5
        if not self.warm and self.town.open:
            names = ", ".join(f"'{name}'" for name in self.warming)
            self.warm = count(self.town.folders, f"state = 'done' AND drop_name IN ({names})") >= len(self.warming)
        if self.warm:
            self.gauges.look(now, live.pid)

    def _watched(self, now: float) -> bool:
        """Long enough for a trend; a machine too slow for that is let go in the end."""
        looks = self.gauges.looks
        return now - self.began > self.seconds + PATIENCE or (bool(looks) and looks[-1].at - looks[0].at >= LOOKING)

    def _due(self, passed: float) -> Iterator[Callable[[], None]]:
        """What falls due in so many seconds: each thing by its own rate."""
        acts: dict[str, Callable[[], None]] = {
            "drop": self._drop,
            "burst": self._burst,
            "huge": self._huge,
            "large": self._large,
            "collect": self._collect,
            "fault": lambda: self.weather.strike(harsh=not self.calm),
            "verify": lambda: self._call("verify"),
            "reprocess": lambda: self._call("reprocess"),
            "again": lambda: self._call("reprocess", "--refused", "--partner", self.chance.choice(PARTNERS)),
            "purge": lambda: self._call("purge", *PURGE, self.chance.choice(PARTNERS)),
            "run": lambda: self._call("run", "--settle", "1"),
        }
        for name, rate in {**RATES, **VERBS}.items():
            expected = rate * min(passed, 1.0)
            while expected > 0 and self.chance.random() < expected:
                yield acts[name]
                expected -= 1

    # what partners do

    def _drop(self) -> None:
        partner = self.chance.choice(PARTNERS)
        self.town.drop(partner, self.town.makers[partner].next(), slowly=self.chance.random() < 0.3)

    def _burst(self) -> None:
        partner = self.chance.choice(PARTNERS)
        for _ in range(self.chance.randint(20, 80)):
            self.town.drop(partner, self.town.makers[partner].single())

    def _huge(self) -> None:
        self._one(self.chance.choice(PARTNERS), Maker.huge)

    def _large(self) -> None:
        self._one(self.chance.choice(PARTNERS), Maker.large_archive)

    def _one(self, partner: str, make: Callable[[Maker], Content]) -> str:
        """The name of what was dropped; empty where it could not be."""
        content = make(self.town.makers[partner])
        return content.name if self.town.drop(partner, content) else ""

    def _collect(self) -> None:
        self.town.collect(self.chance.choice(PARTNERS), self.chance.random())

    def _call(self, verb: str, *options: str) -> None:
        """Beside the daemon; one of a kind at a time, or a slow machine would drown in them."""
        if self.town.open and not any(one.verb == verb for one in self.town.commands):
            self.town.call(verb, *options)

    # the end

    def quieten(self) -> None:
        """All troubles over, uploads ended, nothing new: until every drop is at its end and every return collected."""
        self.weather.pass_over(at_once=True)
        end = time.monotonic() + QUIET_SECONDS
        hung_up, hurried = False, time.monotonic()
        while not self._quiet():
            if time.monotonic() > end:
                self.town.trouble(f"not quiet within {QUIET_SECONDS:g} s: {self._unquiet()}")
                break
            self.town.tend()
            self.town.upload()
            for partner in PARTNERS:
                self.town.collect(partner, 1.0)
            live = self.town.live
            if live is not None and live.log("started") and not hung_up:
                hung_up = True
                live.send(signal.SIGHUP)  # the courier's waits after failures are forgotten
            if time.monotonic() - hurried > 3:
                hurried = time.monotonic()
                self._call("reprocess", "--force")
            time.sleep(TICK)
        self.town.stop(signal.SIGTERM, 1e9)
        self._call("purge", *PURGE, NEAR)  # ends what a purge that was killed began
        while self.town.commands:
            self.town.tend()
            time.sleep(TICK)

    def _quiet(self) -> bool:
        return self._unquiet() == {}

    def _unquiet(self) -> dict[str, object]:
        town = self.town
        what: dict[str, object] = {
            "uploads": [one.final.name for one in town.uploads],
            "markers": town.markers,
            "rubbish": town.rubbish,
            "commands": [one.verb for one in town.commands],
            "drops": [name for one in PARTNERS for name in os.listdir(town.drop_folder(one))],
            "inbox": [name for one in PARTNERS for name in os.listdir(town.folders.inbox / one)],
            "returns": [name for one in PARTNERS for name in returns(town.folders, one)] + os.listdir(town.into),
            "unfinished": count(town.folders, "state <> 'done' OR verdict = 'quarantined'"),
        }
        return {name: found for name, found in what.items() if found}

    def settle_accounts(self) -> Audit:
        town = self.town
        for partner in PARTNERS:
            town.collect(partner, 1.0)
        with Ledger(town.folders.ledger, read_only=True) as ledger:
            told = audit(town.books, ledger)
            kept = sum(row.purged_at is None for row in ledger.books.flows())
        sound(town.folders)
        originals = [path for place in ("archive", "quarantine") for path in _files(town.folders.state / place)]
        if len(originals) != kept:
            told.problems.append(f"{len(originals)} originals are kept, of {kept} flows that were not purged")
        left = [str(path) for path in (*_files(town.folders.taken), *_hidden(town.folders.root), *_hidden(town.into))]
        left += [str(path) for one in PARTNERS for path in _files(town.drop_folder(one))]
        if left:
            told.problems.append(f"left behind: {left[:10]}")
        return told

    def _so_far(self) -> str:
        try:
            done = str(count(self.town.folders, "state = 'done'")) if self.town.folders.ledger.exists() else "0"
        except sqlite3.OperationalError:  # the disk is full just now: to look at the ledger takes a file beside it
            done = "?"
        return (
            f"{self.town.books.drops} drops, {done} done, {self._faults()} faults, {self.town.starts} starts, "
            f"{'calm' if self.calm else 'storm'}, problems {len(self.town.problems)}"
        )

    def count(self, told: Audit, figures: Figures) -> None:
        figures("{} s of soak", round(self.seconds))
        figures("{} soak drops", self.town.books.drops)
        figures("{} soak faults", self._faults())
        figures("{} soak kills", sum(self.town.counts[f"fault: {name}"] for name in KILLS))
        figures("soak flows lost {}", told.lost)
        figures("soak flows doubled {}", told.doubled)

    def _faults(self) -> int:
        return sum(number for name, number in self.town.counts.items() if name.startswith("fault: "))

    def told(self, told: Audit) -> str:
        town = self.town
        lines = [
            f"{town.books.drops} drops, lost {told.lost}, doubled {told.doubled}; "
            f"{len(town.books.collected)} returns, {town.books.seen_again} of them met twice, byte-identical",
            f"verdicts: {dict(told.verdicts.most_common())}",
            f"starts of the daemon: {town.starts}",
            *(f"{name}: {number}" for name, number in sorted(town.counts.items()) if name != "mounted"),
            *(f"not possible here: {name}, for want of {what}" for name, what in self.weather.impossible.items()),
            *(f"most memory of a {role}: {most / MIB:.0f} MiB" for role, most in self.most.items()),
            *(f"{'flat' if trend.flat else 'NOT FLAT'}: {trend}" for trend in self.trends),
            *(f"PROBLEM: {problem}" for problem in told.problems[:50]),
        ]
        return "\n".join(lines)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _hidden(folder: Path) -> list[Path]:
    """Temporary files, whoever made them."""
    return [path for path in _files(folder) if path.name.startswith(".") or path.name.endswith(".part")]
