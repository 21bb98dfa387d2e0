"""Who sends, who pays, under which number: what a return needs before it can be addressed.

CPPStatut answers an invoice by its supplier (type 1 to 7 and identifier), its debtor (a SIRET) and its number; a
document without them cannot be routed, nor told from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from edi.findings import document as say
from edi.flow import Finding, Party, Record, Value
from edi.rules.context import RuleContext
from edi.tables import Tables

SIRET_TYPE = 1

_SIRET = re.compile(r"[0-9]{14}", re.ASCII)


def identifier_type(party: Party, tables: Tables) -> int | None:
    """Chorus Pro's type, 1 (SIRET) to 7, of a party's identifier; None when its label is unknown.

    Without a label, 14 digits are taken for a SIRET.
    """
    if label := _text(party.scheme):
        scheme = tables.schemes.get(label.upper())
        return scheme.type if scheme else None
    return SIRET_TYPE if _SIRET.fullmatch(_text(party.id)) else None


def invoice_has_number(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An invoice is known by its number. Source: annexe EDI G1.05, pivot schema."""
    if not _text(record.number):
        yield say.NUMBER_MISSING.at(xpath=_xpath(record.number), line=_line(record.number))


def supplier_is_identified(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The supplier has an identifier of a type Chorus Pro knows. Source: CPPStatut V1_19, TypeIdentifiant."""
    supplier = record.supplier
    if not (identifier := _text(supplier.id)):
        near = supplier.id or supplier.name
        yield say.SUPPLIER_MISSING.at(xpath=_xpath(near), line=_line(near))
    elif identifier_type(supplier, context.tables) is None:
        if label := _text(supplier.scheme):
            yield say.SUPPLIER_SCHEME.at(
                value=label, xpath=_xpath(supplier.scheme), line=_line(supplier.scheme), id=identifier
            )
        else:
            yield say.SUPPLIER_SCHEME_MISSING.at(value=identifier, xpath=_xpath(supplier.id), line=_line(supplier.id))


def debtor_is_a_siret(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The debtor is known by 14 digits, whatever the label. Source: CPPStatut V1_19, Debiteur.

    The label is not looked at: official Factur-X samples say 0002 (SIREN) over a full SIRET. Nor is the Luhn key:
    official test SIRETs fail it.
    """
    debtor = record.debtor
    if not (identifier := _text(debtor.id)):
        near = debtor.id or debtor.name
        yield say.DEBTOR_MISSING.at(xpath=_xpath(near), line=_line(near))
    elif not _SIRET.fullmatch(identifier):
        yield say.DEBTOR_NOT_SIRET.at(value=identifier, xpath=_xpath(debtor.id), line=_line(debtor.id))


def _text(value: Value | None) -> str:
    return value.text.strip() if value else ""


def _xpath(value: Value | None) -> str | None:
    return value.xpath if value else None


def _line(value: Value | None) -> int | None:
    return value.line if value else None
