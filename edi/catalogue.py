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
    identity,
    marche,
    numbers,
    parties,
    vat,
    works,
)
from edi.judging import envelope, facturx, identify, matrix, verdict
from edi.judging.unpack import sentences as unpack_sentences
from edi.judging.xml import sentences as xml_sentences
from edi.judging.xsd import sentences as xsd_sentences
from edi.model.finding import Finding
from edi.pipeline import sentences as pipeline_sentences
from edi.words.sentence import Spec

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
MODULES: tuple[ModuleType, ...] = (
    envelope,
    pipeline_sentences,
    unpack_sentences,
    xml_sentences,
    xsd_sentences,
    identify,
    facturx,
    matrix,
    verdict,
    *RULES,
)


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
