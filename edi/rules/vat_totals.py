"""The VAT summary against the foot: bases, taxes.

In: a record's tax lines and totals.  Out: findings that warn only, as in vat_lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, same, total
from edi.rules.rule import rule
from edi.rules.totals import in_other_currency, without_tax_of_lines
from edi.words.sentence import RuleSpec


@rule(
    "TAX-BASES-TOTAL",
    Severity.WARNING,
    reference="BR-S-08",
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
    written, added = exact(record.totals.without_tax), sum_of_taxes(record, "basis")
    if written is None or added is None or same(added, written, len(record.tax_lines)):
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
    written, added = exact(record.totals.tax), sum_of_taxes(record, "amount")
    if written is None or added is None or in_other_currency(record):
        return
    whole = sum((exact(value) or ZERO for value in record.totals.more_taxes), written)
    if not same(added, written, len(record.tax_lines)) and not same(added, whole, len(record.tax_lines)):
        severity = context.amount_severity(say.severity)
        yield say.on(record.totals.tax, severity=severity, computed=cents(added))


def sum_of_taxes(record: Record, field: str) -> Decimal | None:
    return total(getattr(tax, field) for tax in record.tax_lines) if record.tax_lines else None
