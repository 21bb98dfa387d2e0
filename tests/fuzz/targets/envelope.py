"""A file's name, as the file system gives it: read under every naming, by partner and without."""

from __future__ import annotations

import os
from random import Random

from edi.config.tables import load_tables
from edi.judging.envelope import NAME, read_name
from edi.sandbox.examples import CII, UBL, flow_name

from ..mutation import TEXTS, lines, raw
from ..target import Target, told

_TABLES = load_tables(None)
_WORDS = (
    *_TABLES.interfaces,
    "XXX001",
    "EDI001",
    "FSO1116A_XXX001_XXX001",
    "1116",
    "000000000000001",
    ".xml",
    ".tar.gz",
)
_words = lines(_WORDS)


def seeds() -> list[bytes]:
    names = [
        flow_name(interface, "XXX001", serial) for interface in (CII, UBL, "FSO1102A", "FSO9999A") for serial in (1, 9)
    ]
    more = [f"{names[0]}.xml", names[0].lower(), "facture.xml", *(text[:80] for text in TEXTS if text)]
    return [name.encode() for name in (*names, *more)]


def mutate(data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.6:
        return raw(data, chance)
    return b"_".join(_words(part, chance) if chance.random() < 0.4 else part for part in data.split(b"_"))


def check(data: bytes) -> str:
    name = os.fsdecode(data.replace(b"\0", b"").replace(b"/", b"")[:255] or b"-")
    words = []
    for naming in ("strict", "free", "lenient"):
        for app_code in ("XXX001", None):
            read = read_name(name, _TABLES, app_code, naming)
            words.append(told(read.findings))
            refused = any(finding.severity.refuses for finding in read.findings)
            assert read.flow_id.isprintable()
            assert len(read.flow_id) <= 255
            assert read.flow_id.encode()
            assert not (refused and read.named), "a refused name counts for uniqueness"
            assert not (refused and naming == "free"), "a free name is refused"
            assert read.interface is None or read.interface in _TABLES.interfaces
            if read.named:
                assert read.interface is not None
                assert _TABLES.interfaces[read.interface].active
                assert NAME.fullmatch(name)
                assert len(read.flow_id) == 25
            elif naming == "strict":
                assert refused, "a strict partner's name is neither a flow name nor refused"
    return " / ".join(words)


TARGET = Target("envelope", seeds, mutate, check)
