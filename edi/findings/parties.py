"""What the rules of parties can say: names, VAT numbers, who may deposit for whom."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

SUPPLIER_NOT_ALLOWED = RuleSpec(
    code="SUPPLIER-NOT-ALLOWED",
    severity=Severity.ERROR,
    rule="PARTENAIRE",
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

SUPPLIER_NAME_MISSING = RuleSpec(
    code="SUPPLIER-NAME-MISSING",
    severity=Severity.WARNING,
    rule="CPPSTATUT",
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

SUPPLIER_VAT_NUMBER = RuleSpec(
    code="SUPPLIER-VAT-NUMBER",
    severity=Severity.WARNING,
    rule="AIFE:G2.13",
    fr="Le numéro de TVA du fournisseur, « {value} », n'est pas valide.",
    en="The supplier's VAT number, “{value}”, is not valid.",
    hint_fr="Corrigez le numéro de TVA intracommunautaire (France : FR, deux caractères de clé, le SIREN).",
    hint_en="Correct the VAT number (France: FR, two key characters, the SIREN).",
    checks_fr="Le numéro de TVA écrit pour le fournisseur a la forme et la clé de son pays.",
    checks_en="The VAT number written for the supplier has its country's form and key.",
    source="Directive TVA ; qu'un dépôt soit refusé n'est écrit nulle part (exemples officiels FSO1117A P40 et P59)",
    certainty="L",
)

SUPPLIER_VAT_SIREN = RuleSpec(
    code="SUPPLIER-VAT-SIREN",
    severity=Severity.WARNING,
    rule="AIFE:G2.13",
    fr="Le numéro de TVA « {value} » n'est pas celui de l'entreprise dont le SIRET est {siret}.",
    en="The VAT number “{value}” is not that of the company whose SIRET is {siret}.",
    hint_fr="Vérifiez lequel des deux est faux : le numéro de TVA français se termine par le SIREN de l'entreprise.",
    hint_en="Check which of the two is wrong: a French VAT number ends with the company's SIREN.",
    checks_fr="Le numéro de TVA français du fournisseur est fait sur le SIREN de son SIRET.",
    checks_en="The supplier's French VAT number is made on the SIREN of its SIRET.",
    source="Code général des impôts, composition du numéro de TVA français",
    certainty="L",
)

SUPPLIER_IS_DEBTOR = RuleSpec(
    code="SUPPLIER-IS-DEBTOR",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="Le fournisseur et le débiteur ont le même SIRET, « {value} ».",
    en="The supplier and the debtor have the same SIRET, “{value}”.",
    hint_fr="Vérifiez que les deux identifiants n'ont pas été intervertis ou recopiés.",
    hint_en="Check that the two identifiers were not swapped or copied.",
    checks_fr="Le fournisseur et le débiteur sont deux structures.",
    checks_en="The supplier and the debtor are two structures.",
    source="Déduit",
    certainty="L",
)

NAME_LONG = RuleSpec(
    code="NAME-LONG",
    severity=Severity.WARNING,
    rule="BR-FR-CPRO",
    fr="Le nom « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Abrégez le nom : Chorus Pro peut le couper ou refuser le document.",
    hint_en="Shorten the name: Chorus Pro may cut it or refuse the document.",
    checks_fr="Le nom d'une partie tient en 99 caractères.",
    checks_en="A party's name fits in 99 characters.",
    source="Norme XP Z12-012, règles BR-FR-CPRO : noms de 99 caractères au plus",
    certainty="M",
)
