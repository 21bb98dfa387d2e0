"""The format of the two files Chorus Pro itself sends back: CPPStatut XML, its envelope and its check.

In: the facts of a flow and the identifier (25 characters) of the file to write.  Out: the same bytes for the same
facts.  Refuses (GatewayError) to let out a file that schemas/cpp-statut.xsd does not accept.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from edi.errors import GatewayError
from edi.message import Message
from edi.resources import shipped
from edi.returns.facts import Facts
from edi.schemas.load import load_schema, read_own
from edi.schemas.role import Role
from edi.words.text import legible

SCHEMA = shipped("schemas") / "cpp-statut.xsd"
ROLE = "cpp-statut"

NOT_XML = Message(
    "La passerelle a écrit un fichier CPPStatut qui n'est pas du XML : {cause}.",
    "The gateway wrote a CPPStatut file that is not XML: {cause}.",
)
NOT_VALID = Message(
    "La passerelle a écrit un fichier CPPStatut que {schema} refuse, ligne {line} : {cause}",
    "The gateway wrote a CPPStatut file that {schema} refuses, line {line}: {cause}",
)


def check(content: bytes, schema_path: Path = SCHEMA) -> None:
    """GatewayError when a CPPStatut file is not what the schema says. SchemaError when the schema itself is unfit."""
    schema = _schema(schema_path)
    try:
        tree = read_own(content)
    except etree.XMLSyntaxError as broken:
        raise GatewayError(NOT_XML.filled(cause=broken)) from None
    if not schema.validate(tree):
        first = schema.error_log[0]
        raise GatewayError(NOT_VALID.filled(schema=schema_path.name, line=first.line, cause=first.message))


@lru_cache(maxsize=8)
def _schema(path: Path) -> Any:
    role = Role(
        name=ROLE, package="", version="", installed="", folder=path.parent, entry=path.name, root="", pinned=None
    )
    return load_schema(role)


def message(facts: Facts, id25: str) -> etree._Element:
    """A file with its envelope, and nothing told in it yet."""
    root = etree.Element("CPPStatut")
    unit = add(add(root, "Enveloppe"), "EnveloppeUnitaire", NumOrdre="1")
    parameters = add(unit, "Parametres")
    for number, (code, value) in enumerate((("DtPrd", facts.decided.day), ("IdFlx", id25)), start=1):
        parameter = add(parameters, "ParametreIndiv", NumOrdre=f"{number:04d}")
        add(parameter, "Code", code)
        add(parameter, "Valeurparametre", value)
    partners = add(unit, "Partenaires")
    for role, code in (("Recepteur", facts.partner_code), ("Emetteur", facts.gateway_code)):
        partner = add(partners, role)
        add(partner, "Id", code)
        add(partner, "Libelle", code)
    return root


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """A child element; its text is made legible here, wherever it comes from."""
    element = etree.SubElement(parent, name, attributes)
    if text is not None:
        element.text = legible(text)
    return element


def written(root: etree._Element) -> bytes:
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    tree: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True, xml_declaration=False)
    return declaration + tree
