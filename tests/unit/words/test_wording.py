"""In whose words a thing is said: one language a Wording, and none of it asks for a heavy import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from edi.catalogue import CATALOGUE, wording
from edi.config.tables import load_tables
from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.resources import shipped
from edi.words.labels import FLOW_WORDS, WORDS, Noun
from edi.words.sentence import Spec
from edi.words.wording import Wording

TOTAL = Spec(
    code="TEST-TOTAL",
    severity=Severity.ERROR,
    rule="AIFE:G9.99",
    fr="Le total « {value} » n'est pas {sum}.",
    en="The total “{value}” is not {sum}.",
    hint_fr="Écrivez {sum}.",
    hint_en="Write {sum}.",
)
LIGHT = ("edi.message", "edi.words.text", "edi.words.labels", "edi.words.sentence", "edi.words.wording")


def words(lang: str) -> Wording:
    return Wording(lang, {TOTAL.code: TOTAL})


@pytest.mark.parametrize(
    ("lang", "sentence", "hint"),
    [
        ("fr", "Le total « 12 » n'est pas 13.", "Écrivez 13."),
        ("en", "The total “12” is not 13.", "Write 13."),
    ],
)
def test_a_finding_is_said_in_one_language(lang: str, sentence: str, hint: str) -> None:
    finding = TOTAL.at(value="12", sum=13)
    assert (words(lang).sentence(finding), words(lang).hint(finding)) == (sentence, hint)


def test_a_fact_that_an_earlier_version_did_not_keep_is_left_open() -> None:
    finding = Finding(code=TOTAL.code, severity=Severity.ERROR, rule="X", value="12")
    assert words("fr").sentence(finding) == "Le total « 12 » n'est pas …."


def test_braces_of_a_partner_stay_braces() -> None:
    assert words("fr").sentence(TOTAL.at(value="{sum}", sum="{value}")) == "Le total « {sum} » n'est pas {value}."


@pytest.mark.parametrize(
    ("number", "fr", "en"), [(0, "0 flux", "0 flows"), (1, "1 flux", "1 flow"), (2, "2 flux", "2 flows")]
)
def test_what_is_counted_is_one_or_several(number: int, fr: str, en: str) -> None:
    flows = Noun(Message("flux", "flow"), Message("flux", "flows"))
    assert [words(lang).counted(number, flows) for lang in ("fr", "en")] == [fr, en]


def test_findings_are_counted_by_weight() -> None:
    told = [TOTAL.at(severity=severity) for severity in (Severity.INFO, Severity.FATAL, Severity.ERROR)]
    assert (words("fr").tally(told), words("en").tally(told)) == ("2 erreurs, 1 information", "2 errors, 1 remark")


def test_every_verdict_and_severity_has_its_word() -> None:
    assert set(WORDS) == {*Verdict, *Severity}
    assert set(FLOW_WORDS) == set(FlowVerdict)
    assert {said.value for said in WORDS} == {message.en for message in WORDS.values()}


def test_the_catalogue_makes_it_with_the_labels_of_the_tables() -> None:
    tables = load_tables(shipped("config"))
    for lang in ("fr", "en"):
        made = wording(lang, tables)
        assert made == Wording(lang, CATALOGUE, tables.labels(lang), tables.pieces(lang))
        assert made.statuses[37]
        assert made.cadres["A4"]


@pytest.mark.parametrize("module", LIGHT)
def test_words_are_had_without_a_heavy_import(module: str) -> None:
    code = (
        f"import sys, {module}; print(*sorted(name for name in sys.modules if name.split('.')[0] in ('edi', 'lxml')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[1] for name in loaded if "." in name} <= {"message", "words", "model", "errors"}
    assert "lxml" not in loaded
