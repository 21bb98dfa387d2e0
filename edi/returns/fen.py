"""The statuses of a flow's invoices (FEN1200A)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from edi.catalogue import sentence
from edi.clock import stamp
from edi.model.dates import day
from edi.model.identifiers import SIRET
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.model.statuses import NOT_INTEGRATED
from edi.returns.cpp_statut import _COUNTRY, JOINED, SERVICE_CODE, _add, _message, _repeat, _version, _words, _written


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


def _representable(document: DocumentOutcome) -> bool:
    return (
        document.supplier_type in range(1, 8)
        and bool((document.supplier_id or "").strip())
        and SIRET.fullmatch(document.debtor_id or "") is not None
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
    if status == NOT_INTEGRATED and reasons:
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
    if document.issue_date and day(document.issue_date):
        _add(data, "DateFacture", document.issue_date)
