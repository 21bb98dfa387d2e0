"""The daemon as a real process: start it, drop files, wait for answers, stop it and see that it ended well."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from edi.cli.call import Call
from edi.cli.verbs.verify import verify
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice

PATIENCE = 30.0  # seconds; what a busy machine may need, never what a test waits for when all is well
_PATTERN = "NUMERO-0000000"
# issued before any day that a test sets the clock to: a date ahead of the deposit is refused
_DOCUMENT = cii(invoice(number=_PATTERN, issue_date=date(2026, 3, 2)))


def document(serial: int) -> bytes:
    """A small invoice of its own number, that is integrated."""
    return _DOCUMENT.replace(_PATTERN.encode(), f"NUMERO-{serial:07d}".encode())


def name(serial: int, code: str = "XXX001") -> str:
    return flow_name(CII, code, serial)


def gateway(root: Path, partners: Mapping[str, str] | Iterable[str] = ("btp",), config: str = "") -> Folders:
    """A gateway's folders; `partners` gives each one's further settings, the codes are XXX001, XXX002, ..."""
    folders = Folders.of(root)
    folders.partners.mkdir(parents=True)
    folders.config.joinpath("gateway.toml").write_text(config or "[gateway]\nsweep_seconds = 0.3\n", encoding="utf-8")
    folders.state.mkdir()
    given = partners if isinstance(partners, Mapping) else dict.fromkeys(partners, "")
    for number, (partner, settings) in enumerate(given.items(), 1):
        declare(folders, partner, f"XXX{number:03d}", settings)
    return folders


def declare(folders: Folders, partner: str, code: str, settings: str = "") -> None:
    for folder in (folders.inbox / partner, folders.outbox / partner):
        folder.mkdir(parents=True)
    returns = "" if "returns" in settings else "returns = []\n"  # the CPPStatut files alone, unless told otherwise
    (folders.partners / f"{partner}.toml").write_text(f'app_code = "{code}"\n{returns}{settings}', encoding="utf-8")


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Waits for a thing to become true, and gives it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(0.02)
    return found


# what the folders and the ledger say


def flows(folders: Folders) -> list[FlowRow]:
    if not folders.ledger.exists():
        return []
    with Ledger(folders.ledger, read_only=True) as ledger:
        return list(ledger.books.flows())


def flow(folders: Folders, drop_name: str) -> FlowRow | None:
    """The one flow of that name; None when there is none yet."""
    found = [row for row in flows(folders) if row.drop_name == drop_name]
    assert len(found) < 2, f"{drop_name} was taken {len(found)} times"
    return found[0] if found else None


def ended(folders: Folders, drop_name: str, seconds: float = PATIENCE) -> FlowRow:
    """The flow of that name once it is done."""
    row = until(lambda: (row := flow(folders, drop_name)) and row.state is State.DONE and row, seconds)
    assert isinstance(row, FlowRow)
    return row


def count(folders: Folders, where: str = "state = 'done'") -> int:
    """How many flows; straight from the file, for tests that ask often about many."""
    with contextlib.closing(sqlite3.connect(f"{folders.ledger.as_uri()}?mode=ro", uri=True, timeout=10)) as ledger:
        return int(ledger.execute(f"SELECT COUNT(*) FROM flows WHERE {where}").fetchone()[0])


def change(folders: Folders, statement: str) -> None:
    """Edits the ledger behind the gateway's back, as no operator should."""
    with contextlib.closing(sqlite3.connect(folders.ledger, timeout=10)) as ledger, ledger:
        ledger.execute(statement)


def hurry(folders: Folders) -> None:
    """Failed flows are due now, not in 10 or 20 seconds."""
    change(folders, "UPDATE flows SET next_try_at = NULL WHERE state = 'taken'")


def returns(folders: Folders, partner: str = "btp") -> list[str]:
    return sorted(file for file in os.listdir(folders.outbox / partner) if not file.startswith("."))


def sound(folders: Folders) -> None:
    """`edi verify` finds nothing."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = verify(Call(root=folders.root, as_json=True))
    assert code == 0, said.getvalue()


# the process


@dataclass
class Live:
    """A running `edi watch`."""

    folders: Folders
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def log(self, action: str = "") -> list[dict[str, Any]]:
        """The lines it has logged so far (whole ones), or those of one action."""
        lines = [json.loads(line) for line in self.text().splitlines(keepends=True) if line.endswith("}\n")]
        return [line for line in lines if not action or line["action"] == action]

    def logged(self, action: str, **facts: Any) -> dict[str, Any]:
        """Waits for a line of that action with those facts."""

        def found() -> dict[str, Any] | None:
            return next((one for one in self.log(action) if facts.items() <= one.items()), None)

        line = until(found)
        assert isinstance(line, dict)
        return line

    def health(self) -> dict[str, Any]:
        try:
            said = json.loads((self.folders.state / "health.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        assert isinstance(said, dict)
        return said

    def judges(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def stop(self, number: int = signal.SIGTERM, seconds: float = PATIENCE) -> float:
        """Ends it well; gives the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(seconds)
        took = time.monotonic() - began
        assert code == 0, self.text()
        assert "Traceback" not in self.text()
        return took

    def kill(self) -> None:
        """kill -9, and waits until its judges are gone as well."""
        judges = self.judges() if self.process.poll() is None else []
        self.process.kill()
        self.process.wait()
        until(lambda: not any(alive(pid) for pid in judges), 5)


def alive(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def watching(
    folders: Folders,
    *options: str,
    settle: float | None = 0.3,
    env: Mapping[str, str] | None = None,
    clean: bool = True,
) -> Iterator[Live]:
    """`edi watch` from its "started" line on. Where the test has not stopped it: stopped at the end, and it must end
    well; with `clean`, `edi verify` must find nothing then."""
    output = folders.root / f"watch-{time.monotonic_ns()}.log"
    settling = [] if settle is None else ["--settle", str(settle)]
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "edi", "watch", "--root", str(folders.root), *settling, *options],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **(env or {})},
        )
    live = Live(folders, process, output)
    try:
        until(lambda: live.log("started") or process.poll() is not None)
        assert process.poll() is None, live.text()
        yield live
        if process.poll() is None:
            live.stop()
        if clean:
            sound(folders)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait()


def edi(folders: Folders, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edi", *words, "--root", str(folders.root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


INTEGRATED = FlowVerdict.INTEGRATED
