"""The statuses of a flow's invoices (FEN1200A).

In: the facts of a flow.  Out: CPPStatut XML: a unit for each status of each document that its schema can tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from edi.message import Message
from edi.model.statuses import NOT_INTEGRATED
from edi.returns.cpp_statut import add, message, written
from edi.returns.document_facts import DocumentFacts, PartyFacts, StatusFacts
from edi.returns.facts import Facts

SERVICE_CODE = 100  # characters of CodeService
JOINED = " | "  # how Chorus Pro itself joins several errors of one invoice
_COUNTRY = re.compile(r"[A-Za-z]{2}")

UNDONE = Message(
    "La réponse précédente acceptait cette facture : cette acceptation est annulée.",
    "The previous answer accepted this invoice: that acceptance is withdrawn.",
)


def applies(facts: Facts) -> bool:
    """Whether there is a document this file can tell of."""
    return any(True for _ in _units(facts))


def lifecycle(facts: Facts, id25: str) -> bytes:
    """One unit for each status of each document."""
    root = message(facts, id25)
    units = list(_units(facts))
    statuses = add(root, "CPPFactureStatuts", compteur=str(len(units)))
    for number, (document, status) in enumerate(units, start=1):
        unit = add(statuses, "CPPFactureStatutUnitaire", NumOrdre=str(number))
        _supplier(unit, document.supplier)
        _debtor(unit, document.debtor)
        _invoice_status(unit, document, status, facts)
    return written(root)


def _units(facts: Facts) -> Iterator[tuple[DocumentFacts, StatusFacts]]:
    for document in facts.documents:
        if document.answerable:
            yield from ((document, status) for status in document.statuses)


def _supplier(unit: etree._Element, party: PartyFacts) -> None:
    supplier = add(unit, "Fournisseur")
    add(supplier, "TypeIdentifiant", str(party.type))
    add(supplier, "Identifiant", party.id)
    add(supplier, "RaisonSociale", (party.name or "").strip() or party.id)
    if _COUNTRY.fullmatch(party.country or ""):
        add(supplier, "CodePays", party.country)


def _debtor(unit: etree._Element, party: PartyFacts) -> None:
    debtor = add(unit, "Debiteur")
    add(debtor, "TypeIdentifiant", str(party.type))
    add(debtor, "Identifiant", party.id)
    if party.name:
        add(debtor, "Nom", party.name)
    # a service code that was cut would be another service's: too long a one is left out
    if party.service and len(party.service) <= SERVICE_CODE:
        add(debtor, "CodeService", party.service)
    if party.service_name:
        add(debtor, "NomService", party.service_name)


def _invoice_status(unit: etree._Element, document: DocumentFacts, status: StatusFacts, facts: Facts) -> None:
    complement, comments = status.label, [*facts.notes]
    if status.number == NOT_INTEGRATED and (reasons := document.refusals):
        complement = JOINED.join(dict.fromkeys(finding.code for finding in reasons))
        comments[:0] = dict.fromkeys(finding.sentence for finding in reasons)
    if document.undone:
        comments.append(facts.wording.say(UNDONE))
    data = add(unit, "DonneesStatut")
    add(data, "IdStatut", status.code)
    if complement:
        add(data, "ComplementStatut", complement)
    if comments:
        add(data, "Commentaire", JOINED.join(comments))
    add(data, "Horodatage", facts.decided.stamp)
    # refused for having no number: its file's name is what the sender can look it up by
    add(data, "IdFacture", document.number or document.member)
    if document.day:
        add(data, "DateFacture", document.day)
