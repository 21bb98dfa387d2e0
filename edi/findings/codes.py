"""What the rules of coded values can say."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

TYPE_MISSING = RuleSpec(
    code="TYPE-MISSING",
    severity=Severity.ERROR,
    rule="TYPE-FACTURE",
    fr="Le document ne dit pas s'il est une facture ou un avoir.",
    en="The document does not say whether it is an invoice or a credit note.",
    hint_fr="Ajoutez le type de document : 380 pour une facture, 381 pour un avoir.",
    hint_en="Add the document type: 380 for an invoice, 381 for a credit note.",
    checks_fr="Le document donne son type.",
    checks_en="The document gives its type.",
    source="Exemple officiel FSO1116A P01, réduit aux champs obligatoires ; EN 16931, BR-04",
    certainty="M",
)

TYPE_CODE = RuleSpec(
    code="TYPE-CODE",
    severity=Severity.ERROR,
    rule="TYPE-FACTURE",
    fr="Le type de document « {value} » n'est pas admis par Chorus Pro.",
    en="Chorus Pro does not take the document type “{value}”.",
    hint_fr="Écrivez 380 pour une facture, 381 pour un avoir.",
    hint_en="Write 380 for an invoice, 381 for a credit note.",
    checks_fr="Le type de document est 380 (facture) ou 381 (avoir) ; 382 à 386 sont signalés à part.",
    checks_en="The document type is 380 (invoice) or 381 (credit note); 382 to 386 are told apart.",
    source="AIFE, schéma XSD de la facture pivot : 380 ou 381",
    certainty="H",
)

TYPE_UNUSUAL = RuleSpec(
    code="TYPE-UNUSUAL",
    severity=Severity.WARNING,
    rule="TYPE-FACTURE",
    fr="Le type de document « {value} » est connu de la feuille de style de l'AIFE, mais Chorus Pro ne transmet que "
    "des factures (380) et des avoirs (381).",
    en="AIFE's stylesheet knows the document type “{value}”, but Chorus Pro only passes on invoices (380) and credit "
    "notes (381).",
    hint_fr="Préférez 380 pour une facture, 381 pour un avoir.",
    hint_en="Prefer 380 for an invoice, 381 for a credit note.",
    checks_fr="Le type de document n'est pas l'un des types 382 à 386, que la facture pivot ne connaît pas.",
    checks_en="The document type is none of 382 to 386, which the pivot invoice does not know.",
    source="AIFE, feuille de style UBL du 6 janvier 2021 (382 à 386) et schéma XSD de la facture pivot (380 ou 381)",
    certainty="L",
)

CURRENCY_CODE = RuleSpec(
    code="CURRENCY-CODE",
    severity=Severity.ERROR,
    rule="BR-CL-04",
    fr="La devise « {value} » n'existe pas dans la liste ISO 4217.",
    en="The currency “{value}” does not exist in the ISO 4217 list.",
    hint_fr="Écrivez le code de la devise en trois lettres capitales, par exemple EUR.",
    hint_en="Write the currency's code in three capital letters, for instance EUR.",
    checks_fr="La devise, quand elle est donnée, est un code ISO 4217.",
    checks_en="The currency, where given, is a code of ISO 4217.",
    source="ISO 4217 ; EN 16931, BR-CL-04",
    certainty="M",
)

PAYMENT_MEANS_MISSING = RuleSpec(
    code="PAYMENT-MEANS-MISSING",
    severity=Severity.ERROR,
    rule="AIFE:p22",
    fr="Le document ne dit pas par quel moyen il doit être payé.",
    en="The document does not say by which means it is to be paid.",
    hint_fr="Ajoutez le code du moyen de paiement, par exemple 30 pour un virement.",
    hint_en="Add the code of the payment means, for instance 30 for a credit transfer.",
    checks_fr="Une facture donne son moyen de paiement (un avoir peut s'en passer ; en UBL l'absence est seulement "
    "signalée).",
    checks_en="An invoice gives its payment means (a credit note may do without; in UBL its absence is only told).",
    source="Annexe EDI V4.20, p. 22 (mode de règlement obligatoire) et G1.14 ; rejet constaté en Factur-X",
    certainty="M",
)

PAYMENT_MEANS_CODE = RuleSpec(
    code="PAYMENT-MEANS-CODE",
    severity=Severity.ERROR,
    rule="AIFE:S2.05",
    fr="Le moyen de paiement « {value} » n'est pas admis par Chorus Pro ({known}).",
    en="Chorus Pro does not take the payment means “{value}” ({known}).",
    hint_fr="Écrivez l'un des codes admis, par exemple 30 pour un virement.",
    hint_en="Write one of the codes it takes, for instance 30 for a credit transfer.",
    checks_fr="Le moyen de paiement est dans la liste de Chorus Pro pour ce format.",
    checks_en="The payment means is in Chorus Pro's list for this format.",
    source="Annexe EDI V4.20, S2.05 (p. 170) pour CII et Factur-X ; schéma XSD de la facture pivot pour UBL",
    certainty="M",
)

JUSTICE_MEANS = RuleSpec(
    code="JUSTICE-MEANS",
    severity=Severity.ERROR,
    rule="AIFE:G8.20",
    fr="Le moyen de paiement « {value} » n'est pas admis dans le flux des frais de justice ({interface}), qui n'est "
    "payé que par virement.",
    en="The payment means “{value}” is not taken in the flow of justice fees ({interface}), which is paid by credit "
    "transfer alone.",
    hint_fr="Écrivez le code 30 (virement).",
    hint_en="Write the code 30 (credit transfer).",
    checks_fr="Dans l'interface E3 (FSO1120A, frais de justice), le moyen de paiement est 30.",
    checks_en="In the interface E3 (FSO1120A, justice fees), the payment means is 30.",
    source="Annexe EDI, règle G8.20 (p. 91), citée par un logiciel client",
    certainty="M",
)

JUSTICE_CADRE = RuleSpec(
    code="JUSTICE-CADRE",
    severity=Severity.WARNING,
    rule="CADRE",
    fr="Le cadre « {value} » et l'interface {interface} ne vont pas ensemble : le mémoire de frais de justice (A3) a "
    "son propre flux, E3 (FSO1120A).",
    en="The cadre “{value}” and the interface {interface} do not go together: the justice-fee statement (A3) has a "
    "flow of its own, E3 (FSO1120A).",
    hint_fr="Vérifiez le cadre de facturation et le code interface du flux.",
    hint_en="Check the cadre de facturation and the flow's interface code.",
    checks_fr="Le cadre A3 passe par l'interface E3 (FSO1120A), et elle ne porte que lui.",
    checks_en="The cadre A3 goes through the interface E3 (FSO1120A), which carries no other.",
    source="Annexe EDI, juillet 2017 : E3, mémoires de frais de justice ; que chacun exclue l'autre est déduit",
    certainty="L",
)

CREDIT_NOTE_TYPE = RuleSpec(
    code="CREDIT-NOTE-TYPE",
    severity=Severity.WARNING,
    rule="TYPE",
    fr="Le document est un avoir par sa racine (CreditNote), mais une facture par son type « {value} ».",
    en="The document is a credit note by its root (CreditNote), but an invoice by its type “{value}”.",
    hint_fr="Écrivez le type 381, ou produisez une facture (racine Invoice).",
    hint_en="Write the type 381, or produce an invoice (root Invoice).",
    checks_fr="Un document UBL de racine CreditNote n'est pas de type 380.",
    checks_en="A UBL document whose root is CreditNote is not of type 380.",
    source="OASIS UBL 2.1 : CreditNote est l'avoir ; le reste est déduit",
    certainty="L",
    syntaxes=("ubl",),
)

COUNTRY_CODE = RuleSpec(
    code="COUNTRY-CODE",
    severity=Severity.WARNING,
    rule="BR-CL-14",
    fr="Le pays « {value} » (de « {name} ») n'est pas un code de la liste ISO 3166.",
    en="The country “{value}” (of “{name}”) is not a code of the ISO 3166 list.",
    hint_fr="Écrivez le code du pays en deux lettres capitales, par exemple FR.",
    hint_en="Write the country's code in two capital letters, for instance FR.",
    checks_fr="Le pays de chaque partie, quand il est donné, est un code ISO 3166 à deux lettres.",
    checks_en="The country of each party, where given, is a two-letter code of ISO 3166.",
    source="ISO 3166-1 ; AIFE, schéma XSD CPPStatut pivot V1_19 : CodePays de deux caractères",
    certainty="L",
)

UNIT_CODE = RuleSpec(
    code="UNIT-CODE",
    severity=Severity.WARNING,
    rule="BR-CL-23",
    fr="L'unité de mesure « {value} » n'est pas dans les listes internationales (recommandations 20 et 21 de l'ONU).",
    en="The unit of measure “{value}” is not in the international lists (UN recommendations 20 and 21).",
    hint_fr="Écrivez un code de ces listes, par exemple C62 (unité), MTR (mètre), MTK (mètre carré), MTQ (mètre cube) "
    "ou HUR (heure).",
    hint_en="Write a code of these lists, for instance C62 (unit), MTR (metre), MTK (square metre), MTQ (cubic metre) "
    "or HUR (hour).",
    checks_fr="L'unité de chaque ligne, quand elle est donnée, est un code des recommandations 20 ou 21 de l'ONU.",
    checks_en="The unit of each line, where given, is a code of UN recommendations 20 or 21.",
    source="UN/ECE, recommandations 20 et 21 ; EN 16931, BR-CL-23",
    certainty="L",
)

VAT_CATEGORY_CODE = RuleSpec(
    code="VAT-CATEGORY-CODE",
    severity=Severity.WARNING,
    rule="BR-CL-17",
    fr="La catégorie de TVA « {value} » n'est pas l'une de celles qui sont en usage ({known}).",
    en="The VAT category “{value}” is not one of those in use ({known}).",
    hint_fr="Écrivez S pour une opération taxée, E pour une exonération, AE pour une autoliquidation.",
    hint_en="Write S for a taxed operation, E for an exemption, AE for a reverse charge.",
    checks_fr="La catégorie de TVA, quand elle est donnée, est l'une des catégories admises par EN 16931.",
    checks_en="The VAT category, where given, is one of those EN 16931 takes.",
    source="UNTDID 5305 dans l'usage d'EN 16931, BR-CL-17",
    certainty="L",
)

VAT_REGIME_CODE = RuleSpec(
    code="VAT-REGIME-CODE",
    severity=Severity.WARNING,
    rule="AIFE:G2.13",
    fr="Le régime d'exigibilité de la TVA « {value} » n'est pas l'un de ceux qui sont connus ({known}).",
    en="The VAT due-date regime “{value}” is not one of those known ({known}).",
    hint_fr="En CII et Factur-X, écrivez 72 pour la TVA sur les encaissements, 5 pour la TVA sur les débits ; en UBL, "
    "TVA ENCAISSEMENT, TVA DEBIT ou EXONERATION.",
    hint_en="In CII and Factur-X, write 72 for VAT on receipts, 5 for VAT on debits; in UBL, TVA ENCAISSEMENT, TVA "
    "DEBIT or EXONERATION.",
    checks_fr="Le régime d'exigibilité de la TVA, quand il est donné, est un code connu.",
    checks_en="The VAT due-date regime, where given, is a known code.",
    source="Annexe EDI, G2.13 ; UNTDID 2475 dans l'usage d'EN 16931 ; AIFE, feuille de style UBL du 6 janvier 2021",
    certainty="L",
)
