"""In whose words a thing is said: one language, the sentences of findings, the labels of statuses and cadres.

In: a finding, a message, a number.  Out: text. It is given to whoever lays out a return or a page, so that none of them
looks up a table or a catalogue; `edi.catalogue.wording` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.words import labels
from edi.words.labels import Noun, Weighted
from edi.words.sentence import Spec
from edi.words.text import unbroken


@dataclass(frozen=True, slots=True)
class Wording:
    """What can be said in one language."""

    lang: str
    specs: Mapping[str, Spec] = field(repr=False)  # of findings, by code
    statuses: Mapping[int, str] = field(default_factory=dict)  # labels of statuses 1..41 and 90..96
    cadres: Mapping[str, str] = field(default_factory=dict)  # labels of cadres

    def say(self, message: Message, **values: object) -> str:
        return message.of(self.lang, **values)

    def sentence(self, finding: Finding) -> str:
        """What is wrong, in one sentence that quotes the value."""
        spec = self.specs[finding.code]
        return _filled(self.say(Message(spec.fr, spec.en)), finding)

    def hint(self, finding: Finding) -> str:
        """What to do about it."""
        spec = self.specs[finding.code]
        return _filled(self.say(Message(spec.hint_fr, spec.hint_en)), finding)

    def word(self, said: Verdict | Severity) -> str:
        return labels.word(said, self.lang)

    def flow_word(self, verdict: FlowVerdict) -> str:
        return labels.flow_word(verdict, self.lang)

    def head(self, severity: Severity) -> str:
        """A severity as it opens a sentence about a finding."""
        return labels.severity_head(severity, self.lang)

    def counted(self, number: int, noun: Noun) -> str:
        return labels.counted(number, (self.say(noun.one), self.say(noun.many)), self.lang)

    def tally(self, findings: Iterable[Weighted]) -> str:
        return labels.tally(findings, self.lang)

    def unbroken(self, text: str) -> str:
        return unbroken(text, self.lang)


def _filled(template: str, finding: Finding) -> str:
    return template.format_map(_Quoted({"value": finding.value or "", **finding.values}))


class _Quoted(dict[str, str]):
    """What a sentence quotes. A finding of an earlier version, kept in a ledger, may lack what it asks now."""

    def __missing__(self, name: str) -> str:
        return "…"
