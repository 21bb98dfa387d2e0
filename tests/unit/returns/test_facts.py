"""What returns tell, computed once: legible, in Paris time, counted, in one language."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from edi.model.finding import Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.returns.document_facts import of_document
from edi.returns.facts import of_outcome, of_sheet
from edi.returns.report import Sheet
from edi.words.sentence import Spec
from edi.words.text import legible
from edi.words.wording import Wording

HOSTILE = "a\x00b\r\nc\ud800"
SAID = Spec(code="TEST-SAID", severity=Severity.ERROR, rule="X", fr="{value}", en="{value}", hint_fr="H", hint_en="H")
REFUSAL = replace(SAID.at(xpath=HOSTILE, member=HOSTILE, rule=HOSTILE), value=HOSTILE)
DOCUMENT = DocumentOutcome(
    position=1,
    member=HOSTILE,
    verdict=Verdict.REFUSED,
    number=HOSTILE,
    type=HOSTILE,
    issue_date=HOSTILE,
    cadre=HOSTILE,
    supplier_type=1,
    supplier_id=HOSTILE,
    supplier_name=HOSTILE,
    supplier_country=HOSTILE,
    debtor_id=HOSTILE,
    debtor_name=HOSTILE,
    debtor_service=HOSTILE,
    debtor_service_name=HOSTILE,
    statuses=(1, 37),
    findings=(REFUSAL,),
)
OUTCOME = Outcome(
    flow="f-1",
    partner_code="XXX001",
    gateway_code="GWY001",
    flow_id=HOSTILE,
    drop_name=HOSTILE,
    interface=HOSTILE,
    verdict=FlowVerdict.REFUSED,
    decided_at=datetime(2026, 11, 5, 23, 30, 15, 250000, tzinfo=UTC),
    received_at=datetime(2026, 7, 5, 22, tzinfo=UTC),
    documents=(DOCUMENT, replace(DOCUMENT, verdict=Verdict.ACCEPTED)),
    findings=(REFUSAL,),
    repeat_of=HOSTILE,
    replaces_at=datetime(2026, 7, 5, 22, tzinfo=UTC),
    undone=(DOCUMENT,),
)


def words(lang: str = "fr") -> Wording:
    return Wording(lang, {SAID.code: SAID}, {37: "Non conforme"}, {"A4": "projet de décompte"})


def texts(value: Any) -> list[str]:
    """Every text in a value made of facts."""
    if isinstance(value, Wording):
        return []
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def test_every_text_is_legible() -> None:
    sheet = Sheet(name=HOSTILE, verdict=FlowVerdict.REFUSED, documents=(DOCUMENT,), failure=HOSTILE)
    told = texts(of_outcome(OUTCOME, words())) + texts(of_sheet(sheet, words()))
    assert len(told) > 60
    assert [text for text in told if legible(text) != text] == []


def test_moments_are_on_the_clocks_of_paris() -> None:
    facts = of_outcome(OUTCOME, words())
    assert (facts.decided.stamp, facts.decided.day) == ("2026-11-06T00:30:15.250+01:00", "2026-11-06")
    assert (facts.received.within, facts.received.beside) == ("06/07/2026 à 00:00", "06/07/2026 à 00:00")
    english = of_outcome(OUTCOME, words("en")).received
    assert (english.within, english.beside) == ("2026-07-06 at 00:00", "2026-07-06 00:00, Paris")


def test_what_is_accepted_and_what_refuses_is_counted() -> None:
    facts = of_outcome(OUTCOME, words())
    assert facts.accepted == 1
    assert [document and document.verdict for document, _ in facts.refusals()] == [
        None,
        Verdict.REFUSED,
        Verdict.ACCEPTED,
    ]


def test_only_what_is_no_longer_accepted_is_undone() -> None:
    assert [document.undone for document in of_outcome(OUTCOME, words()).documents] == [True, False]


@pytest.mark.parametrize(
    ("written", "day", "shown"),
    [
        ("2026-11-03", "2026-11-03", "03/11/2026"),
        ("2026-02-30", None, "30/02/2026"),
        ("20261103", None, "20261103"),
        ("hier", None, "hier"),
        (None, None, None),
    ],
)
def test_a_date_is_a_day_or_told_as_it_was_written(written: str | None, day: str | None, shown: str | None) -> None:
    facts = of_document(replace(DOCUMENT, issue_date=written), words())
    assert (facts.day, facts.date_written) == (day, shown)


def test_labels_stand_beside_what_they_explain() -> None:
    facts = of_document(replace(DOCUMENT, cadre="A4", supplier_id="1", supplier_name="Nom"), words())
    assert (facts.cadre_labelled, facts.current_status) == ("A4 – projet de décompte", "37 Non conforme")
    assert (facts.supplier.labelled, facts.statuses[0].labelled) == ("Nom (1)", "01")
