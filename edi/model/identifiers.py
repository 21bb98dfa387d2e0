"""What the numbers of INSEE look like: 14 digits for a SIRET, of which the first 9 are its company's SIREN.

In: a text without blanks.  Out: whether it has the form.  The check digit is a rule's subject (Luhn), not a form's.
"""

from __future__ import annotations

import re

SIRET_DIGITS, SIREN_DIGITS = 14, 9
SIRET = re.compile(rf"[0-9]{{{SIRET_DIGITS}}}")
SIREN = re.compile(rf"[0-9]{{{SIREN_DIGITS}}}")


def is_siret(text: str) -> bool:
    # written out: a directory asks it of each of its rows
    return len(text) == SIRET_DIGITS and text.isascii() and text.isdecimal()


def is_siren(text: str) -> bool:
    return SIREN.fullmatch(text) is not None
