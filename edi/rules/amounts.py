"""The form of numbers: amounts, quantities, unit prices and rates, wherever the record holds one.

In: a record the schema accepted.  Out: one finding a number, and no more than MOST a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import DECIMALS, HUNDRED, POSITIONS, ZERO, decimals_of, exact, number
from edi.rules.rule import MOST, rule
from edi.words.sentence import RuleSpec

CENTS, QUANTITY = 2, 10  # decimals of a total; digits of a quantity before the dot
_MANUAL = "Aide d'un éditeur d'ERP sur le flux XML de Chorus Pro : 19 positions, 6 décimales, un point"


@rule(
    "AMOUNT-FORM",
    Severity.ERROR,
    reference="CHIFFRES",
    fr="Le montant « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres au plus, dont "
    "{decimals} décimales au plus, précédées d'un point.",
    en="The amount “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which {decimals} "
    "decimals at most, after a dot.",
    hint_fr="Arrondissez le montant au centime et écrivez-le en chiffres, par exemple 1234.50 : ni espace, ni virgule.",
    hint_en="Round the amount to the cent and write it in digits, for instance 1234.50: no space, no comma.",
    checks_fr="Chaque montant a 19 chiffres au plus, dont 6 décimales au plus, séparées par un point ; les zéros qui ne"
    " disent rien et un signe plus ne comptent pas.",
    checks_en="Each amount has 19 digits at most, of which 6 decimals at most, after a dot; zeros that say nothing "
    "and a"
    " plus sign do not count.",
    source=_MANUAL,
    certainty="M",
)
def amounts_are_well_written(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wrong = (value for value in _amounts(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(
    "QUANTITY-FORM",
    Severity.ERROR,
    reference="CHIFFRES",
    fr="La quantité ou le prix unitaire « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres "
    "au plus, dont {decimals} décimales au plus, précédées d'un point.",
    en="The quantity or unit price “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which "
    "{decimals} decimals at most, after a dot.",
    hint_fr="Arrondissez la valeur à six décimales et écrivez-la en chiffres, par exemple 12.5.",
    hint_en="Round the value to six decimals and write it in digits, for instance 12.5.",
    checks_fr="Chaque quantité et chaque prix unitaire a 19 chiffres au plus, dont 6 décimales au plus.",
    checks_en="Each quantity and each unit price has 19 digits at most, of which 6 decimals at most.",
    source=_MANUAL,
    certainty="M",
)
def quantities_and_prices_are_well_written(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wrong = (value for value in _quantities(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(
    "RATE-FORM",
    Severity.ERROR,
    reference="CHIFFRES",
    fr="Le taux de TVA « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres au plus, dont "
    "{decimals} décimales au plus, précédées d'un point.",
    en="The VAT rate “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which {decimals} "
    "decimals at most, after a dot.",
    hint_fr="Écrivez le taux en pour cent, par exemple 20 ou 5.5.",
    hint_en="Write the rate in per cent, for instance 20 or 5.5.",
    checks_fr="Chaque taux de TVA est un nombre bien écrit.",
    checks_en="Each VAT rate is a well-written number.",
    source=_MANUAL,
    certainty="M",
)
def rates_are_well_written(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wrong = (value for value in _rates(record) if number(value.text) is None)
    for value in islice(wrong, MOST):
        yield say.on(value, positions=POSITIONS, decimals=DECIMALS)


@rule(
    "RATE-RANGE",
    Severity.ERROR,
    reference="CHIFFRES",
    fr="Le taux de TVA « {value} » n'est pas un pourcentage compris entre 0 et 100.",
    en="The VAT rate “{value}” is not a percentage between 0 and 100.",
    hint_fr="Écrivez le taux en pour cent, par exemple 20 ou 5.5.",
    hint_en="Write the rate in per cent, for instance 20 or 5.5.",
    checks_fr="Chaque taux de TVA est compris entre 0 et 100.",
    checks_en="Each VAT rate is between 0 and 100.",
    source="Par définition d'un pourcentage de TVA ; EN 16931, BT-119 et BT-152",
    certainty="M",
)
def rates_are_percentages(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    read = ((value, exact(value)) for value in _rates(record))
    wrong = (value for value, rate in read if rate is not None and not ZERO <= rate <= HUNDRED)
    for value in islice(wrong, MOST):
        yield say.on(value)


@rule(
    "TOTAL-DECIMALS",
    Severity.WARNING,
    reference="BR-DEC-12",
    fr="Le montant « {value} » a {decimals} décimales ; un total ou un montant de ligne en a deux au plus. Montants "
    "dans "
    "ce cas : {count}.",
    en="The amount “{value}” has {decimals} decimals; a total or the amount of a line has two at most. Amounts in this "
    "case: {count}.",
    hint_fr="Arrondissez ce montant au centime, et les totaux avec lui ; seuls les prix unitaires et les quantités ont "
    "plus de deux décimales.",
    hint_en="Round this amount to the cent, and the totals with it; only unit prices and quantities have more than two "
    "decimals.",
    checks_fr="Les totaux, les montants de TVA et ceux des lignes ont deux décimales au plus (zéros non comptés).",
    checks_en="Totals, VAT amounts and amounts of lines have two decimals at most (zeros not counted).",
    source="Factur-X 1.0.06, p. 90 : « pas plus de deux décimales » ; EN 16931, BR-DEC-09 à BR-DEC-23",
    certainty="M",
)
def totals_are_in_cents(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # One a document: a total that is not rounded carries its decimals into those after it.
    # What ends in two decimals, as almost every amount does, is not read again.
    read = [(value, exact(value)) for value in _amounts(record) if value.text[-3:-2] != "." and "." in value.text]
    counted = [(value, decimals_of(amount)) for value, amount in read if amount is not None]
    wrong = [(value, decimals) for value, decimals in counted if decimals > CENTS]
    for value, decimals in wrong[:1]:
        yield say.on(value, decimals=decimals, count=len(wrong))


@rule(
    "QUANTITY-LONG",
    Severity.WARNING,
    reference="BT-129",
    fr="La quantité « {value} » compte {digits} chiffres avant le point ; Chorus Pro en prend {limit} au plus.",
    en="The quantity “{value}” has {digits} digits before the dot; Chorus Pro takes {limit} at most.",
    hint_fr="Vérifiez la quantité, ou choisissez une unité plus grande.",
    hint_en="Check the quantity, or choose a larger unit.",
    checks_fr="Une quantité compte dix chiffres au plus avant le point.",
    checks_en="A quantity has ten digits at most before the dot.",
    source="Factur-X 1.0.06, BT-129, remarque sur Chorus Pro (p. 103)",
    certainty="M",
)
def quantities_are_short(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    long = (line.quantity for line in record.lines if line.quantity is not None and len(line.quantity.text) > QUANTITY)
    read = ((value, exact(value)) for value in long)
    for value, quantity in islice((pair for pair in read if pair[1] is not None), MOST):
        if quantity is not None and (digits := len(str(abs(int(quantity))))) > QUANTITY:
            yield say.on(value, digits=digits, limit=QUANTITY)


@rule(
    "PRICE-NEGATIVE",
    Severity.WARNING,
    reference="BR-27",
    fr="Le prix unitaire « {value} » est négatif.",
    en="The unit price “{value}” is negative.",
    hint_fr="Écrivez le prix sans signe et mettez le signe moins à la quantité, ou faites une remise de la ligne.",
    hint_en="Write the price without a sign and put the minus on the quantity, or make the line an allowance.",
    checks_fr="Un prix unitaire, net ou brut, n'est pas négatif.",
    checks_en="A unit price, net or gross, is not negative.",
    source="EN 16931, BR-27 et BR-28 ; l'exemple officiel FSO1116A P17 en a un et il est pris",
    certainty="L",
)
def unit_prices_are_not_negative(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # One a line: the gross price of a negative net one is negative for the same reason.
    lines = record.lines
    signed = [line.price for line in lines if line.price is not None and line.price.text[0] == "-"]
    told = signed or [line.gross for line in lines if line.gross is not None and line.gross.text[0] == "-"]
    for price in islice((price for price in told if exact(price)), MOST):
        yield say.on(price)


def _amounts(record: Record) -> Iterator[Value]:
    foot = record.totals
    yield from filter(None, (foot.lines, foot.allowances, foot.charges, foot.without_tax, foot.tax, foot.with_tax))
    yield from filter(None, (foot.prepaid, foot.rounding, foot.payable))
    for tax in record.tax_lines:
        yield from filter(None, (tax.basis, tax.amount))
    for line in record.lines:
        if line.net is not None:
            yield line.net


def _quantities(record: Record) -> Iterator[Value]:
    for line in record.lines:
        yield from filter(None, (line.quantity, line.price, line.gross, line.basis))


def _rates(record: Record) -> Iterator[Value]:
    for tax in record.tax_lines:
        if tax.rate is not None:
            yield tax.rate
    for line in record.lines:
        if line.rate is not None:
            yield line.rate
