"""The flow's name and size: each IRR_* code, and what is and is not a flow name."""

from __future__ import annotations

import os

import pytest

from edi.catalogue import hint, sentence
from edi.config.tables import load_tables
from edi.judging import envelope
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits

TABLES = load_tables(None)
GOOD = "FSO1116A_XXX001_XXX0011116000000000000001"


def judged(name: str, naming: str = "strict", app_code: str | None = "XXX001") -> envelope.Envelope:
    return envelope.read_name(name, TABLES, app_code, naming)


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings if finding.severity.refuses]


@pytest.mark.parametrize("extension", ["", ".xml", ".XML", ".tar.gz", ".pdf", ".zip", ".a", "." + "x" * 16])
def test_a_flow_name_is_taken_with_or_without_extension(extension: str) -> None:
    found = judged(GOOD + extension)
    assert found == envelope.Envelope(flow_id=GOOD[-25:], interface="FSO1116A", named=True)


@pytest.mark.parametrize("interface", [code for code, row in TABLES.interfaces.items() if row.active])
def test_every_active_interface_is_taken(interface: str) -> None:
    assert judged(f"{interface}_XXX001_XXX001{interface[3:7]}000000000000001").findings == ()


@pytest.mark.parametrize(
    "name",
    [
        GOOD.lower(),
        GOOD[:-1],
        GOOD + "2",
        GOOD + "\n",
        GOOD + ".xml\n",
        "\n" + GOOD,
        GOOD + ".",
        GOOD + ".x" + "x" * 16,
        GOOD + ".xml~",
        GOOD + ".x ml",
        GOOD.replace("_", "-"),
        GOOD.replace("FSO1116A", "FSO1116B"),
        GOOD.replace("FSO1116A", "FSO116A"),
        GOOD.replace("1116", "١١١٦", 1),
        GOOD.replace("XXX001_", "XXX01_"),
        GOOD[:-1] + "é",
        "FSO1116A",
        "facture.xml",
        "_",
        "x" * 255,
        "a\nb\r\nc\x00d\x1b[31m",
        os.fsdecode(b"facture-\xe9\xff.xml"),
    ],
)
class TestNameThatIsNoFlowName:
    def test_it_is_irrecevable_by_its_form_where_naming_is_strict(self, name: str) -> None:
        found = judged(name)
        assert rules(found.findings) == ["IRR_FORM"]
        assert [finding.severity for finding in found.findings] == [Severity.FATAL]

    def test_it_is_nothing_wrong_where_naming_is_free(self, name: str) -> None:
        found = judged(name, "free")
        assert (found.findings, found.interface, found.named) == ((), None, False)

    def test_what_is_told_of_it_can_be_written_anywhere(self, name: str) -> None:
        found = judged(name)
        texts = [found.flow_id, *(sentence(f, lang) + hint(f, lang) for f in found.findings for lang in ("fr", "en"))]
        for text in texts:
            assert text.isprintable()
            assert text.encode("utf-8")
        assert len(found.flow_id) <= 255


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        (
            GOOD[:-1] + ".xml",
            "l'identifiant de flux « XXX001111600000000000000 » doit avoir 25 caractères, non 24.",
            "the flow id “XXX001111600000000000000” must have 25 characters, not 24.",
        ),
        (
            GOOD.replace("FSO1116A", "FSO116A").replace("XXX001_", "XXX01_"),
            "le code interface « FSO116A » doit avoir 8 caractères, non 7 ; le code application « XXX01 » doit",
            "the interface code “FSO116A” must have 8 characters, not 7; the application code “XXX01” must",
        ),
        (
            GOOD.replace("FSO", "fso"),
            "le code interface « fso1116A » n'est pas en majuscules.",
            "the interface code “fso1116A” is not in capitals.",
        ),
        (
            GOOD.replace("FSO1116A", "FSO1116B"),
            "le code interface « FSO1116B » n'est pas fait de 3 majuscules, 4 chiffres et un A.",
            "the interface code “FSO1116B” is not 3 capitals, 4 digits, an A.",
        ),
        (GOOD[:-1] + "é", "contient un autre signe que A-Z et 0-9.", "holds a sign other than A-Z and 0-9."),
        ("facture.xml", "il y faut 3 parties séparées par « _ », non 1.", "it needs 3 parts separated by “_”, not 1."),
        (GOOD + "_2.xml", "non 4.", "not 4."),
        (GOOD + ".xml~", "ce qui suit l'identifiant (« .xml~ »)", "what follows the id (“.xml~”)"),
    ],
)
def test_the_part_of_a_name_that_is_wrong_is_told(name: str, french: str, english: str) -> None:
    (finding,) = judged(name).findings
    assert french in sentence(finding)
    assert english in sentence(finding, "en")


def test_the_example_in_the_hint_is_itself_a_good_name() -> None:
    assert judged(envelope.example("XXX001")).findings == ()


@pytest.mark.parametrize(
    ("name", "code", "rule"),
    [
        ("FSO9999A_XXX001_XXX0019999000000000000001", "ENV-INTERFACE-UNKNOWN", "IRR_CODE_INTER"),
        ("ABC1116A_XXX001_XXX0011116000000000000001", "ENV-INTERFACE-UNKNOWN", "IRR_CODE_INTER"),
        ("FSO1102A_XXX001_XXX0011102000000000000001", "ENV-INTERFACE-WITHDRAWN", "IRR_CODE_INTER"),
        ("FSO1113A_XXX001_XXX0011113000000000000001", "ENV-INTERFACE-UNSUPPORTED", "IRR_CODE_INTER"),
        ("FSO1116A_YYY002_YYY0021116000000000000001", "ENV-APP-CODE", "IRR_CODE_APP"),
        ("FSO1116A_XXX001_YYY0021116000000000000001", "ENV-FLOW-ID", "IRR_FORM"),
    ],
)
class TestFlowNameWithSomethingWrong:
    def test_it_is_irrecevable_with_its_own_code(self, name: str, code: str, rule: str) -> None:
        (finding,) = judged(name).findings
        assert (finding.code, finding.rule, finding.severity) == (code, rule, Severity.FATAL)

    def test_its_flow_id_does_not_count_for_uniqueness(self, name: str, code: str, rule: str) -> None:
        found = judged(name)
        assert (found.flow_id, found.named) == (name[-25:], False)

    def test_its_sentences_are_complete(self, name: str, code: str, rule: str) -> None:
        (finding,) = judged(name).findings
        for lang in ("fr", "en"):
            assert "{" not in sentence(finding, lang) + hint(finding, lang)


def test_everything_wrong_with_a_name_is_told_at_once() -> None:
    found = judged("FSO1102A_YYY002_ZZZ0031102000000000000001")
    assert rules(found.findings) == ["IRR_CODE_INTER", "IRR_CODE_APP", "IRR_FORM"]


def test_nothing_is_wrong_with_an_application_code_that_nobody_claims() -> None:
    assert judged(GOOD, app_code=None).findings == ()


def test_free_naming_still_reads_a_good_flow_name() -> None:
    assert judged(GOOD, "free").named


def test_digits_that_are_not_the_interface_s_are_only_told() -> None:
    found = judged("FSO1116A_XXX001_XXX0019999000000000000001")
    assert [finding.severity for finding in found.findings] == [Severity.INFO]
    assert found.named


@pytest.mark.parametrize(
    ("size", "expected"), [(0, ["IRR_VIDE"]), (1, []), (1000, []), (1001, ["IRR_TAILLE"]), (1 << 40, ["IRR_TAILLE"])]
)
def test_a_drop_is_neither_empty_nor_too_large(size: int, expected: list[str]) -> None:
    assert rules(tuple(envelope.check_size(size, Limits(drop=1000)))) == expected


@pytest.mark.parametrize(
    ("family", "interface"), [("ubl", "FSO1110A"), ("cii", "FSO1116A"), ("factur-x", "FSO1117A"), ("other", None)]
)
def test_a_freely_named_flow_goes_under_the_default_interface_of_its_syntax(family: str, interface: str | None) -> None:
    row = envelope.default_interface(family, TABLES)
    assert (row.code if row else None) == interface


def test_the_interfaces_offered_are_the_active_ones() -> None:
    offered = envelope.taken_interfaces(TABLES).split(", ")
    assert offered == [code for code, row in TABLES.interfaces.items() if row.active]


@pytest.mark.parametrize("interface", ["FSO9999A", "FSO1102A", "FSO1113A"])
def test_free_naming_lets_be_a_name_that_would_be_wrong_as_a_flow_name(interface: str) -> None:
    found = judged(GOOD.replace("FSO1116A", interface), "free")
    assert (found.findings, found.named, found.interface) == ((), False, None)


@pytest.mark.parametrize(
    ("name", "expected"), [("facture.xml", []), (GOOD.replace("FSO1116A", "FSO1102A"), ["IRR_CODE_INTER"])]
)
def test_lenient_naming_judges_only_what_looks_like_a_flow_name(name: str, expected: list[str]) -> None:
    assert rules(judged(name, "lenient", None).findings) == expected
