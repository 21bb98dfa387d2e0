"""The directory of public bodies that an operator keeps: importing it, what is known of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edi.config import read_bytes
from edi.config.directory import (
    STRUCTURES,
    Directory,
    Structure,
    kind_of,
    load_directory,
    own_file,
    read_services,
    read_structures,
)
from edi.config.settings import Settings, require_root
from edi.disk import durable
from edi.errors import ConfigError
from edi.message import Message
from edi.model.identifiers import is_siret
from edi.operations.names import writing
from edi.resources import shipped

NOT_READ = Message(
    "{file} : lecture impossible ({what}) ; corrigez le chemin du fichier à importer.",
    "{file}: it cannot be read ({what}); mend the path of the file to import.",
)
SHIPPED = Message(
    "{file} : c'est la table livrée avec la passerelle ; donnez --root.",
    "{file}: this is the table shipped with the gateway; give --root.",
)
SIRET_WANTED = Message("{siret} : un SIRET compte 14 chiffres.", "{siret}: a SIRET has 14 digits.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file that took its place, and what of it is new, changed and gone."""

    file: Path
    rows: int
    added: int
    changed: int
    removed: int


def import_file(settings: Settings, file: Path) -> Imported:
    """Puts a whole file of structures or services in the place of the operator's own one, once all of it is right."""
    require_root(settings)
    folder = settings.folders.config
    data = _data_of(file)
    kind = kind_of(file, data)
    reader = read_structures if kind == STRUCTURES else read_services
    new: Mapping[Any, Any] = reader(file, data)
    if (folder / kind).resolve() == (shipped("config") / kind).resolve():
        raise ConfigError(SHIPPED.filled(file=folder / kind))
    own = own_file(folder, kind)
    old: Mapping[Any, Any] = reader(own, read_bytes(own)) if own else {}
    with writing():
        durable.make_folder(folder)
        durable.publish(folder, [(kind, data)])
    return Imported(
        file=folder / kind,
        rows=len(new),
        added=len(new.keys() - old.keys()),
        changed=sum(1 for key in new.keys() & old.keys() if new[key] != old[key]),
        removed=len(old.keys() - new.keys()),
    )


def _data_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(NOT_READ.filled(file=file, what=durable.reason(error))) from error


def directory_of(settings: Settings) -> Directory:
    return load_directory(settings.folders.config, settings.unknown_debtor, settings.unknown_service)


def written_siret(siret: str) -> str:
    """A SIRET as typed, its blanks taken off."""
    written = "".join(siret.split())
    if not is_siret(written):
        raise ConfigError(SIRET_WANTED.filled(siret=siret))
    return written


def as_dict(structure: Structure, directory: Directory) -> dict[str, Any]:
    services = [service._asdict() for service in directory.services.get(structure.siret, {}).values()]
    return {**structure._asdict(), "services": services}
