"""What the rules of identity can say: supplier, debtor, valideur and their identifiers."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

SUPPLIER_MISSING = RuleSpec(
    code="SUPPLIER-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
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

SUPPLIER_SCHEME = RuleSpec(
    code="SUPPLIER-SCHEME",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
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

SUPPLIER_SCHEME_MISSING = RuleSpec(
    code="SUPPLIER-SCHEME-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
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

DEBTOR_MISSING = RuleSpec(
    code="DEBTOR-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
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

DEBTOR_NOT_SIRET = RuleSpec(
    code="DEBTOR-NOT-SIRET",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
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

_DIRECTORY_FR = "l'annuaire de Chorus Pro"
_DIRECTORY_EN = "Chorus Pro's directory"

SUPPLIER_SIRET_FORM = RuleSpec(
    code="SUPPLIER-SIRET-FORM",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-09",
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

SUPPLIER_SIRET_KEY = RuleSpec(
    code="SUPPLIER-SIRET-KEY",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-09",
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

SUPPLIER_ZEROS = RuleSpec(
    code="SUPPLIER-ZEROS",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-09",
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

DEBTOR_ZEROS = RuleSpec(
    code="DEBTOR-ZEROS",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
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

DEBTOR_SIRET_KEY = RuleSpec(
    code="DEBTOR-SIRET-KEY",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
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

SUPPLIER_EU_VAT = RuleSpec(
    code="SUPPLIER-EU-VAT",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
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

SUPPLIER_FOREIGN_FORM = RuleSpec(
    code="SUPPLIER-FOREIGN-FORM",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
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

SUPPLIER_PACIFIC_FORM = RuleSpec(
    code="SUPPLIER-PACIFIC-FORM",
    severity=Severity.WARNING,
    rule="BR-FR-CPRO-03",
    fr="L'identifiant du fournisseur, « {value} », n'a pas la forme d'un numéro {register}.",
    en="The supplier's identifier, “{value}”, does not look like a {register} number.",
    hint_fr="Vérifiez le numéro sur l'extrait du registre : RIDET 7 à 10 chiffres, Tahiti 6 à 9 chiffres ou lettres.",
    hint_en="Check the number on the register's certificate: RIDET 7 to 10 digits, Tahiti 6 to 9 digits or letters.",
    checks_fr="Un fournisseur de type 4 a un numéro RIDET, de type 5 un numéro Tahiti.",
    checks_en="A supplier of type 4 has a RIDET number, of type 5 a Tahiti number.",
    source="Exemples officiels FSO1116A P03 et P58, FSO1117A P03 et P05 ; les longueurs admises sont déduites",
    certainty="L",
)

VALIDEUR_SCHEME = RuleSpec(
    code="VALIDEUR-SCHEME",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
    fr="Le type d'identifiant du valideur, « {value} », n'est pas connu de Chorus Pro (identifiant : « {id} »).",
    en="Chorus Pro does not know the type of the valideur's identifier, “{value}” (identifier: “{id}”).",
    hint_fr="Écrivez le type par son numéro, 1 pour un SIRET, comme pour le fournisseur.",
    hint_en="Write the type by its number, 1 for a SIRET, as for the supplier.",
    checks_fr="Le type de l'identifiant du valideur est connu de Chorus Pro.",
    checks_en="The type of the valideur's identifier is known to Chorus Pro.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : TypeIdentifiant de 1 à 7",
    certainty="M",
)

VALIDEUR_SIRET_FORM = RuleSpec(
    code="VALIDEUR-SIRET-FORM",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-09",
    fr="L'identifiant du valideur, « {value} », n'est pas un SIRET : il faut 14 chiffres, sans espace.",
    en="The valideur's identifier, “{value}”, is not a SIRET: 14 digits are needed, without spaces.",
    hint_fr="Écrivez le SIRET de l'établissement qui valide (MOE, titulaire ou mandataire selon le cadre).",
    hint_en="Write the SIRET of the establishment that validates (MOE, titulaire or mandataire, by cadre).",
    checks_fr="Un valideur de type 1 a un SIRET de 14 chiffres.",
    checks_en="A valideur of type 1 has a SIRET of 14 digits.",
    source="Exemples officiels FSO1116A P23, P74 et suivants (valideur de type 1)",
    certainty="M",
)

VALIDEUR_SIRET_KEY = RuleSpec(
    code="VALIDEUR-SIRET-KEY",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-09",
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

SUPPLIER_FOREIGN_COUNTRY = RuleSpec(
    code="SUPPLIER-FOREIGN-COUNTRY",
    severity=Severity.WARNING,
    rule="BR-FR-CPRO-03",
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

VALIDEUR_ZEROS = RuleSpec(
    code="VALIDEUR-ZEROS",
    severity=Severity.ERROR,
    rule="CADRE",
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
