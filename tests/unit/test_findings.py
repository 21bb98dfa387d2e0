"""The sentences of findings: filled from facts, also where a finding is older than its sentence."""

from __future__ import annotations

import re

import pytest

from edi.catalogue import CATALOGUE, hint, sentence
from edi.judging.xml import sentences
from edi.judging.xsd import sentences as xsd_sentences
from edi.model.finding import Finding, Severity
from edi.pipeline.sentences import NOT_UNIQUE
from edi.words.text import SHOWN, printable, readable


def test_a_finding_kept_from_an_earlier_version_can_still_be_told() -> None:
    kept = Finding(code="XSD-UNEXPECTED", severity=Severity.ERROR, rule="XSD", value="ID", values={"parent": "Invoice"})
    assert sentence(kept) == "Dans « Invoice », …."
    assert hint(kept, "en").startswith("…; ")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("EX-12\u00a0", "EX-12⍽"),
        ("a\u202fb\tc\r\n", "a⍽b␉c␍␊"),
        ("a\u200bb\u202e", "a‹U+200B›b‹U+202E›"),
        ("a\x1b[31m\x7f\x85", "a␛[31m‹U+007F›⍽"),
        ("\udce9", "‹U+DCE9›"),
        ("é €", "é €"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_a_mark(written: str, shown: str) -> None:
    finding = NOT_UNIQUE.at(value=written, first=written)
    assert (finding.value, finding.values["first"]) == (shown, shown)
    assert shown.isprintable()


def test_a_long_value_is_shortened_after_it_was_made_readable() -> None:
    assert readable("\u200b" * 300) == ("‹U+200B›" * 200)[: SHOWN - 1] + "…"


def test_names_that_differ_stay_different_where_they_identify() -> None:
    assert printable("a\u00a0") != printable("a\u202f")


@pytest.mark.parametrize("code", CATALOGUE)
def test_english_is_quoted_in_one_way(code: str) -> None:
    spec = CATALOGUE[code]
    for text in (spec.en, spec.hint_en):
        assert not re.search(r"(?<!\w)'|[«»]", text), text


def test_what_is_said_of_xml_is_quoted_in_one_way_in_each_language() -> None:
    pairs = [*sentences.REASONS.values(), xsd_sentences.OR_REMOVE, sentences.CUT_SHORT]
    pairs += [
        pair
        for said in vars(xsd_sentences).values()
        if isinstance(said, tuple) and isinstance(said[0], tuple)
        for pair in said
    ]
    assert len(pairs) > 40
    for french, english in pairs:
        assert not re.search(r"(?<!\w)'|[“”]", french), french
        assert not re.search(r"(?<!\w)'|[«»]", english), english
