"""Runs the gateway's own commands in forked children, and strace on them.

The schemas are loaded once, before the forks: a child is at work a few milliseconds after it is asked for. It waits
until strace is attached; strace then watches its main thread, the only one that changes files (judges only answer
through their pipes), and kills it or fails one call as it is told.
"""

from __future__ import annotations

import ctypes
import io
import os
import select
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from unittest import mock

import edi
import edi.judging.engine
import edi.operations.rejudging
import edi.operations.sweep
from edi.cli import app
from edi.config.settings import Settings, load_settings
from edi.daemon.courier import Courier
from edi.judging.engine import Engine

PATIENCE = 60.0  # seconds for one child; what a busy machine may need
PR_SET_PTRACER, ANYBODY = 0x59616D61, ctypes.c_ulong(-1)  # linux/prctl.h
KILLED = -signal.SIGKILL


@cache
def engine() -> Engine:
    """Tables and schemas as `edi run` loads them; its judges are each child's own."""
    return Engine(load_settings(Path("/nowhere")), workers=1)


def _preloaded(settings: Settings) -> Engine:
    made = engine()
    made.settings = settings
    return made


def warm() -> None:
    """Loads all that a command loads when it is first used: a child's calls are then those of its work alone."""
    engine()
    for module in walk_packages(edi.__path__, "edi."):  # a verb loads what it needs when it is called
        if module.name != "edi.__main__":
            import_module(module.name)
    with mock.patch.object(sys, "argv"):
        type_line(Path("/nowhere"), "verify")


def type_line(root: Path, line: str) -> int:
    """One command line in this process; its exit code."""
    sys.argv = ["edi", *shlex.split(line), "--root", str(root)]
    try:
        app.main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    raise AssertionError("main() ends by exit")


@dataclass(frozen=True)
class Fate:
    """How a child ended: its exit code, or minus the signal that killed it; what it said; what strace wrote."""

    code: int
    said: str
    trace: str = ""

    @property
    def killed(self) -> bool:
        return self.code == KILLED


def in_child(root: Path, work: Callable[[], int], strace: Sequence[str] | None = None) -> Fate:
    """Forks, does `work` in the child with its output in a file, under strace when it is given options."""
    said, trace = root.parent / f"{root.name}.said", root.parent / f"{root.name}.trace"
    may_begin, begin = os.pipe()
    child = os.fork()
    if child == 0:
        _live(said, work, may_begin)
    os.close(may_begin)
    tracer = _attached(child, strace, trace) if strace is not None else None
    os.write(begin, b".")
    os.close(begin)
    code = _end_of(child)
    if tracer is not None:
        tracer.communicate(timeout=PATIENCE)
    if not said.exists():
        raise RuntimeError(f"the child ended with {code} before it could say anything")
    return Fate(
        code,
        said.read_text(encoding="utf-8", errors="replace"),
        trace.read_text(encoding="utf-8", errors="replace") if tracer is not None else "",
    )


def commands(root: Path, lines: Sequence[str], strace: Sequence[str] | None = None, planted: str = "") -> Fate:
    """Command lines one after the other, the first that fails being the last."""

    def work() -> int:
        for line in lines:
            if code := type_line(root, line):
                return code
        return 0

    return in_child(root, lambda: with_preloaded(work, planted), strace)


def start(root: Path, line: str, said: Path) -> int:
    """One command line at work in a child of its own; gives its process. A daemon started so sends no courier."""
    may_begin, begin = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(begin)
        Courier.keep = lambda self, wanted: None  # type: ignore[method-assign]
        _live(said, lambda: with_preloaded(lambda: type_line(root, line)), may_begin)
    os.close(may_begin)
    os.close(begin)
    return child


def with_preloaded(work: Callable[[], int], planted: str = "") -> int:
    """In a child: the commands find the schemas loaded, and a planted bug where one is named."""
    # the daemon's verb loads its engine when it is called
    for module in (edi.operations.sweep, edi.operations.rejudging, edi.judging.engine):
        module.Engine = _preloaded  # type: ignore[attr-defined, assignment]
    if planted:
        from planted import PLANTED

        PLANTED[planted].plant()
    return work()


def _live(said: Path, work: Callable[[], int], may_begin: int) -> None:
    """The child's whole life."""
    code = 99  # what no command ends with
    sys.dont_write_bytecode = True  # or the first child would make calls that no later one makes
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY)  # where only a parent may trace its child
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(at, "w", closefd=False)) for at in (1, 2))
        os.read(may_begin, 1)  # or the end of the pipe
        code = work()
    except BaseException as error:
        print(f"Traceback: {error!r}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _attached(child: int, options: Sequence[str], trace: Path) -> subprocess.Popen[str]:
    command = ["strace", "-p", str(child), "-o", str(trace), *options]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    line = tracer.stderr.readline()
    if "attached" not in line:
        os.kill(child, signal.SIGKILL)
        raise RuntimeError(f"strace cannot attach here: {line}")
    return tracer


def _end_of(child: int) -> int:
    handle = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([handle], [], [], PATIENCE)
    finally:
        os.close(handle)
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert ready, f"not ended within {PATIENCE:g} s"
    return os.waitstatus_to_exitcode(status)
