"""What a business rule is, and how one is written: its sentence and its check stand together, in one place.

A rule looks at a valid document's Record and gives findings. It is written in the module of its subject, above its
check:

    @rule(
        "NUMBER-LONG",                  # the code: stable for ever, never reused
        Severity.ERROR,                 # ERROR refuses the document; WARNING and INFO only tell. Never FATAL
        reference="AIFE:G1.05",         # the outside reference a return quotes
        fr="Le numéro « {value} » compte {length} caractères ; Chorus Pro en admet 20.",
        en="The number “{value}” has {length} characters; Chorus Pro takes 20.",
        hint_fr="Raccourcissez le numéro.",    # what its sender is to do
        hint_en="Shorten the number.",
        checks_fr="Le numéro compte 20 caractères au plus.",   # what holds of a good document, for the list of rules
        checks_en="The number has 20 characters at most.",
        source="Annexe EDI V4.20, règle G1.05 (p. 73)",        # on whose word, in French
        certainty="H",                  # H read in an official document, M one independent source, L deduced
        # if need be: cadres=("A4",) and syntaxes=("ubl",) narrow what it looks at; fixed=True: no waiver softens it
    )
    def number_fits(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
        if (length := len(text(record.number))) > NUMBER:
            yield say.on(record.number, length=length)

`say` is the rule's own sentence, and the check has no other: `say.on(value)` quotes a value at its place,
`say.near(value)` stands beside one that lacks, `say.at(...)` is for what is neither. What the sentences have in braces
comes from the facts given; `{value}` is the value quoted. A check is pure: what it may look at is in the record and the
context, it never raises on what lacks, and it gives at most MOST findings. Comments say what `source` does not.

A rule takes two edits by hand: this block, in a module that `edi.rules.run` lists, and its smallest fault in
`edi.sandbox.faults`. Then `python -m edi.rules.pack` renews the lock, after VERSION was raised, and `python
docs/generate.py` the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.words.sentence import RuleSpec

Check = Callable[[RuleSpec, Record, RuleContext], Iterable[Finding]]

MOST = 20  # findings of one rule on one document: the thousandth tells nobody anything new


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A check and its own spec, the only one it can say. One is equal to itself alone: tuples of rules are keys of a
    cache, and comparing their texts took longer than running them."""

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
        return self.check(self.spec, record, context)


def rule(
    code: str,
    severity: Severity,
    *,
    reference: str,
    fr: str,
    en: str,
    hint_fr: str,
    hint_en: str,
    checks_fr: str,
    checks_en: str,
    source: str,
    certainty: str,
    cadres: tuple[str, ...] = (),
    syntaxes: tuple[str, ...] = (),
    fixed: bool = False,
) -> Callable[[Check], Rule]:
    """Makes the function below it the check of this rule."""
    spec = RuleSpec(
        code=code,
        severity=severity,
        rule=reference,
        fr=fr,
        en=en,
        hint_fr=hint_fr,
        hint_en=hint_en,
        checks_fr=checks_fr,
        checks_en=checks_en,
        source=source,
        certainty=certainty,
        cadres=cadres,
        syntaxes=syntaxes,
        fixed=fixed,
    )
    return lambda check: Rule(spec, check)
