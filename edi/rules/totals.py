"""Do the totals add up: without tax from the lines, with tax from the total and its tax.

In: a record.  Out: a finding where two numbers of the foot contradict each other. A number missing or badly written is
passed over: its own rule tells it, or the schema did. Contradictions that change what is paid refuse; the others warn,
for AIFE's own samples contain them (tax lines of FSO1117A P01, P09, P93; FSO1116A P48).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.adjustments import sum_of
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, makes, or_zero, percentage, quoted, rounded, share, total
from edi.rules.lines import counts, mended_sums, sum_of_lines
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec

TOTALS = {
    "without_tax": ("le total hors taxe", "the total without tax"),
    "with_tax": ("le total TTC", "the total with tax"),
    "payable": ("le net à payer", "the net to pay"),
}


@rule(
    "TOTAL-MISSING",
    Severity.ERROR,
    reference="CALCUL",
    fr="Il manque au pied du document : {missing}.",
    en="The foot of the document lacks: {missing_en}.",
    hint_fr="Donnez le total hors taxe, le total TTC et le net à payer, même quand ils sont égaux ou à zéro.",
    hint_en="Give the total without tax, the total with tax and the net to pay, even where they are equal or zero.",
    checks_fr="Le document donne son total hors taxe, son total TTC et son net à payer (un avertissement seulement pour"
    " un projet de décompte).",
    checks_en="The document gives its total without tax, its total with tax and its net to pay (a warning only for a"
    " draft statement).",
    source="Exemple officiel FSO1116A P01, réduit aux champs obligatoires ; EN 16931, BR-13 à BR-15 ; pas de refus pour"
    " montant d'un projet de décompte (AIFE, KB0011867)",
    certainty="M",
)
def document_has_its_totals(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    foot = record.totals
    lacks = [words for name, words in TOTALS.items() if getattr(foot, name) is None]
    if lacks:
        yield say.near(
            foot.payable or foot.with_tax or foot.without_tax or foot.tax or record.number,
            severity=context.amount_severity(Severity.ERROR),
            missing=", ".join(words for words, _ in lacks),
            missing_en=", ".join(words for _, words in lacks),
        )


@rule(
    "TOTAL-WITHOUT-TAX",
    Severity.WARNING,
    reference="BR-CO-13",
    fr="Le total hors taxe ne tombe pas juste : lignes {lines}, moins remises {allowances}, plus frais {charges}, font "
    "{computed}, mais « {value} » est écrit.",
    en="The total without tax does not add up: lines {lines}, less allowances {allowances}, plus charges {charges}, "
    "come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez celui de ces montants qui est faux : hors taxe, total des lignes, des remises ou des frais.",
    hint_en="Mend whichever of these amounts is wrong: total without tax, total of lines, of allowances or of charges.",
    checks_fr="Le total hors taxe est le total des lignes, moins les remises, plus les frais, à 3 centimes près.",
    checks_en="The total without tax is the total of the lines, less allowances, plus charges, give or take 3 cents.",
    source="EN 16931, BR-CO-13",
    certainty="L",
)
def total_without_tax_follows_from_lines(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Lines - allowances + charges; lines at zero: silent. Silent where it fits the lines, allowances or charges
    # themselves: then one of their totals is wrong, which is told already. An error where the total with tax fits what
    # it ought to be: then TOTAL-WITH-TAX is silent, and this speaks as heavily.
    foot = record.totals
    computed, written = without_tax_of_lines(record), exact(foot.without_tax)
    if computed is None or written is None or agree(computed, written, 3) or _fits_the_parts(record, written):
        return
    yield say.on(
        foot.without_tax,
        severity=context.amount_severity(Severity.ERROR if without_tax_is_wrong(record) else say.severity),
        lines=quoted(foot.lines) if foot.lines else cents(sum_of_lines(record)[0] or ZERO),
        allowances=quoted(foot.allowances),
        charges=quoted(foot.charges),
        computed=cents(computed),
    )


def without_tax_of_lines(record: Record) -> Decimal | None:
    """What lines, allowances and charges of the foot make, or where the foot lacks one, what they come to themselves;
    None where one is badly written or the lines make zero."""
    foot = record.totals
    lines = exact(foot.lines) if foot.lines else sum_of_lines(record)[0]
    off, on = _told(foot.allowances, record, False), _told(foot.charges, record, True)
    return lines - off + on if lines and off is not None and on is not None else None


def _told(value: Value | None, record: Record, charge: bool) -> Decimal | None:
    return exact(value) if value is not None else sum_of(record, charge)[0]


def _fits_the_parts(record: Record, written: Decimal) -> bool:
    """Whether the total without tax is what the lines, allowances and charges themselves come to, taken from where they
    stand or from their totals."""
    foot, (added, count) = record.totals, sum_of_lines(record)
    lines = [exact(foot.lines), added, *(mended_sums(record) if added is not None else ())]
    off = (or_zero(foot.allowances), sum_of(record, False)[0])
    on = (or_zero(foot.charges), sum_of(record, True)[0])
    return any(
        agree(line - less + more, written, max(count, 3))
        for line in lines
        if line
        for less in off
        if less is not None
        for more in on
        if more is not None
    )


def without_tax_is_wrong(record: Record) -> bool:
    """Whether the total with tax follows from what the total without tax ought to be, and not from what is written."""
    computed, written, with_tax = (
        without_tax_of_lines(record),
        exact(record.totals.without_tax),
        exact(record.totals.with_tax),
    )
    tax = tax_of(record)
    if computed is None or written is None or with_tax is None or tax is None or agree(computed, written, 3):
        return False
    return agree(computed + tax, with_tax, 3) and not agree(written + tax, with_tax, 2)


@rule(
    "TOTAL-WITH-TAX",
    Severity.ERROR,
    reference="BR-CO-15",
    fr="Le total toutes taxes comprises ne tombe pas juste : hors taxe {without_tax}, plus TVA {tax}, font {computed}, "
    "mais « {value} » est écrit.",
    en="The total with tax does not add up: without tax {without_tax}, plus VAT {tax}, come to {computed}, but "
    "“{value}” is written.",
    hint_fr="Corrigez celui des trois montants qui est faux : total hors taxe, total de la TVA ou total toutes taxes "
    "comprises.",
    hint_en="Mend whichever of the three amounts is wrong: total without tax, total of VAT or total with tax.",
    checks_fr="Le total toutes taxes comprises est le total hors taxe plus le total de la TVA, à 2 centimes près ; sans"
    " total de la TVA dans la devise du document, plus celle du récapitulatif ou des lignes.",
    checks_en="The total with tax is the total without tax plus the total of VAT, give or take 2 cents; without a total"
    " of VAT in the document's currency, plus that of the summary or of the lines.",
    source="EN 16931, BR-CO-15 ; motif CALCUL_ERR de la réforme ; tous les exemples officiels le respectent",
    certainty="M",
)
def total_with_tax_is_total_plus_tax(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Where the total of tax lacks or stands in another currency, the VAT is what the summary says, or the lines: it is
    # enough that one of them fits (AIFE's FSO1117A P01 leaves the total out, and its summary is not its lines').
    foot = record.totals
    without, written = exact(foot.without_tax), exact(foot.with_tax)
    taxes = taxes_of(record)
    if without is None or written is None or not taxes or without_tax_is_wrong(record):
        return
    payable = exact(foot.payable)
    if not any(makes(without + tax, written, payable, 2 + rounding) for tax, rounding, _ in taxes):
        tax, _, said = taxes[0]
        yield say.on(
            foot.with_tax,
            severity=context.amount_severity(Severity.ERROR),
            without_tax=quoted(foot.without_tax),
            tax=said,
            computed=cents(without + tax),
        )


def taxes_of(record: Record) -> list[tuple[Decimal, int, str]]:
    """What the VAT of the document may be, with how many roundings are in it, and as a sentence quotes it.

    The total in the document's currency; of several their sum as well; without any, the sum of the summary, its bases
    times their rates, and the lines times theirs."""
    foot = record.totals
    if foot.tax is not None and not in_other_currency(record):
        told = [tax for value in (foot.tax, *foot.more_taxes) if (tax := exact(value)) is not None]
        whole = [(sum(told, ZERO), 0, foot.tax.text)] if len(told) > 1 else []
        return [*((tax, 0, f"{tax:f}") for tax in told), *whole]
    summary = total(tax.amount for tax in record.tax_lines) if record.tax_lines else None
    shares = _shares((tax.basis, tax.rate) for tax in record.tax_lines)
    lines = _shares((line.net, line.rate) for line in record.lines if counts(line))
    found = [(each, len(record.tax_lines)) for each in (summary, shares) if each is not None]
    found += [(lines, len(record.lines))] if lines is not None else []
    if found and not record.tax_lines:
        found.append((ZERO, 0))  # nothing but rates on lines: a company without VAT may leave them there
    return [(rounded(tax), count, cents(tax)) for tax, count in found]


def _shares(pairs: Iterable[tuple[Value | None, Value | None]]) -> Decimal | None:
    """Amounts times their rates; None where there is none, or one lacks or is badly written."""
    added, seen = ZERO, False
    for value, percent in pairs:
        amount, rate = exact(value), percentage(percent)
        if amount is None or rate is None:
            return None
        added, seen = added + share(amount, rate), True
    return added if seen else None


def tax_of(record: Record) -> Decimal | None:
    """The VAT of the document as far as it is told."""
    taxes = taxes_of(record)
    return taxes[0][0] if taxes else None


def computed_with_tax(record: Record) -> Decimal | None:
    """What the total without tax and the VAT make; None where one cannot be had."""
    without, tax = exact(record.totals.without_tax), tax_of(record)
    return None if without is None or tax is None else without + tax


def in_other_currency(record: Record) -> bool:
    """Whether the only total of tax stands in another currency than the document: then no sum may hold it."""
    of, own = record.totals.tax_currency, record.currency
    return of is not None and own is not None and of.text != own.text
