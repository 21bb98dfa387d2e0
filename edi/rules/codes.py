"""Coded values: a credit note's type, countries, units, VAT categories and due dates.

In: a record and the official lists (edi.schemas.codes).  Out: findings that quote the code. The free texts AIFE's
samples put in coded places of a line (LineStatusCode) are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from edi.model.document import Record, Syntax
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import MOST, rule
from edi.rules.values import INVOICE, text
from edi.words.sentence import RuleSpec

UBL_REGIMES = frozenset(("TVA DEBIT", "TVA ENCAISSEMENT", "EXONERATION"))


@rule(
    "CREDIT-NOTE-TYPE",
    Severity.WARNING,
    reference="TYPE",
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
def credit_note_is_no_invoice(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if record.syntax is Syntax.UBL_CREDIT_NOTE and text(record.type) == INVOICE:
        yield say.on(record.type)


@rule(
    "COUNTRY-CODE",
    Severity.WARNING,
    reference="BR-CL-14",
    fr="Le pays « {value} » (de « {name} ») n'est pas un code de la liste ISO 3166.",
    en="The country “{value}” (of “{name}”) is not a code of the ISO 3166 list.",
    hint_fr="Écrivez le code du pays en deux lettres capitales, par exemple FR.",
    hint_en="Write the country's code in two capital letters, for instance FR.",
    checks_fr="Le pays de chaque partie, quand il est donné, est un code ISO 3166 à deux lettres.",
    checks_en="The country of each party, where given, is a two-letter code of ISO 3166.",
    source="ISO 3166-1 ; AIFE, schéma XSD CPPStatut pivot V1_19 : CodePays de deux caractères",
    certainty="L",
)
def countries_exist(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for party in record.parties:
        if text(party.country) and text(party.country) not in context.codes.countries:
            yield say.on(party.country, name=text(party.name))


@rule(
    "COUNTRY-MISSING",
    Severity.WARNING,
    reference="BR-09",
    fr="L'adresse {whose} ne donne pas son pays.",
    en="The address of {whose_en} does not give its country.",
    hint_fr="Ajoutez le code du pays en deux lettres capitales, par exemple FR.",
    hint_en="Add the country's code in two capital letters, for instance FR.",
    checks_fr="Une adresse du fournisseur ou du débiteur donne son pays.",
    checks_en="An address of the supplier or the debtor gives its country.",
    source="AIFE, schéma XSD des factures pivot V2_02 : CodePays est obligatoire ; EN 16931, BR-09 et BR-11 ; les "
    "exemples"
    " officiels sans adresse n'en donnent pas",
    certainty="L",
)
def addresses_name_their_country(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value in record.strays.empty_countries:
        supplier = "Seller" in value.xpath or "Supplier" in value.xpath
        whose, whose_en = ("du fournisseur", "the supplier") if supplier else ("du débiteur", "the debtor")
        yield say.near(value, whose=whose, whose_en=whose_en)


@rule(
    "UNIT-CODE",
    Severity.WARNING,
    reference="BR-CL-23",
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
def units_exist(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    units = context.codes.units
    wrong = (line.unit for line in record.lines if line.unit is not None and line.unit.text not in units)
    for unit in islice(wrong, MOST):
        yield say.on(unit)


@rule(
    "VAT-CATEGORY-CODE",
    Severity.WARNING,
    reference="BR-CL-17",
    fr="La catégorie de TVA « {value} » n'est pas l'une de celles qui sont en usage ({known}).",
    en="The VAT category “{value}” is not one of those in use ({known}).",
    hint_fr="Écrivez S pour une opération taxée, E pour une exonération, AE pour une autoliquidation.",
    hint_en="Write S for a taxed operation, E for an exemption, AE for a reverse charge.",
    checks_fr="La catégorie de TVA, quand elle est donnée, est l'une des catégories admises par EN 16931.",
    checks_en="The VAT category, where given, is one of those EN 16931 takes.",
    source="UNTDID 5305 dans l'usage d'EN 16931, BR-CL-17",
    certainty="L",
)
def categories_exist(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    known = context.codes.categories
    written = chain((tax.category for tax in record.tax_lines), (line.category for line in record.lines))
    for category in islice((one for one in written if one is not None and one.text not in known), MOST):
        yield say.on(category, known=", ".join(sorted(known)))


@rule(
    "VAT-REGIME-CODE",
    Severity.WARNING,
    reference="AIFE:G2.13",
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
def regimes_exist(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    known = UBL_REGIMES if record.syntax.family == "ubl" else context.codes.regimes
    told: set[str] = set()
    for tax in record.tax_lines:
        regime = text(tax.regime)
        if regime and regime not in known and regime not in told and len(told) < MOST:
            told.add(regime)
            yield say.on(tax.regime, known=", ".join(sorted(known)))
