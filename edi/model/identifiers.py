"""What the numbers of INSEE look like: 14 digits for a SIRET, of which the first 9 are its company's SIREN.

In: a text without blanks.  Out: whether it has the form.  The check digit is a rule's subject (Luhn), not a form's.
Beside them: what makes two identifiers, and two invoices, the same one however they are written.
"""

from __future__ import annotations

import re
import unicodedata

SIRET_DIGITS, SIREN_DIGITS = 14, 9
SIRET = re.compile(rf"[0-9]{{{SIRET_DIGITS}}}")
SIREN = re.compile(rf"[0-9]{{{SIREN_DIGITS}}}")
OF_A_SIREN = re.compile(r"([0-9]{9})(?:[0-9]{5})?|FR[0-9A-Z]{2}([0-9]{9})")  # itself, a SIRET, a French VAT number


def is_siret(text: str) -> bool:
    # written out: a directory asks it of each of its rows
    return len(text) == SIRET_DIGITS and text.isascii() and text.isdecimal()


def is_siren(text: str) -> bool:
    return SIREN.fullmatch(text) is not None


def comparable(identifier: str) -> str:
    """An identifier without what does not count in it: blanks, dots, hyphens, case. BE0403019261, BE 0403.019.261."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", identifier) if sign.isalnum()).upper()
    return plain or "".join(identifier.split()).upper()


def company(identifier: str) -> str:
    """Whoever stands behind an identifier: the SIREN of a SIRET or of a French VAT number, else the identifier."""
    plain = comparable(identifier)
    match = OF_A_SIREN.fullmatch(plain)
    return (match[1] or match[2]) if match else plain


def invoice_number_key(supplier: str, number: str) -> str:
    """A company's number, of whatever year: a run of blanks counts as one, case does not count."""
    return f"{company(supplier)}|{' '.join(number.split()).upper()}"


def invoice_key(supplier: str, number: str, issue_date: str) -> str:
    """What makes an invoice the same one: the issuer's SIREN, its number, the year of issue. Not its type."""
    return f"{invoice_number_key(supplier, number)}|{issue_date[:4]}"
