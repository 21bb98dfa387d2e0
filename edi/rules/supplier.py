"""The supplier's SIRET: its form, its key, and that it names somebody."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import ZEROS, siret_form, siret_key, siret_of
from edi.rules.misplaced import misplaced_siret
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec


@rule(
    "SUPPLIER-SIRET-FORM",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="L'identifiant du fournisseur, « {value} », n'est pas un SIRET : il faut 14 chiffres, sans espace.",
    en="The supplier's identifier, “{value}”, is not a SIRET: 14 digits are needed, without spaces.",
    hint_fr="Écrivez le SIRET de l'établissement qui facture (le SIREN à 9 chiffres suivi de 5 chiffres) ; s'il ne "
    "s'agit pas d'un SIRET, corrigez le type de l'identifiant.",
    hint_en="Write the SIRET of the invoicing establishment (the 9-digit SIREN followed by 5 digits); if it is no "
    "SIRET, correct the type of the identifier.",
    checks_fr="Un fournisseur de type 1 a un SIRET de 14 chiffres.",
    checks_en="A supplier of type 1 has a SIRET of 14 digits.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : type 1 = SIRET ; règle BR-FR-CPRO-09 (un SIREN ne suffit pas)",
    certainty="M",
)
def supplier_siret_has_14_digits(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if misplaced_siret(record.supplier, context) is None:
        yield from siret_form(record.supplier, say, context)


@rule(
    "SUPPLIER-SIRET-KEY",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="Le SIRET du fournisseur, « {value} », est faux : sa clé de contrôle ne correspond pas.",
    en="The supplier's SIRET, “{value}”, is wrong: its check digit does not fit.",
    hint_fr="Comparez-le chiffre à chiffre avec l'avis de situation SIRENE de l'entreprise : un chiffre est "
    "faux ou deux "
    "sont inversés.",
    hint_en="Compare it digit by digit with the company's SIRENE certificate: one digit is wrong or two are swapped.",
    checks_fr="La clé du SIRET du fournisseur est juste (Luhn ; La Poste a la sienne). En qualification, un "
    "avertissement.",
    checks_en="The check digit of the supplier's SIRET is right (Luhn; La Poste has its own). A warning in "
    "qualification.",
    source="INSEE, clé de Luhn du SIRET ; jeu de données de qualification AIFE, dont les SIRET générés ont une "
    "clé fausse",
    certainty="H",
)
def supplier_siret_has_its_key(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    yield from siret_key(record.supplier, say, context)


@rule(
    "SUPPLIER-ZEROS",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="Le SIRET du fournisseur ne compte que des zéros (« {value} »).",
    en="The supplier's SIRET is all zeros (“{value}”).",
    hint_fr="Remplacez ce SIRET d'attente par celui de l'établissement qui facture.",
    hint_en="Replace this placeholder by the SIRET of the invoicing establishment.",
    checks_fr="Le SIRET du fournisseur n'est pas fait de zéros.",
    checks_en="The supplier's SIRET is not made of zeros.",
    source="Déduit : quatorze zéros passent la clé et ne désignent personne ; l'exemple P46 ne le permet qu'au "
    "débiteur",
    certainty="M",
)
def supplier_is_not_all_zeros(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if siret_of(record.supplier, context) == ZEROS:
        yield say.on(record.supplier.id)
