"""The table of smallest faults: one a rule, in a document that is sound without it, and nothing else that refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from gateways import reference_with

from edi.judging.judge import judge
from edi.judging.reference import ReferenceData
from edi.model.judgement import Judgement, Member, Terms, Verdict
from edi.rules.run import RULES
from edi.sandbox.faults import FAULTS, NOT_SMALL
from edi.sandbox.faults.fault import Fault, inside, written

TODAY = date(2026, 11, 24)
Judged = Callable[[Fault, bytes], Judgement]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    @cache
    def bench(files: tuple[tuple[str, str], ...]) -> ReferenceData:
        return reference_with(tmp_path_factory.mktemp("faults"), dict(files))

    def verdict(fault: Fault, data: bytes) -> Judgement:
        given = fault.circumstances
        terms = Terms(today=TODAY, suppliers=given.suppliers, interface=given.interface)
        return judge(Member("facture.xml", data, terms), bench(tuple(given.files.items())))

    return verdict


def test_every_rule_has_one_smallest_fault_or_a_reason_for_none() -> None:
    codes = Counter(fault.code for fault in FAULTS)
    assert {code for code, count in codes.items() if count > 1} == set()
    assert {rule.code for rule in RULES} == codes.keys() | NOT_SMALL.keys()
    assert not codes.keys() & NOT_SMALL.keys()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_the_document_is_sound_before_it_is_spoiled(fault: Fault, judged: Judged) -> None:
    judgement = judged(fault, fault.sound_document())
    assert judgement.verdict is Verdict.ACCEPTED
    assert judgement.findings == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_draws_the_finding_of_its_rule_and_no_other_that_refuses(fault: Fault, judged: Judged) -> None:
    findings = judged(fault, fault.spoiled_document()).findings
    refusing = {finding.code for finding in findings if finding.severity.refuses}
    assert fault.code in {finding.code for finding in findings}
    assert refusing - {fault.code} == fault.companions


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_is_the_same_each_time_it_is_made(fault: Fault) -> None:
    assert fault.spoiled_document() == fault.spoiled_document()
    assert fault.spoiled_document() != fault.sound_document()


def test_a_fault_that_finds_no_place_says_so() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        written("<absent/>", "").xml("<a/>")
    with pytest.raises(ValueError, match="has no"):
        inside("absent", "").xml("<a/>")
