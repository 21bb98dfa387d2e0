"""The one reader of numbers: text in, an exact Decimal or None out; never a float, never an exception.

A number is as Chorus Pro takes it: up to six decimals, 19 digits at most, counted as xs:decimal counts them, by value:
"+1", "1.", ".5" and "1.0000000000" are numbers, and zeros that say nothing are no digits. What xs:decimal lets through
beyond that (any length) the rules of form tell; sums pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from functools import lru_cache

from edi.model.document import Value

POSITIONS, DECIMALS = 19, 6  # an ERP vendor's manual on Chorus Pro's XML flow
LONGEST = 64  # characters, zeros that say nothing included: what is longer is no number, whatever it holds

# A total may differ from its parts by a cent for each part, since each is rounded to the cent by itself; past a euro it
# is no matter of rounding any more, however many parts there are.
CENT, TOLERANCE_MAX = Decimal("0.01"), Decimal("1.00")

_NUMBER = re.compile(r"[+-]?(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))", re.ASCII)
_EXACT = Context(prec=100)  # two numbers of 19 digits multiply to 38
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@lru_cache(maxsize=8192)
def number(text: str) -> Decimal | None:
    """The number this text writes, or None when it is not written as Chorus Pro takes it."""
    if len(text) > LONGEST:
        return None
    parts = _NUMBER.fullmatch(text)
    if parts is None:
        return None
    whole, decimals = (parts.group(1) or "").lstrip("0"), (parts.group(2) or parts.group(3) or "").rstrip("0")
    if len(decimals) > DECIMALS or len(whole) + len(decimals) > POSITIONS:
        return None
    return Decimal(text)


def decimals_of(read: Decimal) -> int:
    """How many decimals of a number count: none of 12.00, three of 300.004."""
    exponent = read.normalize(_EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def exact(value: Value | None) -> Decimal | None:
    """The number at one place of the document; None when there is none, or none that can be read."""
    return None if value is None else number(value.text)


def or_zero(value: Value | None) -> Decimal | None:
    """The number; zero where the document writes none; None where it is badly written."""
    return ZERO if value is None else exact(value)


def quoted(value: Value | None) -> str:
    """A number as a sentence quotes it: as the document writes it, "0" where it writes none."""
    return value.text if value is not None else "0"


def percentage(value: Value | None) -> Decimal | None:
    """The rate at one place; None also where it is not between 0 and 100, of which RATE-RANGE speaks alone."""
    rate = exact(value)
    return None if rate is None or not ZERO <= rate <= HUNDRED else rate


def total(values: Iterable[Value | None]) -> Decimal | None:
    """The exact sum; None as soon as one of them is missing or cannot be read: half a sum proves nothing."""
    added = ZERO
    for value in values:
        if value is None or (read := number(value.text)) is None:
            return None
        added = _EXACT.add(added, read)
    return added


def times(one: Decimal, other: Decimal) -> Decimal:
    """The exact product."""
    return _EXACT.multiply(one, other)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """A percentage of an amount, exact."""
    return _EXACT.multiply(amount, percent).scaleb(-2, _EXACT)


def agree(one: Decimal, other: Decimal, parts: int) -> bool:
    """Whether two amounts are the same within the tolerance of a sum of so many parts."""
    return one == other or abs(_EXACT.subtract(one, other)) <= min(CENT * max(parts, 1), TOLERANCE_MAX)


def rounded(amount: Decimal) -> Decimal:
    """To the cent."""
    return amount.quantize(CENT, context=_EXACT)


def same(added: Decimal, written: Decimal, parts: int) -> bool:
    """Equal, or opposite under a negative foot: AIFE's sample of a negative invoice writes its tax line positive."""
    return agree(added, written, parts) or (written < ZERO and agree(-added, written, parts))


def makes(added: Decimal, with_tax: Decimal, payable: Decimal | None, parts: int) -> bool:
    """Whether a sum is the total with tax: its opposite only where the net to pay is negative, too."""
    return agree(added, with_tax, parts) or (payable is not None and payable < ZERO and same(added, with_tax, parts))


def cents(amount: Decimal) -> str:
    """A computed amount as a sentence quotes it: two decimals, a dot."""
    return f"{rounded(amount):f}"
