"""A gateway at work under load, whose processes are killed at random: the daemon, its judges, the SFTP transfer.

All of it happens in one process of the bench, which starts the daemon and the transfer as its own children and drops
files in the inbox and on the partner's server.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sight
import stand
from scenes import CODE, Scene, arrange

from edi.disk.folders import Folders
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice, works

GATEWAY = "[gateway]\nsweep_seconds = 0.2\n[limits]\ndeaths = 1000\n"  # judges die of us here, not of a document
PAUSES = 0.02, 0.4  # seconds between two kills
PATIENCE = 60.0  # seconds until all is done once the killing is over
AGAIN = 25  # a drop comes again after so many others, its first answer out by then or not


@dataclass
class Result:
    """What became of the load."""

    kills: Counter[str] = field(default_factory=Counter)
    drops: int = 0
    lost: int = 0
    doubled: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Load:
    root: Path
    user: str | None
    chance: random.Random
    result: Result = field(default_factory=Result)
    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)  # (drop, verdict) -> how many flows
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # return -> its hash when it was first seen
    at_work: dict[str, int] = field(default_factory=dict)  # "daemon", "transfer" -> process

    # the load

    def drop(self) -> None:
        """A good invoice, at times a refused one, at times an earlier file once more; here or on the server."""
        names = list(self.bytes_of)
        if len(names) > AGAIN and self.chance.random() < 0.1:
            name, verdict = names[-AGAIN], "repeat"
        else:
            serial = len(names) + 1
            name, verdict = flow_name(CII, CODE, serial), "integrated" if serial % 7 else "refused"
            kind = invoice(number=f"F-{serial}") if serial % 7 else works("A15", number=f"F-{serial}")
            self.bytes_of[name] = cii(kind)
        folder = self.root / "server" / "out" if self.chance.random() < 0.3 else self.root / "inbox" / "btp"
        if any((self.root / place / name).exists() for place in ("server/out", "inbox/btp")):
            return
        part = folder / f"{name}.part"
        part.write_bytes(self.bytes_of[name])
        if self.user is not None:
            shutil.chown(part, self.user)
        part.rename(folder / name)
        self.wanted[name, verdict] += 1
        self.result.drops += 1

    # the killing

    def keep_going(self) -> None:
        """Both are at work; what ended by itself is a problem."""
        for who, line in (("daemon", "watch --settle 0"), ("transfer", "transfer --loop")):
            process = self.at_work.get(who)
            if process is not None and os.waitpid(process, os.WNOHANG) == (0, 0):
                continue
            if process is not None:
                self.result.problems.append(f"the {who} ended by itself: {self.said(who)[-600:]}")
            self.at_work[who] = stand.start(self.root, line, self.root / f"{who}.said")

    def said(self, who: str) -> str:
        return (self.root / f"{who}.said").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        who = self.chance.choices(("daemon", "judge", "transfer"), (4, 3, 3))[0]
        if who == "judge":
            daemon = self.at_work["daemon"]
            children = Path(f"/proc/{daemon}/task/{daemon}/children").read_text(encoding="ascii").split()
            if not children:
                return
            os.kill(int(self.chance.choice(children)), signal.SIGKILL)
        else:
            process = self.at_work.pop(who)
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            if os.waitstatus_to_exitcode(status) != stand.KILLED:
                self.result.problems.append(f"the {who} had ended by itself: {self.said(who)[-600:]}")
        self.result.kills[who] += 1

    def look(self) -> None:
        """A return that was seen once stays as it was, to the byte."""
        for folder in (self.root / "server" / "in", self.root / "outbox" / "btp"):
            for file in folder.iterdir():
                if not file.name.startswith("."):
                    try:
                        content = file.read_bytes()
                    except FileNotFoundError:
                        continue  # delivered meanwhile
                    digest = hashlib.sha256(content).hexdigest()
                    if self.seen.setdefault(file.name, digest) != digest:
                        self.result.problems.append(f"{file.name}: seen with two contents")

    # the end

    def done(self) -> bool:
        with sight.ledger(self.root) as rows:
            flows = rows("SELECT COUNT(*) FROM flows WHERE state = 'done'")
        waiting = [folder for folder in ("outbox", "inbox", "server/out") if sight.files(self.root / folder)]
        return not waiting and flows == [(self.result.drops,)]

    def finish(self) -> None:
        """No more kills: everything that is known becomes done, and both end well when they are told to."""
        end = time.monotonic() + PATIENCE
        while not self.done() and time.monotonic() < end:
            self.keep_going()
            sight.hurry(self.root)
            time.sleep(0.5)
        for who, process in self.at_work.items():
            os.kill(process, signal.SIGTERM)
            _, status = os.waitpid(process, 0)
            if os.waitstatus_to_exitcode(status) != 0:
                self.result.problems.append(f"the {who} did not end well: {self.said(who)[-600:]}")
        self.look()
        self._count()

    def _count(self) -> None:
        result = self.result
        with sight.ledger(self.root) as rows:
            got = Counter(
                (name, verdict) for name, verdict, state in rows("SELECT drop_name, verdict, state FROM flows")
            )
            kept = {name: zlib.decompress(content) for name, content in rows("SELECT name, content FROM returns")}
        result.lost = sum((self.wanted - got).values())
        result.doubled = sum((got - self.wanted).values())
        if got != self.wanted:
            result.problems.append(f"lost {self.wanted - got}, doubled or otherwise judged {got - self.wanted}")
        if sight.published(self.root) != kept:
            result.problems.append("what the partner has is not what the ledger keeps")
        if unknown := set(self.seen) - set(kept):
            result.problems.append(f"returns of no decision were seen: {unknown}")
        wanted = Counter(dict.fromkeys(self.bytes_of, 0))
        for (name, _), count in self.wanted.items():
            wanted[name] += count
        archived = Counter(file.name for file in sight.files(self.root / "state" / "archive"))
        if archived != wanted:
            result.problems.append(f"archived otherwise: {archived - wanted} too many, {wanted - archived} missing")
        for file in sight.files(self.root / "state" / "archive"):
            if file.read_bytes() != self.bytes_of[file.name]:
                result.problems.append(f"{file.name}: archived with other bytes")
        if others := sight.leftovers(self.root):
            result.problems.append(f"left behind: {others}")
        fate = stand.commands(self.root, ("verify",))
        if fate.code != 0:
            result.problems.append(fate.said)


def killed_at_random(root: Path, sftp: str, user: str | None, seed: int, kills: int, seconds: float) -> Result:
    """So many kills, or as many as fit in `seconds`, among a steady stream of drops; then all must be well."""
    arrange(root, Scene("load", lambda desk: None, server=True), f"{sftp}every_seconds = 1\n", user)
    Folders.of(root).config.joinpath("gateway.toml").write_text(GATEWAY, encoding="utf-8")
    load = Load(root, user, random.Random(seed))
    end = time.monotonic() + seconds
    while load.result.kills.total() < kills and time.monotonic() < end:
        load.keep_going()
        for _ in range(load.chance.randint(0, 3)):
            load.drop()
        time.sleep(load.chance.uniform(*PAUSES))
        load.look()
        load.kill()
    load.finish()
    return load.result
