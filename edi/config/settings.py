"""The settings of one gateway, with those of its partners, checked whole before anything starts.

In: config/gateway.toml, config/partners/*.toml and config/rules.toml (all optional).  Out: frozen records.
Refuses: an unknown key, a wrong type or value, with the file, the key and what would be right (ConfigError).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from edi.config import Place
from edi.config.partners import A_CODE, APP_CODE, LANGS, MODES, Partner, load_partners
from edi.config.toml import Check, Table, choice, matching, number, read_toml, whole
from edi.config.waivers import Waivers, load_waivers
from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.message import Message
from edi.model.limits import Limits

NO_FILE = Message(
    "ce fichier de configuration n'existe pas ; corrigez --config.",
    "this settings file does not exist; mend --config.",
)
NO_ROOT = Message(
    "ce dossier n'existe pas ; corrigez --root ou créez-le.", "this folder does not exist; mend --root or make it."
)
NO_LANGUAGE = Message("--lang {asked} : fr ou en.", "--lang {asked}: fr or en.")
NO_SCHEMA = Message(
    "[schemas.{role}] demande folder et entry, deux textes.", "[schemas.{role}] wants folder and entry, two texts."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFolder:
    """An operator's own schema for a role: a folder and the entry file in it."""

    folder: Path
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The file config/gateway.toml: the keys of [gateway], [limits] and [schemas.<role>]."""

    folders: Folders
    app_code: str = "EDI001"  # the gateway's own application code: emitter of the returns
    lang: str = "fr"  # of the terminal
    mode: str = "production"  # qualification: AIFE's test platform, whose made-up SIRETs fail their key
    settle_seconds: float = 5.0  # how long a drop must stay unchanged before it is taken
    sweep_seconds: float = 2.0  # how often the daemon looks, whatever events say
    workers: int = 2  # judging processes
    unknown_debtor: str = "off"  # declares structures.csv complete: what a debtor outside it weighs, warning or error
    unknown_service: str = "off"  # declares services.csv complete, for the debtors it lists services of
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    schemas: Mapping[str, SchemaFolder] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    waivers: Waivers = field(default_factory=lambda: load_waivers(None))  # config/rules.toml, as it is written


GATEWAY: Mapping[str, Check] = {
    "app_code": matching(APP_CODE, A_CODE),
    "lang": choice(*LANGS),
    "mode": choice(*MODES),
    "settle_seconds": number(0, 86_400),
    "sweep_seconds": number(0.05, 3_600),
    "workers": whole(1, 64),
    "unknown_debtor": choice("off", "warning", "error"),
    "unknown_service": choice("off", "warning", "error"),
}
LIMITS: Mapping[str, Check] = {limit.name: whole(1, 1 << 50) for limit in fields(Limits)}


def load_settings(root: Path, config_file: Path | None = None) -> Settings:
    """The settings of the gateway at `root`; defaults where no file stands."""
    folders = Folders.of(root, config_file)
    file = _file(folders, config_file)
    if config_file is not None and not config_file.is_file():
        Place(file).refuse(NO_FILE)
    raw = read_toml(file) if os.path.lexists(file) else Table(Place(file), {})
    raw.only(("gateway", "limits", "schemas"))
    gateway = raw.table("gateway").read(GATEWAY)
    return Settings(
        folders=folders,
        limits=Limits(**raw.table("limits").read(LIMITS)),
        schemas=_schemas(raw.table("schemas")),
        partners=load_partners(folders.partners),
        waivers=load_waivers(folders.config),
        **gateway,
    )


def written_language(root: Path, config_file: Path | None = None) -> str:
    """The terminal's language by gateway.toml, though the rest of the settings be wrong; French where it says none."""
    try:
        raw = read_toml(_file(Folders.of(root, config_file), config_file))
        lang = raw.table("gateway").cells.get("lang")
    except ConfigError:
        return LANGS[0]
    return lang if lang in LANGS else LANGS[0]


def language_of(asked: str | None, settings: Settings) -> str:
    """The language of --lang, or the terminal's where none was asked for."""
    check_language(asked)
    return asked or settings.lang


def check_language(asked: str | None) -> None:
    if asked is not None and asked not in LANGS:
        raise ConfigError(NO_LANGUAGE.filled(asked=asked))


def require_root(settings: Settings) -> None:
    """Refuses to work on a root that is not there: a typing slip must not make a second, empty gateway."""
    if not settings.folders.root.is_dir():
        Place(settings.folders.root).refuse(NO_ROOT)


def _file(folders: Folders, config_file: Path | None) -> Path:
    return config_file or folders.config / "gateway.toml"


def _schemas(roles: Table) -> dict[str, SchemaFolder]:
    return {role: _schema(role, roles.table(role)) for role in roles.cells}


def _schema(role: str, raw: Table) -> SchemaFolder:
    raw.only(("folder", "entry"))
    folder, entry = raw.cells.get("folder"), raw.cells.get("entry")
    if not isinstance(folder, str) or not isinstance(entry, str):
        raw.place.refuse(NO_SCHEMA, role=role)
    return SchemaFolder(folder=raw.place.file.parent / folder, entry=entry)
