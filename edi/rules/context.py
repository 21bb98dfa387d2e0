"""What a rule may look at besides the record: tables, limits, directory, marchés, the cadre and the terms; no more."""

from __future__ import annotations

from dataclasses import dataclass, field

from edi.config.directory import Directory
from edi.config.marches import Marches
from edi.config.tables import Tables
from edi.config.tables.cadres import Cadre
from edi.model.finding import Severity
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.schemas.codes import Codes, load_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContext:
    """One document's surroundings; never changed."""

    tables: Tables
    limits: Limits
    directory: Directory = Directory()  # noqa: RUF009 - frozen
    marches: Marches = Marches()  # noqa: RUF009 - frozen
    terms: Terms = Terms()  # noqa: RUF009 - frozen
    codes: Codes = field(default_factory=load_codes)  # the official lists, loaded once a process
    cadre: Cadre | None = None  # None: what the document names is no cadre, which is a finding of its own

    def unless_qualification(self, severity: Severity) -> Severity:
        """`severity`, or a warning on AIFE's test platform, whose made-up identifiers fail their keys."""
        return Severity.WARNING if self.terms.qualification else severity

    def amount_severity(self, severity: Severity) -> Severity:
        """`severity`, or a warning at most for a projet de décompte. Source: AIFE, KB0011867 (19 February 2025)."""
        forgiven = severity.refuses and self.cadre is not None and not self.cadre.amount_refusal
        return Severity.WARNING if forgiven else severity
