"""The business rules, listed by hand: each is a small function from a record to findings, one code each.

In: a valid document's Record and a RuleContext.  Out: findings, in the order of RULES, weighed by the waivers in force.
A rule that raises makes the document *not judged* (RuleFailed names it); a waiver past its last day is told, not
obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from edi.errors import RuleFailed
from edi.findings import document as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.model.judgement import Terms
from edi.rules import (
    amounts,
    arithmetic,
    attachments,
    bank,
    codes,
    dates,
    directory,
    identifiers,
    identity,
    marche,
    numbers,
    parties,
    vat,
    works,
)
from edi.rules.context import RuleContext
from edi.rules.rule import Rule

__all__ = ["MODULES", "RULES", "Rule", "RuleContext", "run"]

MODULES = (
    *(
        numbers,
        dates,
        identity,
        identifiers,
        parties,
        directory,
        works,
        marche,
        codes,
        bank,
        amounts,
        arithmetic,
        vat,
        attachments,
    ),
)
RULES: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in module.RULES)


def run(record: Record, context: RuleContext) -> tuple[Finding, ...]:
    """Every finding of every rule that applies to one document."""
    cadre = context.cadre.code if context.cadre else None
    off = frozenset(code for code, severity in context.terms.weights.items() if severity is None)
    found: list[Finding] = []
    for rule in _applying(RULES, record.syntax.family, cadre, off):
        try:
            found += rule.check(record, context)
        except MemoryError:
            raise  # the judging process was too small: no rule's fault
        except Exception as error:
            raise RuleFailed(f"règle {rule.code} : {type(error).__name__}: {error}") from error
    return tuple(_weighed(found, context.terms)) if found else ()


@lru_cache(maxsize=256)
def _applying(rules: tuple[Rule, ...], syntax: str, cadre: str | None, off: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.applies(syntax, cadre) and rule.code not in off)


def _weighed(findings: list[Finding], terms: Terms) -> Iterator[Finding]:
    told: set[str] = set()
    for finding in findings:
        code = finding.code
        severity = terms.weights.get(code)
        yield finding if severity is None else replace(finding, severity=severity)
        if code in terms.expired and code not in told:
            told.add(code)
            yield say.WAIVER_EXPIRED.at(value=code, until=terms.expired[code].strftime("%d/%m/%Y"))
