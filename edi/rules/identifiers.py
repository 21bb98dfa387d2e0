"""The form and the key of every identifier: SIRET, VAT number, the registers of the Pacific."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from stdnum.eu import vat
from stdnum.fr import siret

from edi.findings import identity as say
from edi.model.document import Party, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identity import SIRET, SIRET_TYPE, identifier_type, text
from edi.rules.rule import Rule, rule
from edi.words.sentence import RuleSpec

EUROPEAN, FOREIGN, RIDET, TAHITI = 2, 3, 4, 5  # Chorus Pro's types of identifier
ZEROS = "0" * 14
NOBODY = Party()
# whether service code and commitment are given -> what to say is missing
_UNREACHED = {
    (False, False): ("ni service exécutant ni engagement ne sont donnés", "neither service nor commitment is given"),
    (True, False): ("le numéro d'engagement manque", "the commitment number is missing"),
    (False, True): ("le code du service exécutant manque", "the executing service's code is missing"),
}
MEMBERS = frozenset(code.upper() for code in vat.MEMBER_STATES) - {"XI"} | {"EL"}  # as VAT numbers begin
WALLIS_AND_FUTUNA = "FRWF"  # outside the Union, whatever its first two letters
LONGEST_VAT = 40  # characters, spaces included: what is longer is none, and is not kept in memory
_FOREIGN = re.compile(r"[A-Z]{2}\S.{0,15}", re.ASCII)
_PACIFIC = {
    RIDET: ("RIDET", re.compile(r"[0-9]{7,10}", re.ASCII)),
    TAHITI: ("Tahiti", re.compile(r"[0-9A-Z]{6,9}", re.ASCII)),
}


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


@rule(say.SUPPLIER_SIRET_FORM)
def supplier_siret_has_14_digits(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: type 1 is a SIRET; BR-FR-CPRO-09: a SIREN is not enough."""
    yield from _form(record.supplier, say.SUPPLIER_SIRET_FORM, context)


@rule(say.SUPPLIER_SIRET_KEY)
def supplier_siret_has_its_key(record: Record, context: RuleContext) -> Iterable[Finding]:
    """INSEE: Luhn's key; a warning on AIFE's test platform, whose generated SIRETs fail it."""
    yield from _key(record.supplier, say.SUPPLIER_SIRET_KEY, context)


@rule(say.SUPPLIER_ZEROS)
def supplier_is_not_all_zeros(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fourteen zeros pass the key and name nobody; sample P46 uses them for a debtor only."""
    if siret_of(record.supplier, context) == ZEROS:
        yield say.SUPPLIER_ZEROS.on(record.supplier.id)


@rule(say.SUPPLIER_EU_VAT)
def european_supplier_has_a_vat_number(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: type 2 is the European Union outside France; sample P04."""
    number = text(record.supplier.id)
    if identifier_type(record.supplier, context.tables) != EUROPEAN or not number:
        return
    if number.upper().startswith("FR") or not vat_holds(number):
        yield say.SUPPLIER_EU_VAT.on(record.supplier.id)


@rule(say.SUPPLIER_FOREIGN_FORM)
def foreign_supplier_is_country_and_name(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Légifrance LEGIARTI000033608376, 2°; sample P57: the country's code and 16 characters of the name."""
    number = text(record.supplier.id)
    if number and identifier_type(record.supplier, context.tables) == FOREIGN and not _FOREIGN.fullmatch(number):
        yield say.SUPPLIER_FOREIGN_FORM.on(record.supplier.id)


@rule(say.SUPPLIER_FOREIGN_COUNTRY)
def foreign_supplier_is_outside_the_union(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Légifrance LEGIARTI000033608376, 2° and 5°: Wallis and Futuna, written FRWF, is outside."""
    number = text(record.supplier.id)
    if number[:2] not in MEMBERS or identifier_type(record.supplier, context.tables) != FOREIGN:
        return
    if _FOREIGN.fullmatch(number) and not number.startswith(WALLIS_AND_FUTUNA):
        yield say.SUPPLIER_FOREIGN_COUNTRY.on(record.supplier.id, country=number[:2])


@rule(say.SUPPLIER_PACIFIC_FORM)
def pacific_supplier_has_a_register_number(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Samples P03 (Tahiti) and P58 (RIDET); the lengths are deduced."""
    number, kind = text(record.supplier.id), identifier_type(record.supplier, context.tables)
    if number and kind in _PACIFIC:
        register, form = _PACIFIC[kind]
        if not form.fullmatch(number):
            yield say.SUPPLIER_PACIFIC_FORM.on(record.supplier.id, register=register)


@rule(say.DEBTOR_ZEROS)
def unknown_debtor_names_service_and_commitment(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Sample P46: a State service whose SIRET is unknown is reached by its service code and the commitment."""
    given = bool(text(record.debtor.service)), bool(text(record.commitment))
    if text(record.debtor.id) == ZEROS and given in _UNREACHED:
        missing, missing_en = _UNREACHED[given]
        yield say.DEBTOR_ZEROS.on(record.debtor.id, missing=missing, missing_en=missing_en)


@rule(say.DEBTOR_SIRET_KEY)
def debtor_siret_has_its_key(record: Record, context: RuleContext) -> Iterable[Finding]:
    """INSEE: Luhn's key; a warning on AIFE's test platform. The label is not looked at: Factur-X samples say 0002."""
    number = text(record.debtor.id)
    if SIRET.fullmatch(number) and not siret_key_holds(number):
        yield say.DEBTOR_SIRET_KEY.on(record.debtor.id, severity=context.unless_qualification(Severity.ERROR))


@rule(say.VALIDEUR_SCHEME)
def valideur_type_is_known(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: TypeIdentifiant is 1 to 7."""
    valideur = _used_valideur(record, context)
    if text(valideur.id) and text(valideur.scheme) and identifier_type(valideur, context.tables) is None:
        yield say.VALIDEUR_SCHEME.on(valideur.scheme, id=text(valideur.id))


@rule(say.VALIDEUR_SIRET_FORM)
def valideur_siret_has_14_digits(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Samples P23, P74: a valideur of type 1."""
    valideur = _used_valideur(record, context)
    if text(valideur.id) and not text(valideur.scheme) and not SIRET.fullmatch(text(valideur.id)):
        yield say.VALIDEUR_SIRET_FORM.on(valideur.id)
    yield from _form(valideur, say.VALIDEUR_SIRET_FORM, context)


@rule(say.VALIDEUR_SIRET_KEY)
def valideur_siret_has_its_key(record: Record, context: RuleContext) -> Iterable[Finding]:
    """INSEE: Luhn's key; a warning on AIFE's test platform."""
    yield from _key(_used_valideur(record, context), say.VALIDEUR_SIRET_KEY, context)


@rule(say.VALIDEUR_ZEROS)
def valideur_is_not_all_zeros(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fourteen zeros pass the key and name nobody; sample P46 uses them for a debtor only."""
    valideur = _used_valideur(record, context)
    if siret_of(valideur, context) == ZEROS:
        yield say.VALIDEUR_ZEROS.on(valideur.id)


def _used_valideur(record: Record, context: RuleContext) -> Party:
    """The valideur, or nobody where the cadre has none: of a block nobody uses, VALIDEUR-UNEXPECTED speaks alone."""
    unused = context.cadre is not None and context.cadre.valideur == "none"
    return NOBODY if unused else record.valideur


def _form(party: Party, spec: RuleSpec, context: RuleContext) -> Iterator[Finding]:
    number = text(party.id)
    typed = text(party.scheme) and identifier_type(party, context.tables) == SIRET_TYPE
    if number and typed and not SIRET.fullmatch(number):
        yield spec.on(party.id)


def _key(party: Party, spec: RuleSpec, context: RuleContext) -> Iterator[Finding]:
    number = siret_of(party, context)
    if number is not None and not siret_key_holds(number):
        yield spec.on(party.id, severity=context.unless_qualification(Severity.ERROR))


RULES: tuple[Rule, ...] = (
    supplier_siret_has_14_digits,
    supplier_siret_has_its_key,
    supplier_is_not_all_zeros,
    european_supplier_has_a_vat_number,
    foreign_supplier_is_country_and_name,
    foreign_supplier_is_outside_the_union,
    pacific_supplier_has_a_register_number,
    unknown_debtor_names_service_and_commitment,
    debtor_siret_has_its_key,
    valideur_type_is_known,
    valideur_siret_has_14_digits,
    valideur_siret_has_its_key,
    valideur_is_not_all_zeros,
)
