"""What `edi check --junit` writes: JUnit XML, for the build server of whoever makes the invoicing software.

In: a CheckReport.  Out: UTF-8 XML: a suite a file, a case a document, one failure a refused document with every
sentence, hint and place in its text. What is wrong with the file itself is a case of its own; a file that could not be
judged is an error, never a failure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from edi.message import Message
from edi.model.judgement import Verdict
from edi.returns.document_facts import DocumentFacts, FindingFacts
from edi.returns.facts import SheetFacts, of_sheet
from edi.returns.report import CheckReport
from edi.words.labels import by_weight
from edi.words.wording import Wording

SUITES = "edi check"
OF_THE_FILE = Message("le fichier lui-même", "the file itself")
LINE = Message("ligne {line}", "line {line}")


def junit(report: CheckReport, wording: Wording) -> bytes:
    """The whole report."""
    root = etree.Element("testsuites", name=SUITES)
    for sheet in report.sheets:
        root.append(_suite(of_sheet(sheet, wording), wording))
    _count(root, root.iter("testcase"))
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _suite(sheet: SheetFacts, wording: Wording) -> Any:
    suite = etree.Element("testsuite", name=sheet.name)
    if sheet.failure or sheet.findings or not sheet.documents:
        case = etree.SubElement(suite, "testcase", classname=sheet.name, name=wording.say(OF_THE_FILE))
        if sheet.failure:
            etree.SubElement(case, "error", type="not judged", message=sheet.failure)
        _tell(case, sheet.findings, wording)
    for document in sheet.documents:
        _case(suite, sheet.name, document, wording)
    _count(suite, suite.iter("testcase"))
    return suite


def _case(suite: Any, file: str, document: DocumentFacts, wording: Wording) -> None:
    title = f"{document.number} ({document.member})" if document.number else document.member
    case = etree.SubElement(suite, "testcase", classname=file, name=title)
    if document.verdict is Verdict.NOT_JUDGED:
        etree.SubElement(case, "error", type="not judged", message=document.verdict.value)
    _tell(case, document.findings, wording)


def _tell(case: Any, findings: Iterable[FindingFacts], wording: Wording) -> None:
    """What refuses as the one failure that readers of JUnit expect in a case; the rest as its output."""
    ordered = by_weight(findings)
    refusing = [finding for finding in ordered if finding.refuses]
    if refusing:
        first = refusing[0].sentence
        message = first if len(refusing) == 1 else f"{wording.tally(refusing)} : {first}"
        failure = etree.SubElement(case, "failure", type=refusing[0].code, message=message)
        failure.text = "\n\n".join(_paragraph(finding, wording) for finding in refusing)
    mild = ordered[len(refusing) :]
    if mild:
        etree.SubElement(case, "system-out").text = "\n\n".join(_paragraph(finding, wording) for finding in mild)


def _paragraph(finding: FindingFacts, wording: Wording) -> str:
    line = wording.say(LINE, line=finding.line) if finding.line else ""
    return "\n".join(
        (
            f"{finding.head} : {finding.sentence}",
            f"  {' · '.join(part for part in (finding.member, line, finding.xpath) if part)}",
            f"  → {finding.hint}",
            f"  {finding.code} · {finding.reference}",
        )
    )


def _count(element: Any, cases: Iterable[Any]) -> None:
    cases = list(cases)
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", str(sum(case.find("error") is not None for case in cases)))
    element.set("skipped", "0")
