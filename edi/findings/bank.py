"""What the rules of bank coordinates can say."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

IBAN_MISSING = RuleSpec(
    code="IBAN-MISSING",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="Le document doit être payé par {label} (moyen « {value} »), mais il ne donne pas de compte.",
    en="The document is to be paid by {label_en} (means “{value}”), but gives no account.",
    hint_fr="Donnez l'IBAN du compte à créditer, ou vérifiez que les coordonnées bancaires du fournisseur sont à jour "
    "dans Chorus Pro.",
    hint_en="Give the IBAN of the account to credit, or check that the supplier's bank details are up to date in "
    "Chorus Pro.",
    checks_fr="Un paiement par virement (30, 31, 42, 58) donne le compte à créditer.",
    checks_en="A payment by transfer (30, 31, 42, 58) gives the account to credit.",
    source="Annexe EDI, G1.16 à G1.19 (coordonnées bancaires), dont le texte exact n'est pas connu",
    certainty="L",
)

ACCOUNT_NOT_IBAN = RuleSpec(
    code="ACCOUNT-NOT-IBAN",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="Le compte « {value} » est donné sous une autre forme qu'un IBAN.",
    en="The account “{value}” is given in another form than an IBAN.",
    hint_fr="Donnez l'IBAN du compte : il figure sur le relevé d'identité bancaire.",
    hint_en="Give the account's IBAN: it stands on the bank's account identity statement.",
    checks_fr="Un compte est donné par son IBAN.",
    checks_en="An account is given by its IBAN.",
    source="Annexe EDI, G1.16 à G1.19 (coordonnées bancaires), dont le texte exact n'est pas connu",
    certainty="L",
)

IBAN_FORM = RuleSpec(
    code="IBAN-FORM",
    severity=Severity.ERROR,
    rule="AIFE:G1.16",
    fr="L'IBAN « {value} » n'a pas la forme d'un IBAN : pays, longueur ou caractères ne conviennent pas.",
    en="The IBAN “{value}” has not the form of an IBAN: country, length or characters do not fit.",
    hint_fr="Recopiez l'IBAN du relevé d'identité bancaire : un IBAN français a 27 caractères et commence par FR.",
    hint_en="Copy the IBAN from the bank's account identity statement: a French IBAN has 27 characters and begins "
    "with FR.",
    checks_fr="Un IBAN a les lettres de son pays, et la longueur et la forme de ce pays.",
    checks_en="An IBAN has its country's letters, length and shape.",
    source="Annexe EDI V4.21, G1.16 à G1.19 (syntaxe de l'IBAN) ; ISO 13616",
    certainty="M",
)

IBAN_KEY = RuleSpec(
    code="IBAN-KEY",
    severity=Severity.ERROR,
    rule="AIFE:G1.16",
    fr="L'IBAN « {value} » est faux : sa clé de contrôle ne correspond pas à ses chiffres.",
    en="The IBAN “{value}” is wrong: its check digits do not fit the rest.",
    hint_fr="Recopiez l'IBAN du relevé d'identité bancaire : deux caractères sont sans doute intervertis ou mal "
    "saisis.",
    hint_en="Copy the IBAN from the bank's account identity statement: two characters were likely swapped or mistyped.",
    checks_fr="La clé de contrôle d'un IBAN correspond à ses chiffres.",
    checks_en="The check digits of an IBAN fit the rest.",
    source="Annexe EDI V4.21, G1.16 à G1.19 (syntaxe de l'IBAN) ; ISO 13616",
    certainty="M",
)

IBAN_WRITING = RuleSpec(
    code="IBAN-WRITING",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="L'IBAN « {value} » est écrit avec des espaces, des tirets ou des minuscules.",
    en="The IBAN “{value}” is written with spaces, hyphens or small letters.",
    hint_fr="Écrivez-le d'un seul tenant et en capitales : {bare}.",
    hint_en="Write it in one piece and in capitals: {bare}.",
    checks_fr="Un IBAN est écrit d'un seul tenant et en capitales.",
    checks_en="An IBAN is written in one piece and in capitals.",
    source="ISO 13616, forme électronique",
    certainty="L",
)

IBAN_ZEROS = RuleSpec(
    code="IBAN-ZEROS",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="L'IBAN « {value} » ne contient que des zéros : aucun compte ne peut être crédité.",
    en="The IBAN “{value}” holds nothing but zeros: no account can be credited.",
    hint_fr="Remplacez ce numéro par l'IBAN du compte à créditer.",
    hint_en="Replace this number with the IBAN of the account to credit.",
    checks_fr="Un IBAN désigne un compte, et non une suite de zéros.",
    checks_en="An IBAN names an account, not a row of zeros.",
    source="Déduit : la clé d'un IBAN de zéros peut être juste",
    certainty="L",
)

BIC_FORM = RuleSpec(
    code="BIC-FORM",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="Le code BIC « {value} » n'a pas la forme d'un BIC.",
    en="The BIC “{value}” has not the form of a BIC.",
    hint_fr="Recopiez le BIC du relevé d'identité bancaire : 8 ou 11 caractères, dont les deux lettres du pays en "
    "cinquième et sixième place.",
    hint_en="Copy the BIC from the bank's account identity statement: 8 or 11 characters, the country's two letters "
    "in fifth and sixth place.",
    checks_fr="Un BIC a 8 ou 11 caractères et les lettres d'un pays.",
    checks_en="A BIC has 8 or 11 characters and a country's letters.",
    source="ISO 9362",
    certainty="L",
)

BIC_COUNTRY = RuleSpec(
    code="BIC-COUNTRY",
    severity=Severity.WARNING,
    rule="AIFE:G1.16",
    fr="Le code BIC « {value} » désigne une banque du pays {of_bank}, mais l'IBAN « {iban} » un compte du pays "
    "{of_account}.",
    en="The BIC “{value}” names a bank of the country {of_bank}, but the IBAN “{iban}” an account of the country "
    "{of_account}.",
    hint_fr="Vérifiez que le BIC et l'IBAN viennent du même relevé d'identité bancaire.",
    hint_en="Check that BIC and IBAN come from the same account identity statement.",
    checks_fr="Le BIC et l'IBAN sont du même pays (France, outre-mer et Monaco comptent pour un).",
    checks_en="BIC and IBAN are of one country (France, its overseas territories and Monaco count as one).",
    source="Déduit d'ISO 9362 et d'ISO 13616",
    certainty="L",
)
