"""The one way a schema is made from its file, and a file we wrote ourselves is read back."""

from __future__ import annotations

from typing import Any

from lxml import etree

from edi.errors import SchemaError
from edi.message import Message
from edi.schemas.catalog import Role

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


def read_own(content: bytes) -> Any:
    """The tree of a file that we wrote. XMLSyntaxError when it is no XML.

    Names in it are a partner's: no entity, no network, and no limit below what we may write."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser)
