"""What a fuzz target is, and what every one of them holds findings to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from edi.catalogue import CATALOGUE, hint, sentence
from edi.model.finding import Finding, Severity
from edi.words.text import legible

Mutate = Callable[[bytes, Random], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """`check` raises when something does not hold, and else says in a word what came out: a new word is worth keeping
    the input for."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    mutate: Mutate
    check: Callable[[bytes], str]


def told(findings: Iterable[Finding]) -> str:
    """The codes of the findings, each of which must be of the catalogue and can be said in both languages."""
    codes = []
    for finding in findings:
        assert finding.code in CATALOGUE, f"{finding.code} is not in the catalogue"
        assert isinstance(finding.severity, Severity)
        for lang in ("fr", "en"):
            for said in (sentence(finding, lang), hint(finding, lang)):
                assert said.strip(), f"{finding.code} says nothing in {lang}"
                assert said == legible(said), f"{finding.code} cannot be written to a return: {said!r}"
                assert len(said) < 10_000, f"{finding.code} goes on for {len(said)} characters"
        assert finding.value is None or finding.value == legible(finding.value)
        assert finding.member is None or finding.member == legible(finding.member), f"member {finding.member!r}"
        assert finding.xpath is None or finding.xpath.startswith("/"), f"no place: {finding.xpath!r}"
        assert finding.line is None or finding.line >= 0
        codes.append(finding.code)
    return " ".join(sorted(set(codes)))
