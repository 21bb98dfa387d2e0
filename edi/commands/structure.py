"""edi structure import, list and check: the directory of public bodies an operator keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from edi import durable
from edi.directory import (
    STRUCTURES,
    Directory,
    Structure,
    kind_of,
    load_directory,
    own_file,
    read_services,
    read_structures,
)
from edi.errors import ConfigError
from edi.places import shipped
from edi.rows import read_table
from edi.settings import load_settings, require_root

FOUND, NOT_FOUND = 0, 1
OBLIGATIONS = {
    "none": "rien",
    "service": "code service",
    "commitment": "engagement",
    "both": "code service et engagement",
    "either": "code service ou engagement",
}
_SIRET = re.compile(r"[0-9]{14}", re.ASCII)


def import_file(file: Path, as_json: bool, root: Path, config: Path | None) -> int:
    """Puts a whole file of structures or services in the place of the operator's own one, once all of it is right."""
    settings = load_settings(root, config)
    require_root(settings)
    folder = settings.folders.config
    data = read_table(file)
    kind = kind_of(file, data)
    reader = read_structures if kind == STRUCTURES else read_services
    new: Mapping[Any, Any] = reader(file, data)
    if (folder / kind).resolve() == (shipped("config") / kind).resolve():
        raise ConfigError(f"{folder / kind} : c'est la table livrée avec la passerelle ; donnez --root.")
    own = own_file(folder, kind)
    old: Mapping[Any, Any] = reader(own, read_table(own)) if own else {}
    counts = {
        "rows": len(new),
        "added": len(new.keys() - old.keys()),
        "changed": sum(1 for key in new.keys() & old.keys() if new[key] != old[key]),
        "removed": len(old.keys() - new.keys()),
    }
    durable.make_folder(folder)
    durable.publish(folder, [(kind, data)])
    if as_json:
        print(json.dumps({"file": str(folder / kind), **counts}, ensure_ascii=False))
        return FOUND
    print(f"{folder / kind} : {counts['rows']} lignes.")
    print(f"  nouvelles {counts['added']}, modifiées {counts['changed']}, retirées {counts['removed']}")
    print("  Un démon en marche lit l'annuaire quand on le lui dit : systemctl reload edi (signal HUP).")
    return FOUND


def list_all(as_json: bool, root: Path, config: Path | None) -> int:
    """Every structure, shipped or imported."""
    directory = _directory(root, config)
    if as_json:
        told = [_told(one, directory) for one in directory.structures.values()]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return FOUND
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("SIRET", "structure", "exige", "active", "services", "source", "sûreté"):
        table.add_column(heading, no_wrap=heading == "SIRET")
    for one in directory.structures.values():
        services = len(directory.services.get(one.siret, {}))
        asked, active = OBLIGATIONS[one.obligation], "oui" if one.active else "non"
        table.add_row(one.siret, one.name, asked, active, str(services), one.source, one.certainty)
    Console().print(table)
    return FOUND


def check(siret: str, as_json: bool, root: Path, config: Path | None) -> int:
    """What one structure asks of its invoices; 1 when the directory does not hold it."""
    written = "".join(siret.split())
    if not _SIRET.fullmatch(written):
        raise ConfigError(f"{siret} : un SIRET compte 14 chiffres.")
    directory = _directory(root, config)
    structure = directory.structures.get(written)
    if as_json:
        print(json.dumps(_told(structure, directory) if structure else None, ensure_ascii=False, indent=2))
    elif structure is None:
        print(f"{written} : absente de l'annuaire de la passerelle.")
    else:
        print(f"{structure.name} ({written}){'' if structure.active else ', INACTIVE'}")
        print(f"  exige      {OBLIGATIONS[structure.obligation]}")
        for service in directory.services.get(written, {}).values():
            print(f"  service    {service.code}  {service.name}{'' if service.active else '  (inactif)'}")
        print(f"  source     {structure.source} ({structure.certainty})")
    return FOUND if structure else NOT_FOUND


def _directory(root: Path, config: Path | None) -> Directory:
    settings = load_settings(root, config)
    return load_directory(settings.folders.config, settings.unknown_debtor)


def _told(structure: Structure, directory: Directory) -> dict[str, Any]:
    services = [service._asdict() for service in directory.services.get(structure.siret, {}).values()]
    return {**structure._asdict(), "services": services}
