"""The rules as a body: listed once, one code each, weighed by waivers, and named when one of them fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from edi.catalogue import CATALOGUE
from edi.config.tables import load_tables
from edi.errors import RuleFailed
from edi.model.document import Party, Record, Syntax, Value
from edi.model.finding import Finding, Severity
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.rules import run as rules
from edi.rules.context import RuleContext
from edi.rules.rule import Rule, rule
from edi.rules.run import MODULES, RULES, run
from edi.words.sentence import RuleSpec

CONTEXT = RuleContext(tables=load_tables(None), limits=Limits())
RECORD = Record(syntax=Syntax.CII, number=Value("F-1", "/doc/number", 3))


@rule(
    "TEST-NUMBER",
    Severity.ERROR,
    reference="ESSAI",
    fr="Le numéro est « {value} ».",
    en="The number is “{value}”.",
    hint_fr="Rien.",
    hint_en="Nothing.",
    checks_fr="Aucun numéro ne convient.",
    checks_en="No number will do.",
    source="essai",
    certainty="L",
)
def no_number_will_do(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    yield say.on(record.number)


def raises_key_error(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    raise KeyError("nothing there")


def runs_out_of_memory(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    raise MemoryError


SPEC = no_number_will_do.spec
broken = Rule(replace(SPEC, code="TEST-BROKEN"), raises_key_error)
greedy = Rule(replace(SPEC, code="TEST-MEMORY"), runs_out_of_memory)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (no_number_will_do,))


def judged(**terms: object) -> list[tuple[str, Severity]]:
    context = replace(CONTEXT, terms=Terms(**terms))  # type: ignore[arg-type]
    return [(finding.code, finding.severity) for finding in run(RECORD, context)]


def test_every_rule_of_a_module_is_listed_once() -> None:
    defined = [thing for module in MODULES for thing in vars(module).values() if isinstance(thing, Rule)]
    assert sorted(one.code for one in RULES) == sorted({one.code for one in defined})
    assert len({one.code for one in RULES}) == len(RULES)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_rule_says_what_it_checks_and_on_whose_word(one: Rule) -> None:
    spec = one.spec
    assert CATALOGUE[spec.code] is spec
    assert all(text.strip() for text in (spec.checks_fr, spec.checks_en, spec.source))
    assert spec.checks_fr.endswith(".")
    assert spec.checks_en.endswith(".")
    assert spec.certainty in ("H", "M", "L")
    assert spec.severity.value != "fatal", "a rule never stops the others"
    assert set(spec.cadres) <= set(CONTEXT.tables.cadres)
    assert set(spec.syntaxes) <= {"ubl", "cii", "factur-x"}


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_rule_has_nothing_against_what_it_does_not_find_and_never_raises_on_it(one: Rule) -> None:
    for syntax in Syntax:
        for finding in one(Record(syntax=syntax), CONTEXT):
            assert finding.code == one.code


def test_a_finding_weighs_what_its_spec_says(only: None) -> None:
    assert judged() == [("TEST-NUMBER", Severity.ERROR)]


def test_a_waiver_changes_the_weight(only: None) -> None:
    assert judged(weights={"TEST-NUMBER": Severity.INFO}) == [("TEST-NUMBER", Severity.INFO)]


def test_a_rule_that_is_off_does_not_even_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (broken, no_number_will_do))
    assert judged(weights={"TEST-BROKEN": None}) == [("TEST-NUMBER", Severity.ERROR)]


def test_a_waiver_past_its_last_day_is_told_once_and_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (no_number_will_do, replace(no_number_will_do)))
    found = judged(expired={"TEST-NUMBER": date(2026, 1, 31), "OTHER": date(2026, 1, 31)})
    assert found == [
        ("TEST-NUMBER", Severity.ERROR),
        ("WAIVER-EXPIRED", Severity.INFO),
        ("TEST-NUMBER", Severity.ERROR),
    ]


def test_a_rule_that_raises_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (no_number_will_do, broken))
    with pytest.raises(RuleFailed, match="règle TEST-BROKEN : KeyError: 'nothing there'") as raised:
        run(RECORD, CONTEXT)
    assert raised.value.of("en") == "rule TEST-BROKEN: KeyError: 'nothing there'"


def test_a_judge_without_memory_is_no_fault_of_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (greedy,))
    with pytest.raises(MemoryError):
        run(RECORD, CONTEXT)


def test_a_rule_looks_only_at_its_syntaxes_and_cadres() -> None:
    narrow = replace(no_number_will_do, spec=replace(SPEC, syntaxes=("ubl",), cadres=("A4",)))
    assert narrow.applies("ubl", "A4")
    assert not narrow.applies("cii", "A4")
    assert not narrow.applies("ubl", "A1")
    assert not narrow.applies("ubl", None)
    assert no_number_will_do.applies("cii", None)


def test_a_check_says_the_sentence_its_rule_has_and_no_other() -> None:
    [finding] = replace(no_number_will_do, spec=replace(SPEC, code="TEST-OTHER"))(RECORD, CONTEXT)
    assert finding.code == "TEST-OTHER"


def test_a_finding_is_placed_where_its_value_stands() -> None:
    value = Value("F-1", "/doc/number", 3)
    finding = SPEC.on(value)
    assert (finding.value, finding.xpath, finding.line) == ("F-1", "/doc/number", 3)
    assert SPEC.on(value, value="autre").value == "autre"
    assert SPEC.on(None).xpath is None
    near = SPEC.near(value)
    assert (near.value, near.xpath, near.line) == (None, "/doc/number", 3)


def test_a_party_without_anything_breaks_no_rule_but_those_of_what_is_missing() -> None:
    found = {finding.code for finding in run(Record(syntax=Syntax.UBL_INVOICE, supplier=Party()), CONTEXT)}
    assert {"NUMBER-MISSING", "SUPPLIER-MISSING", "DEBTOR-MISSING"} <= found
