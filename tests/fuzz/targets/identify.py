"""One file: parsed as XML or opened as PDF. What is identified has no DTD and is no piece of a file."""

from __future__ import annotations

import re
from random import Random

from edi.judging.identify import ROOTS, Companion, Identified, identify
from edi.model.document import Syntax
from edi.model.finding import Finding
from edi.model.limits import KIB, Limits

from ..mutation import either, raw, xml
from ..seeds import documents, invoices, pdfs
from ..target import Target, told

LIMITS = Limits(member=512 * KIB)
# what may follow the root; nothing that matched is tried in another way
_MISC = re.compile(rb"(?>\s|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)*+", re.DOTALL)
_by_kind = either(xml, xml, raw)


def seeds() -> list[bytes]:
    wide = [data.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16") for data in invoices()[:2]]
    return [*invoices(), *documents(), *pdfs(), *wide]


def mutate(data: bytes, chance: Random) -> bytes:
    return raw(data, chance) if data[:1024].lstrip().startswith(b"%PDF") else _by_kind(data, chance)


def check(data: bytes) -> str:
    found = identify(data, LIMITS)
    if isinstance(found, Finding):
        assert found.severity.refuses
        return told([found])
    assert found.parsed.tree.docinfo.internalDTD is None
    if isinstance(found, Companion):
        return found.kind
    assert found.syntax in (ROOTS[found.parsed.root.tag].syntax, Syntax.FACTURX)
    assert (found.syntax is Syntax.FACTURX) == (found.embedded is not None)
    _never_cut(found)
    return found.syntax.value


def _never_cut(found: Identified) -> None:
    """Cut anywhere, it is refused, unless what is cut off is nothing but space and comments behind the root."""
    whole = found.parsed.data
    for cut in {len(whole) // 3, len(whole) // 2, len(whole) * 9 // 10, len(whole) - 2}:
        if not _MISC.fullmatch(whole, cut):
            assert isinstance(identify(whole[:cut], LIMITS), Finding), f"identified though cut at {cut}"


TARGET = Target("identify", seeds, mutate, check)
