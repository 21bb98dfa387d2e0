"""The words of verdicts and severities for people, in French and English, and how findings are counted in a sentence.

In: enums and findings.  Out: text. Every report takes them from here, so that a spreadsheet and a page never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from edi.model.judgement import FlowVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the printed report says around its facts, in one language."""

    returned: str  # title of the report on a flow that was deposited
    checked: str  # title of the report of `edi check`
    headings: Mapping[FlowVerdict, str]
    checks: Mapping[FlowVerdict, str]  # the same of `edi check`, where nothing is deposited
    documents: tuple[str, str]
    files: tuple[str, str]
    accepted_of: str
    none_judged: str
    file: str
    flow: str
    interface: str
    received: str
    decided: str
    replaces: str
    repeats: str
    number: str
    no_number: str
    supplier: str
    debtor: str
    cadre: str
    date: str
    status: str
    next_status: str
    about_flow: str
    to_mend: str
    to_know: str
    accepted: str
    accepted_check: str
    overview: str
    value: str
    todo: str
    line: str
    excerpt: str
    more_findings: str
    more_documents: str
    failure: str
    basis: str
    roles: Mapping[str, str]
    fingerprint: str
    made: str
    colon: str


FR = Page(
    returned="Rapport d'intégration",
    checked="Rapport de contrôle",
    headings={
        FlowVerdict.INTEGRATED: "Intégré",
        FlowVerdict.PARTIAL: "Intégré en partie",
        FlowVerdict.REFUSED: "Refusé",
        FlowVerdict.IRRECEVABLE: "Irrecevable",
        FlowVerdict.QUARANTINED: "En cours d'examen",
        FlowVerdict.NOT_JUDGED: "Non jugé",
    },
    checks={
        FlowVerdict.INTEGRATED: "Conforme",
        FlowVerdict.PARTIAL: "Conforme en partie",
        FlowVerdict.REFUSED: "À corriger",
        FlowVerdict.IRRECEVABLE: "Irrecevable",
        FlowVerdict.NOT_JUDGED: "Non jugé",
    },
    documents=("facture", "factures"),
    files=("fichier", "fichiers"),
    accepted_of="Factures acceptées : {accepted} sur {all}",
    none_judged="Aucune facture n'a été jugée",
    file="Fichier",
    flow="Flux",
    interface="Interface",
    received="Reçu le",
    decided="Jugé le",
    replaces="Remplace la réponse du",
    repeats="Répète le flux",
    number="Facture",
    no_number="Facture sans numéro",
    supplier="Fournisseur",
    debtor="Débiteur",
    cadre="Cadre",
    date="Date",
    status="Statut",
    next_status="Statut, une fois déposée",
    about_flow="Le dépôt lui-même",
    to_mend="À corriger",
    to_know="À savoir, sans refus",
    accepted="Factures acceptées",
    accepted_check="Factures conformes",
    overview="Factures à corriger",
    value="Valeur trouvée",
    todo="À faire",
    line="ligne",
    excerpt="Dans le fichier",
    more_findings="{number} autres constats ne sont pas montrés ici ; le retour CSV ou JSON les donne tous.",
    more_documents="{number} autres factures ne sont pas montrées ici ; le retour CSV ou JSON les donne toutes.",
    failure="La passerelle n'a pas pu juger ce fichier. Ce n'est pas un refus : {reason}",
    basis="D'après quoi il est jugé",
    roles={"rules": "règles", "tables": "tables", "waivers": "dérogations"},
    fingerprint="empreinte",
    made="Rapport établi le {at} par la passerelle EDI {version}.",
    colon=" : ",
)
EN = Page(
    returned="Integration report",
    checked="Check report",
    headings={
        FlowVerdict.INTEGRATED: "Integrated",
        FlowVerdict.PARTIAL: "Partially integrated",
        FlowVerdict.REFUSED: "Refused",
        FlowVerdict.IRRECEVABLE: "Irrecevable",
        FlowVerdict.QUARANTINED: "Under examination",
        FlowVerdict.NOT_JUDGED: "Not judged",
    },
    checks={
        FlowVerdict.INTEGRATED: "Conforms",
        FlowVerdict.PARTIAL: "Conforms in part",
        FlowVerdict.REFUSED: "To be mended",
        FlowVerdict.IRRECEVABLE: "Irrecevable",
        FlowVerdict.NOT_JUDGED: "Not judged",
    },
    documents=("invoice", "invoices"),
    files=("file", "files"),
    accepted_of="Invoices accepted: {accepted} of {all}",
    none_judged="No invoice was judged",
    file="File",
    flow="Flow",
    interface="Interface",
    received="Received",
    decided="Judged",
    replaces="Replaces the answer of",
    repeats="Repeats the flow",
    number="Invoice",
    no_number="Invoice without number",
    supplier="Supplier",
    debtor="Debtor",
    cadre="Cadre",
    date="Date",
    status="Status",
    next_status="Status, once deposited",
    about_flow="The drop itself",
    to_mend="To be mended",
    to_know="To know, nothing refused",
    accepted="Accepted invoices",
    accepted_check="Invoices that conform",
    overview="Invoices to be mended",
    value="Value found",
    todo="What to do",
    line="line",
    excerpt="In the file",
    more_findings="{number} more findings are not shown here; the CSV or JSON return gives them all.",
    more_documents="{number} more invoices are not shown here; the CSV or JSON return gives them all.",
    failure="The gateway could not judge this file. This is no refusal: {reason}",
    basis="What it is judged by",
    roles={"rules": "rules", "tables": "tables", "waivers": "waivers"},
    fingerprint="fingerprint",
    made="Report made on {at} by the EDI gateway {version}.",
    colon=": ",
)


def page_words(lang: str) -> Page:
    return EN if lang == "en" else FR
