"""The page for people: what it says, that nothing of a partner becomes markup, and that no flow can flood it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from return_cases import FLOW

from edi.catalogue import CATALOGUE
from edi.judging.matrix import CADRE_CONFLICT
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.pipeline.sentences import DUPLICATE_INVOICE_NUMBER, NOT_UNIQUE
from edi.returns import as_html, render
from edi.returns.facts import of_outcome
from edi.returns.report import CheckReport, Sheet
from edi.rules.identity import debtor_is_a_siret
from edi.rules.run import WAIVER_EXPIRED
from edi.words.text import unbroken
from edi.words.wording import Wording

REFUSAL = replace(
    debtor_is_a_siret.spec.at(value="123 456", xpath="/Invoice/cac:Party/cbc:ID", line=23, member="b.xml"),
    excerpt="      22  <cac:Party>\n>     23  <cbc:ID>123 456</cbc:ID>\n      24  </cac:Party>",
)
WARNING = CADRE_CONFLICT.at(value="A4", others="A7", line=4, member="b.xml")
REMARK = WAIVER_EXPIRED.at(value="NUMBER-LONG", until="31/01/2026")
REFUSED = DocumentOutcome(
    position=1,
    member="b.xml",
    verdict=Verdict.REFUSED,
    number="F-2",
    issue_date="2026-11-03",
    cadre="A4",
    supplier_id="11111111100018",
    supplier_name="Entreprise Exemple",
    debtor_id="123 456",
    debtor_name="Commune Exemple",
    statuses=(37,),
    findings=(REMARK, WARNING, REFUSAL),
)
ACCEPTED = replace(REFUSED, member="a.xml", number="F-1", verdict=Verdict.ACCEPTED, statuses=(1, 27), findings=())
OUTCOME = replace(
    FLOW,
    interface="FSO1116A",
    decided_at=datetime(2026, 11, 5, 12, tzinfo=UTC),
    received_at=datetime(2026, 11, 5, 11, tzinfo=UTC),
    documents=(ACCEPTED, REFUSED),
    packs=(Pack(role="rules", package="chorus-pro-edi", version="1.0", sha256="ab" * 32),),
)
LABELS = {27: "Mise à disposition de la MOE", 37: "Non conforme"}
PIECES = {"A4": "projet de décompte mensuel"}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style><script>alert(1)</script>",
    "&lt;b&gt;&#x3c;script&#x3e;",
    "javascript:alert(1)",
    "a\x00b\x1b[31mc\x7f\x85",
    "\u202efdp.exe\u202c\u2066x\u2069\u200f",
    "]]><!--",
    "{value} {0} %s",
    "\ud800",
    "é" * 100_000,
]
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer", "h1", "h2", "h3", "p",
    "dl", "dt", "dd", "ol", "ul", "li", "div", "span", "bdi", "code", "pre", "table", "thead", "tbody", "tr", "th",
    "td",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "data-label", "colspan"}


def wording(lang: str = "fr", labels: Mapping[int, str] = LABELS, pieces: Mapping[str, str] = PIECES) -> Wording:
    return Wording(lang, CATALOGUE, labels, pieces)


def written(outcome: Outcome = OUTCOME, lang: str = "fr") -> str:
    return as_html.report(of_outcome(outcome, wording(lang))).decode()


def tree(outcome: Outcome = OUTCOME, lang: str = "fr") -> Any:
    return html.document_fromstring(written(outcome, lang))


def words(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())


def body(outcome: Outcome = OUTCOME, lang: str = "fr") -> str:
    return words(tree(outcome, lang).find("body"))


def only(*documents: DocumentOutcome, **more: Any) -> Outcome:
    return replace(OUTCOME, documents=documents, **more)


def with_findings(*findings: Finding) -> Outcome:
    return only(replace(REFUSED, findings=findings), verdict=FlowVerdict.REFUSED)


# what it says


def test_the_verdict_is_the_headline() -> None:
    assert words(tree().find(".//h1")) == "Intégré en partie"


@pytest.mark.parametrize("verdict", sorted(set(FlowVerdict) - {FlowVerdict.REPEAT}))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_verdict_has_a_headline(verdict: FlowVerdict, lang: str) -> None:
    assert words(tree(replace(OUTCOME, verdict=verdict), lang).find(".//h1"))


def test_it_counts_in_a_sentence() -> None:
    assert "Factures acceptées : 1 sur 2. 1 erreur, 1 avertissement, 1 information." in body()


@pytest.mark.parametrize(
    "said",
    [
        "drop.tar.gz",
        "XXX0011116000000000000001",
        "FSO1116A",
        "05/11/2026 à 12:00",
        "Facture F-2",
        "Entreprise Exemple (11111111100018)",
        "Commune Exemple (123 456)",
        "A4 – projet de décompte mensuel",
        "03/11/2026",
        "37 Non conforme",
        "L'identifiant du débiteur, « 123 456 », n'est pas un SIRET",
        "Valeur trouvée « 123 456 »",
        "À faire Remplacez l'identifiant",
        "b.xml, ligne 23 · DEBTOR-NOT-SIRET · BR-FR-CPRO-10",
        "/Invoice/cac:Party/cbc:ID",
        "> 23 <cbc:ID>123 456</cbc:ID>",
        "27 Mise à disposition de la MOE",
        "règles : chorus-pro-edi 1.0, empreinte abababababababab",
    ],
)
def test_it_tells_what_an_accountant_needs(said: str) -> None:
    assert said in body()


@pytest.mark.parametrize(
    "said", ["Partially integrated", "Invoices accepted: 1 of 2", "What to do", "line 23", "is not a SIRET", "Supplier"]
)
def test_it_speaks_english_on_request(said: str) -> None:
    assert said in body(lang="en")
    assert tree(lang="en").get("lang") == "en"


def test_what_refuses_stands_before_and_apart_from_what_is_only_told() -> None:
    [section] = tree().findall(".//section[@class='document']")
    assert [words(title) for title in section.findall("h3")] == ["À corriger", "À savoir, sans refus (2)"]
    weights = [words(weight) for weight in section.findall(".//p[@class]") if "weight" in weight.get("class").split()]
    assert weights == ["Erreur", "Avertissement", "Information"]


def test_a_flow_refused_whole_says_why() -> None:
    finding = DUPLICATE_INVOICE_NUMBER.at(value="F-1", number="F-1", supplier="1", first="drop")
    outcome = replace(OUTCOME, documents=(), verdict=FlowVerdict.IRRECEVABLE, findings=(finding,))
    assert "Le dépôt lui-même irrecevable À corriger" in body(outcome)


def test_a_file_that_could_not_be_judged_is_not_told_as_a_refusal() -> None:
    sheet = Sheet(name="a.xml", verdict=FlowVerdict.NOT_JUDGED, failure="schéma absent")
    report = CheckReport(sheets=(sheet,), made_at=OUTCOME.decided_at)
    page = html.document_fromstring(as_html.page(report, wording()).decode())
    assert words(page.find(".//h1")) == "Non jugé"
    assert "Ce n'est pas un refus : schéma absent" in words(page)
    assert "efusé" not in words(page)


def test_a_warning_of_an_accepted_invoice_stands_under_its_line() -> None:
    outcome = only(replace(ACCEPTED, findings=(WARNING,)), verdict=FlowVerdict.INTEGRATED)
    [notes] = tree(outcome).findall(".//tr[@class='notes']")
    assert "Avertissement Le document indique plusieurs cadres" in words(notes)


# nothing of it runs, is fetched, or becomes markup


def test_it_forbids_itself_scripts_and_the_network() -> None:
    page = tree()
    [policy] = [
        meta.get("content") for meta in page.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import|https?:", written())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_no_value_becomes_markup(text: str) -> None:
    finding = replace(
        REFUSAL,
        value=text,
        xpath=text,
        member=text,
        rule=text,
        excerpt=f">     23  {text}",
        values={"id": text},
    )
    document = DocumentOutcome(
        position=1,
        member=text,
        verdict=Verdict.REFUSED,
        number=text,
        type=text,
        issue_date=text,
        cadre=text,
        syntax=text,
        supplier_id=text,
        supplier_name=text,
        debtor_id=text,
        debtor_name=text,
        statuses=(37,),
        findings=(finding,),
    )
    outcome = replace(
        OUTCOME,
        drop_name=text,
        flow_id=f"x{text}",
        interface=text,
        repeat_of=text,
        findings=(finding,),
        documents=(document, replace(document, verdict=Verdict.ACCEPTED)),
        packs=(Pack(role=text, package=text, version=text, sha256=text),),
    )
    labels = {37: text}
    raw = as_html.report(of_outcome(outcome, wording(labels=labels, pieces={text: text})))
    page = html.document_fromstring(raw.decode())
    assert {node.tag for node in page.iter()} <= TAGS
    assert {name for node in page.iter() for name in node.attrib} <= ATTRIBUTES
    assert len(raw) < 200_000
    shown = page.find("body").text_content()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_out_as_itself_or_marked(text: str) -> None:
    page = tree(only(replace(REFUSED, number=text or "x", findings=()), verdict=FlowVerdict.REFUSED))
    assert page.find(".//h2").text_content().startswith("Facture ")
    assert {node.tag for node in page.iter()} <= TAGS


# bounds


def test_a_huge_flow_stays_bounded_and_says_what_is_left_out() -> None:
    many = tuple(replace(REFUSED, position=at, number=f"F-{at}", findings=(REFUSAL,) * 100) for at in range(1, 501))
    page = written(only(*many, verdict=FlowVerdict.REFUSED))
    assert len(page) < 4_000_000
    assert page.count('class="finding"') == 500 * as_html.AT_LEAST
    assert f"{100 - as_html.AT_LEAST} autres constats ne sont pas montrés ici" in page


def test_more_documents_than_a_page_holds_are_counted() -> None:
    many = (REFUSED,) * (as_html.DOCUMENTS + 7)
    assert "7 autres factures ne sont pas montrées ici" in body(only(*many, verdict=FlowVerdict.REFUSED))


def test_one_document_shows_all_its_findings() -> None:
    assert written(with_findings(*(REFUSAL,) * 100)).count('class="finding"') == 100


def test_accepted_documents_with_warnings_are_bounded_too() -> None:
    loud = replace(ACCEPTED, findings=(WARNING,) * 100)
    page = written(only(*(loud,) * (as_html.ROWS + 5), verdict=FlowVerdict.INTEGRATED))
    assert page.count('class="finding mild"') == as_html.FINDINGS
    assert "5 autres factures" in page


# as a return


def test_a_partner_gets_it_under_the_reports_name() -> None:
    returns = render(OUTCOME, ("html",), ".xml", iter(range(9)).__next__, wording())
    [page] = [one for one in returns if one.kind == "html"]
    assert page.name == "CSO1116A_GWY001_GWY0011116000000000000000.html"
    assert page.content == written().encode()


def test_a_quarantined_flow_is_told_as_under_examination_and_no_more() -> None:
    outcome = replace(OUTCOME, verdict=FlowVerdict.QUARANTINED)
    page = render(outcome, ("html",), ".xml", iter(range(9)).__next__, wording())[-1].content.decode()
    assert "En cours d'examen" in page
    assert "F-2" not in page


def checked(*sheets: Sheet, lang: str = "fr") -> str:
    page = as_html.page(CheckReport(sheets=sheets, made_at=OUTCOME.decided_at), wording(lang))
    return html.document_fromstring(page.decode()).find("body").text_content()


@pytest.mark.parametrize(("lang", "between"), [("fr", "\u00a0: "), ("en", ": ")])
def test_a_file_among_several_is_named_once(lang: str, between: str) -> None:
    alone = replace(REFUSED, member="19U.xml")
    sheets = [
        Sheet(name="mut/19U.xml", verdict=FlowVerdict.REFUSED, documents=(alone,)),
        Sheet(name="mut/lot.tar.gz", verdict=FlowVerdict.REFUSED, documents=(alone,)),
    ]
    told = checked(*sheets, lang=lang)
    assert "mut/19U.xml" in told
    assert f"mut/19U.xml{between}" not in told
    assert f"mut/lot.tar.gz{between}19U.xml" in told


def test_no_line_breaks_inside_french_quotation_marks_or_before_a_high_sign() -> None:
    finding = NOT_UNIQUE.at(value="XXX001", at="01/02/2026 10:00", first="a.xml")
    said = tree(with_findings(finding)).find("body").text_content()
    assert "«\u00a0XXX001\u00a0»" in said
    assert "déposez-le de nouveau\u00a0; le premier" in said
    english = tree(with_findings(finding), "en").find("body").text_content()
    assert "\u00a0" not in english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« a » : b ; c ! d ? 20 %", "«\u00a0a\u00a0»\u00a0: b\u00a0; c\u00a0! d\u00a0? 20\u00a0%"),
        ("16:30, a :b, %PDF, C:\\d", "16:30, a :b, %PDF, C:\\d"),
    ],
)
def test_only_signs_of_a_sentence_are_bound(text: str, expected: str) -> None:
    assert unbroken(text, "fr") == expected
    assert unbroken(text, "en") == text
