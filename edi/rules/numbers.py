"""Numbers and lengths: the document's own number, what it refers to, service codes, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edi.findings import numbers as say
from edi.model.document import XML_SPACE, Record, Value
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

NUMBER, ORIGIN, REFERENCE, SERVICE, NOTE = 20, 20, 50, 100, 1024  # characters
LINES = 999_999
CREDIT_NOTE = "381"

_NOT_IN_A_NUMBER = re.compile(r"[^A-Za-z0-9 \-+_/]")
_NOT_IN_A_REFERENCE = re.compile(r"[^\w \-+/.:#()&°]")
_NOT_IN_A_SERVICE = re.compile(r"[^\w \-]")


@rule(say.NUMBER_MISSING)
def document_has_number(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI V4.20, G1.05."""
    if not text(record.number):
        yield say.NUMBER_MISSING.near(record.number)


@rule(say.NUMBER_LONG)
def number_fits(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI V4.20, G1.05; pivot invoice schema: 20 characters."""
    if (length := len(text(record.number))) > NUMBER:
        yield say.NUMBER_LONG.on(record.number, length=length)


@rule(say.NUMBER_CHARACTERS)
def number_is_made_of_plain_characters(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI V4.20, G1.05: letters, digits, space, - + _ /."""
    if odd := _NOT_IN_A_NUMBER.search(text(record.number)):
        yield say.NUMBER_CHARACTERS.on(record.number, found=odd[0])


@rule(say.NUMBER_BLANKS)
def number_has_no_hidden_blank_around(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI V4.20, G1.05. The blanks of XML around a value are nobody's."""
    number = record.number.text.strip(XML_SPACE) if record.number is not None else ""
    if (inner := number.strip()) and inner != number:
        hidden = number[0] if number[0].isspace() else number[-1]
        yield say.NUMBER_BLANKS.on(record.number, found=f"U+{ord(hidden):04X}")


@rule(say.SERVICE_LONG)
def service_codes_fit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CPPStatut V1_19: CodeService of 100 characters."""
    for code, whose, whose_en in _services(record):
        if (length := len(text(code))) > SERVICE:
            yield say.SERVICE_LONG.on(code, length=length, whose=whose, whose_en=whose_en)


@rule(say.SERVICE_CHARACTERS)
def service_codes_are_made_of_plain_characters(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Letters, accents included, digits, space, - and _."""
    for code, whose, whose_en in _services(record):
        if odd := _NOT_IN_A_SERVICE.search(text(code)):
            yield say.SERVICE_CHARACTERS.on(code, found=odd[0], whose=whose, whose_en=whose_en)


@rule(say.REFERENCE_LONG)
def references_fit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Pivot invoice schema: 50 characters for commitment, marché and contract, 20 for an earlier invoice."""
    for value, limit, what, what_en in (
        *((value, REFERENCE, what, what_en) for value, what, what_en in _references(record)),
        *((origin, ORIGIN, "de facture d'origine", "earlier invoice") for origin in record.origins[:1]),
    ):
        if (length := len(text(value))) > limit:
            yield say.REFERENCE_LONG.on(value, length=length, limit=limit, what=what, what_en=what_en)


@rule(say.REFERENCE_CHARACTERS)
def references_are_made_of_plain_characters(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced: a number with a stray sign in it is not found by who looks for it."""
    for value, what, what_en in _references(record):
        if odd := _NOT_IN_A_REFERENCE.search(text(value)):
            shown = odd[0] if odd[0].isprintable() else f"U+{ord(odd[0]):04X}"
            yield say.REFERENCE_CHARACTERS.on(value, found=shown, what=what, what_en=what_en)


@rule(say.ORIGINS_MANY)
def document_refers_to_one_earlier_invoice(record: Record, context: RuleContext) -> Iterable[Finding]:
    """BR-FR-CPRO-20."""
    if len(record.origins) > 1:
        yield say.ORIGINS_MANY.on(record.origins[1], count=len(record.origins))


@rule(say.CREDIT_NOTE_ORIGIN)
def credit_note_names_its_invoice(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Samples P92 and P93: with and without."""
    if text(record.type) == CREDIT_NOTE and not any(text(origin) for origin in record.origins):
        yield say.CREDIT_NOTE_ORIGIN.near(record.type, value=text(record.number))


@rule(say.NOTE_LONG)
def notes_fit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Norm XP Z12-012, BR-FR-CPRO: notes of 1,024 characters at most."""
    for note in record.notes:
        if (length := len(note.text)) > NOTE:
            yield say.NOTE_LONG.on(note, length=length, limit=NOTE)


@rule(say.LINES_TOO_MANY)
def lines_are_few_enough(record: Record, context: RuleContext) -> Iterable[Finding]:
    """BR-FR-CPRO-19."""
    if len(record.lines) > LINES:
        yield say.LINES_TOO_MANY.at(value=str(len(record.lines)), limit=LINES)


def _references(record: Record) -> Iterator[tuple[Value | None, str, str]]:
    yield record.commitment, "d'engagement", "commitment"
    yield record.marche, "de marché", "marché"
    yield record.contract, "de contrat", "contract"


def _services(record: Record) -> Iterator[tuple[Value, str, str]]:
    for party, whose, whose_en in (
        (record.debtor, "du débiteur", "of the debtor"),
        (record.supplier, "du fournisseur", "of the supplier"),
        (record.valideur, "du valideur", "of the valideur"),
    ):
        if party.service is not None:
            yield party.service, whose, whose_en


RULES: tuple[Rule, ...] = (
    document_has_number,
    number_fits,
    number_is_made_of_plain_characters,
    number_has_no_hidden_blank_around,
    service_codes_fit,
    service_codes_are_made_of_plain_characters,
    references_fit,
    references_are_made_of_plain_characters,
    document_refers_to_one_earlier_invoice,
    credit_note_names_its_invoice,
    notes_fit,
    lines_are_few_enough,
)
