"""Allowances and charges of the whole document: that they make up their totals, and that none is a retenue.

In: the record's adjustments and foot.  Out: findings; a total that is missing counts as zero once there is something to
add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, or_zero, quoted, total
from edi.rules.rule import MOST, rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

_RETENUE = re.compile(r"\bretenue", re.IGNORECASE)


@rule(
    "ALLOWANCES-TOTAL",
    Severity.WARNING,
    reference="BR-CO-11",
    fr="Le total des remises ne tombe pas juste : les remises du document font {computed}, mais {told} est écrit.",
    en="The total of the allowances does not add up: the document's allowances come to {computed}, but {told} is "
    "written.",
    hint_fr="Corrigez le total des remises, ou la remise en cause ; le total hors taxe en dépend.",
    hint_en="Mend the total of the allowances, or the allowance at fault; the total without tax depends on it.",
    checks_fr="Le total des remises est la somme des remises du document, à un centime près par remise.",
    checks_en="The total of the allowances is the sum of the document's allowances, give or take a cent for each.",
    source="EN 16931, BR-CO-11 ; démenti par des exemples officiels acceptés (FSO1117A P01, P11, P40)",
    certainty="L",
)
def allowances_add_up(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    yield from _compared(say, record, context, record.totals.allowances, False)


@rule(
    "CHARGES-TOTAL",
    Severity.WARNING,
    reference="BR-CO-12",
    fr="Le total des frais ne tombe pas juste : les frais du document font {computed}, mais {told} est écrit.",
    en="The total of the charges does not add up: the document's charges come to {computed}, but {told} is written.",
    hint_fr="Corrigez le total des frais, ou les frais en cause ; le total hors taxe en dépend.",
    hint_en="Mend the total of the charges, or the charge at fault; the total without tax depends on it.",
    checks_fr="Le total des frais est la somme des frais du document, à un centime près par poste.",
    checks_en="The total of the charges is the sum of the document's charges, give or take a cent for each.",
    source="EN 16931, BR-CO-12",
    certainty="L",
)
def charges_add_up(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    yield from _compared(say, record, context, record.totals.charges, True)


def _compared(
    say: RuleSpec, record: Record, context: RuleContext, told: Value | None, charge: bool
) -> Iterable[Finding]:
    # A total without anything to add up is let be where the document has no lines either: an E2 flow may be but a foot.
    added, count = sum_of(record, charge)
    if added is None or _adds_up(record, told, charge) or not (count or record.lines):
        return
    severity = context.amount_severity(say.severity)
    if told is not None:
        yield say.on(told, severity=severity, computed=cents(added), told=f"« {told.text} »")
    else:
        places = (item.amount for item in record.adjustments if item.charge is charge)
        yield say.near(next(places, None), severity=severity, computed=cents(added), told=quoted(None))


def adjustments_add_up(record: Record) -> bool:
    """Whether allowances and charges are what their totals say."""
    foot = record.totals
    return _adds_up(record, foot.allowances, False) and _adds_up(record, foot.charges, True)


def _adds_up(record: Record, told: Value | None, charge: bool) -> bool:
    (added, count), written = sum_of(record, charge), or_zero(told)
    return added is None or written is None or agree(added, written, count)


def sum_of(record: Record, charge: bool) -> tuple[Decimal | None, int]:
    """What the document's allowances, or its charges, come to, and how many they are; None where one is unreadable."""
    amounts = [item.amount for item in record.adjustments if item.charge is charge]
    return total(amounts), len(amounts)


@rule(
    "ALLOWANCE-RETENUE",
    Severity.WARNING,
    reference="R2191-33",
    fr="Une remise du document est appelée « {value} » : une retenue de garantie n'est pas une remise, elle réduit ici "
    "de {amount} la base de la TVA.",
    en="An allowance of the document is called “{value}”: a retenue de garantie is no allowance, here it lowers the "
    "VAT "
    "basis by {amount}.",
    hint_fr="Retirez cette remise, laissez la base et la TVA entières, et baissez seulement le net à payer.",
    hint_en="Take this allowance out, leave the basis and the VAT whole, and lower the net to pay alone.",
    checks_fr="Aucune remise du document n'est une retenue de garantie, qui ne réduit que le net à payer.",
    checks_en="No allowance of the document is a retenue de garantie, which lowers the net to pay alone.",
    source="Code de la commande publique, art. R2191-32 à R2191-35 ; Code général des impôts, art. 269 : la TVA est due"
    " sur le montant entier",
    certainty="L",
)
def retenue_is_no_allowance(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    named = (item for item in record.adjustments if not item.charge and _RETENUE.search(text(item.reason)))
    for item in islice((item for item in named if exact(item.amount) not in (None, ZERO)), MOST):
        yield say.on(item.reason, amount=quoted(item.amount))
