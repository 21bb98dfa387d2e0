"""The catalogue of everything the gateway can say about a flow or a document, one file a stage.

In: a Finding.  Out: its sentence and its hint, in French or English.
"""

from __future__ import annotations

from types import ModuleType

from edi.findings import (
    amounts,
    arithmetic,
    attachments,
    bank,
    codes,
    dates,
    directory,
    document,
    envelope,
    identify,
    identity,
    marche,
    matrix,
    numbers,
    parties,
    unpack,
    vat,
    works,
    xml,
)
from edi.findings.spec import Spec
from edi.flow import Finding

RULES: tuple[ModuleType, ...] = (
    *(
        numbers,
        dates,
        identity,
        parties,
        directory,
        works,
        marche,
        codes,
        bank,
        amounts,
        arithmetic,
        vat,
        attachments,
        document,
    ),
)  # of business rules
MODULES: tuple[ModuleType, ...] = (envelope, unpack, xml, identify, matrix, *RULES)


def _collect() -> dict[str, Spec]:
    found: dict[str, Spec] = {}
    for module in MODULES:
        for thing in vars(module).values():
            if isinstance(thing, Spec) and found.setdefault(thing.code, thing) is not thing:
                raise AssertionError(f"two findings share the code {thing.code}")
    return found


CATALOGUE: dict[str, Spec] = _collect()


def sentence(finding: Finding, lang: str = "fr") -> str:
    """What is wrong, in one sentence that quotes the value."""
    spec = CATALOGUE[finding.code]
    return _fill(spec.en if lang == "en" else spec.fr, finding)


def hint(finding: Finding, lang: str = "fr") -> str:
    """What to do about it."""
    spec = CATALOGUE[finding.code]
    return _fill(spec.hint_en if lang == "en" else spec.hint_fr, finding)


def _fill(template: str, finding: Finding) -> str:
    return template.format_map(_Facts({"value": finding.value or "", **finding.values}))


class _Facts(dict[str, str]):
    """What a sentence quotes. A finding of an earlier version, kept in a ledger, may lack what it asks now."""

    def __missing__(self, name: str) -> str:
        return "…"
