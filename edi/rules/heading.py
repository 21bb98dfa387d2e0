"""What kind of document it is, and in which currency."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import CREDIT_NOTE, INVOICE, text
from edi.words.sentence import RuleSpec

USUAL_TYPES = frozenset((INVOICE, CREDIT_NOTE))  # the pivot invoice's
SHOWN_TYPES = frozenset(("382", "383", "384", "385", "386"))  # AIFE's UBL stylesheet has words for them


@rule(
    "TYPE-MISSING",
    Severity.ERROR,
    reference="TYPE-FACTURE",
    fr="Le document ne dit pas s'il est une facture ou un avoir.",
    en="The document does not say whether it is an invoice or a credit note.",
    hint_fr="Ajoutez le type de document : 380 pour une facture, 381 pour un avoir.",
    hint_en="Add the document type: 380 for an invoice, 381 for a credit note.",
    checks_fr="Le document donne son type.",
    checks_en="The document gives its type.",
    source="Exemple officiel FSO1116A P01, réduit aux champs obligatoires ; EN 16931, BR-04",
    certainty="M",
)
def document_has_a_type(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not text(record.type):
        yield say.near(record.number)


@rule(
    "TYPE-CODE",
    Severity.ERROR,
    reference="TYPE-FACTURE",
    fr="Le type de document « {value} » n'est pas admis par Chorus Pro.",
    en="Chorus Pro does not take the document type “{value}”.",
    hint_fr="Écrivez 380 pour une facture, 381 pour un avoir.",
    hint_en="Write 380 for an invoice, 381 for a credit note.",
    checks_fr="Le type de document est 380 (facture) ou 381 (avoir) ; 382 à 386 sont signalés à part.",
    checks_en="The document type is 380 (invoice) or 381 (credit note); 382 to 386 are told apart.",
    source="AIFE, schéma XSD de la facture pivot : 380 ou 381",
    certainty="H",
)
def type_is_one_chorus_pro_takes(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    kind = text(record.type)
    if kind and kind not in USUAL_TYPES and kind not in SHOWN_TYPES:
        yield say.on(record.type)


@rule(
    "TYPE-UNUSUAL",
    Severity.WARNING,
    reference="TYPE-FACTURE",
    fr="Le type de document « {value} » est connu de la feuille de style de l'AIFE, mais Chorus Pro ne transmet que "
    "des factures (380) et des avoirs (381).",
    en="AIFE's stylesheet knows the document type “{value}”, but Chorus Pro only passes on invoices (380) and credit "
    "notes (381).",
    hint_fr="Préférez 380 pour une facture, 381 pour un avoir.",
    hint_en="Prefer 380 for an invoice, 381 for a credit note.",
    checks_fr="Le type de document n'est pas l'un des types 382 à 386, que la facture pivot ne connaît pas.",
    checks_en="The document type is none of 382 to 386, which the pivot invoice does not know.",
    source="AIFE, feuille de style UBL du 6 janvier 2021 (382 à 386) et schéma XSD de la facture pivot (380 ou 381)",
    certainty="L",
)
def type_is_usual(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if text(record.type) in SHOWN_TYPES:
        yield say.on(record.type)


@rule(
    "CURRENCY-CODE",
    Severity.ERROR,
    reference="BR-CL-04",
    fr="La devise « {value} » n'existe pas dans la liste ISO 4217.",
    en="The currency “{value}” does not exist in the ISO 4217 list.",
    hint_fr="Écrivez le code de la devise en trois lettres capitales, par exemple EUR.",
    hint_en="Write the currency's code in three capital letters, for instance EUR.",
    checks_fr="La devise, quand elle est donnée, est un code ISO 4217.",
    checks_en="The currency, where given, is a code of ISO 4217.",
    source="ISO 4217 ; EN 16931, BR-CL-04",
    certainty="M",
)
def currency_exists(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # AIFE's samples have EUR, RSD or none.
    if text(record.currency) and text(record.currency) not in context.codes.currencies:
        yield say.on(record.currency)
