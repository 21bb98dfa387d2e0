"""What the printed report says around its facts, in French and English."""

from __future__ import annotations

from collections.abc import Mapping

from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.words.labels import Noun

RETURNED = Message("Rapport d'intégration", "Integration report")  # title of the report on a flow that was deposited
CHECKED = Message("Rapport de contrôle", "Check report")  # title of the report of `edi check`
HEADINGS: Mapping[FlowVerdict, Message] = {
    FlowVerdict.INTEGRATED: Message("Intégré", "Integrated"),
    FlowVerdict.PARTIAL: Message("Intégré en partie", "Partially integrated"),
    FlowVerdict.REFUSED: Message("Refusé", "Refused"),
    FlowVerdict.IRRECEVABLE: Message("Irrecevable", "Irrecevable"),
    FlowVerdict.QUARANTINED: Message("En cours d'examen", "Under examination"),
    FlowVerdict.NOT_JUDGED: Message("Non jugé", "Not judged"),
}
# the same of `edi check`, where nothing is deposited
CHECKS: Mapping[FlowVerdict, Message] = {
    FlowVerdict.INTEGRATED: Message("Conforme", "Conforms"),
    FlowVerdict.PARTIAL: Message("Conforme en partie", "Conforms in part"),
    FlowVerdict.REFUSED: Message("À corriger", "To be mended"),
    FlowVerdict.IRRECEVABLE: Message("Irrecevable", "Irrecevable"),
    FlowVerdict.NOT_JUDGED: Message("Non jugé", "Not judged"),
}
FILES = Noun(Message("fichier", "file"), Message("fichiers", "files"))
ACCEPTED_OF = Message("Factures acceptées : {accepted} sur {all}", "Invoices accepted: {accepted} of {all}")
NONE_JUDGED = Message("Aucune facture n'a été jugée", "No invoice was judged")
FILE = Message("Fichier", "File")
FLOW = Message("Flux", "Flow")
INTERFACE = Message("Interface", "Interface")
RECEIVED = Message("Reçu le", "Received")
DECIDED = Message("Jugé le", "Judged")
REPLACES = Message("Remplace la réponse du", "Replaces the answer of")
REPEATS = Message("Répète le flux", "Repeats the flow")
NUMBER = Message("Facture", "Invoice")
NO_NUMBER = Message("Facture sans numéro", "Invoice without number")
SUPPLIER = Message("Fournisseur", "Supplier")
DEBTOR = Message("Débiteur", "Debtor")
CADRE = Message("Cadre", "Cadre")
DATE = Message("Date", "Date")
STATUS = Message("Statut", "Status")
NEXT_STATUS = Message("Statut, une fois déposée", "Status, once deposited")
ABOUT_FLOW = Message("Le dépôt lui-même", "The drop itself")
TO_MEND = Message("À corriger", "To be mended")
TO_KNOW = Message("À savoir, sans refus", "To know, nothing refused")
ACCEPTED = Message("Factures acceptées", "Accepted invoices")
ACCEPTED_CHECK = Message("Factures conformes", "Invoices that conform")
OVERVIEW = Message("Factures à corriger", "Invoices to be mended")
VALUE = Message("Valeur trouvée", "Value found")
QUOTED = Message("«\u00a0{value}\u00a0»", "“{value}”")
TODO = Message("À faire", "What to do")
LINE = Message("ligne", "line")
MORE_FINDINGS = Message(
    "{number} autres constats ne sont pas montrés ici ; le retour CSV ou JSON les donne tous.",
    "{number} more findings are not shown here; the CSV or JSON return gives them all.",
)
MORE_DOCUMENTS = Message(
    "{number} autres factures ne sont pas montrées ici ; le retour CSV ou JSON les donne toutes.",
    "{number} more invoices are not shown here; the CSV or JSON return gives them all.",
)
FAILURE = Message(
    "La passerelle n'a pas pu juger ce fichier. Ce n'est pas un refus : {reason}",
    "The gateway could not judge this file. This is no refusal: {reason}",
)
BASIS = Message("D'après quoi il est jugé", "What it is judged by")
ROLES: Mapping[str, Message] = {
    "rules": Message("règles", "rules"),
    "tables": Message("tables", "tables"),
    "waivers": Message("dérogations", "waivers"),
}
FINGERPRINT = Message("empreinte", "fingerprint")
MADE = Message(
    "Rapport établi le {at} par la passerelle EDI {version}.", "Report made on {at} by the EDI gateway {version}."
)
COLON = Message(" : ", ": ")
