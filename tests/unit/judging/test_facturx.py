"""Opening a Factur-X: the official PDFs, and every PDF that must be refused in words."""

from __future__ import annotations

import base64
import io
import logging
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from edi.catalogue import hint, sentence
from edi.judging.facturx import Embedded, extract, is_pdf
from edi.judging.identify import Identified, identify
from edi.judging.read import read
from edi.model.document import Syntax
from edi.model.finding import Finding
from edi.model.limits import Limits

SHARED = Path(__file__).resolve().parents[4] / "shared"
PDFS = SHARED / "samples" / "aife" / "FSO1117A"
official = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

TYPE = "/EmbeddedFile"
INVOICE = b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'


def pdf(*files: tuple[str, bytes], change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    for name, content in files:
        writer.add_attachment(name, content)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def invoice_of(data: bytes) -> tuple[str, bytes]:
    found = extract(data, Limits())
    assert isinstance(found, Embedded)
    return found.name, found.xml


def code(data: bytes) -> str:
    found = extract(data, Limits())
    assert isinstance(found, Finding)
    return found.code


@pytest.mark.parametrize(
    "name", ["factur-x.xml", "FACTUR-X.XML", "ZUGFeRD-invoice.xml", "zugferd-invoice.xml", "xrechnung.xml"]
)
def test_the_invoice_is_found_under_each_usual_name(name: str) -> None:
    assert invoice_of(pdf((name, INVOICE))) == (name, INVOICE)


def test_other_files_beside_the_invoice_do_not_matter() -> None:
    assert invoice_of(pdf(("plan.xml", b"<plan/>"), ("factur-x.xml", INVOICE))) == ("factur-x.xml", INVOICE)


def test_a_pdf_without_files_holds_no_invoice() -> None:
    assert code(pdf()) == "FACTURX-NO-XML"


def test_the_files_of_a_pdf_without_invoice_are_named() -> None:
    found = extract(pdf(("facture.xml", INVOICE), ("a.txt", b"a")), Limits())
    assert isinstance(found, Finding)
    assert "a.txt" in sentence(found)
    assert "facture.xml" in sentence(found)


def test_two_different_invoices_are_refused() -> None:
    assert code(pdf(("factur-x.xml", INVOICE), ("xrechnung.xml", INVOICE + b" "))) == "FACTURX-SEVERAL"


def test_the_same_invoice_twice_is_one() -> None:
    found = extract(pdf(("factur-x.xml", INVOICE), ("zugferd-invoice.xml", INVOICE)), Limits())
    assert isinstance(found, Embedded)
    assert found.xml == INVOICE


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_protected_pdf_is_refused(password: str) -> None:
    data = pdf(("factur-x.xml", INVOICE), change=lambda w: w.encrypt(password, "owner", algorithm="RC4-128"))
    assert code(data) == "FACTURX-ENCRYPTED"


def test_an_invoice_only_associated_with_the_document_is_found() -> None:
    def only_associate(writer: PdfWriter) -> None:
        (file,) = writer.attachment_list
        writer.root_object[NameObject("/AF")] = ArrayObject([writer._add_object(file.pdf_object)])
        del writer.root_object["/Names"]

    assert invoice_of(pdf(("factur-x.xml", INVOICE), change=only_associate)) == ("factur-x.xml", INVOICE)


def test_an_invoice_larger_than_a_member_may_be_is_refused() -> None:
    found = extract(pdf(("factur-x.xml", INVOICE)), Limits(member=10))
    assert isinstance(found, Finding)
    assert found.code == "FACTURX-TOO-LARGE"


@pytest.mark.slow
def test_a_bomb_inside_a_pdf_is_refused() -> None:
    def deflate(writer: PdfWriter) -> None:
        (file,) = writer.attachment_list
        stream = file.pdf_object["/EF"].raw_get("/F")
        writer._replace_object(stream, stream.get_object().flate_encode())

    data = pdf(("factur-x.xml", b" " * 200_000_000), change=deflate)
    assert len(data) < 1_000_000
    assert code(data) == "FACTURX-TOO-LARGE"


def packed(content: bytes, *filters: str, predictor: int = 0) -> bytes:
    """A PDF whose invoice is the bytes `content`, said to be packed by these filters."""

    def change(writer: PdfWriter) -> None:
        [stream] = [made for made in writer._objects if isinstance(made, StreamObject) and made.get("/Type") == TYPE]
        stream._data = content
        stream[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters)
        if predictor:
            stream[NameObject("/DecodeParms")] = ArrayObject(
                [DictionaryObject({NameObject("/Predictor"): NumberObject(predictor)}) for _ in filters]
            )

    return pdf(("factur-x.xml", b""), change=change)


FLATE, A85, HEX = zlib.compress(INVOICE), base64.a85encode(INVOICE) + b"~>", INVOICE.hex().encode() + b">"


@pytest.mark.parametrize(
    "data",
    [
        packed(INVOICE),
        packed(FLATE, "/FlateDecode"),
        packed(FLATE, "/FlateDecode", predictor=1),
        packed(A85, "/ASCII85Decode"),
        packed(HEX, "/ASCIIHexDecode"),
        packed(base64.a85encode(FLATE) + b"~>", "/ASCII85Decode", "/FlateDecode"),
    ],
)
def test_an_invoice_is_unpacked_as_pdf_writers_pack_it(data: bytes) -> None:
    assert invoice_of(data) == ("factur-x.xml", INVOICE)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (packed(FLATE, "/LZWDecode"), "/LZWDecode"),  # 20 KB took 13 s
        (packed(FLATE, "/FlateDecode", "/LZWDecode"), "/FlateDecode, /LZWDecode"),
        (packed(FLATE, "/FlateDecode", "/FlateDecode"), "/FlateDecode, /FlateDecode"),
        (packed(FLATE, "/FlateDecode", "/ASCII85Decode"), "/FlateDecode, /ASCII85Decode"),  # 60 KB took gigabytes
        (packed(FLATE, "/RunLengthDecode"), "/RunLengthDecode"),
        (packed(FLATE, "/FlateDecode", predictor=12), "/FlateDecode, /Predictor"),  # 60 KB took 16 s
    ],
)
def test_an_invoice_packed_as_nobody_does_is_refused_before_it_is_unpacked(data: bytes, named: str) -> None:
    found = extract(data, Limits())
    assert isinstance(found, Finding)
    assert (found.code, found.value) == ("FACTURX-COMPRESSION", named)


def test_many_copies_of_one_invoice_are_unpacked_within_bounds() -> None:
    files = [("factur-x.xml", INVOICE + b" " * 900)] * 4
    assert code_within(pdf(*files), Limits(member=2_000)) is None
    assert code_within(pdf(*files * 2), Limits(member=2_000)) == "FACTURX-TOO-LARGE"


def code_within(data: bytes, limits: Limits) -> str | None:
    found = extract(data, limits)
    return found.code if isinstance(found, Finding) else None


def test_a_pdf_cut_anywhere_is_never_judged() -> None:
    data = pdf(("factur-x.xml", INVOICE)).rstrip()
    for end in range(5, len(data) - 1, 23):
        assert isinstance(extract(data[:end], Limits()), Finding), end


@pytest.mark.parametrize(
    "junk", [b"", b"\x00" * 500, b"1 0 obj << /Type /Catalog >>", b"xref\n0 99\ntrailer << /Root 9 0 R >>"]
)
def test_a_broken_pdf_is_unreadable_and_nothing_is_raised_or_logged(
    junk: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = extract(b"%PDF-1.7\n" + junk + b"\nstartxref\n7\n%%EOF\n", Limits())
    assert isinstance(found, Finding)
    assert found.code in ("FACTURX-UNREADABLE", "FACTURX-NO-XML")
    assert not caplog.records


def test_bytes_changed_anywhere_in_a_pdf_never_raise() -> None:
    data = bytearray(pdf(("factur-x.xml", INVOICE)))
    for at in range(8, len(data) - 8, 37):
        spoiled = bytes(data[:at]) + b"\xff(" + bytes(data[at + 2 :])
        assert isinstance(identify(spoiled, Limits()), (Finding, Identified))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7", True),
        (b"\r\n" * 200 + b"%PDF-1.3", True),
        (b" " * 1024 + b"%PDF-1.3", True),
        (b" " * 1025 + b"%PDF-1.3", False),
        (b"<a><!-- %PDF-1.7 --></a>", False),
        (b"\xef\xbb\xbf<a>%PDF-1.7</a>", False),
        (b"", False),
    ],
)
def test_a_pdf_is_known_by_its_mark_near_the_start(data: bytes, expected: bool) -> None:
    assert is_pdf(data) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "FACTURX-NOT-CII"),
        (b'<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', "FACTURX-NOT-CII"),
        (b'<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "IDENTIFY-ZUGFERD-1"),
        (b"<rsm:Cross", "XML-NOT-WELL-FORMED"),
    ],
)
def test_what_is_embedded_must_be_a_cii_invoice(content: bytes, expected: str) -> None:
    found = identify(pdf(("factur-x.xml", content)), Limits())
    assert isinstance(found, Finding)
    assert found.code == expected


@pytest.mark.parametrize(
    ("content", "lang", "words"),
    [
        (b"bonjour", "fr", "Le fichier factur-x.xml embarqué dans le PDF n'est pas du XML : il s'agit d'un texte"),
        (b"", "en", "The file factur-x.xml embedded in the PDF is not XML: it is an empty file."),
        (b"<rsm:Cross", "fr", "Le fichier factur-x.xml embarqué dans le PDF n'est pas du XML lisible, ligne 1"),
        (b"<html/>", "fr", "Le fichier factur-x.xml embarqué dans le PDF est une page web"),
        (b"<facture/>", "en", "The file factur-x.xml embedded in the PDF is XML, but not a known invoice"),
    ],
)
def test_what_is_wrong_inside_a_pdf_is_not_said_of_the_pdf(content: bytes, lang: str, words: str) -> None:
    found = identify(pdf(("factur-x.xml", content)), Limits())
    assert isinstance(found, Finding)
    assert sentence(found, lang).startswith(words)
    assert found.member == "factur-x.xml"


def test_a_facturx_is_identified_with_its_inner_xml_and_name() -> None:
    found = identify(pdf(("factur-x.xml", INVOICE)), Limits())
    assert isinstance(found, Identified)
    read_ = (found.syntax, found.role, found.embedded, found.xml)
    assert read_ == (Syntax.FACTURX, "cii-d22b", "factur-x.xml", INVOICE)


# sample -> number, type, cadre (None: empty in the sample), supplier, debtor
OFFICIAL = {
    "P01": ("FSO1117A_P01", "380", None, "40668031401116", "75356054900010"),
    "P02": ("FSO1117A_P02", "380", None, "40668031401116", "75356054900010"),
    "P04": ("FSO1117A_P04", "380", "A1", "BE0429958042", "53514650090018"),
    "P40": ("FSO1117A_P40", "380", "A1", "40668031401116", "11000201100044"),
    "P55": ("FSO1117A_P55", "380", None, "40668031401116", "75356054900010"),
    "P93": ("FSO1117A_P93", "381", "A1", "40668031401116", "75356054900010"),
}


@official
@pytest.mark.parametrize("sample", sorted(OFFICIAL))
def test_an_official_facturx_is_read_as_its_list_says(sample: str) -> None:
    found = identify((PDFS / f"FSO1117A_EN16931_{sample}.pdf").read_bytes(), Limits())
    assert isinstance(found, Identified)
    got = read(found.parsed.root, found.syntax)
    values = (got.number, got.type, got.cadre, got.supplier.id, got.debtor.id)
    assert tuple(value.text if value else None for value in values) == OFFICIAL[sample]


@official
@pytest.mark.parametrize("path", sorted(PDFS.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_official_facturx_gives_a_record_with_number_date_and_total(path: Path) -> None:
    found = identify(path.read_bytes(), Limits())
    assert isinstance(found, Identified)
    got = read(found.parsed.root, found.syntax)
    assert None not in (got.number, got.issue_date, got.supplier.id, got.debtor.id, got.totals.payable)
    assert got.syntax is Syntax.FACTURX


@official
def test_an_official_facturx_cut_short_is_refused_at_any_byte() -> None:
    data = (PDFS / "FSO1117A_EN16931_P05.pdf").read_bytes()
    for end in range(8, len(data) - 6, 1500):
        found = identify(data[:end], Limits())
        assert isinstance(found, Finding), end
        assert found.code == "FACTURX-UNREADABLE"


# what the PDF holds besides the invoice


def around(data: bytes) -> Embedded:
    found = extract(data, Limits())
    assert isinstance(found, Embedded)
    return found


def test_the_other_files_of_a_pdf_are_looked_at() -> None:
    found = around(pdf(("factur-x.xml", INVOICE), ("setup.exe", b"MZ\x90"), ("plan.txt", b"plan")))
    told = [(a.name.text, a.content.kind, a.content.marks, a.beside) for a in found.attachments if a.name]
    assert told == [("plan.txt", "text", (), True), ("setup.exe", "executable", ("executable",), True)]


def test_a_file_pinned_to_a_page_is_looked_at_and_is_no_invoice() -> None:
    def pin(writer: PdfWriter) -> None:
        first, second = writer.attachment_list
        files = ArrayObject([TextStringObject("factur-x.xml"), writer._add_object(first.pdf_object)])
        tree = DictionaryObject({NameObject("/Names"): files})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): tree})
        note = DictionaryObject({NameObject("/FS"): writer._add_object(second.pdf_object)})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    found = around(pdf(("factur-x.xml", INVOICE), ("xrechnung.xml", b"MZ\x90"), change=pin))
    assert [attachment.content.kind for attachment in found.attachments] == ["executable"]


def test_an_oddly_packed_file_beside_the_invoice_is_unseen() -> None:
    def change(writer: PdfWriter) -> None:
        stream = writer.attachment_list
        holder = next(file for file in stream if file.name == "plan.txt").pdf_object["/EF"]["/F"]
        holder[NameObject("/Filter")] = NameObject("/LZWDecode")

    found = around(pdf(("factur-x.xml", INVOICE), ("plan.txt", b"plan"), change=change))
    assert [attachment.content.marks for attachment in found.attachments] == [("unseen",)]


@pytest.mark.parametrize(
    ("action", "marks"), [("/JavaScript", ("active",)), ("/Launch", ("active",)), ("/GoTo", ()), ("/URI", ())]
)
def test_what_a_pdf_launches_is_marked(action: str, marks: tuple[str, ...]) -> None:
    def launch(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject(action)})

    found = around(pdf(("factur-x.xml", INVOICE), change=launch))
    assert found.around is not None
    assert found.around.marks == marks


@pytest.mark.parametrize(
    "name",
    ["C:\\Compta\\factur-x.xml", "sortie/factur-x.xml", "factur-x.xml\0", " factur-x.xml ", "c//a\\factur-x.xml\0\0"],
)
def test_a_name_with_more_around_it_is_the_invoices_and_kept_to_be_told(name: str) -> None:
    found = around(pdf((name, INVOICE)))
    assert (found.name, found.xml) == ("factur-x.xml", INVOICE)
    assert found.around is not None
    assert found.around.name != found.around.usual == "factur-x.xml"


@pytest.mark.parametrize("name", ["facturx.xml", "facture.xml", "factur-x.xml.bak"])
def test_an_invoice_under_another_name_is_not_said_to_be_none(name: str) -> None:
    found = extract(pdf(("a.txt", b"a"), (name, INVOICE)), Limits())
    assert isinstance(found, Finding)
    assert (found.code, found.value) == ("FACTURX-NAME-UNKNOWN", name)
    assert "factur-x.xml" in hint(found, "en")


def test_null_is_nothing() -> None:
    def change(writer: PdfWriter) -> None:
        (file,) = writer.attachment_list
        stream = file.pdf_object["/EF"]["/F"]
        for key in ("/Filter", "/DecodeParms"):
            stream[NameObject(key)] = NullObject()
        writer.root_object[NameObject("/AF")] = NullObject()

    assert invoice_of(pdf(("factur-x.xml", INVOICE), change=change)) == ("factur-x.xml", INVOICE)


def test_an_invoice_only_associated_is_found_beside_files_of_the_tree() -> None:
    def split(writer: PdfWriter) -> None:
        invoice, _ = writer.attachment_list
        listed = writer._add_object(invoice.pdf_object)
        names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
        del names[0:2]
        writer.root_object[NameObject("/AF")] = ArrayObject([listed])

    found = around(pdf(("factur-x.xml", INVOICE), ("z.txt", b"z"), change=split))
    assert (found.name, len(found.attachments)) == ("factur-x.xml", 1)


def test_which_of_two_invoices_goes_is_said() -> None:
    found = extract(pdf(("ZUGFeRD-invoice.xml", INVOICE), ("factur-x.xml", INVOICE + b" ")), Limits())
    assert isinstance(found, Finding)
    assert hint(found, "en").startswith("Take ZUGFeRD-invoice.xml out of the PDF and keep factur-x.xml")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7", b"%PDF-1.7\nstartxref\n7\n%%EOF\n"])
def test_a_finding_quotes_no_library(data: bytes) -> None:
    found = extract(data, Limits())
    assert isinstance(found, Finding)
    assert found.value is None


def test_another_invoice_than_cii_is_told_to_be_cii() -> None:
    found = identify(pdf(("factur-x.xml", b'<Invoice xmlns="urn:autre"/>')), Limits())
    assert isinstance(found, Finding)
    assert found.code == "FACTURX-NOT-CII"


def test_null_settings_of_a_filter_are_none() -> None:
    def change(writer: PdfWriter) -> None:
        [stream] = [made for made in writer._objects if isinstance(made, StreamObject) and made.get("/Type") == TYPE]
        stream._data = FLATE
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream[NameObject("/DecodeParms")] = NullObject()

    assert invoice_of(pdf(("factur-x.xml", b""), change=change)) == ("factur-x.xml", INVOICE)
