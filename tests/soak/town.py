"""One gateway at work among its partners: a real `edi watch`, folders, a real sshd, ERPs that drop and collect.

The root lies on a small ext4 image of its own and one outbox on a smaller one, where this machine lets us mount them,
so that a full disk is a full disk.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from books import Books
from drops import Content, Maker, old
from gauges import children, role_of
from live import Live, alive, declare, until
from loopback import HERE, ROOT, USER, Server

from edi.disk.folders import Folders

ROOT_MIB, OUTBOX_MIB = 3072, 8
SETTINGS = """[gateway]
sweep_seconds = 0.5
settle_seconds = 1.0
[limits]
judge_seconds = 20
"""
FAR = """[sftp]
host = "{host}"
port = {port}
user = "{user}"
known_hosts = "{known_hosts}"
key = "{key}"
out = "{out}"
in = "{into}"
every_seconds = 1
quiet_seconds = 1
timeout_seconds = 10
"""
NEAR, NARROW, DISTANT, MARKING = "proche", "etroit", "lointain", "temoin"  # the partners
ALLOWED = {"run": {0, 4, 75}, "reprocess": {0, 1, 4, 75}, "purge": {0, 75}, "verify": {0, 1}}
TOLERATED = ("purge inachevée", "pris et inconnu du registre")  # true of a purge or a take at work, or killed
COMMAND_SECONDS = 600


@dataclass
class Upload:
    """A file that arrives piece by piece, under a temporary name."""

    partner: str
    content: Content
    part: Path
    final: Path
    pieces: Iterator[bytes]


@dataclass
class Command:
    """A verb at work beside the daemon."""

    verb: str
    process: subprocess.Popen[bytes]
    output: Path
    began: float
    excused: bool
    killed: bool = False


@dataclass
class Town:
    base: Path
    folders: Folders
    server: Server
    chance: random.Random
    books: Books = field(default_factory=Books)
    live: Live | None = None
    makers: dict[str, Maker] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    markers: list[Path] = field(default_factory=list)  # done-markers still to be written
    rubbish: list[Path] = field(default_factory=list)  # what uploads that were given up left, to be removed
    commands: list[Command] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    excuses: int = 0  # disks and ledgers in trouble: an exit of 70 is the right answer ...
    excused_until: float = 0.0  # ... and for a while after
    starting_at: float | None = None  # when the daemon is to be started again
    starts: int = 0
    runs_before: int = 0  # how often `edi run` was called before the daemon's start

    # places

    @property
    def there(self) -> Path:
        """The distant partner's own folder of drops, on its server."""
        return self.base / "server" / "out"

    @property
    def into(self) -> Path:
        return self.base / "server" / "in"

    def drop_folder(self, partner: str) -> Path:
        return self.there if partner == DISTANT else self.folders.inbox / partner

    def return_folders(self, partner: str) -> list[Path]:
        return [self.into] if partner == DISTANT else [self.folders.outbox / partner]

    def trouble(self, what: str) -> None:
        print(f"PROBLEM: {what}", flush=True)
        self.problems.append(what)

    @property
    def open(self) -> bool:
        """A daemon has worked here, so the ledger is more than an empty file."""
        return (self.folders.state / "health.json").exists()

    # the daemon

    def start(self) -> None:
        self.starts += 1
        self.runs_before = self.counts["edi run"]
        output = self.base / f"watch-{self.starts:04d}.log"
        with output.open("wb") as out:
            process = subprocess.Popen(self._words("watch"), stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        self.live, self.starting_at = Live(self.folders, process, output), None

    def stop(self, number: int, again_in: float) -> None:
        """Ends the daemon, and says when it is to be back. A kill also waits for its judges to be gone."""
        if self.live is None:
            return
        live, self.live = self.live, None
        judges = [pid for pid in children(live.pid) if role_of(pid) == "judge"]
        live.send(signal.SIGCONT)
        live.send(number)
        try:
            code = live.process.wait(60)
        except subprocess.TimeoutExpired:
            self.trouble(f"the daemon did not end within 60 s of signal {number}: {live.text()[-2000:]}")
            live.process.kill()
            code = live.process.wait()
        early = code == -number and not live.log("started")  # it has not come to ask for that signal yet
        if number == signal.SIGTERM and not early and code not in (0, 70 if self.excused else 0):
            self.trouble(f"the daemon ended with {code} after TERM: {live.text()[-2000:]}")
        until(lambda: not any(alive(judge) for judge in judges), 10)
        self._read_log(live)
        self.starting_at = time.monotonic() + again_in

    def tend(self) -> None:
        """Starts the daemon again when it is time, and sees whether it or a command ended."""
        now = time.monotonic()
        running = any(command.verb == "run" for command in self.commands)  # it holds the daemon's lock
        if self.live is None and self.starting_at is not None and now >= self.starting_at and not running:
            self.start()
        if self.live is not None and (code := self.live.process.poll()) is not None:
            if code == 75 and self.counts["edi run"] > self.runs_before:
                self.counts["daemon: exit 75"] += 1
            elif code == 70 and self.excused:
                self.counts["daemon: exit 70"] += 1
            else:
                self.trouble(f"the daemon ended by itself with {code}: {self.live.text()[-2000:]}")
            self._read_log(self.live)
            self.live, self.starting_at = None, now + 1.0
        for command in list(self.commands):
            if command.process.poll() is not None:
                self.commands.remove(command)
                self._judge(command)
            elif now - command.began > COMMAND_SECONDS:
                self.trouble(f"edi {command.verb} was not done in {COMMAND_SECONDS} s")
                command.process.kill()
                command.killed = True

    @property
    def excused(self) -> bool:
        return self.excuses > 0 or time.monotonic() < self.excused_until

    @contextmanager
    def excuse(self, after: float) -> Iterator[None]:
        self.excuses += 1
        yield
        self.excuses -= 1
        self.excused_until = max(self.excused_until, time.monotonic() + after)

    def _read_log(self, live: Live) -> None:
        if "Traceback" in live.text():
            self.trouble(f"a traceback in {live.output}: {live.text()[-3000:]}")

    # verbs beside it

    def call(self, verb: str, *options: str) -> Command:
        output = self.base / f"{verb}.{time.monotonic_ns()}.txt"
        with output.open("wb") as out:
            process = subprocess.Popen(
                self._words(verb, *options), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )
        command = Command(verb, process, output, time.monotonic(), self.excused)
        self.commands.append(command)
        self.counts[f"edi {verb}"] += 1
        return command

    def _judge(self, command: Command) -> None:
        said, code = command.output.read_text(encoding="utf-8", errors="replace"), command.process.returncode
        if not command.killed:
            excused = command.excused or self.excused
            if code == 75:
                self.counts[f"edi {command.verb}: exit 75"] += 1
            if "Traceback" in said or (code not in ALLOWED[command.verb] and not (excused and code in (1, 70))):
                self.trouble(f"edi {command.verb} ended with {code}: {said[-2000:]}")
            elif command.verb == "verify" and code == 1:
                lines = [line for line in said.splitlines() if line.startswith("PROBLÈME")]
                wrong = [line for line in lines if not any(words in line for words in TOLERATED)]
                if wrong or not lines:
                    self.trouble(f"edi verify beside the daemon: {wrong[:5] or said[-2000:]}")
        command.output.unlink()

    def _words(self, verb: str, *options: str) -> list[str]:
        return [sys.executable, "-m", "edi", verb, "--root", str(self.folders.root), *options]

    # what the partners do

    def drop(self, partner: str, content: Content, slowly: bool = False) -> bool:
        """Starts an upload; False where the name is still taken, or the folder in trouble."""
        final = self.drop_folder(partner) / content.name
        taken = [final, self.folders.inbox / partner / content.name]
        if any(os.path.lexists(path) for path in taken) or any(one.final == final for one in self.uploads):
            return False
        hidden = self.chance.random() < 0.5
        part = final.with_name(f".{final.name}.tmp" if hidden else f"{final.name}.part")
        steps = self.chance.randint(3, 8) if slowly else 1
        size = max(1, -(-len(content.data) // steps))
        pieces = [content.data[at : at + size] for at in range(0, len(content.data), size)] or [b""]
        upload = Upload(partner, content, part, final, iter(pieces))
        with contextlib.suppress(OSError):
            part.touch(exist_ok=False)
            self.uploads.append(upload)
            if not slowly:
                self._go_on(upload)
            return True
        return False

    def upload(self) -> None:
        """One piece further with each upload under way; markers that could not be written are tried again."""
        for upload in list(self.uploads):
            self._go_on(upload)
        for marker in list(self.markers):
            self._mark(marker)
        for part in list(self.rubbish):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
                self.rubbish.remove(part)

    def _go_on(self, upload: Upload) -> None:
        try:
            if (piece := next(upload.pieces, None)) is not None:
                with upload.part.open("ab") as out:
                    out.write(piece)
                if len(piece) < len(upload.content.data):
                    return
            if self.chance.random() < 0.2:
                old(str(upload.part))
            if upload.partner == DISTANT and ROOT:
                shutil.chown(upload.part, USER)
            self._name(upload)
        except OSError:  # a full disk, an inbox that is shut: this drop is given up before it had its name
            self.uploads.remove(upload)
            self.counts["uploads given up"] += 1
            self.rubbish.append(upload.part)
            return
        self.uploads.remove(upload)
        self.books.drop(upload.partner, upload.content)
        if upload.partner == MARKING:
            self.markers.append(upload.final.with_name(f"{upload.final.name}.done"))
            self._mark(self.markers[-1])

    def _name(self, upload: Upload) -> None:
        """By a rename, or by link and unlink as OpenSSH does."""
        if self.chance.random() < 0.5:
            os.rename(upload.part, upload.final)
            return
        os.link(upload.part, upload.final)
        while os.path.lexists(upload.part):
            with contextlib.suppress(OSError):
                upload.part.unlink()

    def _mark(self, marker: Path) -> None:
        with contextlib.suppress(OSError):
            marker.touch()
            self.markers.remove(marker)

    def collect(self, partner: str, share: float) -> None:
        """The partner reads a part of what lies in its outbox, and removes it."""
        for folder in self.return_folders(partner):
            with contextlib.suppress(OSError):
                for name in sorted(os.listdir(folder)):
                    if name.startswith(".") or self.chance.random() >= share:
                        continue
                    content = (folder / name).read_bytes()
                    (folder / name).unlink()
                    self.books.collect(name, content)


@contextmanager
def town(base: Path, server: Server, chance: random.Random) -> Iterator[Town]:
    """Everything in place, the daemon not started yet; `base` may be entered by the user of the SFTP server."""
    with contextlib.ExitStack() as stack:
        root = base / "disk"
        root.mkdir()
        mounted = mount(stack, base / "disk.img", root, ROOT_MIB)
        there, into = base / "server" / "out", base / "server" / "in"
        for folder in (there, into):
            folder.mkdir(parents=True)
            if ROOT:
                shutil.chown(folder, USER)
        far = FAR.format(
            host=HERE,
            port=server.port,
            user=USER,
            known_hosts=server.known_hosts(base / "known_hosts"),
            key=server.client_key,
            out=there,
            into=into,
        )
        folders = Folders.of(root / "root")
        folders.partners.mkdir(parents=True)
        folders.config.joinpath("gateway.toml").write_text(SETTINGS, encoding="utf-8")
        folders.state.mkdir()
        settings = {NEAR: 'returns = ["csv", "json"]\n', NARROW: "", DISTANT: far, MARKING: 'done_suffix = ".done"\n'}
        made = Town(base, folders, server, chance)
        serials, numbers = itertools.count(1), list[str]()
        for at, (partner, table) in enumerate(settings.items(), 1):
            declare(folders, partner, f"XXX{at:03d}", table)
            made.makers[partner] = Maker(chance, f"XXX{at:03d}", lambda: next(serials), numbers)
        made.counts["mounted"] = mounted and mount(stack, base / "out.img", folders.outbox / NARROW, OUTBOX_MIB)
        try:
            yield made
        finally:
            for one in (made.live, *made.commands):
                if one is not None and one.process.poll() is None:
                    one.process.send_signal(signal.SIGCONT)
                    one.process.kill()
                    one.process.wait()


def mount(stack: contextlib.ExitStack, image: Path, folder: Path, mebibytes: int) -> bool:
    """A file system of its own, of that size; False where this machine allows none."""
    if not ROOT or shutil.which("mkfs.ext4", path="/usr/sbin:/sbin") is None:
        return False
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    for command in (
        ["/sbin/mkfs.ext4", "-q", "-m", "0", str(image)],
        ["mount", "-o", "loop,discard", str(image), str(folder)],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return False
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    (folder / "lost+found").rmdir()
    return True
