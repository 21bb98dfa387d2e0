"""The fiche d'identité of the marché that a piece names (config/marches/). No rules of its own.

In: the record's marché or contract number.  Out: its fiche, None where the number names none; what a sentence quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from edi.config.marches import Fiche
from edi.model.document import Record
from edi.rules.context import RuleContext
from edi.rules.values import text

SOURCE = "Fiche d'identité du marché tenue par l'exploitant (config/marches/), recommandée par l'AIFE"
SHOWN = 8  # names that a hint lists


def fiche_of(record: Record, context: RuleContext) -> Fiche | None:
    """The fiche that the piece's marché number, or else its contract number, names."""
    if not context.marches.fiches:
        return None
    for number in (record.marche, record.contract):
        if (written := text(number)) and (fiche := context.marches.find(written)) is not None:
            return fiche
    return None


def facts(fiche: Fiche, known: str) -> dict[str, Any]:
    return {"marche": fiche.number, "title": fiche.title, "known": known}


def listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:SHOWN]) + (", …" if len(listed) > SHOWN else "")
