"""The return for machines: one JSON document a flow, and the shapes of a finding and a document in it.

In: the facts of a flow.  Out: UTF-8 JSON.  `edi check --json` shares the shapes of findings and documents.
"""

from __future__ import annotations

import json
from typing import Any

from edi.model.judgement import Pack
from edi.returns.document_facts import DocumentFacts, FindingFacts
from edi.returns.facts import Facts


def report(facts: Facts) -> bytes:
    """The whole flow as JSON, keys in a fixed order, ending with a line break."""
    flow: dict[str, Any] = {
        "version": facts.version,
        "flow": facts.flow,
        "flow_id": facts.flow_id,
        "drop": facts.drop_name,
        "interface": facts.interface,
        "verdict": facts.verdict.value,
        "status": facts.status.number,
        "received_at": facts.received.stamp,
        "decided_at": facts.decided.stamp,
        "documents": [document_as_dict(document) for document in facts.documents],
        "findings": [finding_as_dict(finding) for finding in facts.findings],
        "packs": [pack_as_dict(pack) for pack in facts.packs],
        "repeat_of": facts.repeat_of,
        "repeat_at": facts.repeated.stamp if facts.repeated else None,
    }
    if facts.replaced is not None:
        flow["replaces_at"] = facts.replaced.stamp
        flow["undone"] = [document_as_dict(document) for document in facts.undone]
    return (json.dumps(flow, ensure_ascii=False, indent=2) + "\n").encode()


def document_as_dict(document: DocumentFacts, *, statuses: bool = True) -> dict[str, Any]:
    """One document. `statuses` is False where nothing was deposited, as in `edi check`."""
    shape: dict[str, Any] = {
        "member": document.member,
        "number": document.number,
        "type": document.type,
        "cadre": document.cadre,
        "syntax": document.syntax,
        "supplier": document.supplier.id,
        "debtor": document.debtor.id,
        "verdict": document.verdict.value,
    }
    if statuses:
        shape["statuses"] = [status.number for status in document.statuses]
    shape["findings"] = [finding_as_dict(finding) for finding in document.findings]
    return shape


def finding_as_dict(finding: FindingFacts) -> dict[str, Any]:
    """One finding with its sentence and its hint."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.sentence,
        "hint": finding.hint,
        "xpath": finding.xpath,
        "line": finding.line,
        "value": finding.value,
        "rule": finding.reference,
        "excerpt": finding.excerpt,
    }


def pack_as_dict(pack: Pack) -> dict[str, str]:
    """A schema or rule set that took part in the verdict."""
    return {"role": pack.role, "package": pack.package, "version": pack.version, "sha256": pack.sha256}
