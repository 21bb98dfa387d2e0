"""The document's own number: there, short enough, and made of plain characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from edi.model.document import XML_SPACE, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec
from edi.words.text import HIDDEN

NUMBER = 20  # characters
_NOT_IN_A_NUMBER = re.compile(r"[^A-Za-z0-9 \-+_/]")


@rule(
    "NUMBER-MISSING",
    Severity.ERROR,
    reference="AIFE:G1.05",
    fr="Le document n'a pas de numéro de facture.",
    en="The document has no invoice number.",
    hint_fr="Donnez au document son numéro (20 caractères au plus) et redéposez-le.",
    hint_en="Give the document its number (20 characters at most) and deposit it again.",
    checks_fr="Le document a un numéro.",
    checks_en="The document has a number.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73)",
    certainty="M",
    fixed=True,
)
def document_has_number(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not text(record.number):
        yield say.near(record.number)


@rule(
    "NUMBER-LONG",
    Severity.ERROR,
    reference="AIFE:G1.05",
    fr="Le numéro de facture « {value} » compte {length} caractères ; Chorus Pro en admet 20.",
    en="The invoice number “{value}” has {length} characters; Chorus Pro takes 20.",
    hint_fr="Raccourcissez le numéro dans le logiciel de facturation (sans préfixe ni libellé) et redéposez le "
    "document.",
    hint_en="Shorten the number in the invoicing software (no prefix, no label) and deposit the document again.",
    checks_fr="Le numéro compte 20 caractères au plus.",
    checks_en="The number has 20 characters at most.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73) ; AIFE, schéma XSD des factures pivot : 20 caractères",
    certainty="H",
)
def number_fits(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if (length := len(text(record.number))) > NUMBER:
        yield say.on(record.number, length=length)


@rule(
    "NUMBER-CHARACTERS",
    Severity.ERROR,
    reference="AIFE:G1.05",
    fr="Le numéro de facture « {value} » contient un caractère interdit : « {found} ».",
    en="The invoice number “{value}” holds a character that is not allowed: “{found}”.",
    hint_fr="N'employez que des lettres sans accent, des chiffres, l'espace et les signes - + _ /.",
    hint_en="Use letters without accents, digits, the space and the signs - + _ / only.",
    checks_fr="Le numéro n'est fait que de lettres, de chiffres, d'espaces et des signes - + _ /.",
    checks_en="The number is made of letters, digits, spaces and the signs - + _ / only.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73), confirmée par un rejet réel",
    certainty="M",
)
def number_is_made_of_plain_characters(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if odd := _NOT_IN_A_NUMBER.search(text(record.number)):
        yield say.on(record.number, found=odd[0])


@rule(
    "NUMBER-BLANKS",
    Severity.ERROR,
    reference="AIFE:G1.05",
    fr="Le numéro de facture « {value} » contient un caractère invisible ({found}).",
    en="The invoice number “{value}” holds a character that cannot be seen ({found}).",
    hint_fr="Effacez ce caractère, souvent une espace insécable collée avec le numéro, et redéposez le document.",
    hint_en="Delete that character, often a no-break space pasted along with the number, and deposit the document "
    "again.",
    checks_fr="Le numéro de facture ne contient ni espace insécable ni autre blanc qu'on ne voit pas.",
    checks_en="The invoice number holds no no-break space and no other blank that cannot be seen.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73) : ces caractères n'y sont pas ; les espaces ordinaires autour d'une "
    "valeur ne comptent pas",
    certainty="M",
)
def number_has_no_hidden_blank(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The blanks of XML around a value are nobody's.
    if record.number is None or not text(record.number):
        return
    written = next((value for value, _ in record.strays.blanks if value.xpath == record.number.xpath), record.number)
    number = written.text.strip(XML_SPACE)
    if blank := HIDDEN.search(number):
        yield say.on(written, found=f"U+{ord(blank[0]):04X}")
    elif (inner := number.strip()) and inner != number:
        hidden = number[0] if number[0].isspace() else number[-1]
        yield say.on(written, found=f"U+{ord(hidden):04X}")
