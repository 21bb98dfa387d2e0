"""The two files Chorus Pro itself sends back: the integration report of a flow and the lifecycle of its invoices.

In: an Outcome and the identifier (25 characters) of the file to write.  Out: CPPStatut XML, the same bytes for the
same outcome.  Refuses (GatewayError) to let out a file that schemas/cpp-statut.xsd does not accept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from edi.clock import paris
from edi.errors import GatewayError, SchemaError
from edi.model.outcome import Outcome
from edi.words.text import legible

FLOW_COMPLEMENT = 40  # characters of a flow's ComplementStatut (the schema's own limit)
SERVICE_CODE = 100  # characters of CodeService
NAMED = 20  # invoices a flow's Commentaire names one by one
JOINED = " | "  # how Chorus Pro itself joins several errors of one invoice

_COUNTRY = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What these files say beyond labels and findings, in one language."""

    integrated: str
    examined: str
    irrecevable: str
    repeat: str
    version: str
    undone: str
    undone_invoice: str
    more: str
    day: str
    place: Mapping[str, str]
    todo: str


_FR = _Words(
    integrated="Factures intégrées : {accepted} sur {all}.",
    examined="Reçu, en cours d'examen.",
    irrecevable="Flux irrecevable : aucune facture n'a été examinée.",
    repeat="Ce dépôt répète le flux {flow}, reçu le {day} : la première réponse reste valable.",
    version="Version {version} : cette réponse remplace celle du {day}.",
    undone="Acceptation annulée pour : {invoices}.",
    undone_invoice="La réponse précédente acceptait cette facture : cette acceptation est annulée.",
    more="{count} autre(s)",
    day="%d/%m/%Y à %H:%M",
    place={"file": "fichier {}", "invoice": "facture {}", "line": "ligne {}", "xpath": "{}", "value": "valeur « {} »"},
    todo="À faire : {}",
)
_EN = _Words(
    integrated="Invoices integrated: {accepted} of {all}.",
    examined="Received, under examination.",
    irrecevable="Flow refused whole: no invoice was examined.",
    repeat="This drop repeats flow {flow}, received on {day}: the first answer stands.",
    version="Version {version}: this answer replaces that of {day}.",
    undone="Acceptance withdrawn for: {invoices}.",
    undone_invoice="The previous answer accepted this invoice: that acceptance is withdrawn.",
    more="{count} more",
    day="%Y-%m-%d at %H:%M",
    place={"file": "file {}", "invoice": "invoice {}", "line": "line {}", "xpath": "{}", "value": "value “{}”"},
    todo="To do: {}",
)


def check(content: bytes, schema_path: Path) -> None:
    """GatewayError when a CPPStatut file is not what the schema says. SchemaError when the schema itself is unfit."""
    schema = _schema(schema_path)
    # our own bytes, but names in them are a partner's: no entity, no network, and no limit below what we may write
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise GatewayError(f"The gateway wrote a CPPStatut file that is not XML: {broken}.") from None
    if not schema.validate(tree):
        first = schema.error_log[0]
        raise GatewayError(
            f"The gateway wrote a CPPStatut file that {schema_path.name} refuses, line {first.line}: {first.message}"
        )


@lru_cache(maxsize=8)
def _schema(path: Path) -> etree.XMLSchema:
    try:
        schema = etree.XMLSchema(etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)))
    except (OSError, etree.LxmlError) as unfit:
        raise SchemaError(f"The schema of the returns {path} cannot be used: {unfit}.") from None
    if len(schema.error_log):
        raise SchemaError(f"The schema of the returns {path} loads with a warning: {schema.error_log[0].message}")
    return schema


def _message(outcome: Outcome, id25: str) -> etree._Element:
    root = etree.Element("CPPStatut")
    unit = _add(_add(root, "Enveloppe"), "EnveloppeUnitaire", NumOrdre="1")
    parameters = _add(unit, "Parametres")
    given = (("DtPrd", paris(outcome.decided_at).date().isoformat()), ("IdFlx", id25))
    for number, (code, value) in enumerate(given, start=1):
        parameter = _add(parameters, "ParametreIndiv", NumOrdre=f"{number:04d}")
        _add(parameter, "Code", code)
        _add(parameter, "Valeurparametre", value)
    partners = _add(unit, "Partenaires")
    for role, code in (("Recepteur", outcome.partner_code), ("Emetteur", outcome.gateway_code)):
        partner = _add(partners, role)
        _add(partner, "Id", code)
        _add(partner, "Libelle", code)
    return root


def _repeat(outcome: Outcome) -> str | None:
    if outcome.repeat_of is None:
        return None
    words = _words(outcome.lang)
    first = outcome.repeat_at or outcome.received_at
    return words.repeat.format(flow=outcome.repeat_of, day=paris(first).strftime(words.day))


def _version(outcome: Outcome) -> str | None:
    if outcome.replaces_at is None:
        return None
    words = _words(outcome.lang)
    return words.version.format(version=outcome.version, day=paris(outcome.replaces_at).strftime(words.day))


def _words(lang: str) -> _Words:
    return _EN if lang == "en" else _FR


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    if text is not None:
        element.text = legible(text)
    return element


def _written(root: etree._Element) -> bytes:
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    written: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True, xml_declaration=False)
    return declaration + written
