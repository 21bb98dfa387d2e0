"""What some bytes are: as a drop, as an attached file, as what is no XML."""

from __future__ import annotations

import pytest

from edi.judging.magic import attachment_kind, container_kind, seeming_kind
from edi.judging.xml.sentences import LOOKS

# bytes -> as a drop, as an attachment, as what is no XML
KINDS = [
    (b"\x1f\x8b\x08", "gzip", "gzip", "gzip"),
    (b"PK\x03\x04", "zip", "zip", "zip"),
    (b"PK\x07\x08", "zip", "unknown", "zip"),  # a piece of a split archive: a drop may say so
    (b"PK", "plain", "text", "zip"),
    (b"BZh9", "bzip2", "bzip2", "text"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "unknown", "7z"),
    (b"Rar!\x1a\x07", "rar", "unknown", "rar"),
    (b"%PDF-1.7", "pdf", "pdf", "pdf"),
    (b"x%PDF-1.7", "plain", "pdf", "text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plain", "ole", "ole"),
    (b"\x89PNG\r\n\x1a\n", "plain", "png", "png"),
    (b"\xff\xd8\xff", "plain", "jpeg", "jpeg"),
    (b"GIF89a", "plain", "gif", "gif"),
    (b"II*\x00", "plain", "tiff", "tiff"),
    (b"MZ\x90", "plain", "executable", "text"),
    (b"\x7fELF", "plain", "executable", "text"),
    (b"{}", "plain", "text", "json"),
    (b"UNA:+.", "plain", "text", "edifact"),
    (b"\x00\x01", "plain", "unknown", "binary"),
    (b"bonjour", "plain", "text", "text"),
    (b"", "plain", "text", "empty"),
    (b"  ", "plain", "text", "blank"),
]


@pytest.mark.parametrize(("data", "dropped", "attached", "seeming"), KINDS)
def test_each_question_has_its_own_answer(data: bytes, dropped: str, attached: str, seeming: str) -> None:
    start = len(data) - len(data.lstrip())
    assert (container_kind(data), attachment_kind(data), seeming_kind(data, start)) == (dropped, attached, seeming)
    assert seeming in LOOKS
