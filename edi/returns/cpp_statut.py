"""The two files Chorus Pro itself sends back: the integration report of a flow and the lifecycle of its invoices.

In: an Outcome and the identifier (25 characters) of the file to write.  Out: CPPStatut XML, the same bytes for the
same outcome.  Refuses (GatewayError) to let out a file that schemas/cpp-statut.xsd does not accept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from lxml import etree

from edi.errors import GatewayError, SchemaError
from edi.findings import hint, sentence
from edi.flow import Finding, FlowVerdict, Verdict
from edi.returns.outcome import DocumentOutcome, Outcome, flow_status, legible, paris, refusals, stamp

FLOW_COMPLEMENT = 40  # characters of a flow's ComplementStatut (the schema's own limit)
SERVICE_CODE = 100  # characters of CodeService
NON_CONFORME = 37
NAMED = 20  # invoices a flow's Commentaire names one by one
JOINED = " | "  # how Chorus Pro itself joins several errors of one invoice

_DIGITS_14 = re.compile(r"[0-9]{14}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


def integration_report(outcome: Outcome, id25: str, labels: Mapping[int, str]) -> bytes:
    """The CSO file: one status for the flow, and a line for each fatal or error finding of it and of its documents."""
    root = _message(outcome, id25)
    unit = _add(_add(root, "CPPFluxStatuts", compteur="1"), "CPPFluxStatutUnitaire", NumOrdre="1")
    data = _add(unit, "DonneesStatut")
    status = flow_status(outcome)
    _add(data, "IdStatut", f"{status:02d}")
    if label := labels.get(status):
        _add(data, "ComplementStatut", _shortened(label, FLOW_COMPLEMENT))
    _add(data, "Commentaire", _flow_comment(outcome))
    _add(data, "Horodatage", stamp(outcome.decided_at))
    _add(data, "IdFlux", outcome.flow_id)
    if lines := list(refusals(outcome)):
        details = _add(data, "Details", NbLignesErreur=str(len(lines)))
        for number, (document, finding) in enumerate(lines, start=1):
            _error_line(details, number, document, finding, outcome.lang)
    return _written(root)


def lifecycle(outcome: Outcome, id25: str, labels: Mapping[int, str]) -> bytes | None:
    """The FEN1200A file: one unit for each status of each document. None when no document can be told of in it."""
    units = [(document, status) for document in told(outcome) for status in document.statuses]
    if not units:
        return None
    root = _message(outcome, id25)
    statuses = _add(root, "CPPFactureStatuts", compteur=str(len(units)))
    for number, (document, status) in enumerate(units, start=1):
        unit = _add(statuses, "CPPFactureStatutUnitaire", NumOrdre=str(number))
        _supplier(unit, document)
        _debtor(unit, document)
        _invoice_status(unit, document, status, outcome, labels)
    return _written(root)


def told(outcome: Outcome) -> tuple[DocumentOutcome, ...]:
    """The documents the lifecycle file can tell of: its schema wants a supplier and a debtor of 14 digits."""
    return tuple(document for document in outcome.documents if document.statuses and _representable(document))


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


def _flow_comment(outcome: Outcome) -> str:
    words = _words(outcome.lang)
    if outcome.verdict is FlowVerdict.QUARANTINED:
        said = words.examined
    elif outcome.verdict is FlowVerdict.IRRECEVABLE:
        said = words.irrecevable
    else:
        accepted = sum(document.verdict is Verdict.ACCEPTED for document in outcome.documents)
        said = words.integrated.format(accepted=accepted, all=len(outcome.documents))
    return " ".join(filter(None, (said, _repeat(outcome), _version(outcome), _undone(outcome))))


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


def _undone(outcome: Outcome) -> str | None:
    if not outcome.undone:
        return None
    words = _words(outcome.lang)
    invoices = [document.number or document.member for document in outcome.undone]
    if len(invoices) > NAMED:
        invoices[NAMED:] = [words.more.format(count=len(invoices) - NAMED)]
    return words.undone.format(invoices=", ".join(invoices))


def _error_line(
    details: etree._Element, number: int, document: DocumentOutcome | None, finding: Finding, lang: str
) -> None:
    line = _add(details, "LigneErreurDetail", IdLigne=str(number))
    _add(line, "NatureErreur", finding.rule)
    _add(line, "CodeErreur", finding.code)
    _add(line, "LibelleErreur", sentence(finding, lang))
    if said := _description(document, finding, lang):
        _add(line, "DescriptionErreur", said)


def _description(document: DocumentOutcome | None, finding: Finding, lang: str) -> str:
    """Where it is, what stands there, then what to do: one line a person reads from left to right."""
    words = _words(lang)
    facts = {
        "file": finding.member or (document and document.member),
        "invoice": document and document.number,
        "line": finding.line,
        "xpath": finding.xpath,
        "value": finding.value,
    }
    place = ", ".join(words.place[name].format(fact) for name, fact in facts.items() if fact not in (None, ""))
    remedy = hint(finding, lang)
    parts = (place and f"{place[0].upper()}{place[1:]}.", remedy and words.todo.format(remedy))
    return " ".join(filter(None, parts))


def _representable(document: DocumentOutcome) -> bool:
    return (
        document.supplier_type in range(1, 8)
        and bool((document.supplier_id or "").strip())
        and _DIGITS_14.fullmatch(document.debtor_id or "") is not None
    )


def _supplier(unit: etree._Element, document: DocumentOutcome) -> None:
    supplier = _add(unit, "Fournisseur")
    name = (document.supplier_name or "").strip()
    _add(supplier, "TypeIdentifiant", str(document.supplier_type))
    _add(supplier, "Identifiant", document.supplier_id or "")
    _add(supplier, "RaisonSociale", name or document.supplier_id or "")
    if _COUNTRY.fullmatch(document.supplier_country or ""):
        _add(supplier, "CodePays", document.supplier_country or "")


def _debtor(unit: etree._Element, document: DocumentOutcome) -> None:
    debtor = _add(unit, "Debiteur")
    _add(debtor, "TypeIdentifiant", "1")
    _add(debtor, "Identifiant", document.debtor_id or "")
    if document.debtor_name:
        _add(debtor, "Nom", document.debtor_name)
    # a service code that was cut would be another service's: too long a one is left out
    if document.debtor_service and len(document.debtor_service) <= SERVICE_CODE:
        _add(debtor, "CodeService", document.debtor_service)
    if document.debtor_service_name:
        _add(debtor, "NomService", document.debtor_service_name)


def _invoice_status(
    unit: etree._Element, document: DocumentOutcome, status: int, outcome: Outcome, labels: Mapping[int, str]
) -> None:
    complement, comments = labels.get(status), []
    reasons = [finding for finding in document.findings if finding.severity.refuses]
    if status == NON_CONFORME and reasons:
        complement = JOINED.join(dict.fromkeys(finding.code for finding in reasons))
        comments = list(dict.fromkeys(sentence(finding, outcome.lang) for finding in reasons))
    comments += filter(None, (_repeat(outcome), _version(outcome)))
    if document.verdict is not Verdict.ACCEPTED and document.member in {one.member for one in outcome.undone}:
        comments.append(_words(outcome.lang).undone_invoice)
    data = _add(unit, "DonneesStatut")
    _add(data, "IdStatut", f"{status:02d}")
    if complement:
        _add(data, "ComplementStatut", complement)
    if comments:
        _add(data, "Commentaire", JOINED.join(comments))
    _add(data, "Horodatage", stamp(outcome.decided_at))
    # refused for having no number: its file's name is what the sender can look it up by
    _add(data, "IdFacture", document.number or document.member)
    if document.issue_date and _is_day(document.issue_date):
        _add(data, "DateFacture", document.issue_date)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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
