"""Where the gateway's own tables and schemas lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: str) -> Path:
    """The folder of shipped files of one kind, "config" or "schemas"."""
    inside = _PACKAGE / f"_{kind}"
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def table(name: str, config: Path | None) -> Path:
    """The file of one table: the operator's own in `config` when it stands there, else the shipped one."""
    if config is not None and (own := config / name).is_file():
        return own
    return shipped("config") / name
