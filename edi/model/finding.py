"""One thing wrong with a flow or a document, and how much it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(str, Enum):
    """How much a finding weighs. FATAL and ERROR refuse; WARNING and INFO are only told."""

    FATAL = "fatal"  # nothing after it was looked at
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def refuses(self) -> bool:
        return self in (Severity.FATAL, Severity.ERROR)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong, or worth saying. Its sentences stand in the catalogue, found by `code`."""

    code: str
    severity: Severity
    rule: str  # the outside reference: IRR_*, AIFE:G1.05, XSD, CADRE...; goes to NatureErreur
    values: Mapping[str, str] = field(default_factory=dict)  # what the sentence quotes, by name
    value: str | None = None  # what was found, as the partner wrote it (shortened, made printable)
    xpath: str | None = None
    line: int | None = None
    member: str | None = None  # the file inside the flow
    excerpt: str | None = None  # the lines of the document around `line`, shortened for people
