"""The rules of attachments: size and name, on either side of each limit."""

from __future__ import annotations

import pytest

from edi.findings import hint, sentence
from edi.flow import Attachment, Finding, Record, Severity, Syntax, Value
from edi.limits import Limits
from edi.rules import RuleContext
from edi.rules.attachments import human_size, name_within_limit, size_within_limit
from edi.tables import load_tables

LIMITS = Limits()
CONTEXT = RuleContext(tables=load_tables(None), limits=LIMITS)


def record(*, name: str | None = "plan.pdf", size: int | None = 1) -> Record:
    named = None if name is None else Value(name, "/doc/piece/name", 41)
    return Record(
        syntax=Syntax.UBL_INVOICE,
        attachments=(Attachment(name=named, size=size, xpath="/doc/piece", line=40),),
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


def test_a_longer_name_is_a_warning_that_refuses_nothing() -> None:
    finding = by_name(record(name="n" * 47 + ".pdf"))[0]
    assert (finding.code, finding.severity.refuses, finding.line) == ("ATTACHMENT-NAME-LONG", False, 41)


def test_a_name_is_counted_in_characters() -> None:
    assert by_name(record(name="é" * LIMITS.attachment_name)) == []


def test_no_name_is_no_long_name() -> None:
    assert by_name(record(name=None)) == []


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "12,4 Mo (13 002 343 octets)"), ("en", "12.4 MB (13,002,343 bytes)")]
)
def test_sizes_are_written_for_people(lang: str, said: str) -> None:
    assert human_size(13_002_343, lang) == said
