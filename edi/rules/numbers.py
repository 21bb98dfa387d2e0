"""Numbers and lengths: the invoice's own number, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterable

from edi.findings import numbers as say
from edi.flow import Finding, Record
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule


@rule(say.NUMBER_MISSING)
def document_has_number(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI V4.20, G1.05."""
    if not text(record.number):
        yield say.NUMBER_MISSING.near(record.number)


RULES: tuple[Rule, ...] = (document_has_number,)
