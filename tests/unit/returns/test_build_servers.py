"""JUnit and SARIF: what a build server reads of them, and that no text breaks their form."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from junitparser import Error, Failure, JUnitXml, TestCase

from edi.catalogue import CATALOGUE, wording
from edi.judging.envelope import EMPTY_FLOW
from edi.judging.matrix import CADRE_CONFLICT, CADRE_DEFAULTED
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome
from edi.returns.as_junit import junit
from edi.returns.as_sarif import sarif
from edi.returns.report import CheckReport, Sheet
from edi.rules.identity import debtor_is_a_siret, supplier_has_identifier

TestCase.__test__ = False  # pytest takes it for one of ours

REFUSAL = replace(
    debtor_is_a_siret.spec.at(value="123", xpath="/Invoice/cac:Party/cbc:ID", line=23, member="b.xml"),
    excerpt="      22  <cac:Party>\n>     23  <cbc:ID>123</cbc:ID>",
)
OTHER = supplier_has_identifier.spec.at(member="b.xml")
WARNING = CADRE_CONFLICT.at(value="A4", others="A7", line=4, member="b.xml")
REMARK = CADRE_DEFAULTED.at(member="a.xml")
GOOD = DocumentOutcome(position=1, member="a.xml", verdict=Verdict.ACCEPTED, number="F-1", findings=(REMARK,))
BAD = DocumentOutcome(
    position=2, member="b.xml", verdict=Verdict.REFUSED, number="F-2", findings=(WARNING, REFUSAL, OTHER)
)
FLOW = Sheet(name="in/flux 1.tar.gz", verdict=FlowVerdict.PARTIAL, documents=(GOOD, BAD))
HOLLOW = Sheet(name="/srv/empty.xml", verdict=FlowVerdict.IRRECEVABLE, findings=(EMPTY_FLOW.at(),))
OURS = Sheet(name="c.xml", verdict=FlowVerdict.NOT_JUDGED, failure="schéma absent")
REPORT = CheckReport(
    sheets=(FLOW, HOLLOW, OURS),
    made_at=datetime(2026, 11, 5, 12, tzinfo=UTC),
    packs=(Pack(role="rules", package="chorus-pro-edi", version="1.0", sha256="ab"),),
)
HOSTILE = ["<b>&\"']]>", "a\x00b\x1bc\ufffe", "\u202eabc", "é" * 10_000, "\ud800", "a\nb\r\n\tc"]


def hostile(text: str) -> CheckReport:
    finding = replace(REFUSAL, value=text, xpath=text, member=text, rule=text, excerpt=f"> 1  {text}")
    document = replace(BAD, number=text, member=text, findings=(finding, replace(WARNING, value=text)))
    path = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")  # as Python reads odd file names
    sheet = Sheet(name=path, verdict=FlowVerdict.PARTIAL, documents=(document,), failure=text)
    return replace(REPORT, sheets=(sheet,))


# JUnit


def suites(report: CheckReport = REPORT) -> list[Any]:
    return list(JUnitXml.fromstring(junit(report, wording("fr"))))


def test_junit_has_a_suite_a_file_and_a_case_a_document() -> None:
    names = [(suite.name, [case.name for case in suite]) for suite in suites()]
    assert names == [
        ("in/flux 1.tar.gz", ["F-1 (a.xml)", "F-2 (b.xml)"]),
        ("/srv/empty.xml", ["le fichier lui-même"]),
        ("c.xml", ["le fichier lui-même"]),
    ]


def test_a_refused_document_is_one_failure_with_every_sentence_hint_and_place() -> None:
    [good, bad] = list(suites()[0])
    assert good.is_passed
    [failure] = bad.result
    assert isinstance(failure, Failure)
    assert failure.type == "DEBTOR-NOT-SIRET"
    assert failure.message.startswith("2 erreurs : L'identifiant du débiteur, « 123 »")
    for said in ("b.xml · ligne 23 · /Invoice/cac:Party/cbc:ID", "→ Remplacez", "SUPPLIER-MISSING · BR-FR-CPRO-03"):
        assert said in failure.text
    assert "CADRE-CONFLICT" in bad.system_out
    assert "CADRE-CONFLICT" not in failure.text


def test_what_is_wrong_with_the_file_itself_is_a_failure() -> None:
    [case] = list(suites()[1])
    [failure] = case.result
    assert isinstance(failure, Failure)
    assert failure.message == "Le fichier est vide (0 octet)."


def test_what_could_not_be_judged_is_an_error_and_no_failure() -> None:
    [case] = list(suites()[2])
    [error] = case.result
    assert isinstance(error, Error)
    assert error.message == "schéma absent"


def test_the_counts_are_right() -> None:
    root = JUnitXml.fromstring(junit(REPORT, wording("fr")))
    assert (root.tests, root.failures, root.errors) == (4, 2, 1)
    assert [(suite.tests, suite.failures, suite.errors) for suite in suites()] == [(2, 1, 0), (1, 1, 0), (1, 0, 1)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_breaks_junit(text: str) -> None:
    [suite] = suites(hostile(text))
    assert [type(case.result[0]) for case in suite] == [Error, Failure]


# SARIF 2.1.0. Its schema cannot be had offline: what it and the specification ask of a log like ours is asked here.


def log(report: CheckReport = REPORT, lang: str = "fr") -> dict[str, Any]:
    said = json.loads(sarif(report, wording(lang)))
    assert isinstance(said, dict)
    return said


def conforms(said: dict[str, Any]) -> None:
    """The constraints of the OASIS specification 2.1.0 on what we write; section numbers are its own."""
    assert said["version"] == "2.1.0"  # 3.13.2
    assert set(said) <= {"$schema", "version", "runs", "inlineExternalProperties", "properties"}
    [run] = said["runs"]
    driver = run["tool"]["driver"]  # 3.18.2
    assert driver["name"]  # 3.19.8
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])  # 3.19.12
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)  # 3.19.23: unique
    for rule in rules:
        for text in ("shortDescription", "fullDescription", "help"):  # 3.12.3: a text is required
            assert rule[text]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}  # 3.50.3
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}  # 3.14.17
    assert re.fullmatch("[a-z]{2}(-[A-Z]{2})?", run["language"])  # 3.14.7
    artifacts = run["artifacts"]
    for at, artifact in enumerate(artifacts):
        address(artifact["location"]["uri"])
        assert artifact.get("parentIndex", -1) < at  # 3.24.3
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)  # 3.20.14: required
        for told in invocation["toolExecutionNotifications"]:
            assert told["message"]["text"]  # 3.58.5
            assert told["level"] in {"none", "note", "warning", "error"}
    for result in run["results"]:
        assert result["message"]["text"]  # 3.27.11
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
        assert result["level"] in {"none", "note", "warning", "error"}  # 3.27.10
        assert all(re.fullmatch("[0-9a-f]+", mark) for mark in result["partialFingerprints"].values())
        for location in result["locations"]:
            placed = location["physicalLocation"]
            where = placed["artifactLocation"]
            assert artifacts[where["index"]]["location"]["uri"] == where["uri"]  # 3.4.5
            assert placed.get("region", {"startLine": 1})["startLine"] >= 1  # 3.30.5


def address(uri: str) -> None:
    """RFC 3986, which is all the specification asks (3.4.3)."""
    assert re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", uri)
    assert urlsplit(uri).scheme in ("", "file")


def test_the_log_is_what_the_specification_asks() -> None:
    conforms(log())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_breaks_sarif(text: str) -> None:
    conforms(log(hostile(text)))


def test_a_result_names_its_rule_level_line_and_place() -> None:
    [run] = log()["runs"]
    [result] = [one for one in run["results"] if one["ruleId"] == "DEBTOR-NOT-SIRET"]
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("L'identifiant du débiteur, « 123 », n'est pas un SIRET")
    assert "Remplacez" in result["message"]["text"]
    [location] = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 23, "snippet": {"text": "<cbc:ID>123</cbc:ID>"}}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/Invoice/cac:Party/cbc:ID"
    assert result["properties"]["invoice"] == "F-2"


def test_levels_follow_severities() -> None:
    [run] = log()["runs"]
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert levels == {
        "CADRE-CONFLICT": "warning",
        "CADRE-DEFAULTED": "note",
        "DEBTOR-NOT-SIRET": "error",
        "PICKUP-EMPTY": "error",
        "SUPPLIER-MISSING": "error",
    }


def test_a_member_of_an_archive_has_the_archive_as_its_parent() -> None:
    artifacts = log()["runs"][0]["artifacts"]
    archive = next(at for at, one in enumerate(artifacts) if one["location"]["uri"] == "in/flux%201.tar.gz")
    [member] = [one for one in artifacts if one["location"]["uri"] == "/b.xml"]
    assert member["parentIndex"] == archive
    assert "file:///srv/empty.xml" in [one["location"]["uri"] for one in artifacts]


def test_what_could_not_be_judged_is_a_notification_and_no_result() -> None:
    [run] = log()["runs"]
    [invocation] = run["invocations"]
    assert not invocation["executionSuccessful"]
    [told] = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "schéma absent"
    assert log(replace(REPORT, sheets=(FLOW,)))["runs"][0]["invocations"][0]["executionSuccessful"]


def test_a_fingerprint_outlives_a_moved_line_and_a_moved_file() -> None:
    def marks(report: CheckReport) -> set[str]:
        return {one["partialFingerprints"]["ediFinding/v1"] for one in log(report)["runs"][0]["results"]}

    moved = replace(BAD, findings=tuple(replace(one, line=99) for one in BAD.findings))
    elsewhere = replace(FLOW, name="/tmp/flux 1.tar.gz", documents=(GOOD, moved))
    assert marks(replace(REPORT, sheets=(FLOW,))) == marks(replace(REPORT, sheets=(elsewhere,)))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_finding_of_the_catalogue_can_be_a_rule(lang: str) -> None:
    told = tuple(spec.at() for spec in CATALOGUE.values() if "{" not in spec.fr + spec.hint_fr)
    assert len(told) > 10
    conforms(log(replace(REPORT, sheets=(replace(HOLLOW, findings=told),)), lang))
