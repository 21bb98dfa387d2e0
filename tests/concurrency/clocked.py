"""`edi watch` in a process of its own, by a clock that can be set: python clocked.py ROOT.

ROOT/clock holds how many seconds it is ahead of the truth. Only the time of day is shifted, as when somebody sets it;
the monotonic clock goes on. libfaketime cannot do that: Python's sleep fails where the monotonic clock is left alone.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Self

import edi

ROOT = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()


class Shifted(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        ahead = float((ROOT / "clock").read_text(encoding="ascii"))
        return super().now(tz) + timedelta(seconds=ahead)


def shift() -> None:
    """The gateway reads the time of day by `datetime.now` alone (test_clock sees to it)."""
    for module in walk_packages(edi.__path__, "edi."):
        if module.name != "edi.__main__":
            found = import_module(module.name)
            if getattr(found, "datetime", None) is datetime:
                vars(found)["datetime"] = Shifted


if __name__ == "__main__":
    shift()
    from edi.cli.call import Call
    from edi.cli.verbs.watch import watch

    sys.exit(watch(Call(root=ROOT), 1.0, True))
