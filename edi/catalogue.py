"""The catalogue of everything the gateway can say about a flow or a document.

In: a language, or a Finding.  Out: the Wording of that language; the sentence and the hint of that finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType

from edi.config.tables import Tables
from edi.judging import envelope, facturx, identify, matrix, verdict
from edi.judging.unpack import sentences as unpack_sentences
from edi.judging.xml import sentences as xml_sentences
from edi.judging.xsd import sentences as xsd_sentences
from edi.model.finding import Finding
from edi.pipeline import sentences as pipeline_sentences
from edi.rules import run as rules
from edi.rules.run import rules_of
from edi.words.sentence import Spec
from edi.words.wording import Wording

# what each part is about -> the modules that bear its sentences
STAGES: Mapping[str, tuple[ModuleType, ...]] = {
    "A flow before its documents: its name, its interface, its size, its having come before": (
        envelope,
        pipeline_sentences,
    ),
    "A drop as a container: its kind, its size, the names and the nature of what it holds": (unpack_sentences,),
    "A file as XML": (xml_sentences,),
    "An XML document against its schema": (xsd_sentences,),
    "A file whose kind is to be told, and the opening of a Factur-X": (identify, facturx),
    "The capability matrix: which cadre was named, and whether EDI takes it": (matrix,),
}
BESIDE: tuple[ModuleType, ...] = (verdict, rules)  # what is said beside the rules of one document
MODULES: tuple[ModuleType, ...] = (
    *(module for modules in STAGES.values() for module in modules),
    *rules.MODULES,
    *BESIDE,
)


def specs_of(module: ModuleType) -> Iterator[Spec]:
    """The specs a module defines, by themselves or as those of its rules, in the order of definition."""
    yield from (thing for thing in vars(module).values() if isinstance(thing, Spec))
    yield from (rule.spec for rule in rules_of(module))


def _collect() -> dict[str, Spec]:
    specs: dict[str, Spec] = {}
    for module in MODULES:
        for spec in specs_of(module):
            if specs.setdefault(spec.code, spec) is not spec:
                raise AssertionError(f"two findings share the code {spec.code}")
    return specs


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
