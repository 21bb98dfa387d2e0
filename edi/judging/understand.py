"""What a document says before anything is judged of it: what it is, its record, the cadre it is taken under.

In: bytes, or a document already identified.  Out: an Understood value. The judging, `edi explain` and the check of
fiches all come this way, so that they never understand one document in two ways.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edi.config.tables import Tables
from edi.judging import matrix
from edi.judging.identify import Companion, Identified, identify
from edi.judging.read import read
from edi.model.document import Record
from edi.model.finding import Finding
from edi.model.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An identified document and what it says."""

    identified: Identified
    record: Record
    cadre: str | None  # in force; A1 when the document says none, None when what it says is none
    operation: str  # of the capability matrix
    about_cadre: tuple[Finding, ...]


def understand(data: bytes, tables: Tables, limits: Limits) -> Understood | Companion | Finding:
    """What these bytes say; a Companion or a Finding when they are no invoice."""
    identified = identify(data, limits)
    return understood(identified, tables) if isinstance(identified, Identified) else identified


def understood(identified: Identified, tables: Tables) -> Understood:
    """What an identified document says. ConfigError when the matrix has no cell for its cadre."""
    record = read(identified.parsed.root, identified.syntax)
    if identified.around is not None:
        attachments = record.attachments + identified.attachments
        record = replace(record, attachments=attachments, pdf=identified.around)
    cadre, operation, about_cadre = matrix.judge_cadre(record, tables)
    return Understood(identified=identified, record=record, cadre=cadre, operation=operation, about_cadre=about_cadre)
