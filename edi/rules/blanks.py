"""Blanks that are none of XML's, in identifiers, codes, references, amounts and dates: unseen, and they count.

The readers take them out, so that no return carries them and every other rule looks at what was meant; here it is told
that they were there. Of the invoice's number NUMBER-BLANKS speaks.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec
from edi.words.text import HIDDEN


@rule(
    "HIDDEN-BLANK",
    Severity.ERROR,
    reference="XML",
    fr="La valeur « {value} » ({element}) contient un caractère invisible qui compte ({found}).",
    en="The value “{value}” ({element}) holds a character that cannot be seen and counts ({found}).",
    hint_fr="Effacez ce caractère, souvent une espace insécable collée avec la valeur, et redéposez le document.",
    hint_en="Delete that character, often a no-break space pasted along with the value, and deposit the document "
    "again.",
    checks_fr="Aucun identifiant, code, référence, montant ou date ne contient d'espace insécable ni d'autre caractère "
    "invisible (un avertissement là où la valeur ne sert ni à acheminer ni à payer).",
    checks_en="No identifier, code, reference, amount or date holds a no-break space or another character that "
    "cannot be "
    "seen (a warning where the value serves neither to route nor to pay).",
    source="XML 1.0 : seuls l'espace, la tabulation et la fin de ligne sont des blancs ; AIFE, schéma XSD CPPStatut "
    "pivot "
    "V1_19 : SIRET de 14 caractères",
    certainty="M",
)
def values_have_no_hidden_blank(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    number = record.number.xpath if record.number is not None else ""
    for value, weighs in record.strays.blanks:
        hidden = HIDDEN.search(value.text)
        if value.xpath != number and hidden is not None:
            element = value.xpath.rpartition("/")[2].rpartition(":")[2]
            severity = Severity.ERROR if weighs else Severity.WARNING
            yield say.on(value, severity=severity, element=element, found=f"U+{ord(hidden[0]):04X}")
