"""One trial: a scene, something that goes wrong in the middle of it, then restarts as usual; what was found wrong.

A Bench runs trials on all processors, each in a process that has the gateway loaded.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sight
import stand
import traces
from powerloss import Disk, Model, Tree, laid_out
from scenes import SCENES, Desk, arrange
from sight import Picture
from stand import Fate
from traces import Call

NUMBERS = itertools.count(1)
KILL = "signal=KILL"
HELD = 75  # exit: another gateway is at work
SECOND = 4  # one trial in so many is restarted twice; none with a server, whose logins take most of the time


@dataclass(frozen=True)
class Fault:
    """What strace does to one call: kills the process before it, or has it fail."""

    kind: str
    n: int
    how: str = KILL  # or error=ENOSPC

    @property
    def strace(self) -> tuple[str, ...]:
        watch = ("-e", f"trace={self.kind}") if self.how == KILL else traces.WATCH
        return (*watch, "-e", f"inject={self.kind}:{self.how}:when={self.n}")


@dataclass(frozen=True)
class Stage:
    """A scene ready to be tried: its template, what lay there, and what an undisturbed run makes of it."""

    scene: str
    template: Path
    sftp: str  # the lines of [sftp] that name the server
    user: str | None
    before: set[str]  # hashes of the originals
    wanted: Picture
    trace: str  # of the undisturbed run ...
    root: Path  # ... at this place

    @property
    def points(self) -> list[Call]:
        return traces.changes(self.trace, self.root)


Staged = Callable[[str], Stage]  # each scene prepared once, by its name


@dataclass(frozen=True)
class Told:
    """What a trial found; no problem: all is well."""

    what: str
    code: int  # how the disturbed run ended
    said: str
    trace: str
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.what}: {'; '.join(self.problems)}\n  exit {self.code}: {self.said[-400:]}"


def set_up(area: Path, name: str, sftp: str = "", user: str | None = None) -> Stage:
    """Prepares a scene and runs it undisturbed, once for the picture that is wanted and once under strace."""
    scene = SCENES[name]
    template = area / f"{name}-{os.getpid()}-{next(NUMBERS)}"
    arrange(template, scene, sftp, user)

    def prepare() -> int:
        scene.prepare(Desk(template, stand.engine(), lambda line: stand.type_line(template, line)))
        return 0

    fate = stand.in_child(template, lambda: stand.with_preloaded(prepare))
    assert fate.code == 0, fate.said
    stage = Stage(name, template, sftp, user, sight.originals(template), Picture(), "", template)
    with copied(stage) as root:
        fate = stand.commands(root, scene.act, traces.WATCH)
        assert fate.code == 0, fate.said
        wanted = sight.picture(root)
        assert not wanted.others
        return Stage(name, template, sftp, user, stage.before, wanted, fate.trace, root)


@contextlib.contextmanager
def copied(stage: Stage) -> Iterator[Path]:
    """A copy of the template, with settings that name its own folders."""
    root = stage.template.parent / f"t-{os.getpid()}-{next(NUMBERS)}"
    shutil.copytree(stage.template, root)
    for drop in sight.files(root / "inbox"):  # drops are taken in order of arrival: the same in every copy
        drop.chmod(0o644)
    arrange(root, SCENES[stage.scene], stage.sftp, stage.user)
    yield root
    _removed(root)


def _removed(root: Path) -> None:
    shutil.rmtree(root)
    for suffix in (".said", ".trace"):
        root.with_name(root.name + suffix).unlink(missing_ok=True)


def killed(stage: Stage, fault: Fault, planted: str = "") -> Told:
    """A death before one call; restarts; the same picture in the end."""
    with copied(stage) as root:
        fate = stand.commands(root, SCENES[stage.scene].act, fault.strace, planted)
        told = Told(f"{stage.scene}, killed before {fault.kind} {fault.n}", fate.code, fate.said, fate.trace)
        if not fate.killed:
            told.problems.append("not killed: the run no longer makes that call")
        told.problems.extend(sight.troubles(root, stage.before, stage.wanted))
        twice = fault.n % SECOND == 0 and not SCENES[stage.scene].server
        told.problems.extend(recovered(root, stage, planted, twice))
        return told


def calm(stage: Stage, planted: str) -> tuple[list[str], list[Call], Path]:
    """Nothing goes wrong: what is found wrong all the same, and the calls that change files, below which root."""
    with copied(stage) as root:
        fate = stand.commands(root, SCENES[stage.scene].act, traces.WATCH, planted)
        assert fate.code == 0, fate.said
        return sight.picture(root).against(stage.wanted), traces.changes(fate.trace, root), root


def failed(stage: Stage, fault: Fault, planted: str = "") -> Told:
    """One call fails as on a full or broken disk; then the disk is well again, and a run ends everything."""
    with copied(stage) as root:
        act = SCENES[stage.scene].act
        fate = stand.commands(root, act, fault.strace, planted)
        told = Told(f"{stage.scene}, {fault.how} at {fault.kind} {fault.n}", fate.code, fate.said, fate.trace)
        if "(INJECTED)" not in fate.trace:
            told.problems.append("no call failed: the run no longer makes that call")
        if fate.code not in (0, 4, 70):
            told.problems.append("an exit of no meaning")
        if fate.code == 0 and any(sight.files(root / "inbox")):
            told.problems.append("it says that all went well, and a drop was not taken")
        if fate.code != 0 and "edi : " not in fate.said:
            told.problems.append("it says nothing")
        if "Traceback" in fate.said:
            told.problems.append("a traceback")
        told.problems.extend(after_refused_sync(fate, root))
        told.problems.extend(sight.troubles(root, stage.before, stage.wanted))
        sight.hurry(root)
        told.problems.extend(recovered(root, stage, planted, twice=False))
        return told


def modelled(stage: Stage, planted: str = "") -> Model:
    """The scene once more, undisturbed, with every byte it writes."""
    with copied(stage) as root:
        disk = Disk.of(root)
        fate = stand.commands(root, SCENES[stage.scene].act, traces.WATCH_BYTES, planted)
        assert fate.code == 0, fate.said
        return Model(root, disk).run(traces.calls(fate.trace))


def powerless(stage: Stage, what: str, tree: Tree, planted: str = "") -> Told:
    """The disk as a power loss left it; a restart."""
    root = stage.template.parent / f"p-{os.getpid()}-{next(NUMBERS)}"
    root.mkdir()
    laid_out(tree, root)
    told = Told(f"{stage.scene}, current lost {what}", 0, "", "")
    told.problems.extend(sight.troubles(root, stage.before, stage.wanted))
    told.problems.extend(recovered(root, stage, planted, twice=False))
    _removed(root)
    return told


def after_refused_sync(fate: Fate, root: Path) -> list[str]:
    """A sync of ours that was refused ends the process with 70: it is not tried again, and nothing is renamed on."""
    ledger = str(root / "state" / "ledger.db")  # SQLite's own files follow SQLite's rules
    made = [call for call in traces.calls(fate.trace) if not any(path.startswith(ledger) for path in call.paths)]
    at = next((at for at, call in enumerate(made) if call.result < 0 and call.kind in traces.SYNCS), None)
    if at is None or made[at].held[1] == str(root / "state"):  # SQLite syncs that folder, we do not once it is made
        return []
    problems = [] if fate.code == 70 else [f"a refused sync, and it ends with {fate.code}"]
    onward = [call for call in made[at + 1 :] if call.kind in (*traces.SYNCS, "rename", "renameat2", "link")]
    return problems + [f"after a refused sync it goes on: {call}" for call in onward if call.result >= 0]


def recovered(root: Path, stage: Stage, planted: str = "", twice: bool = True) -> list[str]:
    """The partner collects what it sees, then a restart without any fault makes the picture that is wanted; a second
    one has nothing left to do."""
    collected = sight.collect(root)
    act = SCENES[stage.scene].act
    fate = stand.commands(root, (*act, "verify"), planted=planted)
    for _ in range(20):
        if fate.code != HELD:
            break
        time.sleep(0.2)  # a judge just forked holds its dead parent's lock until it first runs, late on a busy machine
        fate = stand.commands(root, (*act, "verify"), planted=planted)
    if fate.code != 0:
        return [f"the restart ended with {fate.code}: {fate.said[-600:]}"]
    again = sight.published(root)
    problems = [f"{name}: again, with other bytes" for name, old in collected.items() if again.get(name, old) != old]
    seen = sight.picture(root, collected)
    problems += seen.against(stage.wanted)
    if not twice:
        return problems
    fate = stand.commands(root, act, planted=planted)
    if fate.code != 0 or sight.picture(root, collected) != seen:
        problems.append(f"the second restart found something to do: {fate.code} {fate.said[-300:]}")
    return problems


class Bench:
    """As many processes as there are processors (two at least), each with the gateway loaded."""

    def __init__(self) -> None:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            stand.warm()
        context = multiprocessing.get_context("fork")
        self._pool = ProcessPoolExecutor(max(2, os.cpu_count() or 2), mp_context=context)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def all(self, trial: Callable[..., Told], trials: Iterable[tuple[object, ...]]) -> list[Told]:
        return [task.result() for task in [self._pool.submit(trial, *each) for each in trials]]

    def one(self, work: Callable[..., Any], *given: object) -> Any:
        return self._pool.submit(work, *given).result()

    def until(self, trial: Callable[..., Told], trials: Iterable[tuple[object, ...]]) -> Told | None:
        """The first trial that finds a problem; the rest are not run."""
        tasks = [self._pool.submit(trial, *each) for each in trials]
        try:
            return next((told for task in tasks if (told := task.result()).problems), None)
        finally:
            for task in tasks:
                task.cancel()
