"""The VAT summary's rates and categories, the reason of an exemption, its currency."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from edi.model.document import Record, TaxLine
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, percentage
from edi.rules.rule import MOST, rule
from edi.rules.totals import in_other_currency
from edi.words.sentence import RuleSpec

# UNTDID 5305 categories under which no VAT is asked; those that need a reason (EN 16931, BR-E-10, BR-AE-10, BR-IC-10,
# BR-G-10, BR-O-10). Z, the rate of zero, needs none.
UNTAXED = frozenset(("E", "Z", "O", "AE", "K", "G"))
REASONED = UNTAXED - {"Z"}
STANDARD = "S"
FRENCH = frozenset(("", "FR", "GP", "MQ", "RE", "GF", "YT", "MC"))  # whose VAT is the French one; "": not said


@rule(
    "TAX-RATE-UNKNOWN",
    Severity.WARNING,
    reference="TVA",
    fr="Le taux de TVA « {value} » n'est pas un taux français connu ({known}).",
    en="The VAT rate “{value}” is not a known French rate ({known}).",
    hint_fr="Vérifiez le taux ; s'il est en vigueur, ajoutez-le à la table des taux de TVA de la passerelle.",
    hint_en="Check the rate; if it is in force, add it to the gateway's table of VAT rates.",
    checks_fr="Le taux de TVA d'un fournisseur français est un taux de la table vat-rates.csv.",
    checks_en="The VAT rate of a French supplier is one of the table vat-rates.csv.",
    source="Code général des impôts, art. 278 à 281 nonies et 296 à 297",
    certainty="L",
)
def rate_is_a_french_one(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The rates are those of config/vat-rates.csv.
    country = record.supplier.country
    if (country.text.upper() if country else "") not in FRENCH:
        return
    known = context.tables.vat_rates
    for tax in islice(record.tax_lines, MOST):
        rate = percentage(tax.rate)
        if rate is not None and rate not in known and category_of(tax) not in UNTAXED:
            yield say.on(tax.rate, known=", ".join(row.rate for row in known.values()))


@rule(
    "TAX-EXEMPTION-REASON",
    Severity.WARNING,
    reference="BR-E-10",
    fr="La TVA n'est pas facturée (catégorie « {value} »), mais le motif d'exonération n'est pas donné.",
    en="No VAT is charged (category “{value}”), but the reason of the exemption is not given.",
    hint_fr="Ajoutez le motif, par exemple « Autoliquidation » ou l'article de loi qui exonère : la mention est "
    "obligatoire sur une facture.",
    hint_en="Add the reason, for instance “Autoliquidation” or the article of law that exempts: an invoice must "
    "mention it.",
    checks_fr="Une exonération de TVA, une autoliquidation ou une opération hors champ donne son motif.",
    checks_en="A VAT exemption, a reverse charge or an operation out of scope gives its reason.",
    source="EN 16931, BR-E-10 et semblables ; Code général des impôts, annexe II, art. 242 nonies A ; les exemples "
    "officiels FSO1116A P05, P59 et P61 n'en donnent pas",
    certainty="L",
)
def exemption_has_its_reason(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wanting = (tax for tax in record.tax_lines if category_of(tax) in REASONED and tax.exemption is None)
    for tax in islice(wanting, MOST):
        yield say.on(tax.category)


@rule(
    "TAX-STANDARD-ZERO",
    Severity.WARNING,
    reference="BR-S-05",
    fr="La catégorie de TVA « {value} » (soumis à la TVA) va avec un taux de zéro.",
    en="The VAT category “{value}” (taxed) goes with a rate of zero.",
    hint_fr="Choisissez la catégorie qui convient : E pour une exonération, AE pour une autoliquidation, Z pour un "
    "taux zéro ; ou corrigez le taux.",
    hint_en="Choose the category that fits: E for an exemption, AE for a reverse charge, Z for a rate of zero; or "
    "mend the rate.",
    checks_fr="Une ligne de TVA de catégorie S a un taux au-dessus de zéro.",
    checks_en="A VAT line of category S has a rate above zero.",
    source="EN 16931, BR-S-05 ; démenti par l'exemple officiel accepté FSO1117A P05",
    certainty="L",
)
def taxed_category_has_a_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for tax in islice(
        (tax for tax in record.tax_lines if category_of(tax) == STANDARD and percentage(tax.rate) == ZERO), MOST
    ):
        yield say.on(tax.category)


@rule(
    "TAX-UNTAXED-RATE",
    Severity.WARNING,
    reference="BR-E-05",
    fr="La catégorie de TVA {category} n'est pas soumise à la TVA, mais le taux est de « {value} ».",
    en="The VAT category {category} bears no VAT, but the rate is “{value}”.",
    hint_fr="Écrivez un taux de 0, ou choisissez la catégorie S si la TVA est due.",
    hint_en="Write a rate of 0, or choose category S if VAT is due.",
    checks_fr="Une ligne de TVA exonérée, autoliquidée ou hors champ a un taux de zéro.",
    checks_en="A VAT line that is exempt, reverse-charged or out of scope has a rate of zero.",
    source="EN 16931, BR-E-05, BR-AE-05, BR-IC-05, BR-Z-05",
    certainty="L",
)
def untaxed_category_has_no_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for tax in islice((tax for tax in record.tax_lines if category_of(tax) in UNTAXED and percentage(tax.rate)), MOST):
        yield say.on(tax.rate, category=category_of(tax))


@rule(
    "TAX-CURRENCY",
    Severity.WARNING,
    reference="BR-53",
    fr="Le total de la TVA est donné en « {value} » seulement, alors que le document est en {currency}.",
    en="The total of VAT is given in “{value}” only, whereas the document is in {currency}.",
    hint_fr="Donnez le total de la TVA dans la devise du document.",
    hint_en="Give the total of VAT in the document's currency.",
    checks_fr="Un total de la TVA est donné dans la devise du document.",
    checks_en="A total of VAT is given in the document's currency.",
    source="EN 16931, BT-110 et BR-53",
    certainty="L",
)
def tax_total_is_in_the_documents_currency(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Silent where the document's own currency is none, which is told already.
    own = record.currency
    if in_other_currency(record) and own is not None and own.text in context.codes.currencies:
        yield say.on(record.totals.tax_currency, currency=own.text)


def category_of(tax: TaxLine) -> str:
    return tax.category.text if tax.category is not None else ""
