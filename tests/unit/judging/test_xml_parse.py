"""safexml: what is parsed, what is refused and in which words, whatever the bytes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.catalogue import hint, sentence
from edi.judging.xml import parse
from edi.model.finding import Finding
from edi.model.limits import Limits

LIMITS = Limits()
SMALL = "<?xml version='1.0' encoding='{}'?>\n<a b='1'>é<!-- c --><c/></a>\n"


def parsed(data: bytes) -> parse.Parsed:
    result = parse.parse(data, LIMITS)
    assert isinstance(result, parse.Parsed), result
    return result


def refused(data: bytes) -> Finding:
    result = parse.parse(data, LIMITS)
    assert isinstance(result, Finding), result
    for lang in ("fr", "en"):
        assert "{" not in sentence(result, lang).replace("{", "", int("{" in (result.value or "")))
        assert hint(result, lang)
    return result


@pytest.mark.parametrize(
    "data",
    [
        SMALL.format("UTF-8").encode(),
        SMALL.format("utf8").encode(),
        SMALL.format("UTF-8").encode("utf-8-sig"),
        "<a>é</a>".encode(),
        "<a>é</a>".encode("utf-8-sig"),
        b"\n <a>\xc3\xa9</a>",
        b"<?xml version='1.0' encoding='US-ASCII'?><a>&#233;</a>",
        SMALL.format("UTF-16").encode("utf-16"),
        SMALL.format("UTF-16").encode("utf-16-le"),
        SMALL.format("UTF-16").encode("utf-16-be"),
        SMALL.format("UTF-16BE").encode("utf-16-be"),
        b"\xfe\xff" + "<a>é</a>".encode("utf-16-be"),
        "<a>é</a>".encode("utf-16-le"),
    ],
)
def test_utf8_and_utf16_are_read_whether_marked_or_declared(data: bytes) -> None:
    assert parsed(data).root.text == "é"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (SMALL.format("ISO-8859-1").encode("latin-1"), "ISO-8859-1"),
        (SMALL.format("windows-1252").encode("cp1252"), "windows-1252"),
        (SMALL.format("utf-7").replace("é", "e").encode(), "utf-7"),
        (SMALL.format("UTF-8").encode("utf-32"), "UTF-32"),
        (SMALL.format("UTF-8").encode("utf-32-be"), "UTF-32"),
        ("<?xml version='1.0'?><a/>".encode("cp037"), "EBCDIC"),
        (b"+/v8-<a/>", "UTF-7"),
        (b"+ADw-?xml version='1.0'?+AD4-", "UTF-7"),
    ],
)
def test_any_other_encoding_is_refused_by_name(data: bytes, named: str) -> None:
    finding = refused(data)
    assert (finding.code, finding.value) == ("XML-ENCODING", named)


@pytest.mark.parametrize(
    "data",
    [
        SMALL.format("UTF-16").encode(),
        SMALL.format("UTF-16").encode("utf-8-sig"),
        SMALL.format("UTF-8").encode("utf-16"),
    ],
)
def test_a_declaration_that_contradicts_the_bytes_is_refused(data: bytes) -> None:
    assert refused(data).code == "XML-ENCODING-MISMATCH"


BOMB = '<!DOCTYPE a [<!ENTITY x "{}"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>'.format("x" * 9999)


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        b"<?xml version='1.0'?>\n<!-- c -->\n<?p i?>\n" + BOMB.encode(),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-be"),
        BOMB.encode("utf-8-sig"),
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
        b"<!DOCTYPE a><a/>",
    ],
)
def test_a_doctype_is_refused_before_any_entity(data: bytes) -> None:
    assert refused(data).code == "XML-DOCTYPE"


def test_a_doctype_that_the_prolog_scan_missed_is_seen_by_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "_prolog", lambda data: None)
    assert refused(b"<!DOCTYPE a><a/>").code == "XML-DOCTYPE"


def test_a_doctype_in_utf7_never_reaches_a_decoder() -> None:
    hidden = b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>"
    assert refused(hidden).code == "XML-ENCODING"


def test_a_doctype_in_a_comment_or_a_text_is_no_doctype() -> None:
    assert parsed(b"<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>").root.text == "<!DOCTYPE a>"


@pytest.mark.parametrize("depth", [1, 99, 100])
def test_a_document_as_deep_as_the_limit_is_read(depth: int) -> None:
    assert parsed(b"<a>" * depth + b"</a>" * depth).root.tag == "a"


@pytest.mark.parametrize("depth", [101, 256, 257, 2047, 2049, 5000, 100_000])
def test_a_deeper_document_is_refused_whoever_notices(depth: int) -> None:
    assert refused(b"<a>" * depth + b"</a>" * depth).code == "XML-TOO-DEEP"


LITTLE = Limits(markup=1_000)


@pytest.mark.parametrize("data", [b"<b/>" * 998, b"<b c=''/>" * 499, b"<!---->" * 998, b"&lt;" * 1_000])
def test_as_much_markup_as_the_limit_is_read(data: bytes) -> None:
    assert isinstance(parse.parse(b"<a>" + data + b"</a>", LITTLE), parse.Parsed)


@pytest.mark.parametrize("data", [b"<b/>" * 999, b"<b c=''/>" * 500, b"<!---->" * 999, b"<b></b>" * 500])
def test_more_markup_is_refused_before_it_is_parsed(data: bytes) -> None:
    found = parse.parse(b"<a>" + data + b"</a>", LITTLE)
    assert isinstance(found, Finding)
    assert (found.code, found.values["limit"]) == ("XML-TOO-LARGE", "1000")


def test_a_text_that_a_comment_or_an_instruction_cuts_is_one_text() -> None:
    root = parsed(b"<a>1<!-- -->2<?b?>3<![CDATA[4]]>&#53;</a>").root
    assert (root.text, len(root)) == ("12345", 0)


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"<a><b>\n</a>", 2, "ouvert ligne 1, est fermé par « a »"),
        (b"<a>\n<b></b>", 2, "tronqué"),
        (b"<a>\n<b", 2, "tronqué"),
        (b"<a>\n<b c='x", 2, "tronqué"),
        (b"<a>\n<!-- c", 2, "tronqué"),
        (b"<a>x</", 1, "tronqué"),
        (b"<a>\xc3", 1, "tronqué"),
        (b"<a>&foo;</a>", 1, "« &foo; »"),
        (b"<a>Dupont & fils</a>", 1, "&amp;"),
        (b"<a x=1/>", 1, "guillemets"),
        (b"<a x='1' x='2'/>", 1, "« x » est écrit deux fois"),
        (b"<a/>\njunk", 2, "après la fin"),
        (b"<a/><b/>", 1, "après la fin"),
        (b"<a>\n\x01</a>", 2, "caractère interdit"),
        (b"<a>\x00</a>", 1, "caractère interdit"),
        (b"<a>\n\n\xe9t\xe9</a>", 3, "UTF-8"),
        (b"\n<?xml version='1.0'?><a/>", 2, "tout au début"),
        (b"<p:a/>", 1, "préfixe « p »"),
        (b"<?xml version='1.0'?>", 1, "aucun élément"),
        (b"<a:b:c xmlns:a='u'/>", 1, "Failed to parse QName 'a:b:c'"),
        ("<a>\n\ud800</a>".encode("utf-16", "surrogatepass"), 2, "UTF-8"),
    ],
)
def test_the_reason_is_said_in_words_with_its_line(data: bytes, line: int, words: str) -> None:
    finding = refused(data)
    assert finding.code == "XML-NOT-WELL-FORMED"
    assert finding.line == line
    assert words in sentence(finding, "fr")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf", "sans contenu"),
        (b" \r\n\t ", "sans contenu"),
        (b'{"a": 1}', "JSON"),
        (b"\n [1]", "JSON"),
        (b"UNA:+.? 'UNB+UNOC:3", "EDIFACT"),
        (b"UNB+UNOC:3", "EDIFACT"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "zip"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"numero;date\n1;2", "texte"),
        (b"\x01\x02\x00", "binaires"),
        ("bonjour".encode("utf-16"), "texte"),
    ],
)
def test_what_is_not_xml_is_called_by_its_name(data: bytes, words: str) -> None:
    finding = refused(data)
    assert (finding.code, finding.rule) == ("IDENTIFY-NOT-XML", "IRR_TYPE_F")
    assert words in sentence(finding)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>502</body></html>",
        b"<!doctype html><p>",
        b"<!DOCTYPE html PUBLIC 'x'>",
        b"<!-- c -->\n<HTML>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    ],
)
def test_a_web_page_is_called_a_web_page(data: bytes) -> None:
    assert refused(data).code == "IDENTIFY-HTML"


def test_an_attachment_of_ten_megabytes_is_read() -> None:
    content = b"A" * 13_981_016
    assert len(parsed(b"<a>" + content + b"</a>").root.text) == len(content)


def test_an_external_reference_is_neither_opened_nor_kept_as_text() -> None:
    include = b"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/hostname'/></a>"
    assert parsed(include).root[0].text is None


def test_a_document_cut_anywhere_is_refused_and_never_raises() -> None:
    whole = SMALL.format("UTF-8").encode()
    end = whole.rindex(b">") + 1
    for cut in range(end):
        assert isinstance(parse.parse(whole[:cut], LIMITS), Finding), whole[:cut]


def test_running_out_of_memory_is_never_the_sender_s_fault() -> None:
    class Exhausted(Exception):
        code = 2

    with pytest.raises(MemoryError):
        parse._not_well_formed(Exhausted(), b"<a/>", LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"<!--" * 500_000,
        b"<??>" * 500_000,
        b" " * 5_000_000,
        b"<?xml " + b"encoding" * 500_000,
        b"<?xml encoding" + b" " * 5_000_000,
        b"<" * 2_000_000,
        b"<!doctype" + b" " * 5_000_000,
    ],
)
def test_a_prolog_made_to_be_slow_is_not(data: bytes) -> None:
    started = time.process_time()
    refused(data)
    assert time.process_time() - started < 2


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert isinstance(parse.parse(data, LIMITS), (Finding, parse.Parsed))


@given(st.text(alphabet="<>?!-a&; \n=\"'[]{}#x\x00é", max_size=60), st.sampled_from(["utf-8", "utf-16", "utf-16-be"]))
def test_no_markup_makes_it_raise(text: str, codec: str) -> None:
    assert isinstance(parse.parse(text.encode(codec), LIMITS), (Finding, parse.Parsed))
