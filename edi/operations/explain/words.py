"""The words of `edi explain`: what codes of documents and tables mean, in French and English."""

from __future__ import annotations

from edi.message import Message
from edi.model.document_types import CREDIT_NOTE, INVOICE

NOTHING = Message("", "")
TAKEN_OUT = Message("extrait du PDF : {name}", "taken out of the PDF: {name}")
SUM = Message("somme : {sum}", "sum: {sum}")
NO_AMOUNT = Message("un montant ne se lit pas", "an amount is not readable")
SIZE = Message("{size} octets", "{size} bytes")
NO_CONTENT = Message("contenu absent ou illisible", "content absent or unreadable")
TYPES: dict[str, Message] = {INVOICE: Message("facture", "invoice"), CREDIT_NOTE: Message("avoir", "credit note")}
VALIDEURS: dict[str, Message] = {
    "required": Message("obligatoire", "required"),
    "optional": Message("facultatif", "optional"),
    "none": Message("aucun", "none"),
}
IDENTIFIERS: dict[int | None, Message] = {
    1: Message("SIRET", "SIRET"),
    2: Message("TVA de l'Union européenne", "VAT of the European Union"),
    3: Message("hors Union européenne", "outside the European Union"),
    4: Message("RIDET", "RIDET"),
    5: Message("n° Tahiti", "Tahiti number"),
    6: Message("en cours d'immatriculation", "being registered"),
    7: Message("particulier", "natural person"),
}
ASSOCIATED = Message(
    "pièce de travaux de type 380 qui renvoie à une pièce antérieure",
    "works piece of type 380 that refers to an earlier one",
)
