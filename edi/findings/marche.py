"""What the rules of a marché can say: where a piece disagrees with the fiche d'identité the operator keeps of it."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

_SOURCE = "Fiche d'identité du marché tenue par l'exploitant (config/marches/), recommandée par l'AIFE"

MARCHE_SUPPLIER = RuleSpec(
    code="MARCHE-SUPPLIER",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="Le fournisseur « {value} » n'est pas un intervenant du marché {marche} ({title}).",
    en="The supplier “{value}” is no party to the marché {marche} ({title}).",
    hint_fr="Vérifiez le numéro de marché et le SIRET du fournisseur. Intervenants de la fiche : {known}. Un nouveau"
    " sous-traitant s'ajoute à la fiche {file}.",
    hint_en="Check the marché's number and the supplier's SIRET. Parties on the fiche: {known}. A new sub-contractor is"
    " added to the fiche {file}.",
    checks_fr="Le fournisseur est un intervenant du marché, quand le marché a une fiche.",
    checks_en="The supplier is a party to the marché, where the marché has a fiche.",
    source=_SOURCE,
    certainty="M",
)

MARCHE_CADRE = RuleSpec(
    code="MARCHE-CADRE",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="{name}, {role} du marché {marche}, ne dépose pas de pièce de cadre « {value} ».",
    en="{name}, {role} of the marché {marche}, does not deposit pieces of cadre “{value}”.",
    hint_fr="Corrigez le cadre de facturation. Cadres que cet intervenant peut déposer : {known}.",
    hint_en="Correct the cadre de facturation. Cadres this party may deposit: {known}.",
    checks_fr="Le cadre est de ceux que le fournisseur peut déposer d'après la fiche du marché, ou d'après son rôle.",
    checks_en="The cadre is one the supplier may deposit by the marché's fiche, or else by its role.",
    source=f"{_SOURCE} ; à défaut, config/cadres.csv",
    certainty="M",
)

MARCHE_DEBTOR = RuleSpec(
    code="MARCHE-DEBTOR",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="Le débiteur « {value} » n'est ni la MOA ni le service financier du marché {marche} ({title}).",
    en="The debtor “{value}” is neither the MOA nor the financial service of the marché {marche} ({title}).",
    hint_fr="Adressez la pièce à la structure qui paie ce marché : {known}.",
    hint_en="Address the piece to the body that pays this marché: {known}.",
    checks_fr="Le débiteur est la MOA ou le service financier du marché.",
    checks_en="The debtor is the marché's MOA or financial service.",
    source=_SOURCE,
    certainty="M",
)

MARCHE_VALIDEUR = RuleSpec(
    code="MARCHE-VALIDEUR",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="Le valideur « {value} » n'est pas celui que le marché {marche} désigne pour une pièce {cadre} ({role}).",
    en="The valideur “{value}” is not the one the marché {marche} names for a piece {cadre} ({role}).",
    hint_fr="Indiquez comme valideur : {known}.",
    hint_en="Name as valideur: {known}.",
    checks_fr="Le valideur est l'intervenant du marché qui doit valider ce cadre : MOE, titulaire ou mandataire.",
    checks_en="The valideur is the party to the marché that has to approve this cadre: MOE, titulaire or mandataire.",
    source=f"{_SOURCE} ; rôle du valideur : config/cadres.csv",
    certainty="M",
)

MARCHE_COMMITMENT = RuleSpec(
    code="MARCHE-COMMITMENT",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="Le numéro d'engagement « {value} » n'est pas l'un de ceux du marché {marche} ({title}).",
    en="The commitment number “{value}” is not one of those of the marché {marche} ({title}).",
    hint_fr="Corrigez le numéro d'engagement. Engagements du marché : {known}.",
    hint_en="Correct the commitment number. Commitments of the marché: {known}.",
    checks_fr="Le numéro d'engagement est l'un de ceux du marché, quand la fiche en donne.",
    checks_en="The commitment number is one of the marché's, where the fiche gives some.",
    source=_SOURCE,
    certainty="M",
)

MARCHE_SERVICE = RuleSpec(
    code="MARCHE-SERVICE",
    severity=Severity.ERROR,
    rule="FICHE-MARCHE",
    fr="Le code service « {value} » n'est pas l'un de ceux du marché {marche} ({title}).",
    en="The service code “{value}” is not one of those of the marché {marche} ({title}).",
    hint_fr="Corrigez le code service. Services du marché : {known}.",
    hint_en="Correct the service code. Services of the marché: {known}.",
    checks_fr="Le code service est l'un de ceux du marché, quand la fiche en donne.",
    checks_en="The service code is one of the marché's, where the fiche gives some.",
    source=_SOURCE,
    certainty="M",
)

MARCHE_DATES = RuleSpec(
    code="MARCHE-DATES",
    severity=Severity.WARNING,
    rule="FICHE-MARCHE",
    fr="La pièce est datée du {value}, hors des dates prévues du marché {marche} ({period}).",
    en="The piece is dated {value}, outside the dates expected of the marché {marche} ({period_en}).",
    hint_fr="Vérifiez la date et le numéro de marché ; si le marché est prolongé, corrigez la fiche {file}.",
    hint_en="Check the date and the marché's number; if the marché was prolonged, correct the fiche {file}.",
    checks_fr="La date de la pièce est dans les dates prévues du marché.",
    checks_en="The piece's date is within the dates expected of the marché.",
    source=_SOURCE,
    certainty="L",
)
