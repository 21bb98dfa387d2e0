"""python -m tests.fuzz [--minutes 30] [--seed 1] [TARGET ...]: a long run, each target in a process of its own.

Guided by the coverage of edi where atheris is installed (pip install 'chorus-edi-gateway[fuzz]'), from mutations alone
where it is not. Prints one line a target; a failure is written to tests/fuzz/cases and ends the run with 1.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEMORY = 2_048  # MiB


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    words.add_argument("targets", nargs="*", help="all of them by default")
    words.add_argument("--minutes", type=float, default=30, help="for all targets together")
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--plain", action="store_true", help="without atheris")
    asked = words.parse_args()
    names = asked.targets or sorted(path.stem for path in (HERE / "targets").glob("[a-z]*.py"))
    guided = not asked.plain and importlib.util.find_spec("atheris") is not None
    print(f"seed {asked.seed}, {'atheris' if guided else 'mutations alone'}", flush=True)
    return max([_one(name, asked.seed, 60 * asked.minutes / len(names), guided) for name in names])


def _one(name: str, seed: int, seconds: float, guided: bool) -> int:
    """Runs a target in a child, whose own word on it is the last line it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        command = [sys.executable, "-m", "tests.fuzz.child", name, str(seed), str(seconds), str(report), str(guided)]
        with (Path(scratch) / "said").open("w+") as said:
            done = subprocess.run(command, cwd=HERE.parents[1], stdout=said, stderr=said, timeout=seconds + 600)
            said.seek(0)
            words = said.read()
        for died in Path(scratch).glob("died-*"):  # the input a child hung on or ran out of memory at
            kept = HERE / "cases" / name / died.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(died.read_bytes())
            words += f"\n{kept}"
        if not report.is_file():
            print(f"{name}: the child ended with {done.returncode} and told nothing\n{words[-4000:]}", flush=True)
            return 1
        told = json.loads(report.read_text())
    print(
        f"{name}: {told['inputs']} inputs, {told['outcomes']} outcomes, {told['grown']:.0f} MiB more, "
        f"{len(told['failures'])} failures",
        flush=True,
    )
    for kind, path in told["failures"].items():
        print(f"  {kind}\n    {path}", flush=True)
    if not told["finished"]:
        print(f"  ended early with {done.returncode}\n{words[-4000:]}", flush=True)
    return 1 if told["failures"] or not told["finished"] else 0


if __name__ == "__main__":
    sys.exit(main())
