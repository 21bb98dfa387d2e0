"""Opening a Factur-X: a PDF as bytes in, the XML invoice embedded in it (and its name) out, or a finding.

Whatever goes wrong inside the PDF library is the PDF's fault and becomes a finding. It refuses a protected PDF, a PDF
cut short, one that packs its invoice as nobody does, and one that embeds two different invoices. pypdf is imported at
the first PDF only.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from edi.findings import identify as say
from edi.flow import Finding
from edi.limits import Limits

# Factur-X 1.x, ZUGFeRD 2.0 and 1.0, XRechnung in ZUGFeRD; compared without case.
NAMES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"})
MARK = b"%PDF-"
MARK_WITHIN = 1024  # bytes: what PDF readers allow before the mark, and after the end mark
_FLATE, _IN_TEXT = "/FlateDecode", ("/ASCII85Decode", "/ASCIIHexDecode")
PACKINGS = frozenset({(), (_FLATE,), *((one,) for one in _IN_TEXT), *((one, _FLATE) for one in _IN_TEXT)})
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"


class Embedded(NamedTuple):
    """The invoice of a Factur-X."""

    name: str
    xml: bytes


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: its mark near the start, unless what starts there is markup."""
    return data.find(MARK, 0, MARK_WITHIN + len(MARK)) >= 0 and not data[:64].lstrip(_BEFORE_XML).startswith(b"<")


def extract(data: bytes, limits: Limits) -> Embedded | Finding:
    """The one XML invoice of a PDF."""
    if b"%%EOF" not in data[-MARK_WITHIN:]:
        return say.FACTURX_UNREADABLE.at(value="%%EOF ?")  # a repaired half file must never be judged
    quiet = logging.getLogger("pypdf")
    if quiet.level <= logging.CRITICAL:
        quiet.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _extract(data, limits)
        except MemoryError:
            raise  # ours: the judging process was too small
        except Exception as error:  # pypdf raises nearly anything on a broken file
            if type(error).__name__ == "LimitReachedError":
                return say.FACTURX_TOO_LARGE.at(value=str(limits.member))
            return say.FACTURX_UNREADABLE.at(value=type(error).__name__)


def _extract(data: bytes, limits: Limits) -> Embedded | Finding:
    from pypdf import PdfReader  # costs a tenth of a second, which XML flows need not pay

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return say.FACTURX_ENCRYPTED.at()
    seen: list[str] = []
    names: list[str] = []
    chosen, room = b"", 2 * limits.member  # for all that is unpacked in search of the invoice
    for name, file in _files(reader):
        seen.append(name)
        if name.lower() not in NAMES:
            continue
        if (packing := _odd_packing(file)) is not None:
            return say.FACTURX_COMPRESSION.at(value=packing)
        names.append(name)
        xml = bytes(file.content)
        room -= len(xml)
        if len(xml) > limits.member or room < 0:
            return say.FACTURX_TOO_LARGE.at(value=str(len(xml)))
        if len(names) > 1 and xml != chosen:
            return say.FACTURX_SEVERAL.at(value=", ".join(names))
        chosen = xml
    if not names:
        return say.FACTURX_NO_XML.at(value=", ".join(seen) or None, seen=", ".join(seen) or "–")
    return Embedded(names[0], chosen)


def _odd_packing(file: Any) -> str | None:
    """How an embedded file is packed, where nobody packs an invoice so: LZW (which PDF/A forbids), a predictor, several
    packings in one another take seconds or gigabytes to undo a few kilobytes."""
    entry = file.pdf_object["/EF"]
    stream = entry["/UF"] if "/UF" in entry else entry["/F"]
    given = _resolved(stream, "/Filter")
    filters = (given,) if isinstance(given, str) else tuple(one.get_object() for one in given)
    settings = _resolved(stream, "/DecodeParms")
    every: list[Any] = [settings] if isinstance(settings, dict) else [one.get_object() for one in settings]
    predicted = any(one["/Predictor"] != 1 for one in every if isinstance(one, dict) and "/Predictor" in one)
    if filters in PACKINGS and not predicted:
        return None
    return ", ".join((*map(str, filters), *(["/Predictor"] if predicted else [])))


def _resolved(holder: Any, key: str) -> Any:
    return holder[key] if key in holder else ()  # noqa: SIM401 - get() does not follow references


def _files(reader: Any) -> Iterator[tuple[str, Any]]:
    """The embedded files with their usual name: those of the name tree, else those the catalogue associates (/AF)."""
    found = False
    for file in reader.attachment_list:
        found = True
        yield _usual_name(file), file
    if found:
        return
    from pypdf.generic import EmbeddedFile

    for entry in reader.root_object.get("/AF") or ():
        file = EmbeddedFile(name="", pdf_object=entry.get_object())
        yield _usual_name(file), file


def _usual_name(file: Any) -> str:
    # the key in the name tree is free; the file specification beside it holds the name people see
    names = [str(name) for name in (file.name, file.alternative_name) if name]
    return next((name for name in names if name.lower() in NAMES), names[0] if names else "?")
