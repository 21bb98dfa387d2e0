"""The one way our own XML files are read: schemas, their links, the official code lists, what we wrote ourselves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from edi.errors import SchemaError
from edi.message import Message
from edi.schemas.role import Role

_XSD = "http://www.w3.org/2001/XMLSchema"
_LINKS = frozenset(f"{_XSD} {name}" for name in ("import", "include", "redefine", "override"))


NO_CODES = Message(
    "Les listes de codes {file} ne sont pas du XML lisible ({error}) ; réinstallez-les.",
    "The code lists {file} are no XML that can be read ({error}); install them again.",
)

NOT_LOADED = Message(
    "libxml2 ne peut pas charger {entry} pour le rôle {role} ({error}).",
    "libxml2 cannot load {entry} for the role {role} ({error}).",
)
WARNED = Message(
    "libxml2 fait une réserve en chargeant {entry} pour le rôle {role} ({warning}).",
    "libxml2 warns while loading {entry} for the role {role} ({warning}).",
)


def load_schema(role: Role) -> Any:
    """The XMLSchema of a role. SchemaError when libxml2 has anything to say about it, a warning included."""
    try:
        schema = etree.XMLSchema(etree.parse(str(role.path), etree.XMLParser(no_network=True)))
    except (etree.LxmlError, OSError) as error:
        raise SchemaError(NOT_LOADED.filled(entry=role.entry, role=role.name, error=error)) from error
    if len(schema.error_log):
        said = schema.error_log[0].message.strip()
        raise SchemaError(WARNED.filled(entry=role.entry, role=role.name, warning=said))
    return schema


def schema_trees(role: Role) -> Iterator[Any]:
    """Every file of a role, as a tree."""
    for name in role.found:
        yield etree.parse(str(role.home / name), etree.XMLParser(no_network=True))


def links_of(schema: bytes) -> tuple[str, ...]:
    """The schemaLocation of each import, include and the like of one schema file ("" where it has none).

    Read with expat, for one of the standard's own files carries a DTD.
    """
    links: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in _LINKS:
            links.append(attributes.get("schemaLocation", ""))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    # what is not XML has no links; loading it is what fails, and says so
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(schema, True)
    return tuple(links)


def code_lists(data: bytes, file: Path) -> dict[str, frozenset[str]]:
    """Every list of the file of official codes, by its number. SchemaError when it is no XML."""
    try:
        root = read_own(data)
    except etree.LxmlError as error:
        raise SchemaError(NO_CODES.filled(file=file, error=error)) from error
    return {
        block.get("id", ""): frozenset(code for row in block if (code := row.get("value"))) for block in root.iter("cl")
    }


def read_own(content: bytes) -> Any:
    """The tree of a file that we wrote. XMLSyntaxError when it is no XML.

    Names in it are a partner's: no entity, no network, and no limit below what we may write."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser)
