"""One flow kills the whole daemon each time it is unpacked, judged or decided: after as many deaths as are allowed it
is in quarantine, whoever was in hand with it is answered, and an operator sees what happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from live import INTEGRATED, document, edi, ended, flow, flows, gateway, name, until, watching

from edi.disk.folders import Folders
from edi.model.flow import State
from edi.model.judgement import FlowVerdict

CODES = {"btp": "XXX001", "sud": "XXX002"}
POISON = name(2)
LIMIT = 3
# run by every python that finds it on its path, before anything else: the daemon is the real one but for this
PLANTED = """
import os, signal
import edi.pipeline.decide as decide, edi.pipeline.judge as judge, edi.judging.engine as engine

def kill(*_):
    {how}

unpack, judge_one, render = engine.unpack, judge.judge_one, decide.render

def unpacks(data, limits):
    return kill() if b"NUMERO-0000002" in data else unpack(data, limits)

def judges(row, *rest):
    attempt = judge_one(row, *rest)
    return kill() if row.drop_name == {poison!r} and row.deaths < {limit} else attempt

def renders(outcome, *rest):
    mine = outcome.drop_name == {poison!r} and outcome.documents
    return kill() if mine else render(outcome, *rest)

{where}
"""
STEPS = {
    "unpack": "engine.unpack = unpacks",
    "judge": "judge.judge_one = judges",
    "render": "decide.render = renders",
}
ENDS = {
    "kill -9": ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    "abort": ("os.abort()", -signal.SIGABRT),
}


def planted(folder: Path, step: str, how: str) -> dict[str, str]:
    """What the environment of a daemon says, so that it dies of the poison at that step."""
    folder.mkdir()
    text = PLANTED.format(how=ENDS[how][0], where=STEPS[step], poison=POISON, limit=LIMIT)
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


def drop(folders: Folders, serial: int, partner: str = "btp") -> str:
    path = folders.inbox / partner / name(serial, CODES[partner])
    path.write_bytes(document(serial if partner == "btp" else 100 + serial))
    return path.name


def death(folders: Folders, env: dict[str, str]) -> int:
    """Starts `edi watch` and waits until it has died; how."""
    command = [sys.executable, "-m", "edi", "watch", "--root", str(folders.root), "--settle", "0.3", "--no-events"]
    with open(folders.root / "deaths.log", "ab") as out:
        daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **env})
    try:
        return daemon.wait(90)
    finally:
        daemon.kill()
        daemon.wait()


@pytest.mark.slow
@pytest.mark.parametrize(("step", "how"), [("unpack", "kill -9"), ("judge", "abort"), ("render", "kill -9")])
def test_a_flow_that_kills_the_daemon_is_quarantined_and_its_neighbours_are_answered(
    tmp_path: Path, step: str, how: str
) -> None:
    folders = gateway(tmp_path / "root", list(CODES))
    env = planted(tmp_path / "planted", step, how)
    neighbours = [drop(folders, 1), drop(folders, 3), drop(folders, 1, "sud")]
    assert drop(folders, 2) == POISON
    assert death(folders, env) == ENDS[how][1]
    assert {row.in_hand for row in flows(folders)} == {True}
    for start in range(1, LIMIT):
        neighbours.append(drop(folders, 1 + start, "sud"))
        assert death(folders, env) == ENDS[how][1]
        answered = [flow(folders, one) for one in neighbours]
        assert [(row.verdict, row.attempts) for row in answered if row] == [(INTEGRATED, 0)] * len(neighbours)
        poison = flow(folders, POISON)
        assert poison is not None
        assert (poison.state, poison.in_hand, poison.deaths) == (State.TAKEN, True, start)

    with watching(folders, "--no-events", env=env) as live:
        row = ended(folders, POISON)
        assert (row.verdict, row.deaths) == (FlowVerdict.QUARANTINED, LIMIT)
        assert live.logged("decided", drop=POISON)["level"] == "error"
        until(lambda: live.health().get("quarantined") == 1)
        ended(folders, drop(folders, 9, "sud"))
    [kept] = folders.quarantine.rglob("FSO*")
    assert kept.read_bytes() == document(2)
    told = {row["drop"]: row for row in json.loads(edi(folders, "flows", "--json").stdout)}
    assert (told[POISON]["verdict"], told[POISON]["deaths"]) == ("quarantined", LIMIT)
    assert f"morts : {LIMIT}" in told[POISON]["failure"]
    assert f"morts : {LIMIT}" in edi(folders, "show", POISON).stdout


@pytest.mark.slow
def test_a_daemon_that_is_told_to_stop_in_the_middle_of_a_group_leaves_nothing_to_count(tmp_path: Path) -> None:
    folders = gateway(tmp_path / "root", list(CODES))
    names = [drop(folders, serial) for serial in range(1, 40)]
    with watching(folders) as live:
        until(lambda: any(row.in_hand for row in flows(folders)))
        live.stop()
    assert [row.drop_name for row in flows(folders) if row.in_hand] == []
    with watching(folders):
        assert [(ended(folders, one).verdict, ended(folders, one).deaths) for one in names] == [(INTEGRATED, 0)] * 39
