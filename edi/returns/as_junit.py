"""What `edi check --junit` writes: JUnit XML, for the build server of whoever makes the invoicing software.

In: a Report.  Out: UTF-8 XML: a suite a file, a case a document, one failure a refused document with every sentence,
hint and place in its text. What is wrong with the file itself is a case of its own; a file that could not be judged is
an error, never a failure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from edi.catalogue import hint, sentence
from edi.model.finding import Finding
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome
from edi.returns.report import Report, Sheet
from edi.words.labels import by_weight, severity_head, tally
from edi.words.text import legible

SUITES = "edi check"
OF_THE_FILE = {"fr": "le fichier lui-même", "en": "the file itself"}


def junit(report: Report) -> bytes:
    """The whole report."""
    root = etree.Element("testsuites", name=SUITES)
    for sheet in report.sheets:
        root.append(_suite(sheet, report.lang))
    _count(root, root.iter("testcase"))
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _suite(sheet: Sheet, lang: str) -> Any:
    name = legible(sheet.name)
    suite = etree.Element("testsuite", name=name)
    if sheet.failure or sheet.findings or not sheet.documents:
        case = etree.SubElement(suite, "testcase", classname=name, name=OF_THE_FILE[lang])
        if sheet.failure:
            etree.SubElement(case, "error", type="not judged", message=legible(sheet.failure))
        _tell(case, sheet.findings, lang)
    for document in sheet.documents:
        _case(suite, name, document, lang)
    _count(suite, suite.iter("testcase"))
    return suite


def _case(suite: Any, file: str, document: DocumentOutcome, lang: str) -> None:
    title = f"{document.number} ({document.member})" if document.number else document.member
    case = etree.SubElement(suite, "testcase", classname=file, name=legible(title))
    if document.verdict is Verdict.NOT_JUDGED:
        etree.SubElement(case, "error", type="not judged", message=document.verdict.value)
    _tell(case, document.findings, lang)


def _tell(case: Any, findings: Iterable[Finding], lang: str) -> None:
    """What refuses as the one failure that readers of JUnit expect in a case; the rest as its output."""
    ordered = by_weight(findings)
    refusing = [finding for finding in ordered if finding.severity.refuses]
    if refusing:
        first = legible(sentence(refusing[0], lang))
        message = first if len(refusing) == 1 else f"{tally(refusing, lang)} : {first}"
        failure = etree.SubElement(case, "failure", type=refusing[0].code, message=message)
        failure.text = "\n\n".join(_told(finding, lang) for finding in refusing)
    told = ordered[len(refusing) :]
    if told:
        etree.SubElement(case, "system-out").text = "\n\n".join(_told(finding, lang) for finding in told)


def _told(finding: Finding, lang: str) -> str:
    line = "line" if lang == "en" else "ligne"
    place = [finding.member or "", f"{line} {finding.line}" if finding.line else "", finding.xpath or ""]
    return "\n".join(
        (
            f"{severity_head(finding.severity, lang)} : {legible(sentence(finding, lang))}",
            f"  {legible(' · '.join(part for part in place if part))}",
            f"  → {legible(hint(finding, lang))}",
            legible(f"  {finding.code} · {finding.rule}"),
        )
    )


def _count(element: Any, cases: Iterable[Any]) -> None:
    cases = list(cases)
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", str(sum(case.find("error") is not None for case in cases)))
    element.set("skipped", "0")
