"""The VAT summary against the foot and the lines: bases, taxes, the basis of each rate.

In: a record's tax lines, lines and totals.  Out: findings that warn only, as in vat_lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, percentage, total
from edi.rules.lines import NOT_ADDED
from edi.rules.rule import MOST, rule
from edi.rules.totals import in_other_currency, without_tax_of_lines
from edi.words.sentence import RuleSpec


@rule(
    "TAX-BASES-TOTAL",
    Severity.WARNING,
    reference="CALCUL",
    fr="Le récapitulatif de TVA ne tombe pas juste : ses bases font {computed}, mais le total hors taxe est de "
    "« {value} ».",
    en="The VAT summary does not add up: its bases come to {computed}, but the total without tax is “{value}”.",
    hint_fr="Vérifiez que chaque ligne de facture est comptée dans la base de son taux de TVA, et le total hors taxe.",
    hint_en="Check that every invoice line is counted in the basis of its VAT rate, and the total without tax.",
    checks_fr="Les bases de TVA de tous les taux font le total hors taxe, à un centime près par taux.",
    checks_en="The VAT bases of all rates make the total without tax, give or take a cent for each rate.",
    source="EN 16931, BR-S-08 et semblables ; démenti par des exemples officiels acceptés (FSO1116A P48, FSO1117A P01)",
    certainty="L",
)
def bases_add_up(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # P17 has them positive. Silent where the lines say the same as the bases: the total without tax is wrong, which is
    # told already.
    written, added = exact(record.totals.without_tax), _sum(record, "basis")
    if written is None or added is None or _same(added, written, len(record.tax_lines)):
        return
    of_lines = without_tax_of_lines(record)
    if of_lines is not None and agree(of_lines, added, len(record.tax_lines)):
        return
    severity = context.amount_severity(say.severity)
    yield say.on(record.totals.without_tax, severity=severity, computed=cents(added))


@rule(
    "TAX-LINES-TOTAL",
    Severity.WARNING,
    reference="BR-CO-14",
    fr="Le total de la TVA ne tombe pas juste : la TVA de tous les taux fait {computed}, mais « {value} » est écrit.",
    en="The total of VAT does not add up: the VAT of all rates comes to {computed}, but “{value}” is written.",
    hint_fr="Corrigez le total de la TVA, ou le montant de TVA du taux en cause.",
    hint_en="Mend the total of VAT, or the VAT amount of the rate at fault.",
    checks_fr="Le total de la TVA est la somme de la TVA de chaque taux, à un centime près par taux.",
    checks_en="The total of VAT is the sum of the VAT of each rate, give or take a cent for each rate.",
    source="EN 16931, BR-CO-14 ; démenti par des exemples officiels acceptés (FSO1116A P48, FSO1117A P09 et P93)",
    certainty="L",
)
def taxes_add_up(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # P17 has them positive.
    written, added = exact(record.totals.tax), _sum(record, "amount")
    if written is None or added is None or in_other_currency(record):
        return
    if not _same(added, written, len(record.tax_lines)):
        severity = context.amount_severity(say.severity)
        yield say.on(record.totals.tax, severity=severity, computed=cents(added))


def _sum(record: Record, field: str) -> Decimal | None:
    return total(getattr(tax, field) for tax in record.tax_lines) if record.tax_lines else None


def _same(added: Decimal, written: Decimal, parts: int) -> bool:
    """Equal, or opposite under a negative foot: AIFE's sample of a negative invoice writes its tax line positive."""
    return agree(added, written, parts) or (written < ZERO and agree(-added, written, parts))


@rule(
    "TAX-BASIS-LINES",
    Severity.WARNING,
    reference="CALCUL",
    fr="La base de TVA au taux de {rate} % est de « {value} », alors que les lignes à ce taux font {computed}.",
    en="The VAT basis at {rate} % is “{value}”, whereas the lines at that rate come to {computed}.",
    hint_fr="Vérifiez le taux de TVA de chaque ligne, ou corrigez le récapitulatif de TVA.",
    hint_en="Check the VAT rate of each line, or mend the VAT summary.",
    checks_fr="La base de TVA de chaque taux est la somme des lignes à ce taux (comparée quand chaque ligne donne son "
    "taux, sans remise ni frais au pied).",
    checks_en="The VAT basis of each rate is the sum of the lines at that rate (compared when every line gives its "
    "rate, without allowance or charge at the foot).",
    source="EN 16931, BR-S-08 et semblables",
    certainty="L",
)
def basis_is_the_lines_of_its_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Silent where a line gives no rate, where allowances or charges stand between, and where the bases do not make up
    # the total, which is told already.
    foot = record.totals
    if exact(foot.allowances) or exact(foot.charges) or not record.tax_lines or not record.lines:
        return
    lines, bases = _by_rate_of_lines(record), _by_rate_of_tax(record)
    written, added = exact(foot.without_tax), _sum(record, "basis")
    if lines is None or bases is None or written is None or added is None:
        return
    if not _same(added, written, len(record.tax_lines)) or not any(lines.values()):
        return
    severity = context.amount_severity(say.severity)
    for rate, of_tax in islice(bases.items(), MOST):
        of_lines = lines.get(rate, ZERO)
        if not _same(of_tax, of_lines, len(record.lines)):
            place = next((tax for tax in record.tax_lines if percentage(tax.rate) == rate), record.tax_lines[0])
            yield say.on(
                place.basis, value=cents(of_tax), severity=severity, rate=f"{rate:f}", computed=cents(of_lines)
            )


def _by_rate_of_lines(record: Record) -> dict[Decimal, Decimal] | None:
    sums: dict[Decimal, Decimal] = {}
    for line in record.lines:
        if line.kind is not None and line.kind.text.upper() in NOT_ADDED:
            continue
        rate, net = percentage(line.rate), exact(line.net)
        if rate is None or net is None:
            return None
        sums[rate] = sums.get(rate, ZERO) + net
    return sums


def _by_rate_of_tax(record: Record) -> dict[Decimal, Decimal] | None:
    sums: dict[Decimal, Decimal] = {}
    for tax in record.tax_lines:
        rate, basis = percentage(tax.rate), exact(tax.basis)
        if rate is None or basis is None:
            return None
        sums[rate] = sums.get(rate, ZERO) + basis
    return sums
