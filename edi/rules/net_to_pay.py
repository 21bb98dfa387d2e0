"""What is left to pay: that it follows from the total with tax, its sign, its currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import CENT, HUNDRED, ZERO, agree, cents, exact, or_zero, quoted
from edi.rules.profiles import lacks
from edi.rules.rule import rule
from edi.rules.totals import computed_with_tax
from edi.rules.values import CREDIT_NOTE, INVOICE, text
from edi.words.sentence import RuleSpec

RETENUE, THREE_CENTS = Decimal(5), 3 * CENT  # per cent at most (R2191-33)
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
    "centimes près. D'un net plus bas dans une pièce de travaux, de sous-traitant ou de cotraitant, ou qui cite un "
    "marché, NET-RETENUE et NET-WITHHELD parlent.",
    checks_en="The net to pay is the total with tax, less what is already paid, plus the rounding, give or take 3 "
    "cents. Of a lower net in a works piece, one of a sub-contractor or a co-contractor, or one that names a marché, "
    "NET-RETENUE and NET-WITHHELD speak.",
    source="EN 16931, BR-CO-16 ; exemples officiels FSO1116A P10 et FSO1117A P11",
    certainty="M",
)
def net_to_pay_is_what_remains(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    remains = _wrong_net(record)
    if remains is not None and not _is_withheld(record, context, remains):
        yield _told(say, record, remains, context.amount_severity(Severity.ERROR))


@rule(
    "NET-RETENUE",
    Severity.WARNING,
    reference="R2191-33",
    fr="Le net à payer, « {value} », est inférieur de {less} à ce qui reste dû ({computed}), soit {percent} % du total "
    "toutes taxes comprises : une retenue de garantie (5 % au plus) peut l'expliquer.",
    en="The net to pay, “{value}”, is {less} less than what remains due ({computed}), which is {percent} % of the "
    "total "
    "with tax: a retenue de garantie (5 % at most) may be the reason.",
    hint_fr="Si c'est une retenue de garantie, il n'y a rien à faire, le comptable la retrouvera au marché ; sinon, "
    "corrigez le net à payer.",
    hint_en="If it is a retenue de garantie there is nothing to do, the accountant will find it in the marché; "
    "otherwise "
    "mend the net to pay.",
    checks_fr="Là où une retenue de garantie est possible, un net à payer plus bas de 5 % au plus n'est qu'un "
    "avertissement.",
    checks_en="Where a retenue de garantie is possible, a net to pay lower by at most 5 % is a mere warning.",
    source="Code de la commande publique, art. R2191-32 et R2191-33 (5 % au plus)",
    certainty="M",
)
def lower_net_may_be_a_retenue(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    remains = _wrong_net(record)
    if remains is not None and _is_withheld(record, context, remains) and _share_withheld(record, remains) <= RETENUE:
        yield _told(say, record, remains, say.severity)


@rule(
    "NET-WITHHELD",
    Severity.WARNING,
    reference="BR-CO-16",
    fr="Le net à payer, « {value} », est inférieur de {less} à ce qui reste dû ({computed}), soit {percent} % du total "
    "toutes taxes comprises : plus qu'une retenue de garantie (5 %). Une avance reprise, un paiement direct ou des "
    "pénalités peuvent l'expliquer.",
    en="The net to pay, “{value}”, is {less} less than what remains due ({computed}), which is {percent} % of the "
    "total "
    "with tax: more than a retenue de garantie (5 %). An advance taken back, a direct payment or penalties may be the "
    "reason.",
    hint_fr="Écrivez ce qui est déjà payé (avance, paiement direct) comme montant payé, les pénalités comme remise ou "
    "ligne ; sinon, corrigez le net à payer.",
    hint_en="Write what is paid already (advance, direct payment) as the prepaid amount, penalties as an allowance "
    "or a "
    "line; otherwise mend the net to pay.",
    checks_fr="Là où quelque chose peut être retenu, un net à payer plus bas de plus de 5 % n'est qu'un "
    "avertissement, qui "
    "dit ce qui peut l'expliquer.",
    checks_en="Where something may be withheld, a net to pay lower by more than 5 % is a mere warning, which says what "
    "may be the reason.",
    source="Code de la commande publique, art. R2191-33 (5 % au plus), L2193-11 (paiement direct), R2191-11 (avance)",
    certainty="M",
)
def lower_net_is_more_than_a_retenue(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    remains = _wrong_net(record)
    if remains is not None and _is_withheld(record, context, remains) and _share_withheld(record, remains) > RETENUE:
        yield _told(say, record, remains, say.severity)


def _wrong_net(record: Record) -> Decimal | None:
    """What the net to pay ought to be, total with tax - prepaid + rounding, where it is not.

    None where it fits what the total with tax ought to be, of which TOTAL-WITH-TAX speaks, as heavily as this would."""
    foot = record.totals
    with_tax, written = exact(foot.with_tax), exact(foot.payable)
    prepaid, rounding = or_zero(foot.prepaid), or_zero(foot.rounding)
    if with_tax is None or written is None or prepaid is None or rounding is None:
        return None
    remains = with_tax - prepaid + rounding
    if agree(remains, written, 3):
        return None
    wanted = computed_with_tax(record)
    if lacks(record, "BT-113") and _is_less(written, remains):
        return None  # what was paid before has no place to be written
    told = wanted is not None and not agree(wanted, with_tax, 2) and agree(wanted - prepaid + rounding, written, 3)
    return None if told else remains


def _is_withheld(record: Record, context: RuleContext, remains: Decimal) -> bool:
    """Too little is only told where something may be withheld, since no place of UBL or CII says so; too much is "
    "not."""
    written = exact(record.totals.payable)
    return written is not None and _is_less(written, remains) and _may_withhold(record, context)


def _withheld(record: Record, remains: Decimal) -> Decimal:
    return abs(remains - (exact(record.totals.payable) or ZERO))


def _share_withheld(record: Record, remains: Decimal) -> Decimal:
    """How much of the total with tax is withheld, in per cent, give or take what 3 cents make."""
    with_tax = abs(exact(record.totals.with_tax) or ZERO)
    return (_withheld(record, remains) - THREE_CENTS) * HUNDRED / with_tax if with_tax else HUNDRED


def _told(say: RuleSpec, record: Record, remains: Decimal, severity: Severity) -> Finding:
    foot = record.totals
    with_tax = abs(exact(foot.with_tax) or ZERO)
    return say.on(
        foot.payable,
        severity=severity,
        with_tax=quoted(foot.with_tax),
        prepaid=quoted(foot.prepaid),
        rounding=quoted(foot.rounding),
        computed=cents(remains),
        less=cents(_withheld(record, remains)),
        percent=cents(_withheld(record, remains) * HUNDRED / with_tax) if with_tax else "100",
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
    "NEGATIVE-CREDIT-NOTE",
    Severity.WARNING,
    reference="TYPE",
    fr="Le total toutes taxes comprises de cet avoir (type 381) est négatif : « {value} ». Un avoir s'écrit le plus "
    "souvent"
    " en montants positifs : négatif, il pourrait être ajouté au lieu d'être déduit.",
    en="The total with tax of this credit note (type 381) is negative: “{value}”. A credit note is mostly written in"
    " positive amounts: a negative one might be added instead of taken off.",
    hint_fr="Écrivez les montants de l'avoir sans signe moins, ou le type 380 s'il s'agit d'une facture négative.",
    hint_en="Write the amounts of the credit note without a minus, or the type 380 if it is a negative invoice.",
    checks_fr="Le total d'un avoir (381) n'est pas négatif.",
    checks_en="The total of a credit note (381) is not negative.",
    source="Exemples officiels FSO1116A P92 et FSO1117A P93 (avoirs en montants positifs) ; le reste est déduit",
    certainty="L",
)
def credit_note_is_not_negative(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    with_tax = exact(record.totals.with_tax)
    if text(record.type) == CREDIT_NOTE and with_tax is not None and with_tax < ZERO:
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
