"""Where the gateway's own tables and schemas lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

from edi.errors import ConfigError
from edi.message import Message

NO_ENTRY = Message(
    "{folder} : ce dossier ne peut pas être lu ({error}) ; rendez-le au compte de la passerelle.",
    "{folder}: this folder cannot be read ({error}); give it to the gateway's account.",
)
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


def toml_files(folder: Path) -> list[Path]:
    """The operator's TOML files in one folder, by name; none where there is no such folder.

    ConfigError when it cannot be read: a folder that is closed to us is not an empty one."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError(NO_ENTRY.filled(folder=folder, error=error.strerror)) from error
    return sorted(folder / name for name in names if name.endswith(".toml"))
