"""The VAT of each line: its category and its rate, and the basis of each rate they make.

In: a record's lines, allowances, charges and VAT summary.  Out: findings that warn only, as in vat_lines. One wrong
line gives one finding, which names the line: the summary's bases follow, and are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

from edi.model.document import Line, Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.adjustments import adjustments_add_up
from edi.rules.context import RuleContext
from edi.rules.decimals import HUNDRED, ZERO, agree, cents, exact, number, percentage, quoted, same
from edi.rules.lines import PRICES, counts, mended_nets
from edi.rules.rule import MOST, rule
from edi.rules.values import text
from edi.rules.vat_codes import STANDARD, UNTAXED
from edi.rules.vat_totals import sum_of_taxes
from edi.words.sentence import RuleSpec

Kind = tuple[str, Decimal]  # a category that bears no VAT, "" for all others, and the rate
Sums = dict[Kind, Decimal]
CATEGORIES = UNTAXED | {STANDARD, "L", "M", "B"}
NO_RATE = ("aucun", "none")


@rule(
    "LINE-CATEGORY-RATE",
    Severity.WARNING,
    reference="BR-S-05",
    fr="Une ligne a la catégorie de TVA « {value} » et un taux ({rate}) qui ne vont pas ensemble.",
    en="A line has the VAT category “{value}” and a rate ({rate_en}) that do not go together.",
    hint_fr="Donnez à une ligne taxée (S) un taux au-dessus de zéro ; à une ligne exonérée (E), autoliquidée (AE) ou "
    "hors "
    "champ (O), un taux de zéro ; ou corrigez la catégorie.",
    hint_en="Give a taxed line (S) a rate above zero, a line that is exempt (E), reverse-charged (AE) or out of "
    "scope (O) "
    "a rate of zero; or mend the category.",
    checks_fr="Le taux de TVA d'une ligne est au-dessus de zéro dans la catégorie S, à zéro dans celles qui ne "
    "portent pas"
    " de TVA.",
    checks_en="The VAT rate of a line is above zero in category S, zero in those that bear no VAT.",
    source="EN 16931, BR-S-05, BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05, BR-O-05",
    certainty="L",
)
def category_of_a_line_fits_its_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Of a contradiction that the summary repeats, TAX-STANDARD-ZERO or TAX-UNTAXED-RATE speaks alone.
    repeated = {(text(tax.category), percentage(tax.rate)) for tax in record.tax_lines}
    odd = {pair for pair in {_written(line) for line in record.lines} if _contradict(*pair)}
    lines = (line for line in record.lines if odd and _written(line) in odd and _contradicts_itself(line))
    for line in islice((line for line in lines if (text(line.category), exact(line.rate)) not in repeated), MOST):
        rate = line.rate.text if line.rate is not None else ""
        yield say.on(line.category, rate=rate or NO_RATE[0], rate_en=rate or NO_RATE[1])


def _written(line: Line) -> tuple[str | None, str | None]:
    """Category and rate as they are written: many lines have few of them."""
    return line.category and line.category.text, line.rate and line.rate.text


def _contradicts_itself(line: Line) -> bool:
    return _contradict(*_written(line)) and counts(line) and exact(line.net) != ZERO


def _contradict(category: str | None, rate: str | None) -> bool:
    if category == STANDARD:
        return rate is None or number(rate) == ZERO
    return category in UNTAXED and rate is not None and bool(number(rate))


@rule(
    "LINE-CATEGORY-MISSING",
    Severity.WARNING,
    reference="BR-CO-04",
    fr="La ligne n° {value} ne donne pas sa catégorie de TVA, alors que d'autres lignes la donnent.",
    en="Line no. {value} does not give its VAT category, whereas other lines do.",
    hint_fr="Donnez la catégorie de TVA de chaque ligne : S pour une opération taxée, E, AE ou O sinon.",
    hint_en="Give the VAT category of each line: S for a taxed operation, E, AE or O otherwise.",
    checks_fr="Chaque ligne donne sa catégorie de TVA, dès qu'une la donne.",
    checks_en="Each line gives its VAT category, as soon as one does.",
    source="EN 16931, BR-CO-04 ; les exemples officiels FSO1116A n'en donnent à aucune ligne",
    certainty="L",
)
def every_line_has_its_category(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not any(line.category is not None for line in record.lines):
        return
    wanting = ((at, line) for at, line in enumerate(record.lines, start=1) if line.category is None and counts(line))
    for place, line in islice(wanting, MOST):
        yield say.at(value=str(place), xpath=line.xpath or None, line=line.line or None)


@rule(
    "TAX-CATEGORY-LINES",
    Severity.WARNING,
    reference="BR-S-01",
    fr="La catégorie de TVA « {value} » est celle de lignes, de remises ou de frais, mais le récapitulatif de TVA ne "
    "la "
    "connaît pas ({known}).",
    en="The VAT category “{value}” is that of lines, allowances or charges, but the VAT summary does not know it "
    "({known}).",
    hint_fr="Ajoutez cette catégorie au récapitulatif de TVA, ou corrigez celle de la ligne.",
    hint_en="Add this category to the VAT summary, or mend the line's.",
    checks_fr="Chaque catégorie de TVA des lignes, des remises et des frais a sa ligne au récapitulatif.",
    checks_en="Each VAT category of lines, allowances and charges has its line in the summary.",
    source="EN 16931, BR-S-01, BR-Z-01, BR-E-01, BR-AE-01, BR-IC-01, BR-G-01, BR-O-01",
    certainty="L",
)
def summary_knows_the_categories_of_the_lines(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for category, known in islice(_strangers(record), MOST):
        yield say.on(category, known=", ".join(sorted(known)))


def _strangers(record: Record) -> Iterator[tuple[Value, set[str]]]:
    """The first line of each category that the summary lacks; of a line that contradicts itself its rule speaks."""
    known = {tax.category.text for tax in record.tax_lines if tax.category is not None}
    if not known or not known <= CATEGORIES or any(tax.category is None for tax in record.tax_lines):
        return  # of a category that does not exist, VAT-CATEGORY-CODE speaks
    told = {"", *known}
    lines = (line for line in record.lines if line.category is not None and line.category.text not in known)
    for line in lines:
        category = line.category
        if category is None or category.text in told or category.text not in CATEGORIES or not counts(line):
            continue
        if exact(line.net) != ZERO and not _contradicts_itself(line):
            told.add(category.text)
            yield category, known
    for item in record.adjustments:
        if item.category is not None and item.category.text not in told and exact(item.amount):
            told.add(item.category.text)
            yield item.category, known


@rule(
    "LINE-RATE",
    Severity.WARNING,
    reference="BR-S-08",
    fr="Une ligne de {net} est au taux de « {value} » %, alors que le récapitulatif de TVA la compte à {rate} %.",
    en="A line of {net} bears the rate of “{value}” %, whereas the VAT summary counts it at {rate} %.",
    hint_fr="Corrigez le taux de TVA de cette ligne, ou les bases du récapitulatif.",
    hint_en="Mend the VAT rate of this line, or the bases of the summary.",
    checks_fr="Aucune ligne n'est à un autre taux que celui auquel le récapitulatif de TVA la compte.",
    checks_en="No line bears another rate than the one the VAT summary counts it at.",
    source="EN 16931, BR-S-08 et semblables",
    certainty="L",
)
def line_bears_the_rate_of_the_summary(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    gaps = _gaps(record)
    if gaps and (moved := _moved_line(record, gaps)) is not None:
        line, (_, rate) = moved
        severity = context.amount_severity(say.severity)
        yield say.on(line.rate, severity=severity, net=quoted(line.net), rate=f"{rate:f}")


@rule(
    "TAX-BASIS-LINES",
    Severity.WARNING,
    reference="BR-S-08",
    fr="Le récapitulatif de TVA ne suit pas les lignes : au taux de {rate} %, la base est de « {value} », alors que "
    "les "
    "lignes, moins les remises, plus les frais à ce taux, font {computed}{more}.",
    en="The VAT summary does not follow the lines: at {rate} %, the basis is “{value}”, whereas the lines, less the "
    "allowances, plus the charges at that rate, come to {computed}{more_en}.",
    hint_fr="Vérifiez le taux de TVA de chaque ligne, remise et frais, ou corrigez le récapitulatif de TVA.",
    hint_en="Check the VAT rate of each line, allowance and charge, or mend the VAT summary.",
    checks_fr="La base de TVA de chaque taux est la somme des lignes à ce taux, moins les remises, plus les frais.",
    checks_en="The VAT basis of each rate is the sum of the lines at that rate, less the allowances, plus the charges.",
    source="EN 16931, BR-S-08, BR-Z-08, BR-E-08, BR-AE-08, BR-IC-08, BR-G-08, BR-O-08",
    certainty="L",
)
def basis_is_the_lines_of_its_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # One finding a document: what is missing at one rate is mostly too much at another.
    gaps = _gaps(record)
    if not gaps or _moved_line(record, gaps) is not None:
        return
    kinds = sorted(gaps, key=lambda kind: kind not in gaps or not gaps[kind][0])  # one that has a basis comes first
    (category, rate), others = kinds[0], kinds[1:]
    of_tax, of_lines = gaps[category, rate]
    place = next((tax for tax in record.tax_lines if percentage(tax.rate) == rate), record.tax_lines[0])
    rests = [(f"{other:f}", cents(gaps[kind, other][0]), cents(gaps[kind, other][1])) for kind, other in others]
    yield say.on(
        place.basis,
        value=cents(of_tax),
        severity=context.amount_severity(say.severity),
        rate=f"{rate:f}",
        computed=cents(of_lines),
        more="".join(f" ; à {other} %, {basis} au lieu de {lines}" for other, basis, lines in rests[:SHOWN]),
        more_en="".join(f"; at {other} %, {basis} instead of {lines}" for other, basis, lines in rests[:SHOWN]),
    )


SHOWN = 5  # rates beside the first


def _gaps(record: Record) -> dict[Kind, tuple[Decimal, Decimal]]:
    """The rates at which the summary is not what the lines, allowances and charges make: its basis, and theirs.

    None where the bases do not make up the total, or where categories, adjustments or a wrong line explain it:
    each is told already."""
    if not record.tax_lines or not record.lines:
        return {}
    of_tax, written, added = _bases(record), exact(record.totals.without_tax), sum_of_taxes(record, "basis")
    nets = [(line, exact(line.net)) for line in record.lines if counts(line)]
    if of_tax is None or not nets:
        return {}
    of_lines = _made(record, nets, of_tax)
    if of_lines is None or not (gaps := _differences(of_tax, of_lines, len(nets))):
        return {}
    if not same(sum(of_tax.values(), ZERO), sum(of_lines.values(), ZERO), len(nets)):
        return {}  # then it is a total that is wrong, not the rate of a line
    if not any(net for _, net in nets):
        return {}
    if written is None or added is None or not same(added, written, len(record.tax_lines)):
        return {}
    if not adjustments_add_up(record) or any(True for _ in _strangers(record)):
        return {}
    for which in PRICES:
        mended = _made(record, mended_nets(record, which), of_tax)
        if mended is not None and not _differences(of_tax, mended, len(nets)):
            return {}
    return gaps


def _differences(of_tax: Sums, of_lines: Sums, parts: int) -> dict[Kind, tuple[Decimal, Decimal]]:
    pairs = {kind: (of_tax.get(kind, ZERO), of_lines.get(kind, ZERO)) for kind in (*of_tax, *of_lines)}
    return {kind: pair for kind, pair in pairs.items() if not same(*pair, parts)}


def _bases(record: Record) -> Sums | None:
    sums: Sums = {}
    for tax in record.tax_lines:
        category = tax.category.text if tax.category is not None else ""
        basis, kind = exact(tax.basis), _kind(category, percentage(tax.rate))
        if kind is None or basis is None:
            return None
        sums[kind] = sums.get(kind, ZERO) + basis
    return sums


def _kind(category: str, rate: Decimal | None) -> Kind | None:
    """What is added up together: of what bears no VAT the category tells apart, of the rest the rate."""
    if category in UNTAXED and not rate:
        return category, ZERO
    return None if rate is None else ("", rate)


def _made(record: Record, nets: Iterable[tuple[Line, Decimal | None]], of_tax: Sums) -> Sums | None:
    """What lines, allowances and charges make at each rate; None where one has no rate and several are to choose."""
    written: dict[tuple[str | None, str | None], Decimal] = {}
    for line, net in nets:
        if net is None:
            return None
        pair = _written(line)
        written[pair] = written.get(pair, ZERO) + net
    for item in record.adjustments:
        amount = exact(item.amount)
        if amount is None:
            return None
        pair = item.category and item.category.text, item.rate and item.rate.text
        written[pair] = written.get(pair, ZERO) + (amount if item.charge else -amount)
    sums: Sums = {}
    for (category, rate), net in written.items():
        kind = _kind_of(category, rate, of_tax)
        if kind is not None:
            sums[kind] = sums.get(kind, ZERO) + net
        elif net:
            return None
    return sums


def _kind_of(category: str | None, rate: str | None, of_tax: Sums) -> Kind | None:
    """The kind of a line. Where it gives no rate, and its category none either, the only one the summary has; where its
    rate is zero without a category, the one of the summary that bears none."""
    percent = number(rate) if rate is not None else None
    if rate is not None and (percent is None or not ZERO <= percent <= HUNDRED):
        return None
    kind = _kind(category or "", percent)
    if kind is None:
        return next(iter(of_tax)) if len(of_tax) == 1 else None
    zeros = [known for known in of_tax if not known[1]]
    return zeros[0] if category is None and not kind[1] and len(zeros) == 1 else kind


def _moved_line(record: Record, gaps: dict[Kind, tuple[Decimal, Decimal]]) -> tuple[Line, Kind] | None:
    """The one line whose other rate would make both bases right, and that rate."""
    if len(gaps) != 2:
        return None
    for here, there in (tuple(gaps), tuple(gaps)[::-1]):
        much, little = gaps[here][1] - gaps[here][0], gaps[there][0] - gaps[there][1]
        lines = [line for line in record.lines if counts(line) and line.rate and percentage(line.rate) == here[1]]
        fitting = [line for line in lines if (net := exact(line.net)) and agree(net, much, 1) and agree(net, little, 1)]
        if len(fitting) == 1:
            return fitting[0], there
    return None
