"""The words of `edi explain`: what codes of documents and tables mean, in French and English."""

from __future__ import annotations

from edi.message import Message

NOTHING = Message("", "")
TAKEN_OUT = Message("extrait du PDF : {name}", "taken out of the PDF: {name}")
SUM = Message("somme : {sum}", "sum: {sum}")
NO_AMOUNT = Message("un montant ne se lit pas", "an amount is not readable")
SIZE = Message("{size} octets", "{size} bytes")
NO_CONTENT = Message("contenu absent ou illisible", "content absent or unreadable")
TYPES: dict[str, Message] = {"380": Message("facture", "invoice"), "381": Message("avoir", "credit note")}
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
# what config/interfaces.toml and cadres.csv say in French alone, in the parts that commas make
ENGLISH: dict[str, str] = {
    "données structurées": "structured data",
    "ancienne version": "older version",
    "avec pièces jointes": "with attachments",
    "profil EN 16931": "profile EN 16931",
    "mémoires de frais de justice": "justice-fee statements",
    "PES facture": "PES invoice",
    "PES facture minimal": "minimal PES invoice",
    "UBL Invoice minimal": "minimal UBL Invoice",
    "CII minimal": "minimal CII",
    "CII D16B minimal": "minimal CII D16B",
    "Facture mixte CPPFactures": "mixed invoice CPPFactures",
    "destinataire": "addressee",
    "fournisseur": "supplier",
    "maître d'ouvrage (MOA)": "contracting authority (MOA)",
    "maître d'œuvre (MOE)": "project manager (MOE)",
    "service chargé des frais de justice": "service in charge of justice fees",
    "service financier": "financial service",
}
ASSOCIATED = Message(
    "pièce de travaux de type 380 qui renvoie à une pièce antérieure",
    "works piece of type 380 that refers to an earlier one",
)
