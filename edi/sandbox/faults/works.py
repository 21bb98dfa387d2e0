"""Faults of works pieces: valideur, type of document, tacit procedure, marché."""

from __future__ import annotations

from datetime import date

from edi.sandbox.faults.circumstances import WITH_FILES
from edi.sandbox.faults.fault import Fault, Spoil, changed, fault, party
from edi.sandbox.invoices import DEBTOR, MOE, STATE, TITULAIRE

_PIECES: tuple[Fault, ...] = (
    fault("VALIDEUR-REQUIRED", "a projet de décompte without valideur", changed(valideur=None), sound="A4"),
    fault("CADRE-ELSEWHERE", "a cadre in a note", changed(cadre_place="none", note="Cadre de facturation : A4")),
    fault(
        "WORKS-UNSAID", "a works piece by its note alone", changed(cadre_place="none", note="Projet de décompte n° 3")
    ),
    fault("VALIDEUR-UNEXPECTED", "an invoice with a valideur", changed(valideur=MOE)),
    fault("MOE-IS-STATE", "the State as MOE", party("valideur", id=STATE.id), sound="A4"),
    fault("VALIDEUR-IS-SUPPLIER", "a valideur who is the supplier", party("valideur", id=TITULAIRE.id), sound="A4"),
    fault("VALIDEUR-IS-DEBTOR", "a valideur who is the debtor", party("valideur", id=DEBTOR.id), sound="A4"),
    fault("TYPE-CADRE", "a projet de décompte as a credit note", changed(type="381"), sound="A4"),
    fault("TACIT-ATTACHMENT", "a tacit procedure without its document", changed(attachments=()), sound="A22"),
    fault("TACIT-MARCHE", "a tacit procedure of no marché", changed(marche="", commitment=""), sound="A22"),
    fault("WORKS-REFERENCE", "a works piece of no marché", changed(marche="", commitment=""), sound="A6"),
)


def _of_marche(code: str, name: str, spoil: Spoil, sound: str = "A4") -> Fault:
    """Against the fiche d'identité of its marché."""
    return fault(code, name, spoil, sound=sound, circumstances=WITH_FILES)


_MARCHE: tuple[Fault, ...] = (
    _of_marche("MARCHE-SUPPLIER", "a stranger to the marché", party("supplier", id="81034732800017")),
    _of_marche("MARCHE-CADRE", "a sub-contractor's piece by the titulaire", changed(supplier=TITULAIRE), "A10"),
    _of_marche("MARCHE-DEBTOR", "a debtor of another marché", party("debtor", id="12345678200036")),
    _of_marche("MARCHE-VALIDEUR", "a valideur of another marché", party("valideur", id="12345678200036")),
    _of_marche("MARCHE-COMMITMENT", "a commitment of another marché", changed(commitment="EJ-AUTRE")),
    _of_marche("MARCHE-SERVICE", "a service of another marché", party("debtor", service="AUTRE"), "A4-service"),
    _of_marche("MARCHE-DATES", "issued after the marché", changed(issue_date=date(2026, 11, 20))),
)
FAULTS: tuple[Fault, ...] = (*_PIECES, *_MARCHE)
