"""Faults of attached files: their name, their type, their content, and the ZIP they are packed in."""

from __future__ import annotations

from functools import partial

from edi.sandbox.archives import zip_, zip_encrypted_flag
from edi.sandbox.facturx import facturx
from edi.sandbox.faults.fault import Fault, Spoil, both, content, fault, inside, twice, written

_CONTENT = "ram:AttachmentBinaryObject"
_CSV = "poste;quantité\nBordures;85\n".encode()
_PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
_LAUNCHING = b"%PDF-1.7\n1 0 obj << /S /JavaScript /JS (app.alert) >> endobj\n%%EOF\n"
_MACROS = {"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": b"macro"}
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


def _called(name: str) -> Spoil:
    return written(">metres.csv<", f">{name}<")


def _of_12_million(xml: str) -> str:
    return inside(_CONTENT, "A" * 16_000_000).xml(xml)


def _nested(depth: int) -> bytes:
    data = _CSV
    for _ in range(depth):
        data = zip_({"metres.zip" if data is not _CSV else "metres.csv": data})
    return data


FAULTS: tuple[Fault, ...] = (
    fault("ATTACHMENT-NOT-BASE64", "a content in words", inside(_CONTENT, "voir courriel !")),
    fault("ATTACHMENT-EMPTY", "a file of nothing", inside(_CONTENT, " ")),
    fault("ATTACHMENT-TOO-LARGE", "a file of 12 million bytes", Spoil(xml=_of_12_million)),
    fault("ATTACHMENT-NAME-MISSING", "a blank name", _called(" ")),
    fault("ATTACHMENT-NAME-LONG", "a name of 64 characters", _called("a" * 60 + ".csv")),
    fault("ATTACHMENT-EXTENSION-MISSING", "a name without extension", _called("metres")),
    fault("ATTACHMENT-EXTENSION", "a drawing", _called("metres.dwg")),
    fault("ATTACHMENT-KIND", "an image called a table", content(_PNG)),
    fault(
        "ATTACHMENT-MIME",
        "a table declared as an image",
        both(content(_CSV), written('mimeCode="text/csv"', 'mimeCode="image/png"')),
    ),
    fault("ATTACHMENT-ZIP-UNREADABLE", "a cut ZIP", content(zip_({"metres.csv": _CSV})[:60])),
    fault("ATTACHMENT-ZIP-ENCRYPTED", "a locked ZIP", content(zip_encrypted_flag({"metres.csv": _CSV}))),
    fault("ATTACHMENT-ZIP-SEVERAL", "a ZIP of two files", content(zip_({"a.csv": _CSV, "b.csv": _CSV}))),
    fault("ATTACHMENT-UNSEEN", "a file seven ZIPs deep", content(_nested(7))),
    fault("ATTACHMENT-EXECUTABLE", "a program by its name", _called("metres.exe")),
    fault("ATTACHMENT-MACRO", "a document with macros", content(zip_(_MACROS))),
    fault("ATTACHMENT-ACTIVE", "a PDF that launches code", content(_LAUNCHING)),
    fault("ATTACHMENT-SAME-NAME", "a file attached twice", twice("ram:AdditionalReferencedDocument")),
    fault(
        "FACTURX-ACTIVE",
        "a script run when the PDF is opened",
        Spoil(),
        write=facturx,
        write_spoiled=partial(facturx, script="app.alert(1)"),
    ),
    fault(
        "FACTURX-NAME",
        "the invoice named with a folder",
        Spoil(),
        write=facturx,
        write_spoiled=partial(facturx, name="C:\\export\\factur-x.xml"),
    ),
)
