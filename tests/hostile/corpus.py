"""The attacks of MANIFEST.toml as values, and the drop each of them makes."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import archive_attacks
import attacks
import size_attacks
import value_attacks
from attacks import CODE

from edi.sandbox.examples import CII, flow_name

MAKERS: tuple[ModuleType, ...] = (attacks, archive_attacks, size_attacks, value_attacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One table of the manifest."""

    name: str
    make: str  # a function of one of MAKERS
    verdict: str
    finding: str | None = None
    interface: str = CII
    naming: str = "strict"
    seconds: float = 2  # of a processor's time, from the sweep's start to its end, the neighbour included
    mebibytes: int = 64  # by which the gateway or its judging process may grow
    returned: int = 200  # KiB that one return may weigh
    slow: bool = False
    broken: str | None = None
    hangs: bool = False

    def drop(self, serial: int = 1) -> tuple[bytes, bytes]:
        """The name and the bytes of the drop; `serial` is of its flow id, where the attack is not in the name."""
        given = maker(self.make)()
        return given if isinstance(given, tuple) else (os.fsencode(flow_name(self.interface, CODE, serial)), given)


@cache
def manifest() -> tuple[Attack, ...]:
    raw = tomllib.loads((Path(__file__).parent / "MANIFEST.toml").read_text(encoding="utf-8"))
    return tuple(Attack(name=name, **{"make": name.replace("-", "_"), **given}) for name, given in raw.items())


def maker(name: str) -> Any:
    """The function that makes an attack."""
    made_in = next(module for module in MAKERS if hasattr(module, name))
    return getattr(made_in, name)


def makers() -> Iterator[str]:
    """Every function that makes a whole attack: those that take nothing more. `good` is what the neighbour is."""
    for module in MAKERS:
        for name, thing in vars(module).items():
            ours = getattr(thing, "__module__", "functools") in (module.__name__, "functools")
            if callable(thing) and ours and not name.startswith("_") and name != "good" and _takes_nothing(thing):
                yield name


def _takes_nothing(thing: Any) -> bool:
    function = getattr(thing, "func", thing)
    if not hasattr(function, "__code__"):
        return False
    needed = function.__code__.co_argcount - len(function.__defaults__ or ())
    return needed <= len(getattr(thing, "args", ()))
