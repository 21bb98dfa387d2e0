"""The settings of one gateway and of its partners, checked whole before anything starts.

In: config/gateway.toml and config/partners/*.toml (both optional).  Out: frozen records.
Refuses: an unknown key, a wrong type or value, with the file, the key and what would be right (ConfigError).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from edi.directory import UNKNOWN_DEBTOR
from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.model.limits import Limits
from edi.places import toml_files
from edi.remotes import Remote, read_remote
from edi.waivers import Waivers, load_waivers

APP_CODE = re.compile(r"[A-Z0-9]{6}")
A_CODE = "6 lettres capitales ou chiffres"
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,16}")
PARTNER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
LANGS = ("fr", "en")
MODES = ("production", "qualification")
GATEWAY_KEYS = {"app_code", "lang", "mode", "settle_seconds", "sweep_seconds", "workers", "unknown_debtor"}
EXTRA_RETURNS = ("csv", "json", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One ERP that drops flows. The file config/partners/<name>.toml holds these keys."""

    name: str
    app_code: str  # the 6-character application code Chorus Pro gave the partner
    naming: str = "strict"  # strict: the Chorus Pro flow name is required; free: any name, interface by content
    lang: str = "fr"  # of the sentences in its returns
    mode: str | None = None  # production or qualification; None: the gateway's
    extension: str = ".xml"  # of its returns; "" as Chorus Pro itself sends in EDI
    returns: tuple[str, ...] = ()  # besides the two CPPStatut files: csv, json, html
    siret: tuple[str, ...] = ()  # the structures it deposits for; none given: any
    settle_seconds: float | None = None  # its own quiet period; None: the gateway's
    done_suffix: str = ""  # a drop X is whole when X + this suffix stands beside it; "": by the quiet period
    temporary: tuple[str, ...] = ()  # further name patterns (*, ?) that are never taken
    sftp: Remote | None = None  # the [sftp] table: a server we fetch from and deliver to


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
    unknown_debtor: str = "warning"  # a debtor the imported directory does not hold: off, warning or error
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    schemas: Mapping[str, SchemaFolder] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    waivers: Waivers = field(default_factory=lambda: load_waivers(None))  # config/rules.toml


def load_settings(root: Path, config_file: Path | None = None) -> Settings:
    """The settings of the gateway at `root`; defaults where no file stands."""
    folders = Folders.of(root, config_file)
    file = config_file or folders.config / "gateway.toml"
    if config_file is not None and not config_file.is_file():
        raise ConfigError(f"{config_file} : ce fichier de configuration n'existe pas ; corrigez --config.")
    raw = _toml(file) if os.path.lexists(file) else {}
    _only(raw, {"gateway", "limits", "schemas"}, file, "")
    gateway = _table(raw, "gateway", file)
    _only(gateway, GATEWAY_KEYS, file, "gateway.")
    settings = Settings(
        folders=folders,
        limits=_limits(_table(raw, "limits", file), file),
        schemas=_schemas(_table(raw, "schemas", file), file),
        partners=_partners(folders.partners),
        waivers=load_waivers(folders.config),
    )
    if "app_code" in gateway:
        settings = replace(settings, app_code=_matching(gateway, "app_code", APP_CODE, A_CODE, file))
    if "lang" in gateway:
        settings = replace(settings, lang=_choice(gateway, "lang", LANGS, file))
    if "mode" in gateway:
        settings = replace(settings, mode=_choice(gateway, "mode", MODES, file))
    if "settle_seconds" in gateway:
        settings = replace(settings, settle_seconds=_number(gateway, "settle_seconds", 0, 86_400, file))
    if "sweep_seconds" in gateway:
        settings = replace(settings, sweep_seconds=_number(gateway, "sweep_seconds", 0.05, 3_600, file))
    if "workers" in gateway:
        settings = replace(settings, workers=_whole(gateway, "workers", 1, 64, file))
    if "unknown_debtor" in gateway:
        settings = replace(settings, unknown_debtor=_choice(gateway, "unknown_debtor", UNKNOWN_DEBTOR, file))
    return settings


def language_of(asked: str | None, settings: Settings) -> str:
    """The language of --lang, or the terminal's where none was asked for."""
    check_language(asked)
    return asked or settings.lang


def check_language(asked: str | None) -> None:
    if asked is not None and asked not in LANGS:
        raise ConfigError(f"--lang {asked} : fr ou en.")


def require_root(settings: Settings) -> None:
    """Refuses to work on a root that is not there: a typing slip must not make a second, empty gateway."""
    if not settings.folders.root.is_dir():
        raise ConfigError(f"{settings.folders.root} : ce dossier n'existe pas ; corrigez --root ou créez-le.")


def load_partner(file: Path) -> Partner:
    """One partner's file; its name is the file's."""
    name = file.stem
    if not PARTNER_NAME.fullmatch(name):
        raise ConfigError(f"{file} : « {name} » ne peut pas nommer un partenaire (minuscules, chiffres, - et _).")
    raw = _toml(file)
    _only(raw, {f.name for f in fields(Partner)} - {"name"}, file, "")
    if "app_code" not in raw:
        raise ConfigError(f"{file} : la clé app_code manque ; donnez le code application à 6 caractères du partenaire.")
    partner = Partner(name=name, app_code=_matching(raw, "app_code", APP_CODE, A_CODE, file))
    if "naming" in raw:
        partner = replace(partner, naming=_choice(raw, "naming", ("strict", "free"), file))
    if "lang" in raw:
        partner = replace(partner, lang=_choice(raw, "lang", LANGS, file))
    if "mode" in raw:
        partner = replace(partner, mode=_choice(raw, "mode", MODES, file))
    if "extension" in raw:
        partner = replace(partner, extension=_choice(raw, "extension", (".xml", ""), file))
    if "siret" in raw:
        partner = replace(partner, siret=_suppliers(raw, file))
    if "settle_seconds" in raw:
        partner = replace(partner, settle_seconds=_number(raw, "settle_seconds", 0, 86_400, file))
    if "done_suffix" in raw:
        partner = replace(partner, done_suffix=_matching(raw, "done_suffix", SUFFIX, "un suffixe comme .done", file))
    if "temporary" in raw:
        partner = replace(partner, temporary=_texts(raw, "temporary", file))
    if "sftp" in raw:
        partner = replace(partner, sftp=read_remote(_table(raw, "sftp", file), file))
    if "returns" in raw:
        given = raw["returns"]
        if not isinstance(given, list) or not all(kind in EXTRA_RETURNS for kind in given):
            raise ConfigError(f"{file} : returns doit être une liste parmi {', '.join(EXTRA_RETURNS)}.")
        partner = replace(partner, returns=tuple(dict.fromkeys(given)))
    return partner


def _partners(folder: Path) -> dict[str, Partner]:
    found = [load_partner(file) for file in toml_files(folder)]
    owners: dict[str, str] = {}
    for partner in found:
        # two partners of one code would share flow ids, and each would receive the other's IRR_UNCITE
        if (other := owners.setdefault(partner.app_code, partner.name)) != partner.name:
            raise ConfigError(
                f"{folder} : les partenaires {other} et {partner.name} ont le même code application "
                f"{partner.app_code} ; chacun doit avoir le sien."
            )
    return {partner.name: partner for partner in found}


def _limits(raw: Mapping[str, Any], file: Path) -> Limits:
    known = {f.name for f in fields(Limits)}
    _only(raw, known, file, "limits.")
    return replace(Limits(), **{key: _whole(raw, key, 1, 1 << 50, file) for key in raw})


def _schemas(raw: Mapping[str, Any], file: Path) -> dict[str, SchemaFolder]:
    found = {}
    for role in raw:
        given = _table(raw, role, file)
        _only(given, {"folder", "entry"}, file, f"schemas.{role}.")
        if not {"folder", "entry"} <= set(given) or not all(isinstance(v, str) for v in given.values()):
            raise ConfigError(f"{file} : [schemas.{role}] demande folder et entry, deux textes.")
        folder = Path(given["folder"])
        found[role] = SchemaFolder(
            folder=folder if folder.is_absolute() else file.parent / folder, entry=given["entry"]
        )
    return found


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of 5,000 digits, 1,000 brackets
        raise ConfigError(f"{file} : ce n'est pas un fichier TOML lisible ({error}).") from error
    except OSError as error:
        raise ConfigError(f"{file} : lecture impossible ({error.strerror}).") from error


def _only(raw: Mapping[str, Any], known: set[str], file: Path, prefix: str) -> None:
    for key in raw:
        if key not in known:
            raise ConfigError(f"{file} : clé inconnue {prefix}{key} ; connues : {', '.join(sorted(known))}.")


def _table(raw: Mapping[str, Any], key: str, file: Path) -> dict[str, Any]:
    given = raw.get(key, {})
    if not isinstance(given, dict):
        raise ConfigError(f"{file} : {key} doit être une table [{key}].")
    return given


def _texts(raw: Mapping[str, Any], key: str, file: Path) -> tuple[str, ...]:
    given = raw[key]
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise ConfigError(f"{file} : {key} doit être une liste de textes.")
    return tuple(given)


def _suppliers(raw: Mapping[str, Any], file: Path) -> tuple[str, ...]:
    """SIREN, SIRET or other identifiers; a number of digits that is neither is a typing slip that would refuse all."""
    given = _texts(raw, "siret", file)
    for one in given:
        if one.isdigit() and len(one) not in (9, 14):
            raise ConfigError(f"{file} : siret contient {one!r} ; attendu : un SIREN (9 chiffres) ou un SIRET (14).")
    return given


def _matching(raw: Mapping[str, Any], key: str, pattern: re.Pattern[str], wanted: str, file: Path) -> str:
    given = raw[key]
    if not isinstance(given, str) or not pattern.fullmatch(given):
        raise ConfigError(f"{file} : {key} vaut {given!r} ; attendu : {wanted}.")
    return given


def _choice(raw: Mapping[str, Any], key: str, allowed: tuple[str, ...], file: Path) -> str:
    given = raw[key]
    if given not in allowed:
        raise ConfigError(f"{file} : {key} vaut {given!r} ; attendu : {', '.join(map(repr, allowed))}.")
    return str(given)


def _number(raw: Mapping[str, Any], key: str, low: float, high: float, file: Path) -> float:
    given = raw[key]
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not low <= given <= high:
        raise ConfigError(f"{file} : {key} vaut {given!r} ; attendu : un nombre de {low} à {high}.")
    return float(given)


def _whole(raw: Mapping[str, Any], key: str, low: int, high: int, file: Path) -> int:
    given = raw[key]
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise ConfigError(f"{file} : {key} vaut {given!r} ; attendu : un nombre entier de {low} à {high}.")
    return given
