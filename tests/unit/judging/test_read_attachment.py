"""What is seen of an attached file: strict base64, kinds, ZIPs and what would run; hostile bytes never raise."""

from __future__ import annotations

import base64
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.judging.magic import attachment_kind
from edi.judging.read import attachment
from edi.judging.read.attachment import Looks, look
from edi.model.document import CONTENT_KINDS, Content
from edi.sandbox.archives import zip_

PDF = b"%PDF-1.7\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VBA = "_VBA_PROJECT".encode("utf-16-le")


def seen(data: bytes) -> Content:
    return look(base64.b64encode(data).decode())


@pytest.mark.parametrize("text", ["QUJD", "QUI=", "QQ==", " QU\nJD\t\r", "QUJDQUJD"])
def test_base64_to_the_letter_has_a_size(text: str) -> None:
    assert look(text).size == len(base64.b64decode(text))


@pytest.mark.parametrize(
    "text",
    [
        "QUJ",
        "QUJDQ",
        "QUJD=",
        "QUJD====",
        "QQ==QQ==",
        "=QUJ",
        "Q===",
        "QUJD!",
        "QU-_",
        "QUé=",
        "QR==",
        "QUK=",
        "ceci"[:3],
    ],
)
def test_anything_else_is_not_base64(text: str) -> None:
    assert look(text).size is None


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_is_empty(text: str) -> None:
    assert look(text).size == 0


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf junk \n" + PDF, "pdf"),
        (OLE, "ole"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", "gif"),
        (b"BM\x00\x00\x00\x00", "bmp"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"{\\rtf1", "rtf"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"BZh9", "bzip2"),
        (b"-----BEGIN PKCS7-----", "signature"),
        (b"0\x82\x01\x00", "signature"),
        (b"<?xml version='1.0'?>", "xml"),
        (b"\xef\xbb\xbf<svg xmlns=''/>", "xml"),
        (b"<!DOCTYPE HTML><p>", "html"),
        (b"poste;quantit\xe9", "text"),
        (b"\xff\xfea\x00", "text"),
        (b"MZ\x90\x00", "executable"),
        (b"\x7fELF\x02", "executable"),
        (b"\xcf\xfa\xed\xfe", "executable"),
        (b"#!/bin/sh\n", "executable"),
        (b"\x00\x01\x02", "unknown"),
    ],
)
def test_a_kind_is_told_by_its_head(head: bytes, kind: str) -> None:
    assert attachment_kind(head) == kind
    assert kind in CONTENT_KINDS


def test_a_zip_of_one_file_is_looked_into() -> None:
    found = seen(zip_({"PJP.pdf": PDF}))
    assert (found.kind, found.zip, found.members, found.member, found.inner, found.marks) == (
        *("zip", "opened", 1, "PJP.pdf", "pdf"),
        (),
    )


@pytest.mark.parametrize(
    ("files", "zip_state", "members"),
    [
        ({}, "several", 0),
        ({"a": b"1", "b": b"2"}, "several", 2),
        ({f"{n}": b"" for n in range(1_001)}, "several", 1_001),
    ],
)
def test_a_zip_of_none_or_several_is_not(files: dict[str, bytes], zip_state: str, members: int) -> None:
    found = seen(zip_(files))
    assert (found.zip, found.members) == (zip_state, members)


def test_a_zip_of_an_empty_file_says_so() -> None:
    assert seen(zip_({"a.pdf": b""})).inner == "empty"


def test_a_zip_cut_short_is_unreadable() -> None:
    whole = zip_({"a.pdf": PDF * 100})
    assert seen(whole[:-30]).zip == "unreadable"


def test_a_zip_whose_bytes_are_not_those_it_counted_is_unreadable() -> None:
    whole = bytearray(zip_({"a.txt": random.Random(1).randbytes(500)}))
    whole[60] ^= 0xFF
    assert seen(bytes(whole)).zip == "unreadable"


def test_a_zip_with_a_password_is_encrypted() -> None:
    whole = bytearray(zip_({"a.pdf": PDF}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    assert seen(bytes(whole)).zip == "encrypted"


def test_a_method_that_could_take_the_memory_is_not_tried() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.pdf", PDF)
    assert seen(out.getvalue()).zip == "unreadable"


def test_a_bomb_is_counted_as_it_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "EXPANDED", 5 << 20)
    assert seen(zip_({"a.txt": b"a" * (5 << 20)})).zip == "opened"
    assert seen(zip_({"a.txt": b"a" * ((5 << 20) + 1)})).zip == "bomb"


def test_many_small_bombs_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "EXPANDED", 5 << 20)
    looks, text = Looks(), base64.b64encode(zip_({"a.txt": b"a" * (2 << 20)})).decode()
    assert [looks.at(text).zip for _ in range(4)] == ["opened", "opened", "bomb", "bomb"]


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (b"MZ\x90", ("executable",)),
        (OLE + VBA, ("macro",)),
        (OLE, ()),
        (PDF + b"/S /JavaScript", ("active",)),
        (PDF + b"/S /Launch", ("active",)),
        (PDF + b"/S /URI", ()),
        (zip_({"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}), ("macro",)),
        (zip_({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), ()),
        (zip_({"mimetype": b"", "META-INF/manifest.xml": b"", "Basic/a.xml": b""}), ("macro",)),
        (zip_({"a.pdf": b"#!/bin/sh"}), ("executable",)),
        (zip_({"a.xls": OLE + VBA}), ("macro",)),
        (zip_({"a.pdf": PDF + b" " * ((1 << 20) - len(PDF) - 4) + b"/JavaScript"}), ("active",)),
    ],
)
def test_what_would_run_is_marked(data: bytes, marks: tuple[str, ...]) -> None:
    assert seen(data).marks == marks


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"PK\x05\x06", OLE, PDF, b""])
@given(rest=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_bytes_raise(start: bytes, rest: bytes) -> None:
    assert seen(start + rest).size == len(start + rest)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_change_of_a_zip_raises(at: int, change: bytes) -> None:
    whole = bytearray(zip_({"a.pdf": PDF * 20}))
    whole[at : at + len(change)] = change
    assert seen(bytes(whole)).size == len(whole)


@given(st.text(max_size=100))
@settings(max_examples=50, deadline=None)
def test_no_text_raises(text: str) -> None:
    assert isinstance(look(text), Content)
