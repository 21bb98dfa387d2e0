"""What is left to pay: that it follows from the total with tax, its sign, its currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import ZERO, agree, cents, exact, or_zero, quoted
from edi.rules.profiles import lacks
from edi.rules.rule import rule
from edi.rules.totals import computed_with_tax
from edi.rules.values import INVOICE, text
from edi.words.sentence import RuleSpec

WITHHELD_FROM = frozenset(("sous-traitant", "cotraitant"))  # depositor_role of config/cadres.csv


@rule(
    "NET-TO-PAY",
    Severity.ERROR,
    reference="BR-CO-16",
    fr="Le net à payer ne tombe pas juste : total toutes taxes comprises {with_tax}, moins déjà payé {prepaid}, plus "
    "arrondi {rounding}, font {computed}, mais « {value} » est écrit.",
    en="The net to pay does not add up: total with tax {with_tax}, less already paid {prepaid}, plus rounding "
    "{rounding}, come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez celui de ces montants qui est faux. Si une retenue de garantie explique l'écart, citez le numéro "
    "du marché.",
    hint_en="Mend whichever of these amounts is wrong. If a retenue de garantie is the reason, name the marché's "
    "number.",
    checks_fr="Le net à payer est le total toutes taxes comprises, moins ce qui est déjà payé, plus l'arrondi, à 3 "
    "centimes près. Un net plus bas n'est qu'un avertissement pour une pièce de travaux, de sous-traitant ou de "
    "cotraitant, ou qui cite un marché : une retenue de garantie peut l'expliquer.",
    checks_en="The net to pay is the total with tax, less what is already paid, plus the rounding, give or take 3 "
    "cents. A lower net is a mere warning for a works piece, one of a sub-contractor or a co-contractor, or one that "
    "names a marché: a retenue de garantie may be the reason.",
    source="EN 16931, BR-CO-16 ; exemples officiels FSO1116A P10 et FSO1117A P11 ; retenue de garantie : Code de la "
    "commande publique, art. R2191-32",
    certainty="M",
)
def net_to_pay_is_what_remains(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Total with tax - prepaid + rounding. Silent where it fits what the total with tax ought to be, of which
    # TOTAL-WITH-TAX speaks, as heavily as this would. Too little is only told where something may be withheld, since no
    # place of UBL or CII says so; too much is refused.
    foot = record.totals
    with_tax, written = exact(foot.with_tax), exact(foot.payable)
    prepaid, rounding = or_zero(foot.prepaid), or_zero(foot.rounding)
    if with_tax is None or written is None or prepaid is None or rounding is None:
        return
    computed = with_tax - prepaid + rounding
    wanted = computed_with_tax(record)
    if wanted is not None and not agree(wanted, with_tax, 2) and agree(wanted - prepaid + rounding, written, 3):
        return
    if lacks(record, "BT-113") and _is_less(written, computed):
        return  # what was paid before has no place to be written
    if not agree(computed, written, 3):
        withheld = _is_less(written, computed) and _may_withhold(record, context)
        yield say.on(
            foot.payable,
            severity=Severity.WARNING if withheld else context.amount_severity(Severity.ERROR),
            with_tax=quoted(foot.with_tax),
            prepaid=quoted(foot.prepaid),
            rounding=quoted(foot.rounding),
            computed=cents(computed),
        )


@rule(
    "NEGATIVE-INVOICE",
    Severity.WARNING,
    reference="TYPE",
    fr="Le total toutes taxes comprises de cette facture (type 380) est négatif : « {value} ». Est-ce un avoir ?",
    en="The total with tax of this invoice (type 380) is negative: “{value}”. Is it a credit note?",
    hint_fr="Si c'est un avoir, écrivez le type 381 et des montants positifs ; sinon, il n'y a rien à faire.",
    hint_en="If it is a credit note, write the type 381 and positive amounts; otherwise there is nothing to do.",
    checks_fr="Le total d'une facture (380), hors pièce de travaux, n'est pas négatif.",
    checks_en="The total of an invoice (380), works pieces excepted, is not negative.",
    source="Déduit ; l'exemple officiel FSO1116A P17 est une facture négative : elle est prise",
    certainty="L",
)
def invoice_is_not_negative(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A works piece may well close a marché in the payer's favour.
    works = context.cadre is not None and context.cadre.works
    with_tax = exact(record.totals.with_tax)
    if text(record.type) == INVOICE and not works and with_tax is not None and with_tax < ZERO:
        yield say.on(record.totals.with_tax)


@rule(
    "PAYABLE-CURRENCY",
    Severity.WARNING,
    reference="BR-CL-03",
    fr="Le net à payer est donné en « {value} », alors que le document est en {currency}.",
    en="The net to pay is given in “{value}”, whereas the document is in {currency}.",
    hint_fr="Écrivez tous les montants dans la devise du document, ou corrigez celle-ci.",
    hint_en="Write every amount in the document's currency, or correct that one.",
    checks_fr="Le net à payer est donné dans la devise du document.",
    checks_en="The net to pay is given in the document's currency.",
    source="EN 16931, BT-5 et BT-115",
    certainty="L",
)
def net_to_pay_is_in_the_documents_currency(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    of, own = record.totals.payable_currency, text(record.currency)
    if of is not None and own in context.codes.currencies and of.text != own:
        yield say.on(of, currency=own)


def _is_less(written: Decimal, computed: Decimal) -> bool:
    """Whether the amount is nearer to zero, on the same side of it: a negative invoice is withheld from as well."""
    return written * computed >= ZERO and abs(written) < abs(computed)


def _may_withhold(record: Record, context: RuleContext) -> bool:
    """Whether a retenue de garantie, a pledge or a direct payment may lower what is due.

    So it is with works pieces, sub-contractors and co-contractors, and whatever names a marché. Source: Code de la
    commande publique, R2191-32 (retenue de garantie of any marché) and L2193-11 (direct payment).
    """
    cadre = context.cadre
    return bool(text(record.marche)) or (cadre is not None and (cadre.works or cadre.depositor_role in WITHHELD_FROM))
