"""What the document refers to: commitment, marché, contract, an earlier invoice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import CREDIT_NOTE, text
from edi.words.sentence import RuleSpec

REFERENCE, ORIGIN = 50, 20  # characters
_NOT_IN_A_REFERENCE = re.compile(r"[^\w \-+/.:#()&°]")


@rule(
    "REFERENCE-LONG",
    Severity.ERROR,
    reference="BR-FR-CPRO-14",
    fr="Le numéro {what} « {value} » compte {length} caractères ; Chorus Pro en admet {limit}.",
    en="The {what_en} number “{value}” has {length} characters; Chorus Pro takes {limit}.",
    hint_fr="Écrivez le numéro seul, tel que la structure publique vous l'a donné, sans libellé.",
    hint_en="Write the number alone, as the public body gave it to you, without a label.",
    checks_fr="Les numéros d'engagement, de marché et de contrat comptent 50 caractères au plus, celui d'une facture "
    "d'origine 20.",
    checks_en="The numbers of commitment, marché and contract have 50 characters at most, that of an earlier "
    "invoice 20.",
    source="AIFE, schéma XSD des factures pivot : 50 et 20 caractères ; règles BR-FR-CPRO-14 et 15",
    certainty="H",
)
def references_fit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value, limit, what, what_en in (
        *((value, REFERENCE, what, what_en) for value, what, what_en in _references(record)),
        *((origin, ORIGIN, "de facture d'origine", "earlier invoice") for origin in record.origins[:1]),
    ):
        if (length := len(text(value))) > limit:
            yield say.on(value, length=length, limit=limit, what=what, what_en=what_en)


@rule(
    "REFERENCE-CHARACTERS",
    Severity.WARNING,
    reference="COHERENCE",
    fr="Le numéro {what} « {value} » contient un caractère inattendu : {found}.",
    en="The {what_en} number “{value}” holds an unexpected character: {found}.",
    hint_fr="Écrivez-le comme sur le bon de commande ou la fiche d'identité du marché ; s'il diffère, le destinataire "
    "ne retrouvera pas la pièce.",
    hint_en="Write it as on the order or the marché's fiche d'identité; if it differs, the addressee will not find the "
    "piece.",
    checks_fr="Les numéros d'engagement, de marché et de contrat n'ont que des lettres, des chiffres, des espaces et "
    "les signes - + _ / . : # ( ) & °.",
    checks_en="The numbers of commitment, marché and contract have only letters, digits, spaces and the signs "
    "- + _ / . : # ( ) & °.",
    source="Déduit",
    certainty="L",
)
def references_are_made_of_plain_characters(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A number with a stray sign in it is not found by who looks for it.
    for value, what, what_en in _references(record):
        if odd := _NOT_IN_A_REFERENCE.search(text(value)):
            shown = odd[0] if odd[0].isprintable() else f"U+{ord(odd[0]):04X}"
            yield say.on(value, found=shown, what=what, what_en=what_en)


@rule(
    "ORIGINS-MANY",
    Severity.WARNING,
    reference="BR-FR-CPRO-20",
    fr="Le document renvoie à {count} factures antérieures ; Chorus Pro n'en retient qu'une (« {value} » est "
    "la deuxième).",
    en="The document refers to {count} earlier invoices; Chorus Pro keeps only one (“{value}” is the second).",
    hint_fr="Ne gardez que la facture que celle-ci corrige, ou faites un document par facture.",
    hint_en="Keep only the invoice that this one corrects, or make one document an invoice.",
    checks_fr="Le document renvoie à une facture antérieure au plus.",
    checks_en="The document refers to one earlier invoice at most.",
    source="Norme XP Z12-012, règle BR-FR-CPRO-20",
    certainty="M",
)
def document_refers_to_one_earlier_invoice(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if len(record.origins) > 1:
        yield say.on(record.origins[1], count=len(record.origins))


@rule(
    "CREDIT-NOTE-ORIGIN",
    Severity.WARNING,
    reference="COHERENCE",
    fr="L'avoir « {value} » ne dit pas quelle facture il corrige.",
    en="The credit note “{value}” does not say which invoice it corrects.",
    hint_fr="Ajoutez le numéro de la facture d'origine : le comptable le cherchera.",
    hint_en="Add the number of the original invoice: the accountant will look for it.",
    checks_fr="Un avoir (381) renvoie à la facture qu'il corrige.",
    checks_en="A credit note (381) refers to the invoice it corrects.",
    source="Exemples officiels FSO1116A P92 (avec origine) et FSO1117A P93 (sans)",
    certainty="L",
)
def credit_note_names_its_invoice(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if text(record.type) == CREDIT_NOTE and not any(text(origin) for origin in record.origins):
        yield say.near(record.type, value=text(record.number))


def _references(record: Record) -> Iterator[tuple[Value | None, str, str]]:
    yield record.commitment, "d'engagement", "commitment"
    yield record.marche, "de marché", "marché"
    yield record.contract, "de contrat", "contract"
