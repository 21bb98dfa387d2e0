"""How an identifier is read: its type, its form, its key. No rules of its own.

In: a party of the record.  Out: its type, its SIRET, whether a key holds; and, for two parties at once, the finding
about a SIRET's form or key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum.eu import vat
from stdnum.fr import siret

from edi.config.tables import Tables
from edi.model.document import Party
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.values import text
from edi.words.sentence import RuleSpec

SIRET_TYPE, EUROPEAN, FOREIGN, RIDET, TAHITI = 1, 2, 3, 4, 5  # Chorus Pro's types of identifier
ZEROS = "0" * 14
SIRET = re.compile(r"[0-9]{14}", re.ASCII)
LONGEST_VAT = 40  # characters, spaces included: what is longer is none, and is not kept in memory


def identifier_type(party: Party, tables: Tables) -> int | None:
    """Chorus Pro's type, 1 (SIRET) to 7, of a party's identifier; None when its label is unknown.

    Without a label, 14 digits are taken for a SIRET.
    """
    if label := text(party.scheme):
        scheme = tables.schemes.get(label.upper())
        return scheme.type if scheme else None
    return SIRET_TYPE if SIRET.fullmatch(text(party.id)) else None


@lru_cache(maxsize=4096)
def siret_key_holds(number: str) -> bool:
    """Whether 14 digits pass the key of a SIRET: Luhn, or the sum of the digits for La Poste (python-stdnum)."""
    return bool(siret.is_valid(number))


def vat_holds(number: str) -> bool:
    """Whether a text is a VAT number of the European Union, form and key, country included (python-stdnum)."""
    return len(number) <= LONGEST_VAT and _vat_holds(number)


@lru_cache(maxsize=4096)
def _vat_holds(number: str) -> bool:
    return bool(number[:2].isalpha() and vat.is_valid(number))


def siret_of(party: Party, context: RuleContext) -> str | None:
    """The party's 14 digits when it has a SIRET; None for any other identifier."""
    number = text(party.id)
    is_siret = SIRET.fullmatch(number) and identifier_type(party, context.tables) == SIRET_TYPE
    return number if is_siret else None


def siret_form(party: Party, spec: RuleSpec, context: RuleContext) -> Iterator[Finding]:
    """What `spec` says of a party that is announced by SIRET and has not its 14 digits."""
    number = text(party.id)
    typed = text(party.scheme) and identifier_type(party, context.tables) == SIRET_TYPE
    if number and typed and not SIRET.fullmatch(number):
        yield spec.on(party.id)


def siret_key(party: Party, spec: RuleSpec, context: RuleContext) -> Iterator[Finding]:
    """What `spec` says of a party's SIRET whose key is wrong."""
    number = siret_of(party, context)
    if number is not None and not siret_key_holds(number):
        yield spec.on(party.id, severity=context.unless_qualification(Severity.ERROR))
