"""What a finding's code means: its sentences, its hint, its weight, its outside reference.

In: the facts of one case.  Out: a frozen Finding.  Sentences are templates in French and English; `{value}` and any
other name in braces are filled from the facts, a fact that is a Message as `{name_fr}` and `{name_en}`. Codes are
stable for ever: a sentence may be bettered, a code never reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edi.message import Message
from edi.model.document import Value
from edi.model.finding import Finding, Severity
from edi.words.text import readable

FACT = 1_000  # characters of any other fact: lists and advice of our own tables


def kept(name: str, fact: object) -> dict[str, str]:
    """One fact under the names a finding keeps it by: two where French and English tell it apart."""
    return {f"{name}_fr": fact.fr, f"{name}_en": fact.en} if isinstance(fact, Message) else {name: str(fact)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One row of the catalogue."""

    code: str
    severity: Severity
    rule: str
    fr: str
    en: str
    hint_fr: str
    hint_en: str

    def at(
        self,
        *,
        value: str | None = None,
        xpath: str | None = None,
        line: int | None = None,
        member: str | None = None,
        rule: str | None = None,
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """The finding for one case. `rule` and `severity` override the catalogue where a table says so."""
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            rule=rule or self.rule,
            values={
                key: readable(text, FACT) for name, fact in values.items() for key, text in kept(name, fact).items()
            },
            value=None if value is None else readable(value),
            xpath=xpath,
            line=line,
            member=member,
        )

    def on(self, place: Value | None, *, value: str | None = None, **facts: Any) -> Finding:
        """The finding about one value of the document, quoted as `value` or as it was read."""
        if place is None:
            return self.at(value=value, **facts)
        shown = place.text if value is None else value
        return self.at(value=shown, xpath=place.xpath or None, line=place.line or None, **facts)

    def near(self, place: Value | None, **facts: Any) -> Finding:
        """The finding about a value that is not there, placed at a neighbour that is; nothing is quoted."""
        return self.at(xpath=place.xpath, line=place.line or None, **facts) if place else self.at(**facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec(Spec):
    """The finding of one business rule, and what a reader of the rule list is told of the rule itself."""

    checks_fr: str  # what is looked at, as a statement that holds of a good document
    checks_en: str
    source: str  # in French, as in the tables of config/
    certainty: str  # H read in an official document, M one independent source, L deduced
    cadres: tuple[str, ...] = ()  # none given: every cadre
    syntaxes: tuple[str, ...] = ()  # families: ubl, cii, factur-x; none given: every syntax
    fixed: bool = False  # what the returns themselves need: no waiver can soften it
