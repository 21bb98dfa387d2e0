"""All that lies in an attached file: archives in archives, documents, PDFs; hostile ones are bounded."""

from __future__ import annotations

import base64
import bz2
import io
import zlib

import pytest
from pypdf import PdfWriter

from edi.judging.read.content import DEPTH, Allowance, seen
from edi.model.document import Content
from edi.model.limits import MIB
from edi.sandbox.archives import gz, tar, zip_, zip_encrypted_flag

PDF = b"%PDF-1.7\n1 0 obj\n"
PROGRAM = b"MZ\x90\x00" + bytes(60)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VBA = "_VBA_PROJECT".encode("utf-16-le")
DOCX = zip_({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
ODT = zip_({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<m/>"})
ODT_BASIC = zip_({"mimetype": b"a", "META-INF/manifest.xml": b"<m/>", "Basic/Standard/M.xml": b"<m/>"})


def look(data: bytes, left: int = 64 * MIB) -> Content:
    return seen(data, Allowance(left))


def pdf_with(name: str, data: bytes) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.add_attachment(name, data)
    writer.write(out)
    return out.getvalue()


def packed_objects(text: bytes) -> bytes:
    """A PDF whose objects are packed, as most of today's are."""
    stream = zlib.compress(text)
    return PDF + b"5 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\n%%EOF\n"


@pytest.mark.parametrize(
    ("inside", "kind"), [(DOCX, "ooxml"), (ODT, "odf"), (zip_({"a.txt": b"a"}), "zip"), (PDF, "pdf"), (b"a;b", "text")]
)
def test_what_is_in_a_zip_is_what_it_is_when_it_is_bare(inside: bytes, kind: str) -> None:
    assert look(zip_({"a": inside})).inner == look(inside).kind == kind


@pytest.mark.parametrize(
    ("data", "mark"),
    [(PROGRAM, "executable"), (ODT_BASIC, "macro"), (OLE + VBA, "macro"), (PDF + b"/S /Launch", "active")],
)
@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: zip_({"a.bin": data}),
        lambda data: zip_({"b.zip": zip_({"a.bin": data})}),
        lambda data: zip_({"lisezmoi.txt": b"bonjour", "a.bin": data}),
        lambda data: zip_({"sans.odt": ODT, "avec.zip": zip_({"x.txt": b"x", "a.bin": data})}),
        lambda data: gz(data),
        lambda data: gz(tar({"lisezmoi.txt": b"bonjour", "a.bin": data})),
        lambda data: bz2.compress(data),
        lambda data: zip_({"tout.tgz": gz(tar({"a.bin": data}))}),
        lambda data: zip_({"tout.tar": tar({"a.bin": data})}),
        lambda data: pdf_with("a.bin", data),
        lambda data: zip_({"[Content_Types].xml": b"<T/>", "word/embeddings/a.bin": data}),
        lambda data: zip_({"facture.pdf": PDF, "__MACOSX/._facture.pdf": data}),
    ],
)
def test_what_would_run_is_found_however_it_is_wrapped(wrap, data: bytes, mark: str) -> None:  # type: ignore[no-untyped-def]
    if mark == "active" and b"[Content_Types]" in wrap(data):
        return  # a PDF inside a Word document is its object, opened by a reader of PDF
    assert mark in look(wrap(data)).marks


def test_every_file_is_named_however_deep() -> None:
    content = look(zip_({"a.txt": b"a", "b.zip": zip_({"c.exe": PROGRAM, "d.pdf": PDF})}))
    assert [(name, part.kind) for name, part in content.within()] == [
        *(("a.txt", "text"), ("b.zip", "zip")),
        *(("c.exe", "executable"), ("d.pdf", "pdf")),
    ]


def test_what_a_mac_adds_to_a_zip_is_no_second_file() -> None:
    content = look(zip_({"metres.pdf": PDF, "__MACOSX/._metres.pdf": b"\x00\x05\x16\x07", ".DS_Store": b"\x00"}))
    assert (content.zip, content.member, content.inner) == ("opened", "metres.pdf", "pdf")


@pytest.mark.parametrize(("text", "marks"), [(b"<< /S /JavaScript >>", ("active",)), (b"<< /S /URI >>", ())])
def test_a_script_in_packed_objects_is_found(text: bytes, marks: tuple[str, ...]) -> None:
    assert look(packed_objects(text)).marks == marks


@pytest.mark.parametrize(
    ("name", "marks"),
    [(b"/J#61vaScript", ("active",)), (b"/L#61unch", ("active",)), (b"/JavaScripts", ()), (b"/Launching", ())],
)
def test_a_name_of_a_pdf_may_be_written_in_numbers(name: bytes, marks: tuple[str, ...]) -> None:
    assert look(PDF + b"<< /S " + name + b" >>").marks == marks


def nested(depth: int) -> bytes:
    data = PROGRAM
    for _ in range(depth):
        data = zip_({"a": data})
    return data


def test_archives_too_deep_in_one_another_are_said_to_be_unseen() -> None:
    assert look(nested(DEPTH + 1)).marks == ("executable",)
    assert look(nested(DEPTH + 3)).marks == ("unseen",)


def test_more_files_than_are_looked_at_are_said_to_be_unseen() -> None:
    assert "unseen" in look(zip_({str(number): b"" for number in range(1_001)})).marks
    assert "unseen" in look(gz(tar({str(number): b"a" for number in range(1_002)}))).marks


def test_bombs_in_archives_in_archives_are_counted_together() -> None:
    bomb = zip_({"a.zip": zip_({"a": bytes(6 * MIB)}), "b.zip": zip_({"a": bytes(6 * MIB)})})
    assert "bomb" in {part.zip for _, part in look(bomb, 10 * MIB).within()}
    assert "unseen" in look(gz(bytes(6 * MIB)), 5 * MIB).marks


def test_a_locked_zip_in_a_zip_is_seen() -> None:
    locked = zip_encrypted_flag({"a.pdf": PDF})
    assert [part.zip for _, part in look(zip_({"x.zip": locked, "y.txt": b"y"})).within()] == ["encrypted", ""]


@pytest.mark.parametrize("data", [gz(b"a" * 99)[:20], bz2.compress(b"a" * 99)[:20], pdf_with("a", b"b")[:300]])
def test_what_is_cut_raises_nothing(data: bytes) -> None:
    assert look(data).size == len(data)


def test_the_same_look_is_given_to_base64() -> None:
    from edi.judging.read.attachment import look as look_at_text

    data = zip_({"b.zip": zip_({"a.exe": PROGRAM})})
    assert look_at_text(base64.b64encode(data).decode()) == look(data)
