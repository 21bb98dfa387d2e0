"""What weighs less where: on the test platform, and on a projet de décompte."""

from __future__ import annotations

import pytest

from edi.config.tables import load_tables
from edi.model.finding import Severity
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.rules.context import RuleContext

TABLES = load_tables(None)


@pytest.mark.parametrize(
    ("cadre", "given", "wanted"),
    [
        ("A4", Severity.ERROR, Severity.WARNING),
        ("A22", Severity.FATAL, Severity.WARNING),
        ("A14", Severity.INFO, Severity.INFO),
        ("A1", Severity.ERROR, Severity.ERROR),
        ("A10", Severity.ERROR, Severity.ERROR),
        (None, Severity.ERROR, Severity.ERROR),
    ],
)
def test_a_projet_de_decompte_is_not_refused_for_its_amount(
    cadre: str | None, given: Severity, wanted: Severity
) -> None:
    context = RuleContext(tables=TABLES, limits=Limits(), cadre=TABLES.cadres[cadre] if cadre else None)
    assert context.amount_severity(given) is wanted


@pytest.mark.parametrize(("qualification", "wanted"), [(True, Severity.WARNING), (False, Severity.ERROR)])
def test_the_test_platform_only_tells(qualification: bool, wanted: Severity) -> None:
    context = RuleContext(tables=TABLES, limits=Limits(), terms=Terms(qualification=qualification))
    assert context.unless_qualification(Severity.ERROR) is wanted
