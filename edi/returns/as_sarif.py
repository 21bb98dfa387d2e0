"""What `edi check --sarif` writes: SARIF 2.1.0 (OASIS), for code hosts and editors that show findings at their line.

In: a CheckReport.  Out: UTF-8 JSON: one run; the findings that occur as rules, with their sentences and hints; a result
each finding, at the file, the line and the place in the document; what could not be judged as a notification, not a
result.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from edi import __version__
from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.outcome import DocumentOutcome
from edi.returns.document_facts import legible_or_none, of_finding
from edi.returns.report import CheckReport, Sheet
from edi.words.sentence import RuleSpec
from edi.words.text import legible
from edi.words.wording import Wording

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
LEVELS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(report: CheckReport, wording: Wording) -> bytes:
    """The whole report."""
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [_run(report, wording)]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode()


def _run(report: CheckReport, wording: Wording) -> dict[str, Any]:
    artifacts = _Artifacts()
    codes = sorted({finding.code for finding in report.findings()})
    results = [
        _result(finding, sheet, document, codes.index(finding.code), artifacts, wording)
        for sheet in report.sheets
        for document, finding in _findings(sheet)
    ]
    failures = [_failure(sheet, artifacts) for sheet in report.sheets if sheet.failure]
    packs = [legible(f"{pack.role} {pack.package} {pack.version} {pack.sha256}") for pack in report.packs]
    return {
        "tool": {"driver": _driver(codes, wording)},
        "language": wording.lang,
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures}],
        "artifacts": artifacts.listed,
        "results": results,
        "columnKind": "unicodeCodePoints",
        "properties": {"packs": packs},
    }


def _findings(sheet: Sheet) -> Iterator[tuple[DocumentOutcome | None, Finding]]:
    yield from ((None, finding) for finding in sheet.findings)
    for document in sheet.documents:
        yield from ((document, finding) for finding in document.findings)


def _driver(codes: list[str], wording: Wording) -> dict[str, Any]:
    return {
        "name": "edi",
        "fullName": "Chorus Pro EDI gateway",
        "version": __version__,
        "semanticVersion": __version__,
        "language": wording.lang,
        "rules": [_rule(code, wording) for code in codes],
    }


def _rule(code: str, wording: Wording) -> dict[str, Any]:
    """A finding's sentences as its templates: braces stand for the facts of a case."""
    spec = wording.specs[code]
    sentence = Message(spec.fr, spec.en)
    checks = Message(spec.checks_fr, spec.checks_en) if isinstance(spec, RuleSpec) else sentence
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in code.split("-")),
        "shortDescription": {"text": wording.say(checks)},
        "fullDescription": {"text": wording.say(sentence)},
        "help": {"text": wording.say(Message(spec.hint_fr, spec.hint_en))},
        "defaultConfiguration": {"level": LEVELS[spec.severity]},
        "properties": {"rule": spec.rule},
    }


def _result(
    finding: Finding,
    sheet: Sheet,
    document: DocumentOutcome | None,
    rule: int,
    artifacts: _Artifacts,
    wording: Wording,
) -> dict[str, Any]:
    facts = of_finding(finding, wording)
    member = finding.member or (document.member if document else None)
    about = {
        "hint": facts.hint,
        "rule": facts.reference,
        "value": facts.value,
        "invoice": legible_or_none(document.number or None) if document else None,
    }
    return {
        "ruleId": facts.code,
        "ruleIndex": rule,
        "level": LEVELS[facts.severity],
        "message": {"text": f"{facts.sentence} {facts.hint}"},
        "locations": [_location(finding, artifacts.place(sheet.name, member))],
        "partialFingerprints": {"ediFinding/v1": _fingerprint(finding, sheet, member)},
        "properties": {name: value for name, value in about.items() if value is not None},
    }


def _location(finding: Finding, artifact: dict[str, Any]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if finding.line and finding.line > 0:
        physical["region"] = {"startLine": finding.line}
        if finding.excerpt:
            physical["region"]["snippet"] = {"text": _meant(finding.excerpt)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.xpath:
        location["logicalLocations"] = [{"fullyQualifiedName": legible(finding.xpath), "kind": "element"}]
    return location


def _fingerprint(finding: Finding, sheet: Sheet, member: str | None) -> str:
    """What makes a finding the same one in the next run, whatever moved around it: no line number."""
    parts = (PurePath(sheet.name).name, member or "", finding.code, finding.xpath or "", finding.value or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _meant(excerpt: str) -> str:
    line = next((line for line in excerpt.split("\n") if line.startswith(">")), excerpt)
    return legible(line[1:].strip().partition("  ")[2])


def _failure(sheet: Sheet, artifacts: _Artifacts) -> dict[str, Any]:
    """Our own fault: a notification of the tool, never a result about the invoice."""
    return {
        "level": "error",
        "message": {"text": legible(sheet.failure or "")},
        "locations": [{"physicalLocation": {"artifactLocation": artifacts.place(sheet.name, None)}}],
    }


class _Artifacts:
    """The files spoken of, each once; what is inside an archive names it as its parent."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []
        self._known: dict[tuple[str, str], int] = {}

    def place(self, file: str, member: str | None) -> dict[str, Any]:
        if member is None or member == PurePath(file).name:
            at = self._index((file, ""), {"location": {"uri": _uri(file)}})
        else:
            parent = self._index((file, ""), {"location": {"uri": _uri(file)}})
            inside = "/" + quote(legible(member).lstrip("/"))
            at = self._index((file, member), {"location": {"uri": inside}, "parentIndex": parent})
        return {"uri": self.listed[at]["location"]["uri"], "index": at}

    def _index(self, key: tuple[str, str], artifact: dict[str, Any]) -> int:
        if key not in self._known:
            self._known[key] = len(self.listed)
            self.listed.append(artifact)
        return self._known[key]


def _uri(file: str) -> str:
    """A path as a URI: absolute with its scheme, relative as it is; bytes that are no text survive."""
    path = quote(os.fsencode(PurePath(file).as_posix()), safe="/")
    return f"file://{path}" if path.startswith("/") else path
