"""Who sends, who pays: what a return needs before it can be addressed.

CPPStatut answers an invoice by its supplier (type 1 to 7 and identifier), its debtor (a SIRET) and its number; a
document without them cannot be routed, nor told from another.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import SIRET, identifier_type
from edi.rules.misplaced import misplaced_siret
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec


@rule(
    "SUPPLIER-MISSING",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="Le document ne donne pas l'identifiant du fournisseur.",
    en="The document does not give the supplier's identifier.",
    hint_fr="Renseignez l'identifiant du fournisseur et son type : le SIRET à 14 chiffres pour une entreprise "
    "française, le numéro de TVA pour une entreprise de l'Union européenne.",
    hint_en="Give the supplier's identifier and its type: the 14-digit SIRET for a French company, the VAT number for "
    "one elsewhere in the European Union.",
    checks_fr="Le fournisseur a un identifiant.",
    checks_en="The supplier has an identifier.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : Fournisseur/Identifiant est obligatoire",
    certainty="H",
    fixed=True,
)
def supplier_has_identifier(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not text(record.supplier.id) and misplaced_siret(record.supplier, context) is None:
        yield say.near(record.supplier.id or record.supplier.name)


@rule(
    "SUPPLIER-SCHEME",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="Le type d'identifiant du fournisseur, « {value} », n'est pas connu de Chorus Pro (identifiant : « {id} »).",
    en="Chorus Pro does not know the type of the supplier's identifier, “{value}” (identifier: “{id}”).",
    hint_fr="Écrivez le type par son numéro : 1 SIRET, 2 Union européenne hors France, 3 hors Union européenne, "
    "4 RIDET, 5 Tahiti, 6 en cours d'immatriculation, 7 particulier.",
    hint_en="Write the type by its number: 1 SIRET, 2 European Union outside France, 3 outside the European Union, "
    "4 RIDET, 5 Tahiti, 6 being registered, 7 natural person.",
    checks_fr="Le type de l'identifiant du fournisseur est connu de Chorus Pro (1 à 7, ou un libellé vu"
    " dans les exemples officiels).",
    checks_en="The type of the supplier's identifier is known to Chorus Pro (1 to 7, or a label seen in"
    " the official samples).",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : TypeIdentifiant de 1 à 7",
    certainty="H",
    fixed=True,
)
def supplier_type_is_known(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The labels stand in config/identifier-schemes.csv.
    supplier = record.supplier
    known = identifier_type(supplier, context.tables) is not None or misplaced_siret(supplier, context) is not None
    if text(supplier.id) and text(supplier.scheme) and not known:
        yield say.on(supplier.scheme, id=text(supplier.id))


@rule(
    "SUPPLIER-SCHEME-MISSING",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="Le type de l'identifiant du fournisseur n'est pas indiqué, et « {value} » n'est pas un SIRET à 14 chiffres.",
    en="The type of the supplier's identifier is not given, and “{value}” is not a 14-digit SIRET.",
    hint_fr="Corrigez le SIRET, ou indiquez le type par son numéro : 1 SIRET, 2 Union européenne hors France, 3 hors "
    "Union européenne, 4 RIDET, 5 Tahiti, 6 en cours d'immatriculation, 7 particulier.",
    hint_en="Correct the SIRET, or give the type by its number: 1 SIRET, 2 European Union outside France, 3 outside "
    "the European Union, 4 RIDET, 5 Tahiti, 6 being registered, 7 natural person.",
    checks_fr="Un identifiant de fournisseur sans type est un SIRET à 14 chiffres.",
    checks_en="A supplier's identifier without a type is a 14-digit SIRET.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : TypeIdentifiant est obligatoire ; que 14 "
    "chiffres soient un SIRET est déduit",
    certainty="M",
    fixed=True,
)
def supplier_without_type_is_a_siret(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    supplier = record.supplier
    known = identifier_type(supplier, context.tables) is not None or misplaced_siret(supplier, context) is not None
    if text(supplier.id) and not text(supplier.scheme) and not known:
        yield say.on(supplier.id)


@rule(
    "DEBTOR-MISSING",
    Severity.ERROR,
    reference="BR-FR-CPRO-10",
    fr="Le document ne donne pas l'identifiant du débiteur (la structure publique qui paie).",
    en="The document does not give the debtor's identifier (the public body that pays).",
    hint_fr="Renseignez le SIRET à 14 chiffres de la structure publique ; l'annuaire de Chorus Pro le donne.",
    hint_en="Give the public body's 14-digit SIRET; Chorus Pro's directory has it.",
    checks_fr="Le débiteur a un identifiant.",
    checks_en="The debtor has an identifier.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : Debiteur/Identifiant est obligatoire",
    certainty="H",
    fixed=True,
)
def debtor_has_identifier(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not text(record.debtor.id) and misplaced_siret(record.debtor, context, always=True) is None:
        yield say.near(record.debtor.id or record.debtor.name)


@rule(
    "DEBTOR-NOT-SIRET",
    Severity.ERROR,
    reference="BR-FR-CPRO-10",
    fr="L'identifiant du débiteur, « {value} », n'est pas un SIRET : il faut 14 chiffres, sans espace.",
    en="The debtor's identifier, “{value}”, is not a SIRET: 14 digits are needed, without spaces.",
    hint_fr="Remplacez l'identifiant par le SIRET de la structure publique (SIREN à 9 chiffres suivi du numéro "
    "d'établissement à 5 chiffres) ; l'annuaire de Chorus Pro le donne.",
    hint_en="Replace it with the public body's SIRET (the 9-digit SIREN followed by the 5-digit establishment number); "
    "Chorus Pro's directory has it.",
    checks_fr="L'identifiant du débiteur compte 14 chiffres, quel que soit son libellé.",
    checks_en="The debtor's identifier has 14 digits, whatever its label.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : Debiteur/Identifiant de 14 caractères, de type 1 seulement",
    certainty="H",
    fixed=True,
)
def debtor_is_a_siret(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Whatever the label: official Factur-X samples say 0002 (SIREN).
    debtor = record.debtor
    elsewhere = misplaced_siret(debtor, context, always=True) is not None
    if text(debtor.id) and not SIRET.fullmatch(text(debtor.id)) and not elsewhere:
        yield say.on(debtor.id)
