"""Factur-X: a one-page PDF with the invoice as factur-x.xml inside it.

In: an Invoice.  Out: the bytes of a PDF, the same for the same invoice. It has what a reader of Factur-X looks for
(embedded file, its relationship, the XMP block); it embeds no font and no colour profile, so it is not PDF/A-3.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from edi.sandbox.cii import cii
from edi.sandbox.invoices import Invoice, money

GUIDELINE = "urn:cen.eu:en16931:2017"
EMBEDDED = "factur-x.xml"
NONE: Mapping[str, bytes] = MappingProxyType({})
_A4 = (595, 842)  # points

_XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"'
    f' fx:DocumentType="INVOICE" fx:DocumentFileName="{EMBEDDED}" fx:Version="1.0" fx:ConformanceLevel="EN 16931"/>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def facturx(
    invoice: Invoice,
    *,
    guideline: str = GUIDELINE,
    name: str = EMBEDDED,
    beside: Mapping[str, bytes] = NONE,
    script: str = "",
) -> bytes:
    """The PDF of `invoice`, profile EN 16931. Spoiled: another `name` for the XML, files `beside` it, a `script` that
    is run when the PDF is opened."""
    said = (f"Facture {invoice.number}", invoice.supplier.name, f"Total {money(invoice.totals.with_tax)}")
    return enclosed(cii(invoice, guideline=guideline), said, name=name, beside=beside, script=script)


def enclosed(
    xml: bytes,
    said: tuple[str, ...] = (),
    *,
    name: str = EMBEDDED,
    beside: Mapping[str, bytes] = NONE,
    script: str = "",
) -> bytes:
    """A PDF whose page says these lines, around any XML."""
    writer = PdfWriter()
    writer.metadata = None  # pypdf would sign with its own name
    _add_page(writer, said)
    files = {name: xml, **beside}
    _list(writer, [_embedded(writer, *file) for file in files.items()])
    if script:
        writer.root_object[NameObject("/OpenAction")] = _script(script)
    xmp = _stream(_XMP.encode(), {"/Type": "/Metadata", "/Subtype": "/XML"})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _add_page(writer: PdfWriter, said: tuple[str, ...]) -> None:
    page = writer.add_blank_page(*_A4)
    shown = " ".join(f"({_printed(text)}) Tj 0 -20 Td" for text in said)
    page[NameObject("/Contents")] = writer._add_object(_stream(f"BT /F1 12 Tf 60 760 Td {shown} ET".encode("latin-1")))
    font = _names({"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})


def _printed(text: str) -> str:
    """Text inside a PDF string: Latin-1, with its three special characters escaped."""
    latin = text.encode("latin-1", "replace").decode("latin-1")
    return latin.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _embedded(writer: PdfWriter, name: str, data: bytes) -> tuple[str, IndirectObject]:
    """A file, with the name it is listed under."""
    kind = "/text/xml" if name.endswith(".xml") else "/application/octet-stream"
    content = writer._add_object(_stream(data, {"/Type": "/EmbeddedFile", "/Subtype": kind}).flate_encode())
    specification = _names({"/Type": "/Filespec", "/AFRelationship": "/Data"})
    specification[NameObject("/F")] = TextStringObject(name)
    specification[NameObject("/UF")] = TextStringObject(name)
    specification[NameObject("/EF")] = DictionaryObject({NameObject("/F"): content, NameObject("/UF"): content})
    return name, writer._add_object(specification)


def _list(writer: PdfWriter, listed: list[tuple[str, IndirectObject]]) -> None:
    """Twice, as the standard asks: among the embedded files and among the associated ones."""
    tree = ArrayObject([entry for name, file in sorted(listed, key=_key) for entry in (TextStringObject(name), file)])
    files = DictionaryObject({NameObject("/Names"): tree})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): files})
    writer.root_object[NameObject("/AF")] = ArrayObject([file for _, file in listed])


def _key(listed: tuple[str, IndirectObject]) -> str:
    return listed[0]


def _script(script: str) -> DictionaryObject:
    action = _names({"/S": "/JavaScript"})
    action[NameObject("/JS")] = TextStringObject(script)
    return action


def _stream(data: bytes, names: dict[str, str] | None = None) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    stream.update(_names(names or {}))
    return stream


def _names(pairs: dict[str, str]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in pairs.items()})
