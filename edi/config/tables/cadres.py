"""The cadres de facturation (config/cadres.csv): the piece, who deposits it, who validates, the status after 01.

In: rows, already split.  Out: Cadres by code.  Refuses (ConfigError) a value outside its list and a published cadre
without a row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from edi.config import Place
from edi.config.csv import Row
from edi.message import Message
from edi.model.document_types import CREDIT_NOTE, INVOICE
from edi.model.statuses import INVOICE_STATUSES

CADRE = re.compile(r"A[1-9][0-9]?", re.ASCII)
PUBLISHED_CADRES = tuple(f"A{number}" for number in range(1, 26))
DEPOSITOR_ROLES = ("fournisseur", "cotraitant", "sous-traitant", "MOE", "MOA", "beneficiaire")
VALIDEUR_ROLES = ("MOE", "titulaire", "mandataire", "")
TYPES = (INVOICE, CREDIT_NOTE, f"{INVOICE} {CREDIT_NOTE}")

WHAT = Message("ce cadre est", "cadre")
A_CADRE = Message(
    "la lettre A et un nombre de 1 à 99, par exemple A4", "the letter A and a number from 1 to 99, such as A4"
)
A_STATUS = Message("un code de statut à deux chiffres, par exemple 03", "a status code of two digits, such as 03")
VALIDEUR_AND_ROLE = Message(
    "valideur et valideur_role se contredisent ; laissez le rôle vide pour none, remplissez-le sinon.",
    "valideur and valideur_role disagree; leave the role empty for none, fill it in otherwise.",
)
NO_ROW = Message(
    "le cadre {code} n'a pas de ligne ; ajoutez-la, avec le statut withdrawn s'il n'est plus utilisé.",
    "cadre {code} has no row; add it, with status withdrawn if it is no longer used.",
)
NO_INVOICE_STATUS = Message(
    "first_status {status:02d} n'est pas un statut de facture ; écrivez-en un de 01 à 41.",
    "first_status {status:02d} is no invoice status; write one of 01 to 41.",
)
# columns that copies of cadres.csv from before 0.4 lack -> what they hold. Nothing is guessed from a label.
MISSING: Mapping[str, Message] = {
    "depositor_role": Message(
        " après depositor_en, avec à chaque ligne l'un de {roles}, comme dans la table livrée",
        " after depositor_en, with one of {roles} in every row, as in the shipped table",
    ).filled(roles=", ".join(DEPOSITOR_ROLES)),
    "addressee_en": Message(
        " après addressee, avec le destinataire en anglais, comme dans la table livrée",
        " after addressee, with the addressee in English, as in the shipped table",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """One cadre de facturation: the piece, who deposits it, who gets it, who validates, the status that follows 01."""

    code: str
    status: str  # active or withdrawn
    label: str
    label_en: str
    depositor: str
    depositor_en: str
    depositor_role: str  # one of DEPOSITOR_ROLES: what is compared; labels are only shown
    addressee: str
    addressee_en: str
    valideur: str  # required, optional or none
    valideur_role: str  # MOE, titulaire, mandataire or nothing
    first_status: int
    works: bool
    types: tuple[str, ...]  # of document that suit the piece: 380, 381
    amount_refusal: bool  # whether a wrong amount may refuse it: not a projet de décompte, since 19 February 2025
    source: str
    certainty: str

    @property
    def active(self) -> bool:
        return self.status == "active"


def cadre_of(row: Row) -> tuple[str, Cadre]:
    code = row.matching("cadre", CADRE.pattern, A_CADRE)
    valideur = row.one_of("valideur", ("required", "optional", "none"))
    role = row.one_of("valideur_role", VALIDEUR_ROLES)
    if (valideur == "none") is bool(role):
        row.refuse(VALIDEUR_AND_ROLE)
    return code, Cadre(
        code=code,
        status=row.one_of("status", ("active", "withdrawn")),
        label=row.text("label"),
        label_en=row.text("label_en"),
        depositor=row.text("depositor"),
        depositor_en=row.text("depositor_en"),
        depositor_role=row.one_of("depositor_role", DEPOSITOR_ROLES),
        addressee=row.text("addressee"),
        addressee_en=row.text("addressee_en"),
        valideur=valideur,
        valideur_role=role,
        first_status=int(row.matching("first_status", "[0-9]{2}", A_STATUS)),
        works=row.yes("works"),
        types=tuple(row.one_of("types", TYPES).split()),
        amount_refusal=row.yes("amount_refusal"),
        source=row.text("source"),
        certainty=row.certainty(),
    )


def check_cadres(path: Path, cadres: Mapping[str, tuple[Row, Cadre]], statuses: Collection[int]) -> None:
    """ConfigError where a published cadre has no row (partners would be told it is unknown), or a status none."""
    for code in PUBLISHED_CADRES:
        if code not in cadres:
            Place(path).refuse(NO_ROW, code=code)
    for row, cadre in cadres.values():
        if cadre.first_status not in statuses or cadre.first_status not in INVOICE_STATUSES:
            row.refuse(NO_INVOICE_STATUS, status=cadre.first_status)
