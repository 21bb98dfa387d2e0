"""A partner's SFTP server: the [sftp] table of its settings file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Written in full by the person at work on edi/sftp.py."""

    host: str


def read_remote(raw: Mapping[str, Any], file: Path) -> Remote:
    return Remote(host=str(raw["host"]))
