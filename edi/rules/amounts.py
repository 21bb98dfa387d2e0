"""The form of numbers: amounts, quantities, unit prices and rates, wherever the record holds one.

In: a record the schema accepted.  Out: one finding a number, and no more than MOST a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import DECIMALS, HUNDRED, POSITIONS, ZERO, exact, number
from edi.rules.rule import MOST, rule
from edi.words.sentence import RuleSpec

_MANUAL = "Aide d'un éditeur d'ERP sur le flux XML de Chorus Pro : 19 positions, 6 décimales, un point"


@rule(
    "AMOUNT-FORM",
    Severity.ERROR,
    reference="CHIFFRES",
    fr="Le montant « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres au plus, dont "
    "{decimals} décimales au plus, précédées d'un point.",
    en="The amount “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which {decimals} "
    "decimals at most, after a dot.",
    hint_fr="Écrivez le montant en chiffres, par exemple 1234.50 : ni espace, ni virgule, ni signe plus, un chiffre "
    "avant et après le point.",
    hint_en="Write the amount in digits, for instance 1234.50: no space, no comma, no plus sign, a digit on each side "
    "of the dot.",
    checks_fr="Chaque montant a 19 chiffres au plus, dont 6 décimales au plus, séparées par un point.",
    checks_en="Each amount has 19 digits at most, of which 6 decimals at most, after a dot.",
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
