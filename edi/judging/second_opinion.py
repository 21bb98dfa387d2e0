"""A second opinion on whether a document is what its schema wants: the xmlschema package asked beside libxml2.

In: a parsed document, its role, and what libxml2 found.  Out: an Agreement, or the Disagreement of the two: then nobody
knows, so the document is not judged. Reads the files libxml2 reads and nothing else. A document of more than MOST bytes
is not asked about twice, for that takes minutes and gigabytes: it is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edi.judging.xml.parse import Parsed
from edi.judging.xsd import sentences as say
from edi.message import Message
from edi.model.finding import Finding
from edi.model.limits import MIB
from edi.schemas.catalog import Catalog
from edi.schemas.second import load_second
from edi.words.sentence import Spec
from edi.words.text import readable

MOST = 20 * MIB  # bytes of XML
_SHOWN = 300  # characters of the other engine's own words

DISAGREE = Message(
    "deux moteurs de schémas se contredisent ; libxml2 : {libxml2} ; xmlschema : {xmlschema}",
    "two schema engines disagree; libxml2: {libxml2}; xmlschema: {xmlschema}",
)
VALID = Message("« document conforme »", "“valid document”")
QUOTED = Message("« {words} »{place}", "“{words}”{place}")
ON_LINE = Message(" (ligne {line})", " (line {line})")
_SPECS: Mapping[str, Spec] = {spec.code: spec for spec in vars(say).values() if isinstance(spec, Spec)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Both say the same; or the second was not asked, and a finding says why."""

    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One takes the document and the other does not. Each sentence is what that engine says."""

    libxml2: Message
    xmlschema: Message

    @property
    def message(self) -> Message:
        return DISAGREE.filled(libxml2=self.libxml2, xmlschema=self.xmlschema)


class SecondOpinion:
    """The schemas of one process as xmlschema reads them, each built when first asked."""

    def __init__(self, catalog: Catalog) -> None:
        self._roles = catalog.roles

    def of(self, parsed: Parsed, role: str, findings: Sequence[Finding]) -> Agreement | Disagreement:
        """What xmlschema makes of a document of which libxml2 found `findings`. SchemaError where it cannot tell."""
        if len(parsed.data) > MOST:
            return Agreement((say.XSD_ASKED_ONCE.at(limit=MOST // MIB),))
        fault = self._fault(parsed, role)
        refusal = next((finding for finding in findings if finding.severity.refuses), None)
        if (fault is None) is (refusal is None):
            return Agreement()
        return Disagreement(
            libxml2=VALID if refusal is None else _sentence(refusal),
            xmlschema=VALID if fault is None else _other_words(fault),
        )

    def _fault(self, parsed: Parsed, role: str) -> Any | None:
        """The first error xmlschema finds."""
        return next(load_second(self._roles[role]).iter_errors(parsed.root), None)


def _sentence(finding: Finding) -> Message:
    """What libxml2 found, as the finding says it."""
    spec = _SPECS[finding.code]
    facts = {**finding.values, "value": finding.value or ""}
    place = ON_LINE.filled(line=finding.line) if finding.line else ""
    words = Message(spec.fr.format_map(facts), spec.en.format_map(facts))
    return QUOTED.filled(words=words, place=place)


def _other_words(fault: Any) -> Message:
    """What xmlschema found, in its own English: it has no other."""
    line = getattr(fault, "sourceline", None)
    place = ON_LINE.filled(line=line) if line else ""
    return QUOTED.filled(words=readable(str(fault.reason or fault.message), _SHOWN), place=place)
