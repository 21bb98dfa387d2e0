"""How much a document may hold: the length of its notes, the number of its lines."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec

NOTE = 1024  # characters
LINES = 999_999


@rule(
    "NOTE-LONG",
    Severity.WARNING,
    reference="BR-FR-CPRO",
    fr="Une note compte {length} caractères, au-delà de la limite de {limit} : « {value} ».",
    en="A note has {length} characters, over the limit of {limit}: “{value}”.",
    hint_fr="Raccourcissez la note, ou joignez le texte en pièce jointe.",
    hint_en="Shorten the note, or attach the text as a file.",
    checks_fr="Une note tient en 1 024 caractères.",
    checks_en="A note fits in 1,024 characters.",
    source="Norme XP Z12-012, règles BR-FR-CPRO : notes de 1 024 caractères au plus",
    certainty="M",
)
def notes_fit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for note in record.notes:
        if (length := len(note.text)) > NOTE:
            yield say.on(note, length=length, limit=NOTE)


@rule(
    "LINES-TOO-MANY",
    Severity.ERROR,
    reference="BR-FR-CPRO-19",
    fr="Le document a {value} lignes ; Chorus Pro en admet {limit}.",
    en="The document has {value} lines; Chorus Pro takes {limit}.",
    hint_fr="Partagez la facture en plusieurs, ou regroupez ses lignes et joignez le détail.",
    hint_en="Split the invoice, or group its lines and attach the detail.",
    checks_fr="Le document a 999 999 lignes au plus.",
    checks_en="The document has 999,999 lines at most.",
    source="Norme XP Z12-012, règle BR-FR-CPRO-19",
    certainty="M",
)
def lines_are_few_enough(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if len(record.lines) > LINES:
        yield say.at(value=str(len(record.lines)), limit=LINES)
