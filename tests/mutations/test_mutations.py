"""Single faults in sound documents: each is answered by the finding whose business it is, in every document that has
the place. Counted at the end of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from bases import AIFE, Base, official, sandbox
from benches import AGREED_TERMS, TERMS, as_shipped, with_all_that_can_be_given
from faults_attachments import ATTACHMENTS
from faults_form import FORM
from faults_identity import IDENTITY
from faults_money import MONEY
from faults_outside import OUTSIDE
from figures import Figures
from lxml import etree
from mutation import Fault

from edi.judging import matrix
from edi.judging.judge import judge
from edi.judging.reference import ReferenceData
from edi.model.finding import Finding
from edi.model.judgement import Judgement, Member, Terms, Verdict
from edi.rules.run import RULES
from edi.words.sentence import Spec

TABLES = (IDENTITY, FORM, MONEY, ATTACHMENTS, OUTSIDE)
FAULTS: Mapping[str, Fault] = {name: fault for table in TABLES for name, fault in table.faults.items()}
OFFICIAL, SANDBOX = tuple(official()), tuple(sandbox())
MANY = 300  # pairs of a document and a fault, at the very least
CROWD = 3  # codes that one fault may draw: beyond it, rules repeat each other

SMALLEST = "walked by tests/unit/rules/test_smallest_faults.py"

# what no single fault here brings about, and where it is tried instead
ELSEWHERE = {
    "LINES-TOO-MANY": "takes a million lines: tests/unit/rules/test_rules_numbers.py",
    "JUSTICE-MEANS": "takes the interface of justice fees: tests/unit/rules/test_rules_money.py",
    "JUSTICE-CADRE": "takes the interface of justice fees: tests/unit/rules/test_rules_money.py",
    "ATTACHMENT-ZIP-BOMB": "takes a ZIP of hundreds of megabytes: tests/unit/judging/test_read_attachment.py",
    "ALLOWANCE-RETENUE": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "AMOUNT-CURRENCY": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "ATTACHMENT-UNSEEN": f"edi/sandbox/faults/attachments.py: {SMALLEST}",
    "CADRE-ELSEWHERE": f"edi/sandbox/faults/works.py: {SMALLEST}",
    "COUNTRY-MISSING": f"edi/sandbox/faults/codes.py: {SMALLEST}",
    "DATE-EMPTY": f"edi/sandbox/faults/dates.py: {SMALLEST}",
    "DATE-FORM": f"edi/sandbox/faults/dates.py: {SMALLEST}",
    "DEBTOR-MISPLACED": f"edi/sandbox/faults/identity.py: {SMALLEST}",
    "FACTURX-ACTIVE": f"edi/sandbox/faults/attachments.py: {SMALLEST}",
    "FACTURX-NAME": f"edi/sandbox/faults/attachments.py: {SMALLEST}",
    "HIDDEN-BLANK": f"edi/sandbox/faults/numbers.py: {SMALLEST}",
    "INTERFACE-CADRE": f"edi/sandbox/faults/codes.py: {SMALLEST}",
    "LINE-CATEGORY-MISSING": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "LINE-CATEGORY-RATE": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "LINE-PERIOD-REVERSED": f"edi/sandbox/faults/dates.py: {SMALLEST}",
    "NET-RETENUE": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "NET-WITHHELD": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "PRICE-ALLOWANCE-AMOUNT": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "PRICE-GROSS-ALONE": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "PRICE-NEGATIVE": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "QUANTITY-LONG": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "SERVICE-MISPLACED": f"edi/sandbox/faults/directory.py: {SMALLEST}",
    "SUBCONTRACTOR-VAT": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "SUPPLIER-MISPLACED": f"edi/sandbox/faults/identity.py: {SMALLEST}",
    "SUPPLIER-VAT-WRITING": f"edi/sandbox/faults/identity.py: {SMALLEST}",
    "TAX-BASIS-LINES": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "TAX-BREAKDOWN-MISSING": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "TAX-CATEGORY-LINES": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "TAX-TOTALS-SEVERAL": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "TOTAL-DECIMALS": f"edi/sandbox/faults/money.py: {SMALLEST}",
    "VALIDEUR-MISPLACED": f"edi/sandbox/faults/identity.py: {SMALLEST}",
    "WORKS-UNSAID": f"edi/sandbox/faults/works.py: {SMALLEST}",
}


@dataclass(frozen=True)
class Stand:
    """A gateway that judges, and what it says of the documents before they are spoiled."""

    bench: ReferenceData
    terms: Terms
    before: dict[str, frozenset[Any]] = field(default_factory=dict)

    def judged(self, root: Any) -> Judgement:
        data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
        return judge(Member("facture.xml", data, self.terms), self.bench)

    def new(self, base: Base, spoiled: Any) -> set[str]:
        """The codes of the findings that the sound document did not draw already."""
        if base.name not in self.before:
            self.before[base.name] = frozenset(map(_same, self.judged(base.root).findings))
        return {one.code for one in self.judged(spoiled).findings if _same(one) not in self.before[base.name]}


def _same(finding: Finding) -> tuple[Any, ...]:
    return finding.code, finding.xpath, finding.value, tuple(sorted(finding.values.items()))


@dataclass(frozen=True)
class Stands:
    area: Path

    @cached_property
    def shipped(self) -> Stand:
        return Stand(as_shipped(self.area / "shipped"), TERMS)

    @cached_property
    def given(self) -> Stand:
        return Stand(with_all_that_can_be_given(self.area / "given"), AGREED_TERMS)


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Stands:
    return Stands(tmp_path_factory.mktemp("stands"))


def bases_of(fault: Fault) -> tuple[Base, ...]:
    """AIFE's samples name nobody of whom our own directory and marché know."""
    return SANDBOX if fault.outside else (*OFFICIAL, *SANDBOX)


@pytest.mark.parametrize("base", [*OFFICIAL, *SANDBOX], ids=lambda base: base.name)
def test_the_document_is_accepted_before_it_is_spoiled(base: Base, stands: Stands) -> None:
    judgement = stands.shipped.judged(base.root)
    assert judgement.verdict is Verdict.ACCEPTED, judgement.findings
    if not base.official:
        assert judgement.findings == ()
        assert stands.given.judged(base.root).findings == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_draws_the_finding_of_its_rule(name: str, stands: Stands, figures: Figures) -> None:
    fault = FAULTS[name]
    stand = stands.given if fault.outside else stands.shipped
    judged, caught, by_another, missed = 0, 0, 0, []
    for base in bases_of(fault):
        spoiled = fault.apply(base.root, base.spots)
        if spoiled is None:
            continue
        judged += 1
        wanted, codes = fault.wanted(base.root, base.spots), stand.new(base, spoiled)
        if wanted is None:
            assert fault.expected not in codes, f"{base.name}: found after all, take it out of `silent`"
            continue
        caught += wanted == fault.expected and wanted in codes
        by_another += wanted != fault.expected and wanted in codes
        if wanted not in codes:
            missed.append(f"{base.name}: {wanted} expected, {', '.join(sorted(codes)) or 'nothing'} found")
        assert len(codes) <= CROWD, f"{base.name}: one fault draws {', '.join(sorted(codes))}"
    figures("{} single faults judged", judged)
    figures("{} caught by the expected rule", caught)
    figures("{} by another finding, for a reason given", by_another)
    figures("{} with no finding, for a reason given", judged - caught - by_another - len(missed))
    figures("faults missed {}", len(missed))
    assert judged, "no document has this place"
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize(
    "bases",
    [
        pytest.param(
            OFFICIAL,
            id="official",
            marks=pytest.mark.skipif(not AIFE.is_dir(), reason="official samples are not beside the project"),
        ),
        pytest.param(SANDBOX, id="sandbox"),
    ],
)
def test_the_faults_are_many(bases: tuple[Base, ...]) -> None:
    tried = [fault for fault in FAULTS.values() for base in bases if fault.applies(base.root, base.spots)]
    assert len(tried) >= MANY
    assert {fault.kind for fault in tried} == {"changed", "removed", "moved", "overlong", "wrong type", "added"}


def test_every_code_is_provoked_or_tried_elsewhere() -> None:
    """The project's own documents suffice for it."""
    provoked = {
        fault.wanted(base.root, base.spots)
        for fault in FAULTS.values()
        for base in SANDBOX
        if fault.applies(base.root, base.spots)
    }
    of_matrix = {spec.code for spec in vars(matrix).values() if isinstance(spec, Spec)}
    known = {rule.code for rule in RULES} | of_matrix
    assert known - provoked == ELSEWHERE.keys()
