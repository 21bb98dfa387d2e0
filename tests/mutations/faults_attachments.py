"""Faults of attached files: their name, their type, their content, and the ZIP AIFE's samples put them in."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import partial

from mutation import Table, edited, put, twice

ATTACHMENTS = fault = Table()


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def packed(*files: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def locked() -> bytes:
    """A ZIP whose flags say that its file is encrypted."""
    data = bytearray(packed(("metres.pdf", PDF)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
LAUNCHING = b"%PDF-1.7\n1 0 obj << /S /JavaScript /JS (app.alert) >> endobj\n%%EOF\n"
OFFICE = packed(("[Content_Types].xml", b"<Types/>"), ("word/vbaProject.bin", b"macro"))
SOUND = packed(("metres.pdf", PDF))

at_name, at_content = partial(fault, place="{attachment_name}"), partial(fault, place="{attachment_content}")
at_name("name-overlong", "overlong", spoil=put("a" * 60 + ".pdf"), expected="ATTACHMENT-NAME-LONG")
at_name("name-of-a-million", "overlong", spoil=put("a" * 1_000_000 + ".pdf"), expected="ATTACHMENT-NAME-LONG")
at_name("name-blank", "removed", spoil=put(" "), expected="ATTACHMENT-NAME-MISSING")
at_name("name-without-extension", "changed", spoil=put("metres"), expected="ATTACHMENT-EXTENSION-MISSING")
at_name("name-all-extension", "changed", spoil=put(".pdf"), expected="ATTACHMENT-EXTENSION-MISSING")
at_name("extension-unknown", "changed", spoil=put("metres.dwg"), expected="ATTACHMENT-EXTENSION")
at_name("extension-overlong", "overlong", spoil=put("metres." + "x" * 40), expected="ATTACHMENT-EXTENSION")
at_name("extension-of-a-program", "changed", spoil=put("metres.exe"), expected="ATTACHMENT-EXECUTABLE")
at_name("extension-of-a-script", "changed", spoil=put("metres.js"), expected="ATTACHMENT-EXECUTABLE")

at_content("content-cut", "changed", spoil=edited(lambda text: text[:41]), expected="XSD-VALUE")
at_content("content-with-a-sign-too-many", "overlong", spoil=edited(lambda text: text + "A"), expected="XSD-VALUE")
at_content("content-blank", "removed", spoil=put(" "), expected="ATTACHMENT-EMPTY")
at_content("content-in-words", "wrong type", spoil=put("voir courriel !"), expected="ATTACHMENT-NOT-BASE64")
at_content("content-as-hexadecimal", "wrong type", spoil=put("%PDF-1.7"), expected="XSD-VALUE")
at_content(
    "content-of-12-million",
    "overlong",
    spoil=put("A" * 16_000_000),
    expected="ATTACHMENT-TOO-LARGE",
    when="{cadre}='A22'",
)
at_content("content-a-program", "changed", spoil=put(text_of(b"MZ" + bytes(100))), expected="ATTACHMENT-EXECUTABLE")
at_content("content-a-script", "changed", spoil=put(text_of(b"#!/bin/sh\nexit\n")), expected="ATTACHMENT-EXECUTABLE")
at_content("content-with-macros", "changed", spoil=put(text_of(OFFICE)), expected="ATTACHMENT-MACRO")
at_content("content-that-launches", "changed", spoil=put(text_of(LAUNCHING)), expected="ATTACHMENT-ACTIVE")
at_content(
    "content-of-another-kind",
    "changed",
    spoil=put(text_of(b"\x89PNG\r\n\x1a\n" + bytes(50))),
    expected="ATTACHMENT-KIND",
)
BARE = "not(starts-with(normalize-space({attachment_content}),'UEs'))"  # no ZIP
fault("type-of-another-content", "changed", "{attachment_mime}", put("image/png"), "ATTACHMENT-MIME", when=BARE)
at_content("zip-cut", "changed", spoil=put(text_of(SOUND[:60])), expected="ATTACHMENT-ZIP-UNREADABLE")
at_content(
    "zip-damaged",
    "changed",
    spoil=put(text_of(SOUND.replace(b"PK\x05\x06", b"PK\x00\x00"))),
    expected="ATTACHMENT-ZIP-UNREADABLE",
)
at_content("zip-locked", "changed", spoil=put(text_of(locked())), expected="ATTACHMENT-ZIP-ENCRYPTED")
at_content(
    "zip-of-two", "added", spoil=put(text_of(packed(("a.pdf", PDF), ("b.pdf", PDF)))), expected="ATTACHMENT-ZIP-SEVERAL"
)
at_content("zip-of-none", "removed", spoil=put(text_of(packed())), expected="ATTACHMENT-ZIP-SEVERAL")
at_content(
    "zip-of-an-empty-file", "removed", spoil=put(text_of(packed(("metres.pdf", b"")))), expected="ATTACHMENT-EMPTY"
)
at_content(
    "zip-of-a-program", "changed", spoil=put(text_of(packed(("metres.pdf.exe", PDF)))), expected="ATTACHMENT-EXECUTABLE"
)
at_content(
    "zip-of-what-launches",
    "changed",
    spoil=put(text_of(packed(("metres.pdf", LAUNCHING)))),
    expected="ATTACHMENT-ACTIVE",
)
at_content(
    "zip-of-another-kind", "changed", spoil=put(text_of(packed(("metres.pdf", b"bonjour")))), expected="ATTACHMENT-KIND"
)
fault("attachment-twice", "added", "{attachment}", twice, "ATTACHMENT-SAME-NAME")
