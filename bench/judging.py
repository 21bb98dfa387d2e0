"""What judging one document costs beside the least any validator must do: parse it and run the schema over it.

In: a few documents and reference data.  Out: seconds of the whole judgement, of its stages and of bare lxml on the
same bytes. Refuses to time a document that is not accepted: a refusal is another path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from random import Random
from time import perf_counter
from typing import Any

from lxml import etree

from bench.measure import Figure, Seconds, Timed, ratio, repeated
from edi.judging import judge as judging
from edi.judging.judge import judge
from edi.judging.reference import ReferenceData
from edi.model.judgement import Member, Terms, Verdict
from edi.sandbox.cii import cii
from edi.sandbox.invoices import Invoice, size_about, works
from edi.sandbox.ubl import ubl
from edi.schemas.catalog import Catalog
from edi.schemas.load import load_schema

SMALL = 10_000  # bytes
AIM_SMALL, AIM_LARGE = 2.5, 2.0  # times bare lxml
STAGES = (*judging.STAGES, "release")  # the last: findings are placed, and what the judging held is let go
NUMBER = "EX-BENCH-0000000000"  # replaced in copies of a document, so that no invoice is a duplicate
PIECE = works("A4", number=NUMBER)
TERMS = Terms(today=date(2026, 11, 1))
ROLES = {"UBL": "ubl-invoice", "CII": "cii-d22b"}
WRITERS: dict[str, Callable[[Invoice], bytes]] = {"UBL": ubl, "CII": cii}

_PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Document:
    """One document to time."""

    name: str
    syntax: str  # UBL or CII
    data: bytes
    aim: float


def documents(large: int) -> list[Document]:
    """10 KB and `large` bytes of lines in both syntaxes, and a UBL that is nearly all attachment."""
    size = f"{large / 1e6:g} MB"
    made = []
    for syntax, write in WRITERS.items():
        made.append(Document(f"{syntax} 10 KB", syntax, small(syntax), AIM_SMALL))
        made.append(Document(f"{syntax} {size}", syntax, write(size_about(PIECE, large, write)), AIM_LARGE))
    scan = b"%PDF-1.7\n" + Random(7).randbytes(large * 3 // 4)  # base64 makes four signs of three
    plan = ("plan.pdf", "application/pdf", scan)
    attached = ubl(works("A4", number=NUMBER, attachments=(plan,)))
    made.append(Document(f"UBL, attachment {size}", "UBL", attached, AIM_LARGE))
    return made


def small(syntax: str) -> bytes:
    write = WRITERS[syntax]
    return write(size_about(PIECE, SMALL, write))


def numbered(data: bytes, serial: int) -> bytes:
    """The same document under another invoice number."""
    return data.replace(NUMBER.encode(), f"EX-BENCH-{serial:010d}".encode())


def bare(syntax: str, catalog: Catalog) -> Callable[[bytes], bool]:
    """Parse and validate with lxml alone, against a schema object of its own."""
    schema = load_schema(catalog.roles[ROLES[syntax]])
    fromstring, parser, validate = etree.fromstring, _PARSER, schema.validate
    return lambda data: bool(validate(fromstring(data, parser)))


def timings(
    document: Document, reference: ReferenceData, lxml: Callable[[bytes], bool], at_least: float, staged: Staged
) -> dict[str, Timed]:
    """What one group of a round times for this document; the names are `document/variant`."""
    member = Member("facture.xml", document.data, TERMS)
    judgement = judge(member, reference)
    if judgement.verdict is not Verdict.ACCEPTED:
        raise RuntimeError(f"{document.name}: {[finding.code for finding in judgement.findings]}, cannot be timed.")
    return {
        f"{document.name}/bare": repeated(lambda: lxml(document.data), at_least),
        f"{document.name}/judge": repeated(lambda: judge(member, reference), at_least),
        f"{document.name}/staged": staged.run,
    }


class Staged:
    """The real judge with a clock between its stages: caches are as cold as they really are."""

    def __init__(self, data: bytes, reference: ReferenceData, at_least: float) -> None:
        self._member, self._reference = Member("facture.xml", data, TERMS), reference
        self._once()
        self._count = max(1, int(at_least / sum(self._once())))
        self.spent: dict[str, list[float]] = {stage: [] for stage in STAGES}  # seconds, one a round

    def run(self) -> float:
        rows = [self._once() for _ in range(self._count)]
        means = [sum(column) / self._count for column in zip(*rows, strict=True)]
        for stage, mean in zip(STAGES, means, strict=True):
            self.spent[stage].append(mean)
        return sum(means)

    def _once(self) -> tuple[float, ...]:
        ends = [perf_counter()]
        judgement = judge(self._member, self._reference, lambda stage: ends.append(perf_counter()))
        del judgement
        ends.append(perf_counter())
        return tuple(end - start for start, end in pairwise(ends))


def report(document: Document, staged: Staged, seconds: Seconds) -> dict[str, Any]:
    """One document's figures; `ratio` and `stages` in times bare lxml."""
    whole, base = f"{document.name}/judge", f"{document.name}/bare"
    return {
        "document": document.name,
        "bytes": len(document.data),
        "documents_per_second": 1 / Figure.of(seconds[whole]).median,
        "best_per_second": 1 / Figure.of(seconds[whole]).low,
        "bare_per_second": 1 / Figure.of(seconds[base]).median,
        "ratio": asdict(ratio(seconds, whole, base)),
        "aim": document.aim,
        "stages": {stage: asdict(ratio({**staged.spent, base: seconds[base]}, stage, base)) for stage in STAGES},
    }
