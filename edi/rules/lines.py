"""Do the lines add up: each to its quantity times its price, all to their total. Exact decimals.

In: a record.  Out: a finding where two numbers of the document contradict each other. A number missing or badly written
is passed over: its own rule tells it, or the schema did.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from edi.model.document import Line, Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ONE, ZERO, agree, cents, exact, number, quoted, rounded, times, total
from edi.rules.rule import MOST, rule
from edi.words.sentence import RuleSpec

PRICES = (0, 1)  # net, gross
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
    wanting = ((at, line) for at, line in enumerate(record.lines, start=1) if line.net is None and counts(line))
    for place, line in islice(wanting, MOST):
        yield say.at(value=str(place), xpath=line.xpath or None, line=line.line or None)


@rule(
    "LINE-AMOUNT",
    Severity.WARNING,
    reference="BT-131",
    fr="Une ligne ne tombe pas juste : {product}, mais son montant est « {value} ».",
    en="A line does not add up: {product_en}, but its amount is “{value}”.",
    hint_fr="Vérifiez la quantité, le prix unitaire hors taxe, le nombre d'unités qu'il paie, les remises et les "
    "frais de"
    " cette ligne, et son montant.",
    hint_en="Check this line's quantity, its unit price without tax, the number of units it is for, its allowances and"
    " charges, and its amount.",
    checks_fr="Le montant de chaque ligne est sa quantité multipliée par son prix unitaire, moins ses remises, plus "
    "ses frais, à 2 centimes près.",
    checks_en="The amount of each line is its quantity times its unit price, less its allowances, plus its charges, "
    "give or take 2 cents.",
    source="EN 16931, BT-131 ; Peppol, R120 ; les exemples officiels FSO1116A écrivent le prix hors taxe ou toutes "
    "taxes : l'un des deux suffit",
    certainty="L",
)
def line_is_quantity_times_price(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    severity = context.amount_severity(say.severity)
    for line in islice((line for line in record.lines if does_not_multiply(line)), MOST):
        yield say.on(
            line.net,
            severity=severity,
            product=_product(line, " ou ", " (prix brut)"),
            product_en=_product(line, " or ", " (gross price)"),
        )


def does_not_multiply(line: Line) -> bool:
    """Whether none of a line's prices makes its amount; False where a number lacks."""
    net, quantity = exact(line.net), exact(line.quantity)
    if line.basis is None and not line.adjustments and net is not None and quantity is not None:
        price = exact(line.price)  # most lines by far: the net price makes the amount, to the cent
        if price is not None and times(quantity, price) == net:
            return False
    own = adjusted(line)
    if net is None or quantity is None or own is None:
        return False
    prices = [(exact(line.price), line.basis), (exact(line.gross), line.gross_basis or line.basis)]
    given = [(price, basis) for price, basis in prices if price is not None]
    return bool(given) and not any(_multiplies(quantity, price, basis, net - own) for price, basis in given)


def adjusted(line: Line) -> Decimal | None:
    """What a line's own allowances and charges add to it; None where one cannot be read."""
    added = ZERO
    for charge, written in line.adjustments:
        amount = number(written)
        if amount is None:
            return None
        added += amount if charge else -amount
    return added


def _multiplies(quantity: Decimal, price: Decimal, basis: Value | None, net: Decimal) -> bool:
    """Whether quantity times price is the amount, a price for a hundred being compared a hundred times as far."""
    units = _units(basis)
    return agree(times(quantity, price), net if units == ONE else times(net, units), 1 + min(int(units), 100))


def _units(basis: Value | None) -> Decimal:
    return ONE if basis is None else abs(exact(basis) or ONE)


def computed(line: Line) -> list[Decimal]:
    """What a line comes to by each of its prices, the net one first."""
    quantity, own = exact(line.quantity), adjusted(line)
    prices = [(exact(line.price), line.basis), (exact(line.gross), line.gross_basis or line.basis)]
    if quantity is None or own is None:
        return []
    return [times(quantity, price) / _units(basis) + own for price, basis in prices if price is not None]


def _product(line: Line, either: str, gross: str) -> str:
    """The whole computation, as far as it was tried: quantity, price, units, allowances and charges, for each price."""
    own = "".join(f" {'+' if charge else '−'} {amount}" for charge, amount in line.adjustments)
    results, tried = computed(line), list[str]()
    for price, basis, remark in ((line.price, line.basis, ""), (line.gross, line.gross_basis or line.basis, gross)):
        if exact(price) is None:
            continue
        units = f" ÷ {quoted(basis)}" if _units(basis) != ONE else ""
        tried.append(f"{quoted(line.quantity)} × {quoted(price)}{units}{own} = {cents(results[len(tried)])}{remark}")
    return either.join(dict.fromkeys(tried))


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
    # E2 templates have lines all at zero: silent. So where the total is right and one line wrong: LINE-AMOUNT tells it.
    written, added, count = exact(record.totals.lines), *sum_of_lines(record)
    if written is None or added is None or agree(written, added, count):
        return
    if not any(agree(written, mended, count) for mended in mended_sums(record)):
        yield say.on(record.totals.lines, severity=context.amount_severity(say.severity), computed=cents(added))


def sum_of_lines(record: Record) -> tuple[Decimal | None, int]:
    """The sum of the lines that count, and how many they are; None when there is none or all stand at zero."""
    nets = [line.net for line in record.lines if counts(line)]
    added = total(nets)
    if not nets or not (added or any(exact(net) for net in nets)):
        return None, 0
    return added, len(nets)


def mended_sums(record: Record) -> list[Decimal]:
    """The sum of the lines, were each wrong one mended by its price: by the net ones, by the gross ones."""
    sums = (total_of(mended_nets(record, which)) for which in PRICES)
    return [added for added in sums if added is not None]


def mended_nets(record: Record, which: int) -> list[tuple[Line, Decimal | None]]:
    """Each line that counts with its amount; one that does not multiply, with what it ought to be."""
    return [(line, _mended(line, which)) for line in record.lines if counts(line)]


def _mended(line: Line, which: int) -> Decimal | None:
    if not does_not_multiply(line):
        return exact(line.net)
    results = computed(line)
    return rounded(results[min(which, len(results) - 1)])


def total_of(nets: Iterable[tuple[Line, Decimal | None]]) -> Decimal | None:
    added = ZERO
    for _, net in nets:
        if net is None:
            return None
        added += net
    return added


def counts(line: Line) -> bool:
    """Whether a line adds to the total: one that groups others, or only informs, does not."""
    if line.kind is None and line.status is None:
        return True
    kinds = (line.kind, line.status)
    return not any(kind is not None and kind.text.upper() in NOT_ADDED for kind in kinds)
