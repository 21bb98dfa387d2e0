"""Attached files of the same name. After all that is said of each file by itself."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.attachments import name_of
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec


@rule(
    "ATTACHMENT-SAME-NAME",
    Severity.WARNING,
    reference="IRR_NOM_PJ",
    fr="Deux pièces jointes portent le même nom, « {value} » : l'une pourrait remplacer l'autre.",
    en="Two attachments have the same name, “{value}”: one could take the other's place.",
    hint_fr="Donnez à chaque pièce jointe un nom qui lui est propre.",
    hint_en="Give each attachment a name of its own.",
    checks_fr="Deux pièces jointes d'un document ne portent pas le même nom.",
    checks_en="No two attachments of a document have the same name.",
    source="Motif IRR_NOM_PJ des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def names_differ(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A name is told once however often it stands.
    if len(record.attachments) < 2:
        return
    seen: dict[tuple[str, bool], int] = {}
    for attachment in record.attachments:
        key = (name_of(attachment).casefold(), attachment.beside)  # writers of Factur-X may put a file in both
        if key[0]:
            seen[key] = seen.get(key, 0) + 1
            if seen[key] == 2:
                yield say.on(attachment.name)
