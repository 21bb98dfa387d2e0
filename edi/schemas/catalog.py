"""Which XML schema serves which role, where its files lie, and whether they are the ones the project was tested with.

In: schemas/catalog.toml, the installed packages, the operator's own folders.  Out: a Catalog of plain values that can
cross a process boundary, and its packs (what took part in a verdict). It reports what it finds; whether that can be
trusted is edi.schemas.trust's to say.
"""

from __future__ import annotations

import hashlib
import posixpath
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from edi import __version__
from edi.errors import ConfigError
from edi.message import Message
from edi.model.judgement import Pack
from edi.resources import shipped
from edi.schemas.load import links_of
from edi.schemas.role import Role

CATALOG = "catalog.toml"
OWN_PACKAGE = "chorus-edi-gateway"


NO_ROLE = Message(
    "Aucun rôle de schéma ne s'appelle {role!r} ; les rôles sont {roles}.",
    "No schema role is called {role!r}; the roles are {roles}.",
)
OUTSIDE = Message(
    "L'entrée {entry} du rôle {role} est hors de son dossier ; écrivez un chemin relatif à {folder}.",
    "The entry {entry} of the role {role} lies outside its folder; write a path relative to {folder}.",
)
NO_CATALOGUE = Message(
    "Le catalogue des schémas {file} ne peut pas être lu ({error}) ; réinstallez la passerelle.",
    "The schema catalogue {file} cannot be read ({error}); install the gateway again.",
)
LACKING = Message(
    "Au rôle {role} de {file} il manque {keys} ; ajoutez ces clés.",
    "The role {role} of {file} lacks {keys}; add the missing keys.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A role served by the operator's own folder. `entry` is relative to it."""

    folder: Path
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Every role, by name."""

    roles: Mapping[str, Role]


class _File(NamedTuple):
    """What one look at a schema file gave."""

    sha256: str | None
    links: tuple[str, ...]


def load_catalog(schemas_dir: Path | None = None, overrides: Mapping[str, Override] | None = None) -> Catalog:
    """The catalogue with every file found and hashed. ConfigError when catalog.toml or an override is badly written."""
    folder = schemas_dir or shipped("schemas")
    rows = _rows(folder / CATALOG)
    overrides = overrides or {}
    for name, override in overrides.items():
        if name not in rows:
            raise ConfigError(NO_ROLE.filled(role=name, roles=", ".join(sorted(rows))))
        if not _inside(override.entry, posixpath.normpath(override.entry)):
            raise ConfigError(OUTSIDE.filled(entry=override.entry, role=name, folder=override.folder))
    known: dict[Path, _File] = {}  # the roles of one package share most of their files
    return Catalog(roles={name: _role(name, row, folder, overrides.get(name), known) for name, row in rows.items()})


def _rows(file: Path) -> dict[str, dict[str, Any]]:
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["roles"]
    except (OSError, ValueError, KeyError) as error:  # ValueError: not UTF-8, or not TOML
        raise ConfigError(NO_CATALOGUE.filled(file=file, error=error)) from error
    for name, row in rows.items():
        wanted = {"entry", "root"} if row.get("own") else {"package", "version", "folder", "entry", "root", "files"}
        if missing := wanted - row.keys():
            raise ConfigError(LACKING.filled(role=name, file=file, keys=", ".join(sorted(missing))))
    return dict(rows)


def _role(name: str, row: Mapping[str, Any], here: Path, override: Override | None, known: dict[Path, _File]) -> Role:
    pinned: Mapping[str, str] | None = None
    package: str
    installed: str | None
    folder: Path | None
    if override is not None:
        package, version, installed = f"folder:{override.folder.name}", "", ""
        folder, entry = override.folder, override.entry
    elif row.get("own"):
        package, version, installed, folder, entry = OWN_PACKAGE, __version__, __version__, here, row["entry"]
    else:
        package, version, entry, pinned = row["package"], row["version"], row["entry"], row["files"]
        folder, installed = _installed(package, row["folder"])
    found, strays = ({}, ()) if folder is None else _reach(folder, entry, pinned, known)
    return Role(
        name=name,
        package=package,
        version=version,
        installed=installed,
        folder=folder,
        entry=entry,
        root=row["root"],
        pinned=pinned,
        found=found,
        strays=strays,
    )


def _installed(package: str, folder: str) -> tuple[Path | None, str | None]:
    """Where the data of an installed distribution lies, and its version, without importing it."""
    try:
        distribution = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return None, None
    return Path(str(distribution.locate_file(folder))), distribution.version


def _reach(
    folder: Path, entry: str, pinned: Mapping[str, str] | None, known: dict[Path, _File]
) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Every listed file and every file the entry leads to, each with its hash; then the links that lead astray.

    A pinned file that is the known one is still read for its links: the catalogue may list too little.
    """
    found: dict[str, str | None] = {}
    strays: list[str] = []
    todo = [*(pinned or ()), entry]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        file = folder / name
        if file not in known:
            known[file] = _read(file)
        found[name] = known[file].sha256
        for link in known[file].links:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            if _inside(link, target) and (pinned is None or target in pinned):
                todo.append(target)
            else:
                strays.append(f"{name} -> {link or '?'}")
    return found, tuple(strays)


def _inside(link: str, target: str) -> bool:
    """A plain relative path that stays in the folder: no scheme, no drive, no climbing out."""
    return bool(link) and ":" not in link and "\\" not in link and not target.startswith(("/", ".."))


def _read(file: Path) -> _File:
    """One schema file and where it leads to."""
    try:
        data = file.read_bytes()
    except OSError:
        return _File(None, ())
    return _File(hashlib.sha256(data).hexdigest(), links_of(data))


def packs(catalog: Catalog) -> tuple[Pack, ...]:
    """What judges here: one a role, hashed over its sorted "path hash" lines."""
    return tuple(
        Pack(role=role.name, package=role.package, version=role.installed or "", sha256=_sum(role.found))
        for role in catalog.roles.values()
    )


def _sum(files: Mapping[str, str | None]) -> str:
    lines = "".join(f"{name} {hashed or '-'}\n" for name, hashed in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
