"""`edi watch` in a process of its own that stops before a step of the path and waits there to be let go.

    python held.py ROOT STEP: writes ROOT/held when it is at the step, goes on when ROOT/go is there.

A step is named as STEPS names it; the n-th call counts, for an "-of-two" is the second of its kind.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edi.cli.call import Call
from edi.cli.verbs.watch import watch
from edi.disk import durable, originals
from edi.judging.engine import Engine
from edi.ledger.decisions import Decisions
from edi.ledger.flows import Flows
from edi.pipeline import take

# the state in which a death at this step finds the flow -> where it is held, and at which call
STEPS: dict[str, tuple[Any, str, int]] = {
    "S0 seen": (take, "take", 1),
    "S0 its folder made": (durable, "rename", 1),
    "S1 taken": (Flows, "add", 1),
    "S2 before it is judged": (Engine, "judge_flow", 1),
    "S2 judged": (Decisions, "write", 1),
    "S2 the next one judged, in the same group": (Engine, "judge_flow", 2),
    "S3 decided": (durable, "publish", 1),
    "S3 returns written, not named": (os, "rename", 3),
    "S4 returns out": (Flows, "set_returned", 1),
    "S4 before it is moved": (originals, "put_away", 1),
    "S5 moved": (Flows, "set_done", 1),
}


def hold(root: Path, owner: Any, name: str, nth: int) -> None:
    real = getattr(owner, name)
    calls = 0

    def held(*args: Any, **named: Any) -> Any:
        nonlocal calls
        if owner is not os or _is_a_return(args[1]):
            calls += 1
            if calls == nth:
                (root / "held").touch()
                while not (root / "go").exists():
                    time.sleep(0.01)
        return real(*args, **named)

    setattr(owner, name, held)


def _is_a_return(path: Any) -> bool:
    return Path(path).parent.parent.name == "outbox"


def main(root: Path, step: str, run: Callable[[], int]) -> int:
    hold(root, *STEPS[step])
    return run()


if __name__ == "__main__":
    where = Path(sys.argv[1])
    sys.exit(main(where, sys.argv[2], lambda: watch(Call(root=where), 0.2, True)))
