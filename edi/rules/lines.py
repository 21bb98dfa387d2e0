"""Do the lines add up: each to its quantity times its price, all to their total. Exact decimals.

In: a record.  Out: a finding where two numbers of the document contradict each other. A number missing or badly written
is passed over: its own rule tells it, or the schema did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

from edi.model.document import Line, Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ONE, agree, cents, exact, quoted, times, total
from edi.rules.rule import MOST, rule
from edi.words.sentence import RuleSpec

NOT_ADDED = frozenset(("INFORMATION", "REGROUPEMENT", "GROUP"))  # kinds of line that carry no amount of their own


@rule(
    "LINE-AMOUNT-MISSING",
    Severity.WARNING,
    reference="BR-24",
    fr="La ligne n° {value} de la facture n'a pas de montant hors taxe.",
    en="Line no. {value} of the invoice has no amount without tax.",
    hint_fr="Donnez le montant hors taxe de chaque ligne, 0.00 si elle n'ajoute rien.",
    hint_en="Give the amount without tax of each line, 0.00 if it adds nothing.",
    checks_fr="Chaque ligne a un montant hors taxe (sauf les lignes d'information et de regroupement).",
    checks_en="Each line has an amount without tax (information and grouping lines excepted).",
    source="EN 16931, BR-24 ; tous les exemples officiels FSO1116A et FSO1117A",
    certainty="L",
)
def line_has_its_amount(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wanting = ((at, line) for at, line in enumerate(record.lines, start=1) if line.net is None and _counts(line))
    for number, line in islice(wanting, MOST):
        yield say.at(value=str(number), xpath=line.xpath or None, line=line.line or None)


@rule(
    "LINE-AMOUNT",
    Severity.WARNING,
    reference="CALCUL",
    fr="Une ligne ne tombe pas juste : sa quantité ({quantity}) multipliée par son prix unitaire ({price}) ne font pas "
    "son montant, « {value} ».",
    en="A line does not add up: its quantity ({quantity}) times its unit price ({price}) is not its amount, “{value}”.",
    hint_fr="Vérifiez la quantité, le prix unitaire hors taxe et le montant de cette ligne.",
    hint_en="Check this line's quantity, its unit price without tax and its amount.",
    checks_fr="Le montant de chaque ligne est sa quantité multipliée par son prix unitaire, à 2 centimes près (non "
    "comparés quand la ligne porte une remise ou des frais).",
    checks_en="The amount of each line is its quantity times its unit price, give or take 2 cents (not compared when "
    "the line bears an allowance or a charge).",
    source="EN 16931, BT-131 ; les exemples officiels FSO1116A écrivent le prix hors taxe ou toutes taxes : l'un des "
    "deux suffit",
    certainty="L",
)
def line_is_quantity_times_price(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Silent where the line has an allowance or a charge of its own.
    severity = context.amount_severity(say.severity)
    for line in islice(_lines_that_do_not_multiply(record.lines), MOST):
        price = line.gross or line.price
        yield say.on(line.net, severity=severity, quantity=quoted(line.quantity), price=quoted(line.price or price))


def _lines_that_do_not_multiply(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        net, quantity = exact(line.net), exact(line.quantity)
        if net is None or quantity is None or exact(line.adjusted):
            continue  # what a line's own allowances and charges add up to is not followed
        prices = [(exact(line.price), line.basis), (exact(line.gross), line.gross_basis or line.basis)]
        given = [(price, basis) for price, basis in prices if price is not None]
        if given and not any(_multiplies(quantity, price, basis, net) for price, basis in given):
            yield line


def _multiplies(quantity: Decimal, price: Decimal, basis: Value | None, net: Decimal) -> bool:
    """Whether quantity times price is the amount, a price for a hundred being compared a hundred times as far."""
    units = ONE if basis is None else abs(exact(basis) or ONE)
    return agree(times(quantity, price), net if units == ONE else times(net, units), 1 + min(int(units), 100))


@rule(
    "LINES-TOTAL",
    Severity.WARNING,
    reference="BR-CO-10",
    fr="Le total des lignes ne tombe pas juste : les lignes font {computed}, mais « {value} » est écrit.",
    en="The total of the lines does not add up: the lines come to {computed}, but “{value}” is written.",
    hint_fr="Reprenez le montant hors taxe de chaque ligne, ou corrigez le total des lignes.",
    hint_en="Check the amount without tax of each line, or mend the total of the lines.",
    checks_fr="Le total des lignes est leur somme, à un centime près par ligne et un euro au plus (lignes "
    "d'information et de regroupement non comptées ; rien n'est comparé quand toutes les lignes sont à zéro).",
    checks_en="The total of the lines is their sum, give or take a cent for each line, one euro at most (information "
    "and grouping lines do not count; nothing is compared when all lines stand at zero).",
    source="EN 16931, BR-CO-10",
    certainty="L",
)
def lines_add_up(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # E2 templates have lines all at zero: silent.
    written, added, count = exact(record.totals.lines), *sum_of_lines(record)
    if written is None or added is None or agree(written, added, count):
        return
    yield say.on(record.totals.lines, severity=context.amount_severity(say.severity), computed=cents(added))


def sum_of_lines(record: Record) -> tuple[Decimal | None, int]:
    """The sum of the lines that count, and how many they are; None when there is none or all stand at zero."""
    nets = [line.net for line in record.lines if _counts(line)]
    if not nets or not any(exact(net) for net in nets):
        return None, 0
    return total(nets), len(nets)


def _counts(line: Line) -> bool:
    return line.kind is None or line.kind.text.upper() not in NOT_ADDED
