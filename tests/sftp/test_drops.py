"""ERPs dropping on our own OpenSSH server, by the sftp command and by paramiko: whole files only, once each."""

from __future__ import annotations

import contextlib
import grp
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import paramiko
import pytest
from loopback import HERE, ROOT, Proxy, Scene, Server, make_key, make_server, needs_root, run

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.judgement import FlowVerdict
from edi.pipeline import inboxes
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice

PROJECT = Path(__file__).resolve().parents[2]
NAME = flow_name(CII, "XXX001", 1)
INVOICE = cii(invoice())


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(load_settings(tmp_path_factory.mktemp("engine")), workers=1) as made:
        yield made


@dataclass
class Drops:
    """The partner's side of an inbox, and the gateway's."""

    scene: Scene
    settings: Settings
    engine: Engine

    def sweep(self, settle: float = 0.05) -> Report:
        with Ledger(self.settings.folders.ledger) as ledger:
            return Gateway(Runtime(settings=self.settings, engine=self.engine, ledger=ledger, wording=wording)).sweep(
                settle
            )

    def verdicts(self) -> list[tuple[str, FlowVerdict | None]]:
        with Ledger(self.settings.folders.ledger) as ledger:
            return [(row.drop_name, row.verdict) for row in ledger.books.flows()]

    def command(self, *lines: str, port: int | None = None, check: bool = True) -> None:
        """The sftp command-line client, its lines one after the other."""
        remote = self.scene.remote
        where, known_hosts = f"{remote.user}@{HERE}", f"UserKnownHostsFile={remote.known_hosts}"
        options = ("-o", known_hosts, "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes")
        done = subprocess.run(
            [
                "sftp",
                "-q",
                "-b",
                "-",
                "-F",
                "none",
                "-P",
                str(port or remote.port),
                "-i",
                str(remote.key),
                *options,
                where,
            ],
            input="".join(f"{line}\n" for line in (f"cd {self.scene.inbox}", *lines)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr

    @contextlib.contextmanager
    def library(self, port: int | None = None) -> Iterator[paramiko.SFTPClient]:
        remote = self.scene.remote
        with paramiko.SSHClient() as ssh:
            ssh.load_host_keys(str(remote.known_hosts))
            where = {"port": port or remote.port, "username": remote.user, "key_filename": str(remote.key)}
            ssh.connect(HERE, **where, allow_agent=False, look_for_keys=False, timeout=10, banner_timeout=10)  # type: ignore[arg-type]
            with ssh.open_sftp() as sftp:
                sftp.get_channel().settimeout(10)  # type: ignore[union-attr]
                sftp.chdir(str(self.scene.inbox))
                yield sftp


@pytest.fixture
def drops(scene: Scene, engine: Engine) -> Drops:
    (scene.folders.partners / "btp.toml").write_text('app_code = "XXX001"\nreturns = []\n', encoding="utf-8")
    if ROOT:
        shutil.chown(scene.inbox, scene.remote.user)
    return Drops(scene, load_settings(scene.folders.root), engine)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(INVOICE)
    return path


def test_a_put_in_place_is_taken_once(drops: Drops, local: Path) -> None:
    drops.command(f"put {local}")
    drops.sweep()
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


@pytest.mark.slow
def test_a_put_that_keeps_an_old_date_is_taken_once(drops: Drops, local: Path) -> None:
    os.utime(local, (0, 0))
    drops.command(f"put -p {local}")
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


def test_a_put_under_a_temporary_name_is_taken_after_its_rename(drops: Drops, local: Path) -> None:
    drops.command(f"put {local} {NAME}.part")
    drops.sweep()
    assert drops.verdicts() == []
    drops.command(f"rename {NAME}.part {NAME}")
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


@pytest.mark.parametrize("rename", ["rename", "posix_rename"])
def test_the_library_puts_and_renames_either_way(drops: Drops, local: Path, rename: str) -> None:
    with drops.library() as sftp:
        sftp.put(str(local), f"{NAME}.filepart")
        drops.sweep()
        assert drops.verdicts() == []
        getattr(sftp, rename)(f"{NAME}.filepart", NAME)
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


def test_an_inbox_that_is_a_link_into_a_chroot_is_swept_like_any_other(drops: Drops, local: Path) -> None:
    chroot = drops.scene.folders.root / "sftp" / "btp"
    chroot.mkdir(parents=True)
    drops.scene.inbox.rename(chroot / "inbox")
    drops.scene.inbox.symlink_to("../sftp/btp/inbox")
    drops.command(f"put {local}")
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


def test_an_upload_that_goes_on_is_not_taken_before_its_end(drops: Drops) -> None:
    with drops.library() as sftp, sftp.open(NAME, "wb") as out:
        for start in range(0, len(INVOICE), 3_000):
            out.write(INVOICE[start : start + 3_000])
            out.flush()
            with Ledger(drops.settings.folders.ledger) as ledger:
                gateway = Gateway(Runtime(settings=drops.settings, engine=drops.engine, ledger=ledger, wording=wording))
                assert gateway.settling.look(partial(inboxes.look, gateway.runtime), 0.2).drops == []
                gateway.settling.keep()
            time.sleep(0.05)
    drops.sweep(0.2)
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


def test_a_cut_upload_that_is_resumed_is_one_whole_flow(drops: Drops, local: Path) -> None:
    with drops.library() as sftp, sftp.open(NAME, "wb") as out:
        out.write(INVOICE[:2_000])
    with Ledger(drops.settings.folders.ledger) as ledger:
        gateway = Gateway(Runtime(settings=drops.settings, engine=drops.engine, ledger=ledger, wording=wording))
        assert gateway.settling.look(partial(inboxes.look, gateway.runtime), 60).drops == []
    drops.command(f"reput {local} {NAME}")
    drops.sweep()
    assert drops.verdicts() == [(NAME, FlowVerdict.INTEGRATED)]


@pytest.mark.parametrize("how_many", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_no_interrupted_upload_is_ever_accepted(drops: Drops, how_many: int, tmp_path: Path) -> None:
    """Half of them archives, half by the command; what arrived in part may be refused, never integrated."""
    dice = random.Random(how_many)
    whole = {}
    for number in range(1, how_many + 1):
        name = flow_name(CII, "XXX001", number)
        files = {f"{n}.xml": cii(invoice(number=f"F-{number}-{n}")) for n in range(8)}
        content = tar_gz(files) if number % 2 else cii(invoice(number=f"F-{number}"))
        (tmp_path / name).write_bytes(content)
        whole[name] = content
        # the command pads and asks more than the library before its first byte of content
        with Proxy(drops.scene.server.port, up=True, cut=dice.randrange(2_500, 4_500 + len(content))) as proxy:
            drops.scene.server.known_hosts(drops.scene.remote.known_hosts, proxy.port)
            if number % 4 < 2:
                drops.command(f"put {tmp_path / name}", port=proxy.port, check=False)
            else:
                with contextlib.suppress(OSError, EOFError, paramiko.SSHException), drops.library(proxy.port) as sftp:
                    sftp.put(str(tmp_path / name), name)
    time.sleep(0.3)  # what the proxies passed on is written
    half = {
        path.name: path.read_bytes()
        for path in drops.scene.inbox.iterdir()
        if path.read_bytes().rstrip() != whole[path.name].rstrip()
    }
    drops.sweep(0.2)
    accepted = [
        name
        for name, verdict in drops.verdicts()
        if verdict in (FlowVerdict.INTEGRATED, FlowVerdict.PARTIAL) and name in half
    ]
    assert accepted == []
    assert len(half) >= how_many // 4
    assert set(half) <= {name for name, _ in drops.verdicts()}


# two partners on one server, by the fragment that docs/ gives to operators


@dataclass
class Tenant:
    name: str
    home: Path
    key: Path

    def sftp(self, server: Server, known_hosts: Path) -> contextlib.AbstractContextManager[paramiko.SFTPClient]:
        @contextlib.contextmanager
        def opened() -> Iterator[paramiko.SFTPClient]:
            with paramiko.SSHClient() as ssh:
                ssh.load_host_keys(str(known_hosts))
                where = {"port": server.port, "username": self.name, "key_filename": str(self.key)}
                ssh.connect(HERE, **where, allow_agent=False, look_for_keys=False, timeout=10)  # type: ignore[arg-type]
                with ssh.open_sftp() as sftp:
                    yield sftp

        return opened()


@dataclass
class Town:
    server: Server
    known_hosts: Path
    tenants: tuple[Tenant, Tenant]
    gateway_user: str


@pytest.fixture(scope="module")
def town(area: Path, user: str) -> Iterator[Town]:
    """The accounts and folders that the fragment's comments tell an operator to make, elsewhere on the disk."""
    pid = os.getpid()
    fragment = (PROJECT / "docs" / "sshd_partner.conf").read_text(encoding="utf-8")
    fragment = fragment.replace("/srv/edi/sftp", str(area / "sftp")).replace(
        "/etc/ssh/edi-partners", str(area / "keys")
    )
    fresh_group = "edi-partners" not in {group.gr_name for group in grp.getgrall()}
    gateway_user = f"edi-test-gw{pid}"
    made = [gateway_user]
    server = None
    try:
        run("groupadd", "--force", "edi-partners")
        run("useradd", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", gateway_user)
        for folder in (area / "sftp", area / "keys"):
            run("install", "-d", "-o", "root", "-g", "root", "-m", "755", str(folder))
        tenants = []
        for name in (f"edi-test-a{pid}", f"edi-test-b{pid}"):
            made.append(name)
            account = ("--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin", "--password", "*")
            run("useradd", *account, "--user-group", "--groups", "edi-partners", name)
            home = area / "sftp" / name
            run("install", "-d", "-o", "root", "-g", "root", "-m", "755", str(home))
            run("install", "-d", "-o", name, "-g", gateway_user, "-m", "2770", str(home / "inbox"))
            run("install", "-d", "-o", gateway_user, "-g", name, "-m", "2770", str(home / "outbox"))
            key = make_key(area / f"key-{name}")
            run("install", "-m", "644", f"{key}.pub", str(area / "keys" / name))
            tenants.append(Tenant(name, home, key))
        server = make_server(area, "town", fragment)
        yield Town(server, server.known_hosts(area / "town-hosts"), (tenants[0], tenants[1]), gateway_user)
    finally:
        if server is not None:
            server.stop()
        for name in made:
            subprocess.run(["userdel", "--force", name], capture_output=True, check=False)
        if fresh_group:
            subprocess.run(["groupdel", "edi-partners"], capture_output=True, check=False)


def as_gateway(town: Town, code: str, *arguments: str) -> str:
    """What the gateway's own user can do, with the umask the fragment asks of it."""
    done = subprocess.run(
        ["python3", "-c", f"import os, sys; os.umask(0o027); {code}", *arguments],
        user=town.gateway_user, group=town.gateway_user, extra_groups=[], cwd="/",
        capture_output=True, text=True, timeout=30, check=False,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_root
def test_each_partner_sees_its_own_two_folders_and_nothing_else(town: Town) -> None:
    first, second = town.tenants
    (second.home / "inbox" / "secret.xml").write_bytes(b"x")
    with first.sftp(town.server, town.known_hosts) as sftp:
        assert sorted(sftp.listdir("/")) == ["inbox", "outbox"]
        assert sftp.normalize(".") == "/inbox"
        for way in (f"/../{second.name}/inbox/secret.xml", str(second.home / "inbox/secret.xml"), "/etc/passwd"):
            with pytest.raises(FileNotFoundError):
                sftp.stat(way)


@needs_root
def test_a_partner_makes_no_links_and_nothing_in_the_root(town: Town) -> None:
    with town.tenants[0].sftp(town.server, town.known_hosts) as sftp:
        with pytest.raises(OSError, match=r"denied|Permission"):
            sftp.symlink("/etc/passwd", "/inbox/a.xml")
        with pytest.raises(PermissionError):
            sftp.mkdir("/elsewhere")


@needs_root
def test_a_partner_has_no_shell_and_no_forwarding(town: Town) -> None:
    tenant = town.tenants[0]
    with paramiko.SSHClient() as ssh:
        ssh.load_host_keys(str(town.known_hosts))
        ssh.connect(
            HERE, town.server.port, tenant.name, key_filename=str(tenant.key), allow_agent=False, look_for_keys=False
        )
        transport = ssh.get_transport()
        assert transport is not None
        with pytest.raises(paramiko.ChannelException):
            transport.open_channel("direct-tcpip", (HERE, town.server.port), (HERE, 1))


@needs_root
def test_a_partner_does_not_get_in_by_another_ones_key(town: Town) -> None:
    first, second = town.tenants
    with pytest.raises(paramiko.AuthenticationException):
        Tenant(first.name, first.home, second.key).sftp(town.server, town.known_hosts).__enter__()


@needs_root
def test_the_gateway_takes_what_a_partner_drops_and_the_partner_collects_what_it_returns(town: Town) -> None:
    tenant = town.tenants[0]
    with tenant.sftp(town.server, town.known_hosts) as sftp:
        with sftp.open("a.part", "wb") as out:
            out.write(b"drop")
        sftp.rename("a.part", "a.xml")
        taking = "print(open(sys.argv[1]).read(), end=''); os.rename(*sys.argv[1:])"
        assert as_gateway(town, taking, str(tenant.home / "inbox/a.xml"), str(tenant.home / "outbox/taken")) == "drop"
        as_gateway(town, "open(sys.argv[1], 'w').write('return')", str(tenant.home / "outbox/r.xml"))
        with sftp.open("/outbox/r.xml") as returned:
            assert returned.read() == b"return"
        sftp.remove("/outbox/r.xml")
