"""The parties beside their identifiers: who may deposit for whom, names, VAT numbers."""

from __future__ import annotations

from collections.abc import Iterable

from edi.findings import parties as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.identifiers import FOREIGN, RIDET, TAHITI, ZEROS, siret_key_holds, siret_of, vat_holds
from edi.rules.identity import identifier_type, text
from edi.rules.rule import Rule, rule

NAME = 99  # characters of a name (norm XP Z12-012, BR-FR-CPRO)
SIREN = 9  # digits


@rule(say.SUPPLIER_NOT_ALLOWED)
def supplier_is_one_the_partner_deposits_for(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The partner's own setting `siret`: identifiers, or SIRENs that stand for all their establishments."""
    allowed, number = context.terms.suppliers, text(record.supplier.id)
    if not allowed or not number or number in allowed:
        return
    siret = siret_of(record.supplier, context)  # the first digits of any other identifier are no SIREN
    if siret is None or siret[:SIREN] not in allowed:
        yield say.SUPPLIER_NOT_ALLOWED.on(record.supplier.id)


@rule(say.SUPPLIER_NAME_MISSING)
def supplier_has_a_name(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19 tells of a supplier by its RaisonSociale."""
    if text(record.supplier.id) and not text(record.supplier.name):
        yield say.SUPPLIER_NAME_MISSING.near(record.supplier.id)


@rule(say.SUPPLIER_VAT_NUMBER)
def supplier_vat_number_is_valid(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Form and key of the country's VAT number; AIFE's own samples P40 and P59 hold a placeholder there.

    A supplier outside the European Union (types 3 to 5) may have a tax number of its own country."""
    number = text(record.supplier.vat)
    outside = identifier_type(record.supplier, context.tables) in (FOREIGN, RIDET, TAHITI)
    if number and not outside and not vat_holds(number):
        yield say.SUPPLIER_VAT_NUMBER.on(record.supplier.vat)


@rule(say.SUPPLIER_VAT_SIREN)
def supplier_vat_number_is_of_its_siren(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A French VAT number ends with the company's SIREN (CGI). Of a SIRET that is none, its own rules speak."""
    number, siret = text(record.supplier.vat).replace(" ", ""), siret_of(record.supplier, context)
    if not siret or siret == ZEROS or not siret_key_holds(siret):
        return
    if number.upper().startswith("FR") and vat_holds(number) and number[-SIREN:] != siret[:SIREN]:
        yield say.SUPPLIER_VAT_SIREN.on(record.supplier.vat, siret=siret)


@rule(say.SUPPLIER_IS_DEBTOR)
def supplier_is_not_the_debtor(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced: nobody invoices itself. Zeros have findings of their own."""
    number = text(record.supplier.id)
    if number and number != ZEROS and number == text(record.debtor.id):
        yield say.SUPPLIER_IS_DEBTOR.on(record.debtor.id)


@rule(say.NAME_LONG)
def names_fit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Norm XP Z12-012, BR-FR-CPRO: names of 99 characters at most."""
    for party in record.parties:
        name = text(party.name)
        if len(name) > NAME:
            yield say.NAME_LONG.on(party.name, length=len(name), limit=NAME)


RULES: tuple[Rule, ...] = (
    supplier_is_one_the_partner_deposits_for,
    supplier_has_a_name,
    supplier_vat_number_is_valid,
    supplier_vat_number_is_of_its_siren,
    supplier_is_not_the_debtor,
    names_fit,
)
