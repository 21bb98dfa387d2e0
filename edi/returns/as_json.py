"""The return for machines: one JSON document a flow, and the shapes of a finding and a document in it.

In: an Outcome.  Out: UTF-8 JSON.  `edi check --json` writes its findings and documents with the same functions.
"""

from __future__ import annotations

import json
from typing import Any

from edi.catalogue import hint, sentence
from edi.clock import stamp
from edi.model.finding import Finding
from edi.model.judgement import Pack
from edi.model.outcome import DocumentOutcome, Outcome, flow_status
from edi.words.text import legible


def report(outcome: Outcome) -> bytes:
    """The whole outcome as JSON, keys in a fixed order, ending with a line break."""
    said = {
        "version": outcome.version,
        "flow": outcome.flow,
        "flow_id": legible(outcome.flow_id),
        "drop": legible(outcome.drop_name),
        "interface": outcome.interface,
        "verdict": outcome.verdict.value,
        "status": flow_status(outcome),
        "received_at": stamp(outcome.received_at),
        "decided_at": stamp(outcome.decided_at),
        "documents": [document_as_dict(document, outcome.lang) for document in outcome.documents],
        "findings": [finding_as_dict(finding, outcome.lang) for finding in outcome.findings],
        "packs": [pack_as_dict(pack) for pack in outcome.packs],
        "repeat_of": _text(outcome.repeat_of),
        "repeat_at": None if outcome.repeat_at is None else stamp(outcome.repeat_at),
    }
    if outcome.replaces_at is not None:
        said["replaces_at"] = stamp(outcome.replaces_at)
        said["undone"] = [document_as_dict(document, outcome.lang) for document in outcome.undone]
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def document_as_dict(document: DocumentOutcome, lang: str = "fr", *, statuses: bool = True) -> dict[str, Any]:
    """One document. `statuses` is False where nothing was deposited, as in `edi check`."""
    said: dict[str, Any] = {
        "member": legible(document.member),
        "number": _text(document.number),
        "type": _text(document.type),
        "cadre": _text(document.cadre),
        "syntax": document.syntax,
        "supplier": _text(document.supplier_id),
        "debtor": _text(document.debtor_id),
        "verdict": document.verdict.value,
    }
    if statuses:
        said["statuses"] = list(document.statuses)
    said["findings"] = [finding_as_dict(finding, lang) for finding in document.findings]
    return said


def finding_as_dict(finding: Finding, lang: str = "fr") -> dict[str, Any]:
    """One finding with its sentence and its hint in `lang`."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": legible(sentence(finding, lang)),
        "hint": legible(hint(finding, lang)),
        "xpath": _text(finding.xpath),
        "line": finding.line,
        "value": _text(finding.value),
        "rule": finding.rule,
        "excerpt": finding.excerpt,
    }


def pack_as_dict(pack: Pack) -> dict[str, str]:
    """A schema or rule set that took part in the verdict."""
    return {"role": pack.role, "package": pack.package, "version": pack.version, "sha256": pack.sha256}


def _text(given: str | None) -> str | None:
    return None if given is None else legible(given)
