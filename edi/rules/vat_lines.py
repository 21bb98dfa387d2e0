"""The lines of the VAT summary: that there are some, each whole, its tax its basis times its rate.

In: a record's tax lines.  Out: findings that warn only. AIFE's own samples, all meant to be accepted, have tax lines
that contradict the foot (FSO1116A P17 and P48, most FSO1117A): Chorus Pro does not refuse for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from edi.model.document import Record, TaxLine
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import agree, cents, exact, makes, percentage, quoted, share
from edi.rules.rule import MOST, rule
from edi.rules.totals import taxes_of
from edi.rules.vat_codes import UNTAXED, category_of
from edi.words.sentence import RuleSpec

PARTS = {"basis": ("la base", "the basis"), "amount": ("le montant", "the amount"), "rate": ("le taux", "the rate")}


@rule(
    "TAX-TOTAL-MISSING",
    Severity.WARNING,
    reference="BR-CO-15",
    fr="Le total toutes taxes comprises ({with_tax}) diffère du total hors taxe ({without_tax}), mais le document "
    "n'écrit aucune TVA.",
    en="The total with tax ({with_tax}) differs from the total without tax ({without_tax}), but the document writes no "
    "VAT.",
    hint_fr="Écrivez le total de la TVA et son récapitulatif par taux, ou corrigez le total qui est faux.",
    hint_en="Write the total of VAT and its summary by rate, or mend the total that is wrong.",
    checks_fr="Un document dont le total toutes taxes comprises diffère du total hors taxe écrit la TVA.",
    checks_en="A document whose total with tax differs from its total without tax writes the VAT.",
    source="EN 16931, BR-CO-15 et BR-CO-18 ; aucun texte de Chorus Pro ne dit qu'il la refuse, l'annexe EDI V4.20 ne "
    "la demande que dans un TaxTotal présent",
    certainty="L",
)
def taxed_document_writes_its_tax(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    foot = record.totals
    without, with_tax = exact(foot.without_tax), exact(foot.with_tax)
    if without is None or with_tax is None or agree(without, with_tax, 2):
        return
    if foot.tax is None and not any(tax.amount for tax in record.tax_lines) and _lines_tell(record):
        severity = context.amount_severity(say.severity)
        assert foot.with_tax is not None  # or there would be no number
        assert foot.without_tax is not None
        yield say.near(foot.with_tax, severity=severity, with_tax=foot.with_tax.text, without_tax=foot.without_tax.text)


def _lines_tell(record: Record) -> bool:
    """Whether the lines, where they give their rates, explain the total with tax: otherwise TOTAL-WITH-TAX refuses."""
    without, with_tax, taxes = exact(record.totals.without_tax), exact(record.totals.with_tax), taxes_of(record)
    if not taxes or without is None or with_tax is None:
        return True
    payable = exact(record.totals.payable)
    return any(makes(without + tax, with_tax, payable, 2 + rounding) for tax, rounding, _ in taxes)


@rule(
    "TAX-BREAKDOWN-MISSING",
    Severity.WARNING,
    reference="BR-CO-18",
    fr="Le document écrit {value} de TVA sans récapitulatif par taux.",
    en="The document writes {value} of VAT without a summary by rate.",
    hint_fr="Ajoutez le récapitulatif de TVA : pour chaque taux, la base, le taux et le montant.",
    hint_en="Add the VAT summary: for each rate the basis, the rate and the amount.",
    checks_fr="Un document dont le total de la TVA n'est pas zéro a un récapitulatif par taux (le profil MINIMUM de "
    "Factur-X n'en a pas).",
    checks_en="A document whose total of VAT is not zero has a summary by rate (the profile MINIMUM of Factur-X has "
    "none).",
    source="EN 16931, BR-CO-18 ; le récapitulatif est facultatif dans la facture pivot",
    certainty="L",
)
def taxed_document_breaks_its_tax_down(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    minimum = record.profile is not None and record.profile.text.casefold().rstrip("/").endswith("minimum")
    if exact(record.totals.tax) and not record.tax_lines and not minimum:
        yield say.on(record.totals.tax)


@rule(
    "TAX-TOTALS-SEVERAL",
    Severity.WARNING,
    reference="BR-CO-15",
    fr="Le document donne plusieurs totaux de la TVA dans la même devise : {first}, puis « {value} ».",
    en="The document gives several totals of VAT in the same currency: {first}, then “{value}”.",
    hint_fr="Gardez-en un seul, la somme de la TVA de tous les taux ; un second total n'a de place que dans une autre "
    "devise.",
    hint_en="Keep a single one, the sum of the VAT of all rates; a second total belongs to another currency.",
    checks_fr="Le document donne un seul total de la TVA dans une même devise.",
    checks_en="The document gives a single total of VAT in one currency.",
    source="EN 16931, BR-CO-15 et BR-53",
    certainty="M",
)
def document_has_one_total_of_tax(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value in record.totals.more_taxes[:1]:
        yield say.on(value, first=quoted(record.totals.tax))


@rule(
    "TAX-LINE-INCOMPLETE",
    Severity.WARNING,
    reference="BR-45",
    fr="Une ligne du récapitulatif de TVA est incomplète ; il manque : {missing}.",
    en="A line of the VAT summary is incomplete; missing: {missing_en}.",
    hint_fr="Donnez pour chaque taux de TVA sa base, son montant et le taux lui-même (0 quand il n'y a pas de TVA).",
    hint_en="Give for each VAT rate its basis, its amount and the rate itself (0 where there is no VAT).",
    checks_fr="Chaque ligne du récapitulatif de TVA donne sa base, son montant et, si l'opération est taxée, son taux.",
    checks_en="Each line of the VAT summary gives its basis, its amount and, if the operation is taxed, its rate.",
    source="EN 16931, BR-45, BR-46 et BR-48 ; tous les exemples officiels FSO1116A et FSO1117A",
    certainty="L",
)
def tax_line_is_whole(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    wanting = ((tax, lacks) for tax in record.tax_lines if (lacks := [name for name in PARTS if _lacks(tax, name)]))
    for tax, lacks in islice(wanting, MOST):
        yield say.at(
            xpath=tax.xpath or None,
            line=tax.line or None,
            missing=", ".join(PARTS[name][0] for name in lacks),
            missing_en=", ".join(PARTS[name][1] for name in lacks),
        )


def _lacks(tax: TaxLine, part: str) -> bool:
    return getattr(tax, part) is None and not (part == "rate" and category_of(tax) in UNTAXED)  # no VAT, no rate


@rule(
    "TAX-LINE-AMOUNT",
    Severity.WARNING,
    reference="BR-CO-17",
    fr="Une ligne de TVA ne tombe pas juste : {rate} % de la base {basis} font {computed}, mais « {value} » est écrit.",
    en="A VAT line does not add up: {rate} % of the basis {basis} come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez la base, le taux ou le montant de cette ligne de TVA.",
    hint_en="Mend the basis, the rate or the amount of this VAT line.",
    checks_fr="La TVA de chaque taux est sa base multipliée par le taux, à un centime près par ligne de facture.",
    checks_en="The VAT of each rate is its basis times the rate, give or take a cent for each invoice line.",
    source="EN 16931, BR-CO-17 ; démenti par des exemples officiels acceptés (FSO1117A P01, P04)",
    certainty="L",
)
def tax_is_basis_times_rate(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A cent a line aside.
    severity = context.amount_severity(say.severity)
    wrong = (tax for tax in record.tax_lines if not _multiplies(tax, len(record.lines)))
    for tax in islice(wrong, MOST):
        basis, rate = exact(tax.basis), percentage(tax.rate)
        assert tax.basis is not None  # or it would not be wrong; so for the others
        assert tax.rate is not None
        assert basis is not None
        assert rate is not None
        yield say.on(
            tax.amount, severity=severity, basis=tax.basis.text, rate=tax.rate.text, computed=cents(share(basis, rate))
        )


def _multiplies(tax: TaxLine, lines: int) -> bool:
    basis, rate, amount = exact(tax.basis), percentage(tax.rate), exact(tax.amount)
    return basis is None or rate is None or amount is None or agree(share(basis, rate), amount, 1 + lines)
