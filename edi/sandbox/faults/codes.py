"""Faults of coded values, of payment and of bank coordinates."""

from __future__ import annotations

from functools import partial
from typing import Any

from edi.sandbox.faults.circumstances import OF_JUSTICE, OF_WORKS
from edi.sandbox.faults.fault import Fault, both, changed, fault, inside, party, written
from edi.sandbox.ubl import ubl

_WORKS_FLOW: dict[str, Any] = {"sound": "A13", "write": ubl, "circumstances": OF_WORKS}
_CODES: tuple[Fault, ...] = (
    fault("TYPE-MISSING", "a blank type", changed(type=" ")),
    fault("TYPE-CODE", "a document of type 999", changed(type="999")),
    fault("TYPE-UNUSUAL", "a document of type 384", changed(type="384")),
    fault("CURRENCY-CODE", "a currency that does not exist", changed(currency="EUX")),
    fault("PAYMENT-MEANS-MISSING", "no payment means", changed(means="")),
    fault("PAYMENT-MEANS-CODE", "payment means 99", changed(means="99")),
    fault("JUSTICE-MEANS", "justice fees by debit", changed(means="49"), sound="A3", circumstances=OF_JUSTICE),
    fault("JUSTICE-CADRE", "an invoice as justice fees", changed(cadre="A1"), sound="A3", circumstances=OF_JUSTICE),
    fault(
        "CREDIT-NOTE-TYPE",
        "a credit note of type 380",
        inside("cbc:CreditNoteTypeCode", "380"),
        sound="credit-note",
        write=partial(ubl, as_credit_note=True),
    ),
    fault("INTERFACE-CADRE", "a piece the works interface does not carry", changed(cadre="A12"), **_WORKS_FLOW),
    fault("COUNTRY-MISSING", "an address without country", inside("ram:CountryID", " ")),
    fault("COUNTRY-CODE", "a country that does not exist", party("supplier", country="XX")),
    fault("UNIT-CODE", "a unit that does not exist", written('unitCode="C62"', 'unitCode="PALETTE"')),
    fault("VAT-CATEGORY-CODE", "a VAT category in words", inside("ram:CategoryCode", "TVA 20")),
    fault("VAT-REGIME-CODE", "VAT due by code 99", inside("ram:DueDateTypeCode", "99")),
)
_AS_ACCOUNT = both(written("<ram:IBANID>", "<ram:ProprietaryID>"), written("</ram:IBANID>", "</ram:ProprietaryID>"))
_BANK: tuple[Fault, ...] = (
    fault("IBAN-MISSING", "a transfer without account", changed(iban="", bic="")),
    fault("ACCOUNT-NOT-IBAN", "an account of the old form", _AS_ACCOUNT),
    fault("IBAN-FORM", "an IBAN cut by three characters", changed(iban="FR7699999000010000000000")),
    fault("IBAN-KEY", "an IBAN with a wrong key", changed(iban="FR7610057191370188512730285")),
    fault("IBAN-WRITING", "an IBAN in pieces", changed(iban="FR76 9999 9000 0100 0000 0000 115")),
    fault("IBAN-ZEROS", "an IBAN of zeros", changed(iban="FR76" + "0" * 23)),
    fault("BIC-FORM", "a BIC of seven characters", changed(bic="EXEMFRP")),
    fault("BIC-COUNTRY", "a bank in Germany, an account in France", changed(bic="DEUTDEFFXXX")),
)
FAULTS: tuple[Fault, ...] = (*_CODES, *_BANK)
