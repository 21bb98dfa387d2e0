"""The debtor's SIRET: its key, and what reaches a debtor whose SIRET is unknown."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import SIRET, ZEROS, siret_key_holds
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

_DIRECTORY_EN = "Chorus Pro's directory"
_DIRECTORY_FR = "l'annuaire de Chorus Pro"
# whether service code and commitment are given -> what to say is missing
_UNREACHED = {
    (False, False): ("ni service exécutant ni engagement ne sont donnés", "neither service nor commitment is given"),
    (True, False): ("le numéro d'engagement manque", "the commitment number is missing"),
    (False, True): ("le code du service exécutant manque", "the executing service's code is missing"),
}


@rule(
    "DEBTOR-ZEROS",
    Severity.ERROR,
    reference="BR-FR-CPRO-10",
    fr="Le SIRET du débiteur ne compte que des zéros (« {value} »), et {missing}.",
    en="The debtor's SIRET is all zeros (“{value}”), and {missing_en}.",
    hint_fr="Écrivez le SIRET de la structure publique ; pour un service de l'État dont vous ne connaissez pas "
    "le SIRET, "
    "donnez le code du service exécutant et le numéro d'engagement.",
    hint_en="Write the public body's SIRET; for a State service whose SIRET you do not know, give the code of the "
    "executing service and the commitment number.",
    checks_fr="Quatorze zéros ne désignent un débiteur qu'avec un service exécutant et un engagement (État).",
    checks_en="Fourteen zeros stand for a debtor only with an executing service and a commitment (the State).",
    source="Exemple officiel FSO1116A P46 (SIRET inconnu, service DSJPFGU057, engagement) ; le reste est déduit",
    certainty="M",
)
def unknown_debtor_names_service_and_commitment(
    say: RuleSpec, record: Record, context: RuleContext
) -> Iterable[Finding]:
    # A State service whose SIRET is unknown is reached by its service code and the commitment.
    given = bool(text(record.debtor.service)), bool(text(record.commitment))
    if text(record.debtor.id) == ZEROS and given in _UNREACHED:
        missing, missing_en = _UNREACHED[given]
        yield say.on(record.debtor.id, missing=missing, missing_en=missing_en)


@rule(
    "DEBTOR-SIRET-KEY",
    Severity.ERROR,
    reference="BR-FR-CPRO-10",
    fr="Le SIRET du débiteur, « {value} », est faux : sa clé de contrôle ne correspond pas.",
    en="The debtor's SIRET, “{value}”, is wrong: its check digit does not fit.",
    hint_fr=f"Reprenez le SIRET de la structure publique dans {_DIRECTORY_FR} ou sur le bon de commande : un "
    "chiffre est "
    "faux ou deux sont inversés.",
    hint_en=f"Take the public body's SIRET from {_DIRECTORY_EN} or from the purchase order: one digit is wrong or two "
    "are swapped.",
    checks_fr="La clé du SIRET du débiteur est juste. En qualification, un avertissement.",
    checks_en="The check digit of the debtor's SIRET is right. A warning in qualification.",
    source="INSEE, clé de Luhn du SIRET ; jeu de données de qualification AIFE, dont les SIRET générés ont une "
    "clé fausse",
    certainty="H",
)
def debtor_siret_has_its_key(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The label is not looked at: Factur-X samples say 0002.
    number = text(record.debtor.id)
    if SIRET.fullmatch(number) and not siret_key_holds(number):
        yield say.on(record.debtor.id, severity=context.unless_qualification(Severity.ERROR))
