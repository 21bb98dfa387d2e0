"""Gross prices: Chorus Pro refuses one whose way to the net price is not written. From live refusals."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec


@rule(
    "PRICE-GROSS-ALONE",
    Severity.WARNING,
    reference="BT-148",
    fr="Une ligne donne un prix brut sans la remise qui mène au prix net (AppliedTradeAllowanceCharge) ; lignes dans "
    "ce "
    "cas : {count}. Chorus Pro a refusé de telles lignes.",
    en="A line gives a gross price without the allowance that leads to the net one (AppliedTradeAllowanceCharge); "
    "lines "
    "in this case: {count}. Chorus Pro has refused such lines.",
    hint_fr="Retirez GrossPriceProductTradePrice, ou ajoutez-y AppliedTradeAllowanceCharge avec ActualAmount, 0 s'il "
    "n'y "
    "a pas de remise.",
    hint_en="Take GrossPriceProductTradePrice out, or add AppliedTradeAllowanceCharge with ActualAmount to it, 0 where "
    "there is no allowance.",
    checks_fr="Un prix unitaire brut est suivi de sa remise, même nulle.",
    checks_en="A gross unit price has its allowance, though it be zero.",
    source="Rejets réels de Factur-X (OCA/l10n-france, 504) ; les exemples officiels de 2018 n'en donnent pas",
    certainty="M",
    syntaxes=("factur-x",),
)
def gross_price_has_its_allowance(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # AIFE's own CII samples, E2, all have a gross price alone: only Factur-X was seen refused.
    prices = record.strays.gross_prices
    if prices:
        yield say.near(prices[0], count=len(prices))


@rule(
    "PRICE-ALLOWANCE-AMOUNT",
    Severity.ERROR,
    reference="BT-147",
    fr="La remise sur le prix brut d'une ligne (AppliedTradeAllowanceCharge) n'a pas de montant (ActualAmount).",
    en="The allowance on the gross price of a line (AppliedTradeAllowanceCharge) has no amount (ActualAmount).",
    hint_fr="Ajoutez ActualAmount, le montant de la remise par unité (0 s'il n'y en a pas), ou retirez tout le prix "
    "brut.",
    hint_en="Add ActualAmount, the amount of the allowance a unit (0 where there is none), or take the gross price "
    "out.",
    checks_fr="Une remise sur un prix brut a son montant.",
    checks_en="An allowance on a gross price has its amount.",
    source="Rejets réels (OCA/l10n-france, 536 et 504) ; aucun exemple officiel n'écrit ce bloc sans montant",
    certainty="M",
    syntaxes=("cii", "factur-x"),
)
def allowance_on_a_gross_price_has_its_amount(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for price in record.strays.gross_allowances:
        yield say.near(price)
