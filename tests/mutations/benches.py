"""What judges the spoiled documents: the gateway as it comes, and one whose operator gave all that can be given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gateways import reference_with

from edi.judging.reference import ReferenceData
from edi.model.judgement import Terms
from edi.sandbox.faults.circumstances import FILES, SUPPLIERS

TODAY = date(2026, 11, 24)
TERMS = Terms(today=TODAY)
AGREED_TERMS = Terms(today=TODAY, suppliers=SUPPLIERS)


def as_shipped(root: Path) -> ReferenceData:
    return reference_with(root, {})


def with_all_that_can_be_given(root: Path) -> ReferenceData:
    return reference_with(root, FILES)
