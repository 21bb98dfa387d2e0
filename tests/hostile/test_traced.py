"""Every attack at once through `edi run`, seen from outside: what it opened, changed, called and started.

A gateway changes nothing outside its own folders, reads nothing but them, Python and the system's libraries, starts no
program and speaks to nobody.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import attacks
import pytest
import tracing
from corpus import manifest
from figures import Figures
from tracing import Call, foreign

import edi
from edi.ledger import Ledger
from edi.model.judgement import FlowVerdict
from edi.sandbox.examples import CII, flow_name

PROJECT = Path(edi.__file__).resolve().parents[1]
# what any program of Python reads at its start, and what the kernel and the C library answer through files
SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/ssl"),
    *("/etc/mime.types", "/proc", "/sys/devices/system/cpu", "/sys/fs/cgroup", "/dev/null", "/dev/urandom"),
)
PYTHON = (sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    if shutil.which("strace") is None:
        assert "CI" not in os.environ, "strace is not installed, so nothing can be traced"
        pytest.skip("strace is not installed, so nothing can be traced")
    return tmp_path.resolve()


@pytest.mark.timeout(300)
def test_no_attack_makes_the_gateway_reach_outside(here: Path, figures: Figures) -> None:
    root, trace = here / "root", here / "trace"
    drops = _drops(root)
    dropped = {os.fsdecode(name) for _, name in drops}
    command = [sys.executable, "-m", "edi", "run", "--settle", "0", "--root", str(root)]
    done = tracing.traced(command, trace, 280, here)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert _answered(root) == dropped
    calls = _calls(trace)
    opened = {os.path.basename(path) for call in calls if call.name in tracing.OPENS for path in call.paths}
    assert {name for name in dropped if name not in opened} == set(), "the trace does not see what the gateway opens"
    wrong = [call for call in calls if foreign(call, (str(root),), (str(here), str(PROJECT), *PYTHON, *SYSTEM))]
    secrets = [call for call in calls if any(path.startswith((attacks.SECRET, "/etc/shadow")) for path in call.paths)]
    sockets = [call for call in calls if call.name == "socket" and "AF_UNIX" not in call.text]
    figures("{} files traced", len(drops))
    figures("foreign opens {}", len([call for call in wrong if call.name not in tracing.PEERS]))
    figures("sockets {}", len([call for call in wrong if call.name in tracing.PEERS]))
    assert wrong == []
    assert secrets == []
    assert sockets == []


def test_the_trace_shows_whatever_reaches_outside(here: Path) -> None:
    """The same reading of a program that does everything a gateway may not, each in its own way."""
    outside, root = here / "outside", here / "root"
    for folder in (outside, root):
        folder.mkdir()
    program = f"""
import os, socket, subprocess
os.chdir({str(outside)!r})
inside = os.open({str(root)!r}, os.O_RDONLY)
open("written", "w").close()
os.mkdir("made")
os.rename("written", "renamed")
os.symlink("/etc/passwd", "link")
os.link("renamed", {str(root / "linked")!r})
os.unlink("link")
os.truncate("renamed", 0)
os.chmod("renamed", 0o600)
os.open("../outside/éscape\\n", os.O_CREAT | os.O_WRONLY, dir_fd=inside)
open("/etc/passwd").read()
open("/etc/hostname").read()
one = socket.socket()
try: one.connect(("127.0.0.1", 9))
except OSError: pass
socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
subprocess.run(["true"])
"""
    done = tracing.traced([sys.executable, "-I", "-S", "-c", program], here / "trace", 60, here)
    assert done.returncode == 0, done.stderr
    calls = _calls(here / "trace")
    wrong = [call for call in calls if foreign(call, (str(root),), (str(root), *PYTHON, *SYSTEM))]
    seen = {
        (call.name.removesuffix("at").removesuffix("at2"), os.path.basename(call.paths[-1]))
        for call in wrong
        if call.paths
    }
    assert {
        *(("open", "written"), ("mkdir", "made"), ("rename", "renamed"), ("symlink", "link"), ("link", "linked")),
        *(("unlink", "link"), ("truncate", "renamed"), ("chmod", "renamed"), ("open", "éscape\n")),
        *(("open", "passwd"), ("open", "hostname"), ("execve", "true")),
    } <= seen
    peers = [call for call in wrong if call.name in tracing.PEERS]
    assert [call.name for call in peers] == ["socket", "connect", "socket"]


def _drops(root: Path) -> list[tuple[str, bytes]]:
    """Every attack dropped by a partner who names as it needs, under a flow id of its own, and a good invoice."""
    partners = root / "config" / "partners"
    partners.mkdir(parents=True)
    for naming, code in (("strict", attacks.CODE), ("free", "XXX002")):
        text = f'app_code = "{code}"\nnaming = "{naming}"\nreturns = ["csv", "json"]\n'
        (partners / f"{naming}.toml").write_text(text, encoding="utf-8")
        (root / "inbox" / naming).mkdir(parents=True)
    drops = [(attack.naming, *attack.drop(serial)) for serial, attack in enumerate(manifest(), start=1)]
    drops.append(("strict", os.fsencode(flow_name(CII, attacks.CODE, 9_999)), attacks.good("VOISINE")))
    for naming, name, data in drops:
        with open(os.fsencode(root / "inbox" / naming) + b"/" + name, "wb") as file:
            file.write(data)
    return [(naming, name) for naming, name, _ in drops]


def _answered(root: Path) -> set[str]:
    """The names of the originals of all flows that reached their end."""
    with Ledger(root / "state" / "ledger.db", read_only=True) as ledger:
        rows = list(ledger.books.flows())
    assert all(row.verdict not in (None, FlowVerdict.NOT_JUDGED, FlowVerdict.QUARANTINED) for row in rows)
    return {
        os.path.basename(os.fsdecode(path))
        for row in rows
        for path in os.listdir(os.fsencode(root / "state" / (row.place or "")))
    }


def _calls(trace: Path) -> list[Call]:
    """All but the start of the program itself."""
    lines = trace.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    first, *rest = tracing.calls(lines)
    assert first.name == "execve"
    return rest
