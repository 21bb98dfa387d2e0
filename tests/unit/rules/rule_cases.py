"""What the tests of rules share: a record no rule has anything against, one with changes, and the codes it draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from edi.config.tables import load_tables
from edi.model.document import Party, Payment, Record, Syntax, TaxLine, Totals, Value
from edi.model.finding import Finding, Severity
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.rule import Rule
from edi.rules.run import run

TABLES = load_tables(None)
TODAY = date(2026, 11, 24)
SUPPLIER, DEBTOR, VALIDEUR, STATE = "99999999800019", "12345678200051", "99999996400011", "11000201100044"


def value(text: str | None, name: str = "x", line: int = 7) -> Value | None:
    return None if text is None else Value(text, f"/doc/{name}", line)


def party(identifier: str | None, scheme: str | None = "1", **given: str | None) -> Party:
    fields = {name: value(text, name) for name, text in given.items()}
    return Party(id=value(identifier, "id"), scheme=value(scheme, "id/@schemeID"), **fields)


SOUND = Record(
    syntax=Syntax.CII,
    number=value("F-2026-001", "number"),
    type=value("380", "type"),
    issue_date=value("2026-10-30", "date"),
    supplier=party(SUPPLIER, name="Entreprise de travaux exemple"),
    debtor=party(DEBTOR),
    totals=Totals(without_tax=value("100.00"), tax=value("20.00"), with_tax=value("120.00"), payable=value("120.00")),
    cadre=value("A1", "cadre"),
    tax_lines=(TaxLine(basis=value("100.00"), amount=value("20.00"), rate=value("20")),),
    payments=(Payment(means=value("10", "means")),),
)


def context(cadre: str | None = "A1", **terms: Any) -> RuleContext:
    return RuleContext(
        tables=TABLES,
        limits=Limits(),
        terms=Terms(**{"today": TODAY, **terms}),
        cadre=TABLES.cadres[cadre] if cadre else None,
    )


def found(one: Rule, cadre: str | None = "A1", terms: dict[str, Any] | None = None, **changes: Any) -> list[Finding]:
    """What one rule says of the sound record with these changes."""
    return list(one(replace(SOUND, **changes), context(cadre, **(terms or {}))))


def severities(one: Rule, **given: Any) -> list[Severity]:
    return [finding.severity for finding in found(one, **given)]


def codes(cadre: str | None = "A1", **changes: Any) -> list[str]:
    """What all rules say of it."""
    return [finding.code for finding in run(replace(SOUND, **changes), context(cadre))]
