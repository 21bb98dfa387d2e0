"""The business rules as a body: which there are, in which order they run, and what waivers make of what they find.

In: a valid document's Record and a RuleContext.  Out: findings, in the order of RULES, weighed by the waivers in force.
A rule that raises makes the document *not judged* (RuleFailed names it); a waiver past its last day is told, not
obeyed. CHAPTERS is the one list by hand: a module listed there brings its rules with it, in the order it defines them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from types import ModuleType

from edi.errors import RuleFailed
from edi.message import Message
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.model.judgement import Terms
from edi.rules import (
    adjustments,
    amounts,
    attachment_kinds,
    attachment_names,
    attachment_programs,
    attachment_repeats,
    attachment_zips,
    attachments,
    bank,
    bic,
    blanks,
    codes,
    currencies,
    date_order,
    dates,
    debtor,
    directory,
    facturx,
    foreign_supplier,
    heading,
    iban,
    identity,
    lengths,
    lines,
    marche_actors,
    marche_terms,
    misplaced,
    net_to_pay,
    numbers,
    obligations,
    parties,
    payment,
    prices,
    references,
    services,
    supplier,
    totals,
    unsaid,
    validation,
    valideur,
    vat_by_line,
    vat_codes,
    vat_lines,
    vat_totals,
    works,
)
from edi.rules.context import RuleContext
from edi.rules.rule import Rule
from edi.words.sentence import Spec

WAIVER_EXPIRED = Spec(
    code="WAIVER-EXPIRED",
    severity=Severity.INFO,
    rule="DEROGATION",
    fr="La dérogation à la règle « {value} » a pris fin le {until} : la règle s'applique de nouveau.",
    en="The waiver of the rule “{value}” ended on {until}: the rule applies again.",
    hint_fr="Corrigez le document, ou demandez à l'exploitant de la passerelle s'il prolonge la dérogation.",
    hint_en="Mend the document, or ask the gateway's operator whether the waiver is to be extended.",
)

# The subject, as the list of rules has it, and its modules. The order is that of findings in a return: it is kept.
CHAPTERS: dict[str, tuple[ModuleType, ...]] = {
    "numbers": (blanks, numbers, services, references, lengths),
    "dates": (dates, date_order),
    "identity": (misplaced, identity),
    "identifiers": (supplier, foreign_supplier, debtor, valideur),
    "parties": (parties,),
    "directory": (obligations, directory),
    "works": (unsaid, validation, works),
    "marche": (marche_actors, marche_terms),
    "codes": (heading, payment, codes),
    "bank": (bank, iban, bic),
    "amounts": (amounts, currencies, prices),
    "arithmetic": (lines, adjustments, totals, net_to_pay),
    "vat": (vat_lines, vat_totals, vat_by_line, vat_codes),
    "attachments": (
        attachments,
        attachment_names,
        attachment_kinds,
        attachment_zips,
        attachment_programs,
        attachment_repeats,
    ),
    "facturx": (facturx,),
}
RAISED = Message("règle {rule} : {kind}: {error}", "rule {rule}: {kind}: {error}")

MODULES: tuple[ModuleType, ...] = tuple(module for modules in CHAPTERS.values() for module in modules)


def rules_of(module: ModuleType) -> tuple[Rule, ...]:
    """The rules a module defines, in the order of definition; those it imports are another's."""
    return tuple(
        thing
        for thing in vars(module).values()
        if isinstance(thing, Rule) and thing.check.__module__ == module.__name__
    )


def rules_about(*subjects: str) -> tuple[Rule, ...]:
    """The rules of some chapters, in the order they run."""
    return tuple(rule for subject in subjects for module in CHAPTERS[subject] for rule in rules_of(module))


RULES: tuple[Rule, ...] = rules_about(*CHAPTERS)


def run(record: Record, context: RuleContext) -> tuple[Finding, ...]:
    """Every finding of every rule that applies to one document."""
    cadre = context.cadre.code if context.cadre else None
    off = frozenset(code for code, severity in context.terms.weights.items() if severity is None)
    findings: list[Finding] = []
    for rule in _applying(RULES, record.syntax.family, cadre, off):
        try:
            findings += rule.check(rule.spec, record, context)
        except MemoryError:
            raise  # the judging process was too small: no rule's fault
        except Exception as error:
            raise RuleFailed(RAISED.filled(rule=rule.code, kind=type(error).__name__, error=error)) from error
    return tuple(_weighed(findings, context.terms)) if findings else ()


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
            yield WAIVER_EXPIRED.at(value=code, until=terms.expired[code].strftime("%d/%m/%Y"))
