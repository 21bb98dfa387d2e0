"""Do the totals add up: without tax from the lines, with tax from the total and its tax.

In: a record.  Out: a finding where two numbers of the foot contradict each other. A number missing or badly written is
passed over: its own rule tells it, or the schema did. Contradictions that change what is paid refuse; the others warn,
for AIFE's own samples contain them (tax lines of FSO1117A P01, P09, P93; FSO1116A P48).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, or_zero, quoted
from edi.rules.lines import sum_of_lines
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
    # Lines - allowances + charges; lines at zero: silent. Silent where it fits the lines themselves: then their total
    # is wrong, which is told already.
    foot = record.totals
    computed, written = without_tax_of_lines(record), exact(foot.without_tax)
    if computed is None or written is None or agree(computed, written, 3):
        return
    told, (added, count) = exact(foot.lines) or ZERO, sum_of_lines(record)
    if added is not None and not agree(told, added, count) and agree(computed - told + added, written, 3):
        return
    yield say.on(
        foot.without_tax,
        severity=context.amount_severity(say.severity),
        lines=quoted(foot.lines),
        allowances=quoted(foot.allowances),
        charges=quoted(foot.charges),
        computed=cents(computed),
    )


def without_tax_of_lines(record: Record) -> Decimal | None:
    """What lines, allowances and charges of the foot make; None where one is badly written or the lines make zero."""
    foot = record.totals
    lines, off, on = exact(foot.lines), or_zero(foot.allowances), or_zero(foot.charges)
    return lines - off + on if lines and off is not None and on is not None else None


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
    checks_fr="Le total toutes taxes comprises est le total hors taxe plus le total de la TVA, à 2 centimes près.",
    checks_en="The total with tax is the total without tax plus the total of VAT, give or take 2 cents.",
    source="EN 16931, BR-CO-15 ; motif CALCUL_ERR de la réforme ; tous les exemples officiels le respectent",
    certainty="M",
)
def total_with_tax_is_total_plus_tax(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    foot = record.totals
    computed, written = computed_with_tax(record), exact(foot.with_tax)
    if computed is None or written is None:
        return
    if not agree(computed, written, 2):
        yield say.on(
            foot.with_tax,
            severity=context.amount_severity(Severity.ERROR),
            without_tax=quoted(foot.without_tax),
            tax=quoted(foot.tax),
            computed=cents(computed),
        )


def computed_with_tax(record: Record) -> Decimal | None:
    """What the totals without tax and of tax make; None where one lacks or stands in another currency."""
    without, tax = exact(record.totals.without_tax), exact(record.totals.tax)
    return None if without is None or tax is None or in_other_currency(record) else without + tax


def in_other_currency(record: Record) -> bool:
    """Whether the only total of tax stands in another currency than the document: then no sum may hold it."""
    of, own = record.totals.tax_currency, record.currency
    return of is not None and own is not None and of.text != own.text
