"""A supplier from elsewhere: the European Union, the rest of the world, the registers of the Pacific."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stdnum.eu import vat

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import EUROPEAN, FOREIGN, RIDET, TAHITI, identifier_type, vat_holds
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

MEMBERS = frozenset(code.upper() for code in vat.MEMBER_STATES) - {"XI"} | {"EL"}  # as VAT numbers begin
WALLIS_AND_FUTUNA = "FRWF"  # outside the Union, whatever its first two letters
_FOREIGN = re.compile(r"[A-Z]{2}\S.{0,15}", re.ASCII)
_PACIFIC = {
    RIDET: ("RIDET", re.compile(r"[0-9]{7,10}", re.ASCII)),
    TAHITI: ("Tahiti", re.compile(r"[0-9A-Z]{6,9}", re.ASCII)),
}


@rule(
    "SUPPLIER-EU-VAT",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur, « {value} », n'est pas un numéro de TVA d'un autre pays de l'Union européenne.",
    en="The supplier's identifier, “{value}”, is not a VAT number of another country of the European Union.",
    hint_fr="Pour le type 2, écrivez le numéro de TVA intracommunautaire complet, pays compris (BE0429958042) ; une "
    "entreprise française a le type 1 et son SIRET.",
    hint_en="For type 2, write the whole VAT number, country included (BE0429958042); a French company has type 1 and "
    "its SIRET.",
    checks_fr="Un fournisseur de type 2 a un numéro de TVA valide d'un pays de l'Union, hors France.",
    checks_en="A supplier of type 2 has a valid VAT number of a country of the Union other than France.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : type 2 = Union européenne hors France ; exemple officiel P04",
    certainty="M",
)
def european_supplier_has_a_vat_number(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    number = text(record.supplier.id)
    if identifier_type(record.supplier, context.tables) != EUROPEAN or not number:
        return
    if number.upper().startswith("FR") or not vat_holds(number):
        yield say.on(record.supplier.id)


@rule(
    "SUPPLIER-VAT-WRITING",
    Severity.WARNING,
    reference="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur, « {value} », est un numéro de TVA écrit avec des points, des espaces ou des "
    "minuscules : Chorus Pro connaît {bare}.",
    en="The supplier's identifier, “{value}”, is a VAT number written with dots, spaces or small letters: Chorus Pro "
    "knows {bare}.",
    hint_fr="Écrivez {bare}, d'un seul tenant et en capitales.",
    hint_en="Write {bare}, in one piece and in capitals.",
    checks_fr="Le numéro de TVA d'un fournisseur de type 2 est écrit d'un seul tenant et en capitales.",
    checks_en="The VAT number of a supplier of type 2 is written in one piece and in capitals.",
    source="Directive 2006/112/CE, art. 215 ; exemple officiel FSO1116A P04 ; que Chorus Pro compare lettre à lettre "
    "est"
    " déduit",
    certainty="L",
)
def vat_number_is_written_bare(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    number = text(record.supplier.id)
    if not number or identifier_type(record.supplier, context.tables) != EUROPEAN or not vat_holds(number):
        return
    bare = "".join(letter for letter in number if letter.isalnum()).upper()
    if bare != number and not number.upper().startswith("FR"):
        yield say.on(record.supplier.id, bare=bare)


@rule(
    "SUPPLIER-FOREIGN-FORM",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur étranger, « {value} », ne commence pas par un code de pays suivi du nom.",
    en="The foreign supplier's identifier, “{value}”, does not begin with a country code followed by the name.",
    hint_fr="Hors de l'Union européenne, écrivez le code du pays sur deux lettres puis les 16 premiers "
    "caractères de la "
    "raison sociale, sans espace, par exemple KRSAMSUNGMOBILEPHO.",
    hint_en="Outside the European Union, write the two-letter country code and the first 16 characters of the "
    "company's "
    "name, without spaces, KRSAMSUNGMOBILEPHO for instance.",
    checks_fr="Un fournisseur de type 3 est désigné par son pays et au plus 16 caractères de son nom.",
    checks_en="A supplier of type 3 is known by its country and at most 16 characters of its name.",
    source="Exemple officiel FSO1116A P57 (KR et 16 caractères) ; la forme générale en est déduite",
    certainty="M",
)
def foreign_supplier_is_country_and_name(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Légifrance LEGIARTI000033608376, 2°: the country's code and 16 characters of the name.
    number = text(record.supplier.id)
    if number and identifier_type(record.supplier, context.tables) == FOREIGN and not _FOREIGN.fullmatch(number):
        yield say.on(record.supplier.id)


@rule(
    "SUPPLIER-FOREIGN-COUNTRY",
    Severity.WARNING,
    reference="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur, « {value} », commence par {country}, un pays de l'Union européenne, alors que "
    "son type annonce un pays qui n'en est pas.",
    en="The supplier's identifier, “{value}”, begins with {country}, a country of the European Union, while its type "
    "announces one that is not.",
    hint_fr="Donnez le SIRET avec le type 1 pour une entreprise française, le numéro de TVA avec le type 2 pour une "
    "autre entreprise de l'Union européenne.",
    hint_en="Give the SIRET with the type 1 for a French company, the VAT number with the type 2 for another company "
    "of the European Union.",
    checks_fr="Un fournisseur de type 3 n'est pas d'un pays de l'Union européenne (FRWF, Wallis-et-Futuna, excepté).",
    checks_en="A supplier of type 3 is not of a country of the European Union (FRWF, Wallis and Futuna, excepted).",
    source="Légifrance, LEGIARTI000033608376, 2° et 5° ; que Chorus Pro le vérifie est déduit",
    certainty="L",
)
def foreign_supplier_is_outside_the_union(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Wallis and Futuna, written FRWF, is outside.
    number = text(record.supplier.id)
    if number[:2] not in MEMBERS or identifier_type(record.supplier, context.tables) != FOREIGN:
        return
    if _FOREIGN.fullmatch(number) and not number.startswith(WALLIS_AND_FUTUNA):
        yield say.on(record.supplier.id, country=number[:2])


@rule(
    "SUPPLIER-PACIFIC-FORM",
    Severity.WARNING,
    reference="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur, « {value} », n'a pas la forme d'un numéro {register}.",
    en="The supplier's identifier, “{value}”, does not look like a {register} number.",
    hint_fr="Vérifiez le numéro sur l'extrait du registre : RIDET 7 à 10 chiffres, Tahiti 6 à 9 chiffres ou lettres.",
    hint_en="Check the number on the register's certificate: RIDET 7 to 10 digits, Tahiti 6 to 9 digits or letters.",
    checks_fr="Un fournisseur de type 4 a un numéro RIDET, de type 5 un numéro Tahiti.",
    checks_en="A supplier of type 4 has a RIDET number, of type 5 a Tahiti number.",
    source="Exemples officiels FSO1116A P03 et P58, FSO1117A P03 et P05 ; les longueurs admises sont déduites",
    certainty="L",
)
def pacific_supplier_has_a_register_number(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    number, kind = text(record.supplier.id), identifier_type(record.supplier, context.tables)
    if number and kind in _PACIFIC:
        register, form = _PACIFIC[kind]
        if not form.fullmatch(number):
            yield say.on(record.supplier.id, register=register)
