"""Starting, stopping, reloading and asking: signals, locks, health, and what systemd is told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gateways import call
from live import INTEGRATED, count, declare, document, edi, ended, flows, gateway, name, returns, until, watching

from edi.cli.verbs.health import health
from edi.disk import locks
from edi.disk.folders import Folders
from edi.model.judgement import FlowVerdict
from edi.sandbox.invoices import DEBTOR


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return gateway(tmp_path / "root")


@pytest.fixture
def notices() -> Iterator[socket.socket]:
    """A socket that listens as systemd does."""
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"{short}/notify")
        listener.settimeout(10)
        yield listener


def drop(folders: Folders, serial: int, partner: str = "btp", code: str = "XXX001") -> str:
    """As a careful ERP does."""
    path = folders.inbox / partner / name(serial, code)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(document(serial))
    os.rename(part, path)
    return path.name


def test_it_says_at_its_start_what_it_watches_and_with_which_rule_packs(folders: Folders) -> None:
    with watching(folders) as live:
        said = live.logged("started")
        live.stop()
        assert said["root"] == str(folders.root)
        assert said["partners"] == ["btp"]
        assert [pack.split()[0] for pack in said["packs"]][:3] == ["ubl-invoice", "ubl-credit-note", "cii-d22b"]
        assert live.logged("stopped")["flows"] == 0


def test_a_second_daemon_and_a_run_end_with_75_and_say_who_holds_the_lock(folders: Folders) -> None:
    with watching(folders) as live:
        for verb in ("watch", "run"):
            second = edi(folders, verb)
            assert second.returncode == 75
            assert f"edi watch, processus {live.pid}, depuis" in second.stderr
        ended(folders, drop(folders, 1))


def test_an_event_wakes_it_long_before_the_sweep(tmp_path: Path) -> None:
    folders = gateway(tmp_path / "root", config="[gateway]\nsweep_seconds = 600\n")
    with watching(folders) as live:
        until(lambda: live.health())
        ended(folders, drop(folders, 1), 10)


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGTERM, id="TERM"), pytest.param(signal.SIGINT, id="INT", marks=pytest.mark.slow)]
)
def test_asked_to_stop_while_idle_it_does_within_three_seconds(folders: Folders, number: int) -> None:
    with watching(folders) as live:
        until(lambda: live.health())
        judges = live.judges()
        assert live.stop(number) < 3
        assert not any(Path(f"/proc/{pid}/exe").exists() for pid in judges)


@pytest.mark.slow
def test_asked_to_stop_among_2000_drops_it_leaves_the_rest_in_the_inbox_and_finishes_after_a_restart(
    folders: Folders,
) -> None:
    for serial in range(1, 2001):
        (folders.inbox / "btp" / name(serial)).write_bytes(document(serial))
    with watching(folders, settle=0) as live:
        until(lambda: folders.ledger.exists() and count(folders) > 20)
        assert live.stop() < 5
        done = count(folders)
        assert len(list((folders.inbox / "btp").iterdir())) + count(folders, "TRUE") == 2000
        assert 20 < done < 2000, "the test must have stopped it in the middle"
    kept = [serial for serial in range(1, 2001) if (folders.inbox / "btp" / name(serial)).exists()]
    for serial in kept[30:]:  # enough to see that it goes on; the slow tests do whole loads
        (folders.inbox / "btp" / name(serial)).unlink()
    with watching(folders, settle=0):
        until(lambda: count(folders) == 2000 - len(kept) + 30)
    assert {row.verdict for row in flows(folders)} == {INTEGRATED}


def test_a_term_on_its_way_out_does_not_kill_it_half_way(folders: Folders) -> None:
    """It has said that it stopped, and still closes what it held."""
    with watching(folders, settle=0, clean=False) as live:
        live.send(signal.SIGTERM)
        while not live.log("stopped"):
            time.sleep(0.001)
        live.send(signal.SIGTERM)
        assert live.process.wait(30) == 0


@pytest.mark.slow
def test_a_second_term_ends_it_at_once_and_nothing_is_lost(folders: Folders) -> None:
    for serial in range(1, 301):
        (folders.inbox / "btp" / name(serial)).write_bytes(document(serial))
    with watching(folders, settle=0, clean=False) as live:
        until(lambda: folders.ledger.exists() and count(folders) > 20)
        live.send(signal.SIGTERM)
        assert live.stop() < 5
    with watching(folders, settle=0):
        until(lambda: count(folders) == 300)
    assert len(returns(folders)) == 600


def test_hup_adds_a_partner_and_a_broken_file_keeps_what_was(folders: Folders) -> None:
    with watching(folders) as live:
        declare(folders, "sud", "XXX002")
        live.send(signal.SIGHUP)
        assert live.logged("reloaded")["partners"] == ["btp", "sud"]
        ended(folders, drop(folders, 1, "sud", "XXX002"))
        (folders.partners / "sud.toml").write_text("app_code = 7\n")
        live.send(signal.SIGHUP)
        assert "sud.toml : app_code vaut 7" in live.logged("reload-refused")["reason"]
        ended(folders, drop(folders, 2, "sud", "XXX002"))
        ended(folders, drop(folders, 3), 4)  # --settle holds after a HUP as well
        (folders.partners / "sud.toml").write_text('app_code = "XXX002"\n')


def test_hup_reads_the_directory_again_for_new_judges_and_a_broken_one_keeps_what_was(folders: Folders) -> None:
    structures = folders.config / "structures.csv"
    columns = "siret,name,obligation,active,source,certainty\n"
    with watching(folders) as live:
        ended(folders, drop(folders, 1))
        judges = set(live.judges())
        structures.write_text(f"{columns}{DEBTOR.id},Dissoute,none,no,essai,H\n")
        live.send(signal.SIGHUP)
        live.logged("reloaded")
        assert ended(folders, drop(folders, 2)).verdict is FlowVerdict.REFUSED
        assert judges.isdisjoint(live.judges())
        structures.write_text(f"{columns}{DEBTOR.id},Dissoute,none,perhaps,essai,H\n")
        live.send(signal.SIGHUP)
        assert "structures.csv" in live.logged("reload-refused")["reason"]
        assert ended(folders, drop(folders, 3)).verdict is FlowVerdict.REFUSED
        structures.unlink()
        live.send(signal.SIGHUP)
        until(lambda: len(live.log("reloaded")) == 2)
        assert ended(folders, drop(folders, 4)).verdict is FlowVerdict.INTEGRATED


@pytest.mark.slow
def test_hups_do_not_pile_up_descriptors(folders: Folders) -> None:
    with watching(folders) as live:
        held = Path(f"/proc/{live.pid}/fd")
        until(lambda: live.health())
        before = len(list(held.iterdir()))
        for times in range(1, 6):
            live.send(signal.SIGHUP)
            until(lambda: len(live.log("reloaded")) == times)  # noqa: B023 - used at once
        until(lambda: len(list(held.iterdir())) <= before + 1, 5)


def test_systemd_is_told_when_it_is_ready_that_it_lives_and_that_it_stops(
    folders: Folders, notices: socket.socket
) -> None:
    heard: list[str] = []
    with watching(folders, env={"NOTIFY_SOCKET": str(notices.getsockname())}) as live:
        while "WATCHDOG=1" not in heard:
            heard.append(notices.recv(100).decode())
        live.stop()
        while heard[-1] != "STOPPING=1":
            heard.append(notices.recv(100).decode())
    assert heard[0] == "READY=1"


def test_a_log_whose_reader_is_gone_stops_nothing(folders: Folders) -> None:
    """journald restarts, a `| tee` dies: lines are lost, drops are not."""
    command = [sys.executable, "-m", "edi", "watch", "--root", str(folders.root), "--settle", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()
    process.stderr.close()
    try:
        ended(folders, drop(folders, 1))
        ended(folders, drop(folders, 2))
    finally:
        process.terminate()
        process.wait()


def test_health_ends_with_1_until_a_daemon_has_spoken_and_with_0_while_one_is_well(folders: Folders) -> None:
    assert edi(folders, "health").returncode == 1
    with watching(folders) as live:
        until(lambda: live.health())
        well = edi(folders, "health", "--json")
        (folders.partners / "btp.toml").write_text("app_code = 7\n")  # nothing that the daemon works with
        assert edi(folders, "health").returncode == 0
        (folders.partners / "btp.toml").write_text('app_code = "XXX001"\n')
    assert well.returncode == 0
    assert json.loads(well.stdout)["status"] == "ok"
    ended = edi(folders, "health", "--json")
    assert (ended.returncode, json.loads(ended.stdout)["status"]) == (1, "stopped")


@pytest.mark.parametrize(
    ("minutes", "status", "code"), [(1, "ok", 0), (3, "silent", 1)], ids=["a minute ago", "three minutes ago"]
)
def test_health_tells_a_daemon_that_fell_silent(
    folders: Folders, capsys: pytest.CaptureFixture[str], minutes: int, status: str, code: int
) -> None:
    at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="seconds")
    facts = {"status": "ok", "at": at, "flows": 3, "waiting": 0, "unsettled": 0, "notes": []}
    (folders.state / "health.json").write_text(json.dumps(facts))
    handle = locks.lock(folders.daemon_lock, "edi watch")
    try:
        assert health(call(folders.root, as_json=True)) == code
    finally:
        locks.unlock(handle)
    assert json.loads(capsys.readouterr().out)["status"] == status


@pytest.mark.slow
def test_a_reprocess_has_its_turn_while_the_daemon_is_under_load(folders: Folders) -> None:
    for serial in range(1, 1501):
        (folders.inbox / "btp" / name(serial)).write_bytes(document(serial))
    with watching(folders, settle=0) as live:
        until(lambda: folders.ledger.exists() and count(folders) > 20)
        began = time.monotonic()
        done = edi(folders, "reprocess")
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - began < 20
        assert count(folders) < 1500, "the test must have asked under load"
        live.stop()
