"""The business rules, listed by hand: each is a small function from a record to findings.

In: a valid document's Record and a RuleContext.  Out: findings, in the order of RULES. A rule never catches its own
failures: what it raises makes the document *not judged*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edi.flow import Finding, Record
from edi.rules import attachments, identity
from edi.rules.context import RuleContext

__all__ = ["RULES", "Rule", "RuleContext", "run"]

Rule = Callable[[Record, RuleContext], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    identity.invoice_has_number,
    identity.supplier_is_identified,
    identity.debtor_is_a_siret,
    attachments.size_within_limit,
    attachments.name_within_limit,
)


def run(record: Record, context: RuleContext) -> tuple[Finding, ...]:
    """Every finding of every rule on one document."""
    return tuple(finding for rule in RULES for finding in rule(record, context))
