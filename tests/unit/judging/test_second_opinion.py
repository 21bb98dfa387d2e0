"""A second opinion: xmlschema beside libxml2. Where they disagree, a document is not judged, and both are heard."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from edi.config.settings import load_settings
from edi.judging import second_opinion
from edi.judging.engine import Engine
from edi.judging.identify import Identified, identify
from edi.judging.judge import judge
from edi.judging.judged import Judged, Unjudged
from edi.judging.judges.inline import judging_here
from edi.judging.reference import ReferenceData, load_reference
from edi.judging.second_opinion import Agreement, Disagreement, SecondOpinion
from edi.judging.unpack import unpack
from edi.judging.xsd.validate import Validator
from edi.model.judgement import Member, Verdict
from edi.model.limits import Limits
from edi.sandbox.cii import cii
from edi.sandbox.examples import examples
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl
from edi.schemas.catalog import load_catalog

LIMITS = Limits()
CATALOG = load_catalog()
VALIDATOR, OPINION = Validator(CATALOG, LIMITS), SecondOpinion(CATALOG)
SOUND = {"ubl": ubl(works("A4")), "cii": cii(works("A4")), "credit note": ubl(invoice(type="381"), as_credit_note=True)}
RUBBISH = "QUJD*"  # base64 with something behind it: libxml2 stops reading before that and finds it good
PDF = ("plan.pdf", "application/pdf", b"ABC")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ReferenceData:
    return load_reference(load_settings(tmp_path_factory.mktemp("root")), second_opinion=True)


def asked(data: bytes) -> Agreement | Disagreement | None:
    found = identify(data, LIMITS)
    if not isinstance(found, Identified):
        return None
    return OPINION.of(found.parsed, found.role, VALIDATOR.validate(found.parsed, found.role))


def quarrel() -> bytes:
    data = ubl(invoice(attachments=(PDF,))).decode()
    spoiled = re.sub(r"(<cbc:EmbeddedDocumentBinaryObject[^>]*>)[^<]*", rf"\g<1>{RUBBISH}", data)
    assert RUBBISH in spoiled
    return spoiled.encode()


@pytest.mark.slow
def test_both_agree_on_every_example_of_the_sandbox() -> None:
    count = 0
    for example in examples("XXX001", date(2026, 11, 24)):
        for member in unpack(example.data, LIMITS):
            if isinstance(member, Member) and (said := asked(member.data)) is not None:
                assert said == Agreement(), example.name
                count += 1
    assert count > 10


def _without(element: Any) -> None:
    element.getparent().remove(element)


def _twice(element: Any) -> None:
    element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def _renamed(element: Any) -> None:
    element.tag = element.tag + "x"


def _last(element: Any) -> None:
    element.getparent().append(element)


def _unknown_attribute(element: Any) -> None:
    element.set("unknown", "x")


def _text(element: Any) -> None:
    element.text = "n'importe quoi"


def mutations(data: bytes, change: Callable[[Any], None]) -> Iterator[bytes]:
    for at in range(1, len(list(etree.fromstring(data).iter()))):
        root = etree.fromstring(data)
        change(list(root.iter())[at])
        yield etree.tostring(root)


@pytest.mark.slow
@pytest.mark.parametrize("change", [_without, _twice, _renamed, _last, _unknown_attribute])
@pytest.mark.parametrize("syntax", SOUND)
def test_both_agree_on_every_mutation_of_every_element(syntax: str, change: Callable[[Any], None]) -> None:
    assert [said for data in mutations(SOUND[syntax], change) if isinstance(said := asked(data), Disagreement)] == []


@pytest.mark.slow
@pytest.mark.parametrize("syntax", SOUND)
def test_what_they_are_known_to_quarrel_about_is_text_in_base64_and_beside_an_extension(syntax: str) -> None:
    """libxml2 skips signs that are no base64; xmlschema overlooks text beside elements of any kind."""
    quarrels = [
        said.message.en for data in mutations(SOUND[syntax], _text) if isinstance(said := asked(data), Disagreement)
    ]
    assert [said for said in quarrels if "base64Binary" not in said and "“ExtensionContent”" not in said] == []
    assert len(quarrels) == (1 if syntax == "cii" else 2)


@pytest.mark.parametrize("syntax", SOUND)
def test_a_sound_document_is_judged_as_without_it(syntax: str, reference: ReferenceData) -> None:
    member = Member("facture.xml", SOUND[syntax])
    assert judge(member, reference) == judge(member, replace(reference, second_opinion=None))


def test_a_document_both_refuse_is_refused(reference: ReferenceData) -> None:
    judgement = judge(Member("a.xml", SOUND["ubl"].replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>x")), reference)
    assert (judgement.verdict, judgement.failure) == (Verdict.REFUSED, None)
    assert judgement.findings[0].code == "XSD-VALUE"


def test_where_xmlschema_alone_refuses_the_document_is_not_judged(reference: ReferenceData) -> None:
    judgement = judge(Member("a.xml", quarrel()), reference)
    assert (judgement.verdict, judgement.findings) == (Verdict.NOT_JUDGED, ())
    assert judgement.failure is not None
    for lang, words in (("fr", ("se contredisent", "document conforme")), ("en", ("disagree", "valid document"))):
        assert all(part in judgement.failure.of(lang) for part in (*words, "libxml2", "xmlschema", RUBBISH))


def test_where_libxml2_alone_refuses_the_document_is_not_judged(
    reference: ReferenceData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SecondOpinion, "_fault", lambda *_: None)
    judgement = judge(Member("a.xml", SOUND["ubl"].replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>x")), reference)
    assert (judgement.verdict, judgement.findings) == (Verdict.NOT_JUDGED, ())
    assert judgement.failure is not None
    assert "« La valeur de « IssueDate »" in judgement.failure.fr
    assert "xmlschema : « document conforme »" in judgement.failure.fr
    assert "The value of “IssueDate”" in judgement.failure.en
    assert "xmlschema: “valid document”" in judgement.failure.en


def test_a_flow_with_a_document_they_quarrel_about_is_not_judged(tmp_path: Path) -> None:
    with Engine(load_settings(tmp_path), second_opinion=True, judges=judging_here) as engine:
        judged = engine.judge_flow("facture.xml", quarrel())
        sound = engine.judge_flow("facture.xml", SOUND["cii"])
    assert isinstance(judged, Unjudged)
    assert judged.why.fr.startswith("« facture.xml » : deux moteurs de schémas se contredisent")
    assert judged.why.en.startswith("“facture.xml”: two schema engines disagree")
    assert isinstance(sound, Judged)


def test_without_it_the_same_flow_is_judged(tmp_path: Path) -> None:
    with Engine(load_settings(tmp_path), judges=judging_here) as engine:
        assert isinstance(engine.judge_flow("facture.xml", quarrel()), Judged)


@pytest.mark.parametrize(("more", "told"), [(0, True), (1, False)])
def test_a_document_above_the_size_is_not_asked_about_twice_and_it_is_said(
    more: int, told: bool, reference: ReferenceData, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = SOUND["cii"]
    monkeypatch.setattr(second_opinion, "MOST", len(data) - 1 + more)
    judgement = judge(Member("a.xml", data), reference)
    assert judgement.verdict is Verdict.ACCEPTED
    assert ("XSD-ASKED-ONCE" in [finding.code for finding in judgement.findings]) is told


def test_reference_data_crosses_a_process_boundary_and_judges_there_alike(reference: ReferenceData) -> None:
    there = pickle.loads(pickle.dumps(reference))
    for data in (*SOUND.values(), quarrel()):
        assert judge(Member("a.xml", data), there) == judge(Member("a.xml", data), reference)
