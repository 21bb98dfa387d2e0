"""The sentences of findings: filled from facts, also where a finding is older than its sentence."""

from __future__ import annotations

from edi.findings import hint, sentence
from edi.flow import Finding, Severity


def test_a_finding_kept_from_an_earlier_version_can_still_be_told() -> None:
    kept = Finding(code="XSD-UNEXPECTED", severity=Severity.ERROR, rule="XSD", value="ID", values={"parent": "Invoice"})
    assert sentence(kept) == "Dans « Invoice », …."
    assert hint(kept, "en").startswith("…; ")
