"""Faults of who sends, who pays, who validates: identifiers, names, VAT numbers."""

from __future__ import annotations

from edi.sandbox.faults.circumstances import WITH_SUPPLIERS
from edi.sandbox.faults.fault import Fault, Spoil, before, both, changed, fault, party, written
from edi.sandbox.invoices import DEBTOR, MOE, TITULAIRE


def _vat_number(number: str) -> Spoil:
    identifier = f'<ram:ID schemeID="VA">{number}</ram:ID>'
    return before(
        "</ram:SellerTradeParty>", f"<ram:SpecifiedTaxRegistration>{identifier}</ram:SpecifiedTaxRegistration>"
    )


def _elsewhere(role: str, element: str, siret: str, of_company: str) -> Spoil:
    """The SIRET among the other identifiers, the SIREN in its place: the writing of the reform."""
    other = f'<ram:{element}><ram:GlobalID schemeID="0009">{siret}</ram:GlobalID>'
    return both(party(role, id=of_company, scheme="0002"), written(f"<ram:{element}>", other))


_SUPPLIER: tuple[Fault, ...] = (
    fault("SUPPLIER-MISSING", "a supplier without identifier", party("supplier", id=" ")),
    fault(
        "SUPPLIER-MISPLACED",
        "a SIRET in GlobalID",
        _elsewhere("supplier", "SellerTradeParty", TITULAIRE.id, "999999998"),
    ),
    fault("SUPPLIER-SCHEME", "a supplier of unknown type", party("supplier", scheme="ZZ")),
    fault("SUPPLIER-SCHEME-MISSING", "a VAT number without its type", written(' schemeID="2"', ""), sound="german"),
    fault("SUPPLIER-SIRET-FORM", "a SIRET of 13 digits", party("supplier", id="9999999980001")),
    fault("SUPPLIER-SIRET-KEY", "a SIRET with a wrong key", party("supplier", id="99999999800018")),
    fault("SUPPLIER-ZEROS", "a supplier of zeros", party("supplier", id="0" * 14)),
    fault("SUPPLIER-EU-VAT", "a VAT number with a wrong key", party("supplier", id="DE136695977"), sound="german"),
    fault("SUPPLIER-VAT-WRITING", "a VAT number with dots", party("supplier", id="DE 136.695.976"), sound="german"),
    fault("SUPPLIER-FOREIGN-FORM", "a supplier of no country", party("supplier", id="42 Corée"), sound="korean"),
    fault(
        "SUPPLIER-FOREIGN-COUNTRY",
        "a German supplier outside the Union",
        party("supplier", id="DEMUSTERBAU"),
        sound="korean",
    ),
    fault("SUPPLIER-PACIFIC-FORM", "a RIDET in letters", party("supplier", id="RIDET"), sound="ridet"),
    fault(
        "SUPPLIER-NOT-ALLOWED",
        "a supplier not agreed on",
        party("supplier", id="81034732800017"),
        circumstances=WITH_SUPPLIERS,
    ),
    fault("SUPPLIER-NAME-MISSING", "a supplier without name", party("supplier", name="")),
    fault("SUPPLIER-VAT-NUMBER", "a VAT number with a wrong key", _vat_number("FR61810347328")),
    fault("SUPPLIER-VAT-SIREN", "the VAT number of another company", _vat_number("FR40303265045")),
    fault("SUPPLIER-IS-DEBTOR", "a supplier who pays itself", party("supplier", id=DEBTOR.id)),
    fault("NAME-LONG", "a name of 100 characters", party("supplier", name="N" * 100)),
)
_DEBTOR: tuple[Fault, ...] = (
    fault("DEBTOR-MISSING", "a debtor without identifier", party("debtor", id=" ")),
    fault("DEBTOR-MISPLACED", "a SIRET in GlobalID", _elsewhere("debtor", "BuyerTradeParty", DEBTOR.id, "123456782")),
    fault("DEBTOR-NOT-SIRET", "a debtor of 13 digits", party("debtor", id="1234567820005")),
    fault("DEBTOR-ZEROS", "an unknown debtor without commitment", changed(commitment=""), sound="zeros"),
    fault("DEBTOR-SIRET-KEY", "a debtor's SIRET with a wrong key", party("debtor", id="12345678200052")),
)
_VALIDEUR: tuple[Fault, ...] = (
    fault(
        "VALIDEUR-MISPLACED",
        "a SIRET in GlobalID",
        _elsewhere("valideur", "InvoiceeTradeParty", MOE.id, "999999964"),
        sound="A4",
    ),
    fault("VALIDEUR-SCHEME", "a valideur of unknown type", party("valideur", scheme="MOE"), sound="A4"),
    fault("VALIDEUR-SIRET-FORM", "a valideur of 13 digits", party("valideur", id="9999999640001"), sound="A4"),
    fault("VALIDEUR-SIRET-KEY", "a valideur's wrong key", party("valideur", id="99999996400012"), sound="A4"),
    fault("VALIDEUR-ZEROS", "a valideur of zeros", party("valideur", id="0" * 14), sound="A4"),
)
FAULTS: tuple[Fault, ...] = (*_SUPPLIER, *_DEBTOR, *_VALIDEUR)
