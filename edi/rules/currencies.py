"""Amounts in another currency than the document's: an invoice has one, the VAT total of the accounts apart."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec


@rule(
    "AMOUNT-CURRENCY",
    Severity.WARNING,
    reference="BR-CL-03",
    fr="Le montant « {value} » ({element}) est donné en « {other} », alors que le document est en {currency} ; "
    "montants "
    "dans ce cas : {count}.",
    en="The amount “{value}” ({element}) is given in “{other}”, whereas the document is in {currency}; amounts in this "
    "case: {count}.",
    hint_fr="Écrivez tous les montants dans la devise du document : Chorus Pro n'en prend qu'une par facture.",
    hint_en="Write every amount in the document's currency: Chorus Pro takes a single one an invoice.",
    checks_fr="Chaque montant de ligne, de remise, de frais, de TVA et de total est dans la devise du document.",
    checks_en="Each amount of a line, an allowance, a charge, of VAT and of a total is in the document's currency.",
    source="Factur-X 1.0.06, BT-5, remarque sur Chorus Pro (p. 72 : « mono-devises uniquement ») ; EN 16931, BT-5",
    certainty="M",
)
def amounts_are_in_the_documents_currency(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # One a currency. Of the net to pay and of the total of VAT rules of their own speak.
    own, told = text(record.currency), set[str]()
    if own not in context.codes.currencies:
        return
    for value, other in record.strays.amounts:
        if other not in told:
            told.add(other)
            count = sum(1 for _, each in record.strays.amounts if each == other)
            element = value.xpath.rpartition(":")[2].partition("[")[0]
            yield say.on(value, element=element, other=other, currency=own, count=count)
