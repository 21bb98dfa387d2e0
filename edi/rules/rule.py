"""What a business rule is: one small function with one stable code, and what it says when a document breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edi.model.document import Record
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.words.sentence import RuleSpec

Check = Callable[[Record, RuleContext], Iterable[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A check and its spec. The check gives findings of this spec's code only. One is equal to itself alone: tuples of
    rules are keys of a cache, and comparing their texts took longer than running them."""

    spec: RuleSpec
    check: Check

    @property
    def code(self) -> str:
        return self.spec.code

    def applies(self, syntax: str, cadre: str | None) -> bool:
        """Whether it looks at documents of this syntax family and cadre (None: the document names no valid one)."""
        spec = self.spec
        return (not spec.syntaxes or syntax in spec.syntaxes) and (not spec.cadres or cadre in spec.cadres)

    def __call__(self, record: Record, context: RuleContext) -> Iterable[Finding]:
        return self.check(record, context)


def rule(spec: RuleSpec) -> Callable[[Check], Rule]:
    """Makes a function the check of this spec."""
    return lambda check: Rule(spec, check)
