"""The parties beside their identifiers: who may deposit for whom, names, VAT numbers."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import (
    FOREIGN,
    RIDET,
    SIRET,
    TAHITI,
    ZEROS,
    identifier_type,
    siret_key_holds,
    siret_of,
    vat_holds,
)
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

NAME = 99  # characters of a name (norm XP Z12-012, BR-FR-CPRO)
SIREN = 9  # digits


@rule(
    "SUPPLIER-NOT-ALLOWED",
    Severity.ERROR,
    reference="PARTENAIRE",
    fr="Le fournisseur « {value} » n'est pas de ceux pour lesquels ce partenaire dépose.",
    en="The supplier “{value}” is not one of those this partner deposits for.",
    hint_fr="Vérifiez le SIRET du fournisseur ; s'il est juste, demandez à l'exploitant de la passerelle de "
    "l'ajouter à "
    "la liste de ce partenaire.",
    hint_en="Check the supplier's SIRET; if it is right, ask the gateway's operator to add it to this partner's list.",
    checks_fr="Le fournisseur est de la liste `siret` du partenaire, quand elle est donnée ; un SIREN vaut tous ses "
    "établissements.",
    checks_en="The supplier is on the partner's `siret` list, where one is given; a SIREN stands for all its "
    "establishments.",
    source="Réglage du partenaire",
    certainty="H",
)
def supplier_is_one_the_partner_deposits_for(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The setting `siret` holds identifiers, or SIRENs that stand for all their establishments.
    allowed, number = context.terms.suppliers, text(record.supplier.id)
    if not allowed or not number or number in allowed:
        return
    siret = siret_of(record.supplier, context)  # the first digits of any other identifier are no SIREN
    if siret is None or siret[:SIREN] not in allowed:
        yield say.on(record.supplier.id)


@rule(
    "SUPPLIER-NAME-MISSING",
    Severity.WARNING,
    reference="CPPSTATUT",
    fr="Le document ne donne pas la raison sociale du fournisseur.",
    en="The document does not give the supplier's name.",
    hint_fr="Ajoutez la raison sociale : Chorus Pro la rappelle dans ses statuts.",
    hint_en="Add the company's name: Chorus Pro repeats it in its statuses.",
    checks_fr="Le fournisseur a une raison sociale.",
    checks_en="The supplier has a name.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : RaisonSociale est obligatoire ; qu'un dépôt soit refusé "
    "est déduit",
    certainty="L",
)
def supplier_has_a_name(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if text(record.supplier.id) and not text(record.supplier.name):
        yield say.near(record.supplier.id)


@rule(
    "SUPPLIER-VAT-NUMBER",
    Severity.WARNING,
    reference="AIFE:G2.13",
    fr="Le numéro de TVA du fournisseur, « {value} », n'est pas valide.",
    en="The supplier's VAT number, “{value}”, is not valid.",
    hint_fr="Corrigez le numéro de TVA intracommunautaire (France : FR, deux caractères de clé, le SIREN).",
    hint_en="Correct the VAT number (France: FR, two key characters, the SIREN).",
    checks_fr="Le numéro de TVA écrit pour le fournisseur a la forme et la clé de son pays.",
    checks_en="The VAT number written for the supplier has its country's form and key.",
    source="Directive TVA ; qu'un dépôt soit refusé n'est écrit nulle part (exemples officiels FSO1117A P40 et P59)",
    certainty="L",
)
def supplier_vat_number_is_valid(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # AIFE's own samples P40 and P59 hold a placeholder there. A supplier outside the European Union (types 3 to 5) may
    # have a tax number of its own country.
    number = text(record.supplier.vat)
    outside = identifier_type(record.supplier, context.tables) in (FOREIGN, RIDET, TAHITI)
    if number and not outside and not vat_holds(number):
        yield say.on(record.supplier.vat)


@rule(
    "SUPPLIER-VAT-SIREN",
    Severity.WARNING,
    reference="AIFE:G2.13",
    fr="Le numéro de TVA « {value} » n'est pas celui de l'entreprise dont le SIRET est {siret}.",
    en="The VAT number “{value}” is not that of the company whose SIRET is {siret}.",
    hint_fr="Vérifiez lequel des deux est faux : le numéro de TVA français se termine par le SIREN de l'entreprise.",
    hint_en="Check which of the two is wrong: a French VAT number ends with the company's SIREN.",
    checks_fr="Le numéro de TVA français du fournisseur est fait sur le SIREN de son SIRET.",
    checks_en="The supplier's French VAT number is made on the SIREN of its SIRET.",
    source="Code général des impôts, composition du numéro de TVA français",
    certainty="L",
)
def supplier_vat_number_is_of_its_siren(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Of a SIRET that is none, its own rules speak.
    number, siret = text(record.supplier.vat).replace(" ", ""), siret_of(record.supplier, context)
    if not siret or siret == ZEROS or not siret_key_holds(siret):
        return
    if number.upper().startswith("FR") and vat_holds(number) and number[-SIREN:] != siret[:SIREN]:
        yield say.on(record.supplier.vat, siret=siret)


@rule(
    "SUPPLIER-IS-DEBTOR",
    Severity.WARNING,
    reference="COHERENCE",
    fr="Le fournisseur et le débiteur ont le même SIRET, « {value} ».",
    en="The supplier and the debtor have the same SIRET, “{value}”.",
    hint_fr="Vérifiez que les deux identifiants n'ont pas été intervertis ou recopiés.",
    hint_en="Check that the two identifiers were not swapped or copied.",
    checks_fr="Le fournisseur et le débiteur sont deux structures.",
    checks_en="The supplier and the debtor are two structures.",
    source="Déduit",
    certainty="L",
)
def supplier_is_not_the_debtor(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Nobody invoices itself. Zeros have findings of their own.
    number = text(record.supplier.id)
    if SIRET.fullmatch(number) and number != ZEROS and number == text(record.debtor.id):
        yield say.on(record.debtor.id)


@rule(
    "NAME-LONG",
    Severity.WARNING,
    reference="BR-FR-CPRO",
    fr="Le nom « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Abrégez le nom : Chorus Pro peut le couper ou refuser le document.",
    hint_en="Shorten the name: Chorus Pro may cut it or refuse the document.",
    checks_fr="Le nom d'une partie tient en 99 caractères.",
    checks_en="A party's name fits in 99 characters.",
    source="Norme XP Z12-012, règles BR-FR-CPRO : noms de 99 caractères au plus",
    certainty="M",
)
def names_fit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for party in record.parties:
        name = text(party.name)
        if len(name) > NAME:
            yield say.on(party.name, length=len(name), limit=NAME)
