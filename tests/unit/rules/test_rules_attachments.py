"""The rules of attachments: size and name, on either side of each limit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from edi.catalogue import hint, sentence
from edi.config.tables import load_tables
from edi.model.document import CONTENT_KINDS, Attachment, Content, Record, Syntax, Value
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.rules.attachment_kinds import KIND_NAMES, content_is_what_is_declared, content_is_what_the_name_says
from edi.rules.attachment_names import attachment_has_name, extension_is_accepted, name_has_extension, name_within_limit
from edi.rules.attachment_programs import no_pdf_launches_code, nothing_holds_macros, nothing_is_a_program
from edi.rules.attachment_repeats import names_differ
from edi.rules.attachment_zips import (
    everything_can_be_examined,
    zip_can_be_opened,
    zip_has_no_password,
    zip_holds_one_file,
    zip_stays_within_bounds,
)
from edi.rules.attachments import content_is_not_empty, content_is_strict_base64, size_within_limit
from edi.rules.context import RuleContext
from edi.rules.rule import Rule
from edi.words.text import human_size

LIMITS = Limits()
CONTEXT = RuleContext(tables=load_tables(None), limits=LIMITS)


def record(*, name: str | None = "plan.pdf", size: int | None = 1) -> Record:
    named = None if name is None else Value(name, "/doc/piece/name", 41)
    return Record(
        syntax=Syntax.UBL_INVOICE,
        attachments=(Attachment(name=named, content=Content(size=size), xpath="/doc/piece", line=40),),
    )


def by_size(given: Record) -> list[Finding]:
    return list(size_within_limit(given, CONTEXT))


def by_name(given: Record) -> list[Finding]:
    return list(name_within_limit(given, CONTEXT))


@pytest.mark.parametrize("size", [None, 0, LIMITS.attachment])
def test_an_attachment_up_to_the_limit_is_accepted(size: int | None) -> None:
    assert by_size(record(size=size)) == []


def test_one_byte_more_is_refused_at_its_place() -> None:
    finding = by_size(record(size=LIMITS.attachment + 1))[0]
    assert (finding.code, finding.rule, finding.severity, finding.xpath, finding.line) == (
        "ATTACHMENT-TOO-LARGE",
        "IRR_TAILLE_PJ",
        Severity.ERROR,
        "/doc/piece",
        40,
    )


def test_the_refusal_names_the_file_and_both_sizes() -> None:
    said = sentence(by_size(record(size=LIMITS.attachment + 1))[0])
    assert "plan.pdf" in said
    assert "10 485 761 octets" in said
    assert "10 485 760 octets" in said


def test_an_attachment_without_name_can_still_be_refused() -> None:
    assert hint(by_size(record(name=None, size=LIMITS.attachment + 1))[0], "en")


@pytest.mark.parametrize("length", [1, LIMITS.attachment_name])
def test_a_name_up_to_the_limit_is_accepted(length: int) -> None:
    assert by_name(record(name="n" * length)) == []


def test_a_longer_name_refuses() -> None:
    finding = by_name(record(name="n" * 47 + ".pdf"))[0]
    assert (finding.code, finding.severity.refuses, finding.line) == ("ATTACHMENT-NAME-LONG", True, 41)


def test_a_name_is_counted_in_characters() -> None:
    assert by_name(record(name="é" * LIMITS.attachment_name)) == []


def test_no_name_is_no_long_name() -> None:
    assert by_name(record(name=None)) == []


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "12,4 Mo (13 002 343 octets)"), ("en", "12.4 MB (13,002,343 bytes)")]
)
def test_sizes_are_written_for_people(lang: str, said: str) -> None:
    assert human_size(13_002_343, lang) == said


# one rule a row: what passes, and what is told


def attached(name: str | None, content: Content, mime: str | None = None) -> Attachment:
    named = None if name is None else Value(name, "/doc/piece/name", 41)
    return Attachment(name=named, mime=mime, content=content, xpath="/doc/piece", line=40)


def told(rule: Rule, *attachments: Attachment) -> list[Finding]:
    findings = list(rule(Record(syntax=Syntax.CII, attachments=attachments), CONTEXT))
    for finding in findings:
        assert finding.code == rule.code
        assert finding.line in (40, 41)
        for lang in ("fr", "en"):
            assert sentence(finding, lang)
            assert hint(finding, lang)
    return findings


PDF = Content(size=9, kind="pdf")
PNG = Content(size=9, kind="png")
WRAPPED = Content(size=9, kind="zip", zip="opened", members=1, member="PJP.pdf", inner="pdf")


@pytest.mark.parametrize(
    ("rule", "attachment"),
    [
        (content_is_strict_base64, attached("a.pdf", PDF)),
        (content_is_not_empty, attached("a.pdf", PDF)),
        (content_is_not_empty, attached("a.pdf", Content())),
        (attachment_has_name, attached("a.pdf", PDF)),
        (name_has_extension, attached("a.pdf", PDF)),
        (name_has_extension, attached(None, PDF)),
        (extension_is_accepted, attached("a.PdF", PDF)),
        (extension_is_accepted, attached("a", PDF)),
        (content_is_what_the_name_says, attached("a.pdf", PDF)),
        (content_is_what_the_name_says, attached("aa.pdf", WRAPPED)),
        (content_is_what_the_name_says, attached("a.fax", Content(size=9))),
        (content_is_what_the_name_says, attached("a.pdf", Content(size=9, kind="zip", zip="unreadable"))),
        (content_is_what_the_name_says, attached("a.docx", Content(size=9, kind="ooxml"))),
        (content_is_what_is_declared, attached("a.pdf", PDF, "application/pdf")),
        (content_is_what_is_declared, attached("a.pdf", PDF, "Application/PDF; charset=binary")),
        (content_is_what_is_declared, attached("aa.pdf", WRAPPED, "application/pdf")),
        (content_is_what_is_declared, attached("a.pdf", PDF, "application/octet-stream")),
        (content_is_what_is_declared, attached("a.pdf", PDF)),
        (content_is_what_is_declared, attached("a.pdf", PNG, "application/pdf")),  # told of the name
        (zip_can_be_opened, attached("a.zip", WRAPPED)),
        (zip_has_no_password, attached("a.zip", WRAPPED)),
        (zip_holds_one_file, attached("a.zip", WRAPPED)),
        (zip_stays_within_bounds, attached("a.zip", WRAPPED)),
        (nothing_is_a_program, attached("a.zip", WRAPPED)),
        (nothing_holds_macros, attached("a.doc", Content(size=9, kind="ole"))),
        (no_pdf_launches_code, attached("a.pdf", PDF)),
        (names_differ, attached("a.pdf", PDF)),
    ],
)
def test_a_sound_attachment_passes(rule: Rule, attachment: Attachment) -> None:
    assert told(rule, attachment) == []


@pytest.mark.parametrize(
    ("rule", "attachment", "severity", "quoted"),
    [
        (content_is_strict_base64, attached("a.pdf", Content()), Severity.ERROR, "a.pdf"),
        (content_is_not_empty, attached("a.pdf", Content(size=0)), Severity.ERROR, "a.pdf"),
        (
            content_is_not_empty,
            attached("a.zip", Content(size=9, kind="zip", zip="opened", member="b.pdf", inner="empty")),
            Severity.ERROR,
            "a.zip",
        ),
        (attachment_has_name, attached(None, PDF), Severity.WARNING, "1"),
        (name_has_extension, attached("Annexe 1", PDF), Severity.ERROR, "Annexe 1"),
        (name_has_extension, attached(".pdf", PDF), Severity.ERROR, ".pdf"),
        (extension_is_accepted, attached("plan.dwg", Content(size=9)), Severity.ERROR, "DWG"),
        (content_is_what_the_name_says, attached("a.pdf", PNG), Severity.WARNING, "PNG"),
        (
            content_is_what_the_name_says,
            attached("a.pdf", Content(size=9, kind="zip", zip="opened", member="b.png", inner="pdf")),
            Severity.WARNING,
            "b.png",
        ),
        (content_is_what_is_declared, attached("a.png", PNG, "application/pdf"), Severity.WARNING, "/pdf"),
        (
            zip_can_be_opened,
            attached("a.zip", Content(size=9, kind="zip", zip="unreadable")),
            Severity.ERROR,
            "a.zip",
        ),
        (
            zip_has_no_password,
            attached("a.zip", Content(size=9, kind="zip", zip="encrypted")),
            Severity.WARNING,
            "a.zip",
        ),
        (
            zip_holds_one_file,
            attached("a.zip", Content(size=9, kind="zip", zip="several", members=3)),
            Severity.WARNING,
            "3",
        ),
        (
            zip_stays_within_bounds,
            attached("a.zip", Content(size=9, kind="zip", zip="bomb")),
            Severity.ERROR,
            "256",
        ),
        (nothing_is_a_program, attached("setup.EXE", PDF), Severity.ERROR, "setup.EXE"),
        (
            nothing_is_a_program,
            attached("a.pdf", Content(size=9, kind="executable", marks=("executable",))),
            Severity.ERROR,
            "a.pdf",
        ),
        (
            nothing_is_a_program,
            attached("a.pdf", Content(size=9, kind="zip", zip="opened", member="facture.pdf.js", inner="text")),
            Severity.ERROR,
            "facture.pdf.js",
        ),
        (
            nothing_holds_macros,
            attached("a.xlsx", Content(size=9, kind="ooxml", marks=("macro",))),
            Severity.WARNING,
            "a.xlsx",
        ),
        (
            no_pdf_launches_code,
            attached("a.pdf", Content(size=9, kind="pdf", marks=("active",))),
            Severity.WARNING,
            "a.pdf",
        ),
    ],
)
def test_an_unsound_one_is_told_with_its_value(
    rule: Rule, attachment: Attachment, severity: Severity, quoted: str
) -> None:
    [finding] = told(rule, attachment)
    assert finding.severity is severity
    assert quoted in sentence(finding)
    assert quoted in sentence(finding, "en")


def test_a_name_that_stands_three_times_is_told_once() -> None:
    [finding] = told(names_differ, *(attached(name, PDF) for name in ("a.pdf", "A.PDF", "a.pdf", "b.pdf")))
    assert finding.value == "A.PDF"


@pytest.mark.parametrize("kind", CONTENT_KINDS)
def test_every_kind_has_a_name_for_people(kind: str) -> None:
    assert all(KIND_NAMES[kind])


# what lies in an archive or a PDF

DOCX = Content(size=9, kind="ooxml")
PROGRAM = Content(size=9, kind="executable", marks=("executable",))


def zipped(*parts: tuple[str, Content], **more: Any) -> Content:
    marks = tuple(sorted({mark for _, part in parts for mark in part.marks}))
    return Content(size=9, kind="zip", zip="several", members=len(parts), parts=parts, marks=marks, **more)


def test_a_program_is_named_however_deep_it_lies() -> None:
    deep = zipped(("a.txt", PDF), ("b.zip", zipped(("c.bin", PROGRAM))))
    [finding] = told(nothing_is_a_program, attached("lot.zip", deep))
    assert finding.value == "c.bin"
    assert "contient un programme" in sentence(finding)


@pytest.mark.parametrize("name", ["a.exe", "a.EXE.", "a.js ", "a.scr\0"])
def test_a_program_by_its_name_is_found_beside_other_files(name: str) -> None:
    assert told(nothing_is_a_program, attached("lot.zip", zipped(("a.txt", PDF), (name, PDF))))


def test_a_locked_program_is_known_by_its_name() -> None:
    assert told(nothing_is_a_program, attached("a.zip", Content(size=9, kind="zip", zip="encrypted", member="a.exe")))


def test_each_file_of_a_zip_is_compared_with_its_own_name() -> None:
    content = zipped(("a.docx", DOCX), ("b.pdf", PDF), ("c.png", PDF), ("d.zip", zipped(("e.pdf", DOCX))))
    assert [f.value for f in told(content_is_what_the_name_says, attached("lot.zip", content))] == ["c.png", "e.pdf"]


def test_a_zip_is_empty_when_all_of_it_is() -> None:
    nothing = Content(size=0)
    assert told(content_is_not_empty, attached("a.zip", zipped(("a", nothing), ("b", nothing))))
    assert not told(content_is_not_empty, attached("a.zip", zipped(("a", nothing), ("b", PDF))))


@pytest.mark.parametrize("state", ["encrypted", "unreadable", "bomb"])
def test_what_is_told_of_a_zip_is_told_of_one_inside(state: str) -> None:
    inner = Content(size=9, kind="zip", zip=state)
    rule = {"encrypted": zip_has_no_password, "unreadable": zip_can_be_opened, "bomb": zip_stays_within_bounds}[state]
    assert told(rule, attached("a.zip", zipped(("b.zip", inner), ("c.pdf", PDF))))


def test_what_was_not_looked_at_is_refused() -> None:
    assert not told(everything_can_be_examined, attached("a.pdf", PDF))
    [finding] = told(everything_can_be_examined, attached("a.zip", Content(size=9, kind="zip", marks=("unseen",))))
    assert finding.severity is Severity.ERROR


def test_a_file_in_the_xml_and_in_its_pdf_is_no_repeat() -> None:
    first = attached("a.pdf", PDF)
    assert not told(names_differ, first, replace(first, beside=True))
    assert told(names_differ, first, first)
