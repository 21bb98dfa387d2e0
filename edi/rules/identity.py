"""Who sends, who pays: what a return needs before it can be addressed.

CPPStatut answers an invoice by its supplier (type 1 to 7 and identifier), its debtor (a SIRET) and its number; a
document without them cannot be routed, nor told from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from edi.config.tables import Tables
from edi.findings import identity as say
from edi.model.document import Party, Record, Value
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.rule import Rule, rule

SIRET_TYPE = 1

SIRET = re.compile(r"[0-9]{14}", re.ASCII)


def identifier_type(party: Party, tables: Tables) -> int | None:
    """Chorus Pro's type, 1 (SIRET) to 7, of a party's identifier; None when its label is unknown.

    Without a label, 14 digits are taken for a SIRET.
    """
    if label := text(party.scheme):
        scheme = tables.schemes.get(label.upper())
        return scheme.type if scheme else None
    return SIRET_TYPE if SIRET.fullmatch(text(party.id)) else None


def text(value: Value | None) -> str:
    """What was read, without the blanks around it; "" where nothing was."""
    return value.text.strip() if value else ""


@rule(say.SUPPLIER_MISSING)
def supplier_has_identifier(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: Fournisseur/Identifiant is mandatory."""
    if not text(record.supplier.id):
        yield say.SUPPLIER_MISSING.near(record.supplier.id or record.supplier.name)


@rule(say.SUPPLIER_SCHEME)
def supplier_type_is_known(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: TypeIdentifiant is 1 to 7; labels in config/identifier-schemes.csv."""
    supplier = record.supplier
    if text(supplier.id) and text(supplier.scheme) and identifier_type(supplier, context.tables) is None:
        yield say.SUPPLIER_SCHEME.on(supplier.scheme, id=text(supplier.id))


@rule(say.SUPPLIER_SCHEME_MISSING)
def supplier_without_type_is_a_siret(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: TypeIdentifiant is mandatory; 14 digits without one are taken for a SIRET."""
    supplier = record.supplier
    if text(supplier.id) and not text(supplier.scheme) and identifier_type(supplier, context.tables) is None:
        yield say.SUPPLIER_SCHEME_MISSING.on(supplier.id)


@rule(say.DEBTOR_MISSING)
def debtor_has_identifier(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: Debiteur/Identifiant is mandatory."""
    if not text(record.debtor.id):
        yield say.DEBTOR_MISSING.near(record.debtor.id or record.debtor.name)


@rule(say.DEBTOR_NOT_SIRET)
def debtor_is_a_siret(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: a debtor of 14 characters, whatever the label: official Factur-X samples say 0002 (SIREN)."""
    debtor = record.debtor
    if text(debtor.id) and not SIRET.fullmatch(text(debtor.id)):
        yield say.DEBTOR_NOT_SIRET.on(debtor.id)


RULES: tuple[Rule, ...] = (
    supplier_has_identifier,
    supplier_type_is_known,
    supplier_without_type_is_a_siret,
    debtor_has_identifier,
    debtor_is_a_siret,
)
