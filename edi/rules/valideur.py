"""The valideur's identifier: its type, its form, its key, and that it names somebody."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Party, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import SIRET, ZEROS, identifier_type, siret_form, siret_key, siret_of
from edi.rules.misplaced import misplaced_valideur
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

NOBODY = Party()


@rule(
    "VALIDEUR-SCHEME",
    Severity.ERROR,
    reference="BR-FR-CPRO-03",
    fr="Le type d'identifiant du valideur, « {value} », n'est pas connu de Chorus Pro (identifiant : « {id} »).",
    en="Chorus Pro does not know the type of the valideur's identifier, “{value}” (identifier: “{id}”).",
    hint_fr="Écrivez le type par son numéro, 1 pour un SIRET, comme pour le fournisseur.",
    hint_en="Write the type by its number, 1 for a SIRET, as for the supplier.",
    checks_fr="Le type de l'identifiant du valideur est connu de Chorus Pro.",
    checks_en="The type of the valideur's identifier is known to Chorus Pro.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : TypeIdentifiant de 1 à 7",
    certainty="M",
)
def valideur_type_is_known(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    valideur = _used_valideur(record, context)
    if text(valideur.id) and text(valideur.scheme) and identifier_type(valideur, context.tables) is None:
        yield say.on(valideur.scheme, id=text(valideur.id))


@rule(
    "VALIDEUR-SIRET-FORM",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="L'identifiant du valideur, « {value} », n'est pas un SIRET : il faut 14 chiffres, sans espace.",
    en="The valideur's identifier, “{value}”, is not a SIRET: 14 digits are needed, without spaces.",
    hint_fr="Écrivez le SIRET de l'établissement qui valide (MOE, titulaire ou mandataire selon le cadre).",
    hint_en="Write the SIRET of the establishment that validates (MOE, titulaire or mandataire, by cadre).",
    checks_fr="Un valideur de type 1 a un SIRET de 14 chiffres.",
    checks_en="A valideur of type 1 has a SIRET of 14 digits.",
    source="Exemples officiels FSO1116A P23, P74 et suivants (valideur de type 1)",
    certainty="M",
)
def valideur_siret_has_14_digits(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    valideur = _used_valideur(record, context)
    if misplaced_valideur(record, context) is not None:
        return
    if text(valideur.id) and not text(valideur.scheme) and not SIRET.fullmatch(text(valideur.id)):
        yield say.on(valideur.id)
    yield from siret_form(valideur, say, context)


@rule(
    "VALIDEUR-SIRET-KEY",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="Le SIRET du valideur, « {value} », est faux : sa clé de contrôle ne correspond pas.",
    en="The valideur's SIRET, “{value}”, is wrong: its check digit does not fit.",
    hint_fr="Demandez son SIRET exact à l'entreprise qui valide, ou reprenez-le sur la fiche d'identité du marché.",
    hint_en="Ask the validating company for its exact SIRET, or take it from the marché's fiche d'identité.",
    checks_fr="La clé du SIRET du valideur est juste. En qualification, un avertissement.",
    checks_en="The check digit of the valideur's SIRET is right. A warning in qualification.",
    source="INSEE, clé de Luhn du SIRET ; jeu de données de qualification AIFE, dont les SIRET générés ont une "
    "clé fausse",
    certainty="H",
)
def valideur_siret_has_its_key(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    yield from siret_key(_used_valideur(record, context), say, context)


@rule(
    "VALIDEUR-ZEROS",
    Severity.ERROR,
    reference="CADRE",
    fr="Le SIRET du valideur ne compte que des zéros (« {value} ») : la pièce ne parviendrait à personne.",
    en="The valideur's SIRET is all zeros (“{value}”): the piece would reach nobody.",
    hint_fr="Remplacez ce SIRET d'attente par celui de l'entreprise qui valide ; la fiche d'identité du marché le "
    "donne.",
    hint_en="Replace this placeholder with the SIRET of the company that validates; the marché's fiche d'identité has "
    "it.",
    checks_fr="Le SIRET du valideur n'est pas fait de zéros.",
    checks_en="The valideur's SIRET is not all zeros.",
    source="Quatorze zéros passent la clé d'un SIRET et ne désignent personne ; seul un débiteur en a (exemple P46)",
    certainty="M",
)
def valideur_is_not_all_zeros(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    valideur = _used_valideur(record, context)
    if siret_of(valideur, context) == ZEROS:
        yield say.on(valideur.id)


def _used_valideur(record: Record, context: RuleContext) -> Party:
    """The valideur, or nobody where the cadre has none: of a block nobody uses, VALIDEUR-UNEXPECTED speaks alone."""
    unused = context.cadre is not None and context.cadre.valideur == "none"
    return NOBODY if unused else record.valideur
