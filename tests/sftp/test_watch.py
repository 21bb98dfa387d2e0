"""The whole way round: a drop on the partner's server, the daemon, its returns on the partner's server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from loopback import Scene

from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice

PATIENCE = 40


def declare(scene: Scene) -> None:
    remote = scene.remote
    (scene.folders.partners / "btp.toml").write_text(
        f"""app_code = "XXX001"
returns = []
[sftp]
host = "{remote.host}"
port = {remote.port}
user = "{remote.user}"
known_hosts = "{remote.known_hosts}"
key = "{remote.key}"
out = "{remote.out}"
in = "{remote.into}"
every_seconds = 1
quiet_seconds = 1
""",
        encoding="utf-8",
    )


def until(true: object, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, what
        time.sleep(0.1)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "transfer" in Path(f"/proc/{pid}/cmdline").read_text()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_drop_on_their_server_is_fetched_judged_and_answered_there(scene: Scene, ending: signal.Signals) -> None:
    declare(scene)
    name = flow_name(CII, "XXX001", 1)
    original = scene.put(name, cii(invoice()))
    said = scene.folders.root / "watch.log"
    with said.open("wb") as out:
        daemon = subprocess.Popen(
            [sys.executable, "-m", "edi", "watch", "--root", str(scene.folders.root), "--settle", "0.3"],
            stdout=out,
            stderr=out,
        )
    try:
        until(lambda: len(list(scene.into.glob("*.xml"))) == 2, said.read_text())
        until(lambda: not original.exists(), "the original was not let go of after our take")
        assert sorted(file.name[:8] for file in scene.into.iterdir()) == ["CSO1116A", "FEN1200A"]
        assert list(scene.outbox.iterdir()) == []
        couriers = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _child_of(int(pid), daemon.pid)]
        assert len(couriers) == 1
        daemon.send_signal(ending)
        daemon.wait(PATIENCE)
        until(lambda: not alive(couriers[0]), "the courier outlived its daemon")
    finally:
        daemon.kill()
        daemon.wait()
    assert "Traceback" not in said.read_text()


def _child_of(pid: int, parent: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(status[1]) == parent and alive(pid)
    except FileNotFoundError:
        return False


def test_edi_transfer_tells_a_changed_host_key_with_both_fingerprints(scene: Scene) -> None:
    declare(scene)
    known = scene.remote.known_hosts
    host, kind, _ = known.read_text().split()[:3]
    other = scene.folders.root / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    known.write_text(f"{host} {kind} {other.with_suffix('.pub').read_text().split()[1]}\n")
    done = subprocess.run(
        [sys.executable, "-m", "edi", "transfer", "--root", str(scene.folders.root)], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.count("SHA256:") == 2
    assert "Traceback" not in done.stderr
