"""When work with a partner's server ends before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Patience:
    """`stopping`: the gateway was asked to stop, also amid a file. `enough`: no further file is begun."""

    stopping: Callable[[], bool] = _never
    enough: Callable[[], bool] = _never


class Stopped(Exception):
    """The gateway was asked to stop in the middle of a file."""
