"""The systemd units and the crontab of the documents: verbs and options that exist, one layout, hardened, accepted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from edi.cli.app import command_line
from edi.model.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
UNITS = {file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "systemd").glob("edi*"))}
SERVICES = sorted(name for name in UNITS if name.endswith(".service"))
TIMERS = sorted(name for name in UNITS if name.endswith(".timer"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
GROUP: Any = typer.main.get_command(command_line("fr"))

HARDENED = (
    "ProtectSystem=strict", "ReadWritePaths=/srv/edi", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "NoNewPrivileges=yes", "CapabilityBoundingSet=", "RestrictNamespaces=yes", "RestrictSUIDSGID=yes",
    "LockPersonality=yes", "MemoryDenyWriteExecute=yes", "SystemCallFilter=@system-service",
    "ProtectKernelTunables=yes",
    "ProtectControlGroups=yes", "ProtectClock=yes", "User=edi", "UMask=0027", "OOMPolicy=continue", "KillMode=mixed",
)  # fmt: skip


def settings(unit: str) -> dict[str, list[str]]:
    """Key to its values, in order."""
    found: dict[str, list[str]] = {}
    for line in UNITS[unit].splitlines():
        key, mark, value = line.partition("=")
        if mark and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def exists(words: list[str]) -> bool:
    """Whether `edi` has that verb with those options."""
    command = GROUP
    while hasattr(command, "commands"):
        if not words or words[0] not in command.commands:
            return False
        command, words = command.commands[words[0]], words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return all(word in known for word in words if word.startswith("-"))


@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_starts_a_verb_that_exists(unit: str) -> None:
    [command] = settings(unit)["ExecStart"]
    program, *words = command.split()
    assert program == "/opt/edi/bin/edi"
    assert words[-2:] == ["--root", "/srv/edi"]
    assert exists(words)


@pytest.mark.parametrize("unit", SERVICES)
@pytest.mark.parametrize("line", HARDENED)
def test_a_service_is_hardened(unit: str, line: str) -> None:
    assert line in UNITS[unit].splitlines()


@pytest.mark.parametrize("unit", SERVICES)
def test_memory_is_bounded_for_all_together_and_address_space_left_to_the_judges(unit: str) -> None:
    found = settings(unit)
    [bound] = found["MemoryMax"]
    assert int(bound.removesuffix("G")) << 30 > Limits().judge_memory
    assert "LimitAS" not in found


def test_the_daemon_is_restarted_watched_and_stopped_with_patience() -> None:
    found = settings("edi.service")
    assert found["Type"] == ["notify"]
    assert found["Restart"] == ["on-failure"]
    assert found["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    minutes = int(found["WatchdogSec"][0].removesuffix("min"))
    assert minutes * 60 > 3 * Limits().judge_seconds
    assert "TimeoutStopSec" in found


@pytest.mark.parametrize("unit", sorted(set(SERVICES) - {"edi.service"}))
def test_what_finds_the_lock_held_is_no_failure(unit: str) -> None:
    assert settings(unit)["SuccessExitStatus"] == ["75"]


@pytest.mark.parametrize("unit", TIMERS)
def test_a_timer_has_its_service(unit: str) -> None:
    assert unit.replace(".timer", ".service") in UNITS


@pytest.mark.parametrize("unit", UNITS)
def test_the_documents_name_every_unit(unit: str) -> None:
    assert unit in OPERATIONS


def test_systemd_accepts_them(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "edi"
    program.symlink_to(sys.executable)
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace("/opt/edi/bin/edi", str(program)), encoding="utf-8")
    files = [str(tmp_path / name) for name in UNITS]
    done = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "edi" in line]
    assert (done.returncode, ours) == (0, [])


def crontab() -> list[str]:
    block = re.search(r"^```crontab\n(.*?)^```", OPERATIONS, flags=re.MULTILINE | re.DOTALL)
    assert block is not None
    return [line for line in block[1].splitlines() if re.match(r"[\d*@]", line)]


@pytest.mark.parametrize("line", crontab())
def test_a_line_of_the_crontab_runs_a_verb_that_exists(line: str) -> None:
    words = line.split("/opt/edi/bin/edi ")[1].split()
    assert exists(words[: words.index("||")] if "||" in words else words)


LOGGED = re.compile(r"""(?:self\.)?(?:log\.(?:info|warning|error)|tell)\(\s*"([a-z-]+)\"""")
ACTIONS = {
    action
    for room in ("daemon", "monitor")
    for file in sorted((ROOT / "edi" / room).glob("*.py"))
    for action in LOGGED.findall(file.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_the_documents_tell_every_action_word_of_the_log(action: str) -> None:
    assert f"| `{action}` |" in OPERATIONS


def test_the_documents_tell_no_action_word_that_is_never_logged() -> None:
    table = OPERATIONS.split("| action |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, flags=re.MULTILINE)) == ACTIONS
