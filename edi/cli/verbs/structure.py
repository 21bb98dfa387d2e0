"""edi structure import, list and check: the directory of public bodies an operator keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.text import Text

from edi.cli.display.columns import Layout, Row, fitted
from edi.config import read_bytes
from edi.config.directory import (
    STRUCTURES,
    Directory,
    kind_of,
    load_directory,
    own_file,
    read_services,
    read_structures,
)
from edi.config.settings import load_settings, require_root
from edi.disk import durable
from edi.errors import ConfigError
from edi.message import Message
from edi.model.identifiers import is_siret
from edi.operations.names import writing
from edi.operations.structures import SIRET_WANTED, as_dict, data_of
from edi.resources import shipped
from edi.words.labels import counted

FOUND, NOT_FOUND = 0, 1
OBLIGATIONS = {
    "none": Message("rien", "nothing"),
    "service": Message("code service", "service code"),
    "commitment": Message("engagement", "commitment"),
    "both": Message("code service et engagement", "service code and commitment"),
    "either": Message("code service ou engagement", "service code or commitment"),
}
SHIPPED = Message(
    "{file} : c'est la table livrée avec la passerelle ; donnez --root.",
    "{file}: this is the table shipped with the gateway; give --root.",
)
ROWS = Message("{file} : {rows}.", "{file}: {rows}.")
LINES = {"fr": ("ligne", "lignes"), "en": ("row", "rows")}
COUNTS = Message(
    "  lignes nouvelles : {added} ; modifiées : {changed} ; retirées : {removed}",
    "  new rows: {added}; changed: {changed}; removed: {removed}",
)
RELOAD = Message(
    "  Un démon en marche lit l'annuaire quand on le lui dit : systemctl reload edi (signal HUP).",
    "  A running daemon reads the directory when it is told to: systemctl reload edi (signal HUP).",
)
NAME, SOURCE, CERTAINTY = Message("structure", "structure"), Message("source", "source"), Message("sûreté", "sure")
HEADINGS = (
    Message("SIRET", "SIRET"),
    NAME,
    Message("exige", "asks for"),
    Message("active", "active"),
    Message("services", "services"),
    SOURCE,
    CERTAINTY,
)
YES, NO = Message("oui", "yes"), Message("non", "no")
ABSENT = Message(
    "{siret} : absente de l'annuaire de la passerelle ; « edi structure list » montre celles qu'il contient.",
    "{siret}: not in the gateway's directory; `edi structure list` shows those it holds.",
)
INACTIVE, CLOSED = Message(", INACTIVE", ", INACTIVE"), Message("  (inactif)", "  (inactive)")
ASKS, SERVICE, OF_SOURCE = (
    Message("  exige      ", "  asks for   "),
    Message("  service    ", "  service    "),
    Message("  source     ", "  source     "),
)


def import_file(file: Path, as_json: bool, root: Path, config: Path | None) -> int:
    """Puts a whole file of structures or services in the place of the operator's own one, once all of it is right."""
    settings = load_settings(root, config)
    require_root(settings)
    folder, lang = settings.folders.config, settings.lang
    data = data_of(file, lang)
    kind = kind_of(file, data)
    reader = read_structures if kind == STRUCTURES else read_services
    new: Mapping[Any, Any] = reader(file, data)
    if (folder / kind).resolve() == (shipped("config") / kind).resolve():
        raise ConfigError(SHIPPED.of(lang, file=folder / kind))
    own = own_file(folder, kind)
    old: Mapping[Any, Any] = reader(own, read_bytes(own)) if own else {}
    counts = {
        "rows": len(new),
        "added": len(new.keys() - old.keys()),
        "changed": sum(1 for key in new.keys() & old.keys() if new[key] != old[key]),
        "removed": len(old.keys() - new.keys()),
    }
    with writing(lang):
        durable.make_folder(folder)
        durable.publish(folder, [(kind, data)])
    if as_json:
        print(json.dumps({"file": str(folder / kind), **counts}, ensure_ascii=False))
        return FOUND
    print(ROWS.of(lang, file=folder / kind, rows=counted(counts["rows"], LINES[lang], lang)))
    print(COUNTS.of(lang, **counts))
    print(RELOAD.of(lang))
    return FOUND


def list_all(as_json: bool, root: Path, config: Path | None) -> int:
    """Every structure, shipped or imported."""
    settings = load_settings(root, config)
    directory = load_directory(settings.folders.config, settings.unknown_debtor)
    if as_json:
        told = [as_dict(one, directory) for one in directory.structures.values()]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return FOUND
    console = Console()
    console.print(_table(directory, console.width, settings.lang))
    return FOUND


def _table(directory: Directory, width: int, lang: str) -> Group:
    """A row a structure; where the terminal is narrow its name goes below, its source is for `structure check`."""
    lines = [
        (
            Text(one.siret),
            Text(one.name),
            Text(OBLIGATIONS[one.obligation].of(lang)),
            Text((YES if one.active else NO).of(lang)),
            Text(str(len(directory.services.get(one.siret, {})))),
            Text(one.source),
            Text(one.certainty),
        )
        for one in directory.structures.values()
    ]

    def layout(left_out: tuple[Message, ...]) -> Layout:
        kept = [at for at, heading in enumerate(HEADINGS) if heading not in left_out]
        name = HEADINGS.index(NAME)
        rows = [Row(tuple(line[at] for at in kept), "" if name in kept else line[name].plain) for line in lines]
        return Layout(tuple(HEADINGS[at].of(lang) for at in kept), rows)

    return fitted((layout(()), layout((SOURCE,)), layout((SOURCE, NAME))), width)


def check(siret: str, as_json: bool, root: Path, config: Path | None) -> int:
    """What one structure asks of its invoices; 1 when the directory does not hold it."""
    settings = load_settings(root, config)
    lang = settings.lang
    written = "".join(siret.split())
    if not is_siret(written):
        raise ConfigError(SIRET_WANTED.of(lang, siret=siret))
    directory = load_directory(settings.folders.config, settings.unknown_debtor)
    structure = directory.structures.get(written)
    if as_json:
        print(json.dumps(as_dict(structure, directory) if structure else None, ensure_ascii=False, indent=2))
    elif structure is None:
        print(ABSENT.of(lang, siret=written))
    else:
        print(f"{structure.name} ({written}){'' if structure.active else INACTIVE.of(lang)}")
        print(ASKS.of(lang) + OBLIGATIONS[structure.obligation].of(lang))
        for service in directory.services.get(written, {}).values():
            print(f"{SERVICE.of(lang)}{service.code}  {service.name}{'' if service.active else CLOSED.of(lang)}")
        print(f"{OF_SOURCE.of(lang)}{structure.source} ({structure.certainty})")
    return FOUND if structure else NOT_FOUND
