"""What a server, a network or somebody in between can do to us: always one of our faults, always within the bound."""

from __future__ import annotations

import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import HERE, Proxy, Scene, Server, free_port, make_key, needs_root, poll

from edi.model.limits import Limits
from edi.sftp.errors import AuthFailed, HostKeyChanged, HostKeyUnknown, TimedOut, TransferError, Unreachable
from edi.sftp.reports import Exchange
from edi.sftp.session import Session
from edi.sftp.visit import exchange

CONTENT = random.Random(1).randbytes(300_000)


def visit(scene: Scene) -> Exchange:
    with scene.ledger() as ledger:
        return exchange(scene.partner, scene.folders, ledger, Limits(), scene.later())


def fingerprint(key: Path) -> str:
    shown = subprocess.run(["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True, timeout=20)
    return shown.stdout.split()[1]


def through(scene: Scene, proxy: Proxy) -> None:
    """The scene's server, reached by way of the proxy, whose port its key is known for."""
    scene.server.known_hosts(scene.remote.known_hosts, proxy.port)
    scene.given(port=proxy.port)


# host keys


def test_an_unknown_host_is_not_connected_to_and_its_fingerprint_is_told(scene: Scene) -> None:
    scene.remote.known_hosts.write_text("")
    with pytest.raises(HostKeyUnknown) as told, Session(scene.remote):
        pass
    assert fingerprint(scene.server.host_key) in str(told.value)
    assert scene.remote.known_hosts.read_text() == ""


def test_a_changed_host_key_is_told_with_both_fingerprints(scene: Scene, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other")
    scene.server.known_hosts(scene.remote.known_hosts, key=other)
    with pytest.raises(HostKeyChanged) as told, Session(scene.remote):
        pass
    assert fingerprint(scene.server.host_key) in str(told.value)
    assert fingerprint(other) in str(told.value)


def test_a_known_key_of_another_kind_counts_as_changed(scene: Scene, tmp_path: Path) -> None:
    scene.server.known_hosts(scene.remote.known_hosts, key=make_key(tmp_path / "other", "ecdsa"))
    with pytest.raises(HostKeyChanged), Session(scene.remote):
        pass


@pytest.mark.parametrize("content", [None, b"\xff\xfe\0", b"[127.0.0.1]:1 ssh-ed25519 !!!", b"one two", b"folder"])
def test_known_hosts_that_cannot_be_read_are_no_reason_to_trust(scene: Scene, content: bytes | None) -> None:
    file = scene.remote.known_hosts
    file.unlink()
    if content == b"folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    with pytest.raises(HostKeyUnknown, match=r"pas de connexion"), Session(scene.remote):
        pass


# logins


@needs_root
def test_a_wrong_password_is_tried_once_in_five_minutes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SFTP_SECRET", "wrong")
    scene.given(key=None, password_env="SFTP_SECRET")
    log = scene.server.base / "sshd.log"
    before = log.read_text().count("Failed password")
    faults = [visit(scene).fault for _ in range(5)]
    assert all(isinstance(fault, AuthFailed) for fault in faults)
    assert log.read_text().count("Failed password") == before + 1


def test_a_key_the_server_does_not_know_is_refused(scene: Scene, tmp_path: Path) -> None:
    scene.given(key=make_key(tmp_path / "stranger"))
    with pytest.raises(AuthFailed, match=scene.remote.user), Session(scene.remote):
        pass


def test_a_login_that_works_again_is_forgotten(scene: Scene) -> None:
    with scene.ledger() as ledger, ledger.write():
        ledger.pulls.set_refused_login("btp", datetime(2026, 1, 1, tzinfo=UTC))
    assert visit(scene).fault is None
    with scene.ledger() as ledger:
        assert ledger.pulls.refused_login("btp") is None


def test_no_login_where_there_is_nothing_to_do(scene: Scene) -> None:
    scene.given(out="", port=free_port())
    assert visit(scene) == Exchange()


# silence


@pytest.fixture
def silent() -> Iterator[int]:
    """Accepts, and says nothing."""
    with socket.create_server((HERE, 0)) as listener:
        yield int(listener.getsockname()[1])


def test_a_server_that_says_nothing_is_given_up(scene: Scene, silent: int) -> None:
    scene.given(port=silent, timeout_seconds=1.0)
    started = time.monotonic()
    with pytest.raises(TimedOut), Session(scene.remote):
        pass
    assert time.monotonic() - started < 3


def test_nobody_there_is_unreachable(scene: Scene) -> None:
    scene.given(port=free_port())
    with pytest.raises(Unreachable), Session(scene.remote):
        pass


@pytest.mark.parametrize("words", [b"HTTP/1.0 400 Bad Request\r\n\r\n", b"SSH-2.0-x\r\n" + b"\xff" * 4096, b""])
def test_a_server_that_talks_nonsense_is_unreachable(scene: Scene, words: bytes) -> None:
    with socket.create_server((HERE, 0)) as listener:

        def answer() -> None:
            taken, _ = listener.accept()
            with taken:
                taken.sendall(words)
                taken.recv(1000)

        thread = threading.Thread(target=answer)
        thread.start()
        scene.given(port=int(listener.getsockname()[1]), timeout_seconds=5)
        with pytest.raises(TransferError), Session(scene.remote):
            pass
        thread.join()


@pytest.mark.parametrize("part", [0.5, *(pytest.param(n / 20 + 0.01, marks=pytest.mark.slow) for n in range(19))])
def test_a_connection_that_falls_silent_is_given_up_within_the_bound(scene: Scene, part: float) -> None:
    scene.put("a.xml", CONTENT)
    visit(scene)
    with Proxy(scene.server.port, up=False, stall=int(part * len(CONTENT)) + 100) as proxy:
        through(scene, proxy)
        scene.given(timeout_seconds=1.0)
        started = time.monotonic()
        fault = visit(scene).fault
        assert time.monotonic() - started < 4
    assert isinstance(fault, TimedOut)
    assert scene.arrived() == {}


@pytest.mark.slow
def test_a_handshake_that_falls_silent_is_given_up_within_the_bound(scene: Scene) -> None:
    for stall in range(0, 4000, 250):
        with Proxy(scene.server.port, up=False, stall=stall) as proxy:
            through(scene, proxy)
            scene.given(timeout_seconds=1.0)
            started = time.monotonic()
            fault = visit(scene).fault
            assert time.monotonic() - started < 4, stall
        assert isinstance(fault, TimedOut | None), stall


@pytest.mark.slow
def test_a_server_that_trickles_is_given_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi.sftp.session.SLOWEST", 1e9)
    scene.put("a.xml", CONTENT)
    visit(scene)
    scene.given(timeout_seconds=1.0)
    read = Session.read

    def slowly(self: Session, path: bytes, expected: object) -> Iterator[bytes]:
        for chunk in read(self, path, expected):  # type: ignore[arg-type]
            time.sleep(0.105)
            yield chunk

    monkeypatch.setattr(Session, "read", slowly)
    assert isinstance(visit(scene).fault, TimedOut)


# cuts


def offsets(total: int, how_many: int) -> list[int]:
    dice = random.Random(how_many)
    return sorted(dice.randrange(total) for _ in range(how_many))


@pytest.mark.parametrize("how_many", [30, pytest.param(100, marks=pytest.mark.slow)])
def test_a_download_cut_anywhere_is_never_half_in_the_inbox(scene: Scene, how_many: int) -> None:
    scene.put("a.xml", CONTENT)
    visit(scene)
    faults = 0
    for offset in offsets(len(CONTENT) + 6_000, how_many):
        with Proxy(scene.server.port, up=False, cut=offset) as proxy:
            through(scene, proxy)
            faults += isinstance(visit(scene).fault, Unreachable)
        assert set(scene.arrived().values()) <= {CONTENT}, offset
        assert [path for path in scene.inbox.iterdir() if path.name not in scene.arrived()] == [], offset
        for path in scene.inbox.iterdir():  # cut after the last byte: put back to where it was
            path.unlink()
            with scene.ledger() as ledger, ledger.write():
                (row,) = ledger.pulls.of("btp")
                ledger.pulls.set_seen("btp", row.name, row.size, row.mtime, row.since, row.boot)
    assert faults > how_many * 0.9
    scene.given(port=scene.server.port)
    visit(scene)
    assert scene.arrived() == {"a.xml": CONTENT}


@pytest.mark.parametrize("how_many", [30, pytest.param(100, marks=pytest.mark.slow)])
def test_an_upload_cut_anywhere_is_never_half_under_its_name(scene: Scene, how_many: int) -> None:
    scene.given(out="")
    faults = 0
    for offset in offsets(len(CONTENT) + 6_000, how_many):
        returned = scene.outbox / "CSO.xml"
        returned.write_bytes(CONTENT)
        with Proxy(scene.server.port, up=True, cut=offset) as proxy:
            through(scene, proxy)
            faults += isinstance(visit(scene).fault, Unreachable)
        there = scene.into / "CSO.xml"
        assert not there.exists() or there.read_bytes() == CONTENT, offset
        assert there.exists() or returned.exists(), offset
        there.unlink(missing_ok=True)
    assert faults > how_many * 0.9
    (scene.outbox / "CSO.xml").write_bytes(CONTENT)
    scene.given(port=scene.server.port)
    visit(scene)
    assert {path.name: path.read_bytes() for path in scene.into.iterdir()} == {"CSO.xml": CONTENT}


def test_a_server_that_stops_in_the_middle_is_unreachable(scene: Scene, server: Server) -> None:
    with Session(scene.remote) as session:
        session.wire._ssh.get_transport().sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        with pytest.raises(Unreachable):
            poll(scene, session)


def test_the_faults_of_one_partner_are_values_for_the_caller(scene: Scene) -> None:
    scene.partner = replace(scene.partner, sftp=replace(scene.remote, port=free_port()))
    assert isinstance(visit(scene).fault, Unreachable)
