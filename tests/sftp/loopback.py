"""A real OpenSSH server on 127.0.0.1, a proxy that cuts or stalls connections to it, and a gateway beside them.

The server runs as root or as whoever runs the tests. As root, logins are those of a user made for the tests, so that
permissions count; otherwise the user itself logs in, by key alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.model.limits import Limits
from edi.sftp.fetch import pull
from edi.sftp.reports import PullReport
from edi.sftp.session import Session
from edi.words.text import drop_name

HERE = "127.0.0.1"
SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
ROOT = os.geteuid() == 0
USER = f"edi-test-{os.getpid()}" if ROOT else getpass.getuser()
PASSWORD = "no secret, only loopback"

needs_root = pytest.mark.skipif(not ROOT, reason="needs root: users, passwords, chroot")


def run(*command: str, text: str | None = None) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def make_key(path: Path, kind: str = "ed25519") -> Path:
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path))
    return path


@dataclass
class Server:
    """One sshd; `base` is a folder its user may enter, and no link leads to it."""

    base: Path
    port: int
    config: Path
    host_key: Path
    client_key: Path
    extra: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.config.write_text(
            f"""Port {self.port}
ListenAddress {HERE}
HostKey {self.host_key}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin no
AuthorizedKeysFile {self.base}/authorized_keys
Subsystem sftp internal-sftp
PasswordAuthentication yes
KbdInteractiveAuthentication no
LoginGraceTime 20
MaxStartups 200
{self.extra}
Match User {USER}
    ForceCommand internal-sftp
""",
            encoding="utf-8",
        )
        assert SSHD
        if "persourcepenalties" in run(SSHD, "-T", "-f", str(self.config)):  # OpenSSH 9.8 punishes what we test
            self.config.write_text(f"PerSourcePenalties no\n{self.config.read_text()}", encoding="utf-8")
        with (self.base / "sshd.log").open("ab") as log:
            self.process = subprocess.Popen([SSHD, "-D", "-e", "-f", str(self.config)], stdout=log, stderr=log)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection((HERE, self.port), 1):
                return
            time.sleep(0.05)
        self.stop()
        pytest.fail(f"sshd did not start: {(self.base / 'sshd.log').read_text()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def known_hosts(self, file: Path, *ports: int, key: Path | None = None) -> Path:
        """A known_hosts file with this server's key (or another) under its port and any others."""
        public = (key or self.host_key).with_suffix(".pub").read_text(encoding="ascii").split()
        names = ",".join(f"[{HERE}]:{port}" for port in (self.port, *ports))
        file.write_text(f"{names} {public[0]} {public[1]}\n", encoding="ascii")
        return file


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def area() -> Iterator[Path]:
    """A folder all of whose parents belong to root alone, where we are root: a chroot must lie in such a one."""
    made = Path(tempfile.mkdtemp(prefix="edi-test-", dir="/srv" if ROOT else None))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def make_server(area: Path, name: str, extra: str = "") -> Server:
    if SSHD is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the OpenSSH server is not installed")
    base = area / name
    base.mkdir()
    client_key = make_key(base / "client")
    shutil.copy(client_key.with_suffix(".pub"), base / "authorized_keys")
    (base / "authorized_keys").chmod(0o644)
    if ROOT:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    made = Server(base, free_port(), base / "sshd_config", make_key(base / "host"), client_key, extra)
    made.start()
    return made


@pytest.fixture(scope="session")
def user() -> Iterator[str]:
    """The user who logs in; made for the tests where we may."""
    if not ROOT or subprocess.run(["id", USER], capture_output=True, check=False).returncode == 0:
        yield USER  # ourselves, or made already for another folder of tests
        return
    with alone():
        run("useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", USER)
        run("chpasswd", "-c", "SHA512", text=f"{USER}:{PASSWORD}")
    yield USER
    with alone():
        subprocess.run(
            ["userdel", "--force", USER], capture_output=True, check=True
        )  # also while its last session ends


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Of the test processes of this machine: the tools of /etc/passwd do not wait for one another."""
    with open(Path(tempfile.gettempdir()) / "edi-test-users.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def server(area: Path, user: str) -> Iterator[Server]:
    made = make_server(area, "server")
    yield made
    made.stop()


@dataclass
class Scene:
    """A partner, btp, its server's two folders and our gateway's root, all empty."""

    server: Server
    folders: Folders
    partner: Partner
    there: Path  # their out folder
    into: Path  # their in folder
    clock: float = field(default_factory=time.monotonic)

    @property
    def remote(self) -> Remote:
        assert self.partner.sftp is not None
        return self.partner.sftp

    @property
    def inbox(self) -> Path:
        return self.folders.inbox / "btp"

    @property
    def outbox(self) -> Path:
        return self.folders.outbox / "btp"

    def given(self, **changes: object) -> None:
        """Changes the [sftp] table."""
        self.partner = replace(self.partner, sftp=replace(self.remote, **changes))  # type: ignore[arg-type]

    def later(self, seconds: float = 11) -> float:
        self.clock += seconds
        return self.clock

    def ledger(self) -> Ledger:
        return Ledger(self.folders.ledger)

    def put(self, name: str | bytes, content: bytes = b"x") -> Path:
        """A file in their out folder, its user's own."""
        path = self.there / os.fsdecode(name)
        path.write_bytes(content)
        if ROOT:
            shutil.chown(path, USER)
        return path

    def arrived(self) -> dict[str, bytes]:
        """What pickup would see in the inbox."""
        return {path.name: path.read_bytes() for path in self.inbox.iterdir() if not path.name.startswith(".")}


@pytest.fixture
def scene(server: Server, user: str, area: Path) -> Iterator[Scene]:
    home = Path(tempfile.mkdtemp(prefix="scene-", dir=area))
    home.chmod(0o755)
    folders = Folders.of(home / "gateway")
    there, into = home / "server" / "out", home / "server" / "in"
    for folder in (there, into, there.parent / "done"):
        folder.mkdir(parents=True)
        if ROOT:
            shutil.chown(folder, user)
    for folder in (folders.partners, folders.inbox / "btp", folders.outbox / "btp", folders.state):
        folder.mkdir(parents=True)
    remote = Remote(
        host=HERE,
        port=server.port,
        user=user,
        known_hosts=server.known_hosts(home / "known_hosts"),
        key=server.client_key,
        out=str(there),
        into=str(into),
        timeout_seconds=10,
    )
    yield Scene(server, folders, Partner(name="btp", app_code="XXX001", sftp=remote), there, into)
    shutil.rmtree(home)


class Proxy:
    """Passes bytes on to `port`; after `cut` or `stall` bytes in one direction it closes, or passes nothing more."""

    def __init__(self, port: int, *, up: bool, cut: int | None = None, stall: int | None = None) -> None:
        self.target, self.up, self.cut, self.stall = port, up, cut, stall
        self.passed = {True: 0, False: 0}  # bytes up (to the server) and down
        self._listener = socket.create_server((HERE, 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((HERE, self.target))
            self._open += [client, server]
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, sink, up in ((client, server, True), (server, client, False)):
                thread = threading.Thread(target=self._pass, args=(source, sink, up), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _pass(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        limit = self.cut if self.cut is not None else self.stall
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if up == self.up and limit is not None:
                    data = data[: max(0, limit - self.passed[up])]
                sink.sendall(data)
                self.passed[up] += len(data)
                if up == self.up and limit is not None and self.passed[up] >= limit:
                    if self.stall is not None:
                        self._wait()
                    break
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _wait(self) -> None:
        """Silent until the test is over."""
        while self._listener.fileno() >= 0:
            time.sleep(0.02)


# polls, and a stand-in for the gateway

FLOWS = count(1)


def poll(scene: Scene, session: Session | None = None, after: float = 11, limits: Limits = Limits()) -> PullReport:
    """One poll, `after` seconds after the last one."""
    now = scene.later(after)
    with scene.ledger() as ledger:
        if session is not None:
            return pull(session, scene.partner, scene.folders, ledger, limits, now)
        with Session(scene.remote) as opened:
            return pull(opened, scene.partner, scene.folders, ledger, limits, now)


def take(scene: Scene) -> list[str]:
    """What the gateway does with the inbox, as far as a poll can tell: the flows, their rows, their hashes."""
    made = []
    suffix = scene.partner.done_suffix
    with scene.ledger() as ledger:
        for path in sorted(path for path in scene.inbox.iterdir() if not path.name.startswith(".")):
            marker = path.with_name(path.name + suffix)
            if suffix and (path.name.endswith(suffix) or not marker.exists()):
                continue
            flow = f"{next(FLOWS):020d}-0000"
            content = path.read_bytes()
            home = scene.folders.archive / flow
            home.mkdir(parents=True)
            path.rename(home / path.name)
            if suffix:
                marker.unlink()
            insert(ledger, flow, path.name, content)
            made.append(flow)
    return made


def insert(ledger: Ledger, flow: str, name: str, content: bytes) -> None:
    now = datetime.now(UTC)
    with ledger.write():
        ledger.flows.add([(flow, "btp", drop_name(Path(name)), now)])
        ledger.flows.set_failed(flow, Message("", ""), 1, now, len(content), hashlib.sha256(content).hexdigest())


def flows(scene: Scene) -> int:
    with scene.ledger() as ledger:
        return sum(1 for _ in ledger.books.flows())
