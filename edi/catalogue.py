"""The catalogue of everything the gateway can say about a flow or a document, one file a stage.

In: a language, or a Finding.  Out: the Wording of that language; the sentence and the hint of that finding.
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
from edi.judging import envelope, facturx, identify, matrix
from edi.judging.unpack import sentences as unpack_sentences
from edi.judging.xml import sentences as xml_sentences
from edi.judging.xsd import sentences as xsd_sentences
from edi.model.finding import Finding
from edi.pipeline import sentences as pipeline_sentences
from edi.tables import Tables
from edi.words.sentence import Spec
from edi.words.wording import Wording

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


def wording(lang: str, tables: Tables | None = None) -> Wording:
    """How everything is said in one language: "en", else French. The labels of statuses and cadres are the tables'."""
    if tables is None:
        return Wording(lang, CATALOGUE)
    return Wording(lang, CATALOGUE, tables.labels(lang), tables.pieces(lang))


def sentence(finding: Finding, lang: str = "fr") -> str:
    """What is wrong, in one sentence that quotes the value."""
    return wording(lang).sentence(finding)


def hint(finding: Finding, lang: str = "fr") -> str:
    """What to do about it."""
    return wording(lang).hint(finding)
