"""Our schema of CPPStatut against Chorus Pro's own: both say the same of samples, of returns, and of broken ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi.model.finding import Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, Return
from edi.returns import render
from edi.returns.cpp_statut import SCHEMA
from edi.words.sentence import Spec
from edi.words.wording import Wording

SHARED = Path(__file__).resolve().parents[4] / "shared"
OFFICIAL = SHARED / "oracle" / "CPPStatutPivot_V1_19.xsd"
SAMPLES = SHARED / "samples" / "cpp-statut"
with_official = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

Element = etree._Element
FLOW = """<CPPStatut Version="V1_18"><Enveloppe><EnveloppeUnitaire NumOrdre="1">
<Parametres><ParametreIndiv NumOrdre="0001"><Code>DtPrd</Code><Valeurparametre>2026-11-06</Valeurparametre>
<Note>n</Note></ParametreIndiv><ParametreIndiv><Code>IdFlx</Code><Valeurparametre/></ParametreIndiv></Parametres>
<Partenaires><Recepteur><Id>XXX001</Id><Libelle>l</Libelle><Note>n</Note></Recepteur><Emetteur><Id>GWY001</Id></Emetteur>
</Partenaires></EnveloppeUnitaire></Enveloppe>{body}</CPPStatut>"""
FLOW_BODY = """<CPPFluxStatuts compteur="1"><CPPFluxStatutUnitaire NumOrdre="1"><DonneesStatut><IdStatut>96</IdStatut>
<ComplementStatut>c</ComplementStatut><Commentaire>c</Commentaire><Note>n</Note><Horodatage>2026-11-06T00:00:00</Horodatage>
<IdProducteur>12345678</IdProducteur><Producteur/><IdFlux>f</IdFlux><Details NbLignesErreur="1">
<LigneErreurDetail IdLigne="1"><NatureErreur>n</NatureErreur><CodeErreur>c</CodeErreur><LibelleErreur>l</LibelleErreur>
<DescriptionErreur>d</DescriptionErreur></LigneErreurDetail></Details></DonneesStatut></CPPFluxStatutUnitaire>
</CPPFluxStatuts>"""
INVOICE_BODY = """<CPPFactureStatuts compteur="1"><CPPFactureStatutUnitaire NumOrdre="1">
<Fournisseur><TypeIdentifiant>1</TypeIdentifiant><Identifiant>i</Identifiant><RaisonSociale>r</RaisonSociale>
<CodePays>FR</CodePays></Fournisseur><Debiteur><TypeIdentifiant>1</TypeIdentifiant><Identifiant>22222222200019</Identifiant>
<Nom>n</Nom><CodeService>s</CodeService><NomService>n</NomService></Debiteur><DonneesStatut><IdStatut>37</IdStatut>
<ComplementStatut>c</ComplementStatut><Commentaire>c</Commentaire><Horodatage>2026-11-06T00:00:00.000+01:00</Horodatage>
<Producteur Id="p"/><IdFacture>F</IdFacture><DateFacture>2026-11-06</DateFacture><IdMandatDP>m</IdMandatDP>
</DonneesStatut></CPPFactureStatutUnitaire></CPPFactureStatuts>"""
BODIES = {"flow": FLOW_BODY, "invoice": INVOICE_BODY, "both": FLOW_BODY + INVOICE_BODY, "neither": ""}
VALUES = [
    *(
        "",
        " ",
        "0",
        "00",
        "1",
        "01",
        "007",
        "+7",
        "-1",
        "7.0",
        "8",
        "41",
        "42",
        "89",
        "90",
        "090",
        "96",
        "97",
        "x",
        "FR",
    ),
    *(
        "FRA",
        "XX",
        "XX1",
        "12345",
        "123456",
        "12345678",
        "123456789",
        "0001",
        "00001",
        "22222222200019",
        "2222222220001",
    ),
    *(
        "s" * 40,
        "s" * 41,
        "s" * 100,
        "s" * 101,
        "2026-11-06",
        "2026-02-30",
        "2026-11-06T00:00:00",
        "2018-15-18T00:00:00",
    ),
    *("2026-11-06T24:00:00Z", "2026-11-06T00:00:00.000+15:00", " 37 ", "é" * 14, "9" * 30),
]


@cache
def validators() -> tuple[etree.XMLSchema, etree.XMLSchema]:
    return etree.XMLSchema(etree.parse(SCHEMA)), etree.XMLSchema(etree.parse(OFFICIAL))


def whole(kind: str) -> Element:
    return etree.fromstring(FLOW.format(body=BODIES[kind]))


def disagreements(messages: Iterator[Element]) -> list[bytes]:
    own, official = validators()
    return [etree.tostring(message) for message in messages if own.validate(message) != official.validate(message)]


def each_element(change: Callable[[Element], object]) -> Iterator[Element]:
    """Every message that comes of changing one element of a full one."""
    for kind in ("flow", "invoice"):
        for position in range(1, len(list(whole(kind).iter()))):
            message = whole(kind)
            change(list(message.iter())[position])
            yield message


def each_attribute(value: str | None) -> Iterator[Element]:
    """Every message that comes of setting or taking away one attribute, those it has and those it has not."""
    for kind in ("flow", "invoice"):
        for position in range(len(list(whole(kind).iter()))):
            for name in ("NumOrdre", "compteur", "NbLignesErreur", "IdLigne", "Id", "Version", "other"):
                message = whole(kind)
                element = list(message.iter())[position]
                if value is not None:
                    element.set(name, value)
                elif element.attrib.pop(name, None) is None:
                    continue
                yield message


def drop(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def double(element: Element) -> None:
    element.addnext(deepcopy(element))


def swap(element: Element) -> None:
    before = element.getprevious()
    if before is not None:
        element.addnext(before)


def rename(element: Element) -> None:
    element.tag = "Autre"


def qualify(element: Element) -> None:
    element.tag = "{urn:x}" + str(element.tag)


def child(element: Element) -> None:
    etree.SubElement(element, "Note")


@with_official
@pytest.mark.parametrize("name", ["01", "02", "03", "04"])
def test_both_schemas_say_the_same_of_the_official_samples(name: str) -> None:
    (path,) = SAMPLES.glob(f"Example{name}-*.xml")
    own, official = validators()
    message = etree.parse(path)
    assert own.validate(message) == official.validate(message)


@with_official
@pytest.mark.parametrize(("kind", "valid"), [("flow", True), ("invoice", True), ("both", False), ("neither", False)])
def test_a_message_speaks_of_flows_or_of_invoices(kind: str, valid: bool) -> None:
    assert [validator.validate(whole(kind)) for validator in validators()] == [valid, valid]


@with_official
@pytest.mark.parametrize("change", [drop, double, swap, rename, qualify, child], ids=lambda change: change.__name__)
def test_both_schemas_say_the_same_of_every_element_changed(change: Callable[[Element], object]) -> None:
    assert disagreements(each_element(change)) == []


@with_official
@pytest.mark.parametrize("value", VALUES)
def test_both_schemas_say_the_same_of_every_text_replaced(value: str) -> None:
    assert disagreements(each_element(lambda element: setattr(element, "text", value))) == []


@with_official
@pytest.mark.parametrize("value", [None, "", "1", "-1", "0001", "12345", "x"])
def test_both_schemas_say_the_same_of_every_attribute_changed(value: str | None) -> None:
    assert disagreements(each_attribute(value)) == []


@with_official
@pytest.mark.parametrize("kind", ["flow", "invoice"])
@pytest.mark.parametrize("status", range(0, 100))
def test_both_schemas_know_the_same_statuses(kind: str, status: int) -> None:
    message = whole(kind)
    next(message.iter("IdStatut")).text = f"{status:02d}"
    assert disagreements(iter([message])) == []


SAID = Spec(
    code="TEST-SAID",
    severity=Severity.ERROR,
    rule="X",
    fr="Vu « {value} ».",
    en="Saw “{value}”.",
    hint_fr="Corrigez.",
    hint_en="Mend it.",
)


ANY = st.text(st.characters(), max_size=20)  # surrogates and controls as well
hostile = ANY | st.none()
findings = st.lists(st.builds(SAID.at, value=hostile, xpath=hostile, member=hostile, rule=hostile), max_size=2).map(
    tuple
)
documents = st.builds(
    DocumentOutcome,
    position=st.just(1),
    member=ANY,
    verdict=st.sampled_from(Verdict),
    number=hostile,
    issue_date=hostile | st.dates().map(str),
    supplier_type=st.integers(1, 8),
    supplier_id=hostile | st.just("11111111100018"),
    supplier_name=hostile,
    supplier_country=hostile | st.text(min_size=2, max_size=2),
    debtor_id=st.just("22222222200019"),
    debtor_name=hostile,
    debtor_service=hostile | st.text("S", min_size=99, max_size=102),
    debtor_service_name=hostile,
    statuses=st.lists(st.integers(1, 41), max_size=3).map(tuple),
    findings=findings,
)
outcomes = st.builds(
    Outcome,
    flow=st.just("f-1"),
    partner_code=st.just("XXX001"),
    gateway_code=st.just("GWY001"),
    flow_id=ANY,
    drop_name=ANY,
    interface=st.sampled_from([None, "FSO1116A"]),
    verdict=st.sampled_from([v for v in FlowVerdict if v not in (FlowVerdict.REPEAT, FlowVerdict.NOT_JUDGED)]),
    decided_at=st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)),
    received_at=st.just(datetime(2026, 11, 5, tzinfo=UTC)),
    documents=st.lists(documents, max_size=2).map(tuple),
    findings=findings,
    repeat_of=hostile,
)


wordings = st.sampled_from(
    [Wording(lang, {SAID.code: SAID}, {n: "é" * n for n in range(100)}) for lang in ("fr", "en")]
)


def written(outcome: Outcome, wording: Wording) -> tuple[Return, ...]:
    return render(outcome, ("csv", "json"), "", count().__next__, wording)


@given(outcomes, wordings)
@settings(max_examples=60, deadline=None, database=None, derandomize=True)
def test_whatever_a_partner_writes_every_return_can_be_written(outcome: Outcome, wording: Wording) -> None:
    assert written(outcome, wording)[0].kind == "cso"


@with_official
@given(outcomes, wordings)
@settings(max_examples=40, deadline=None, database=None, derandomize=True)
def test_chorus_pro_accepts_every_return(outcome: Outcome, wording: Wording) -> None:
    files = [etree.fromstring(one.content) for one in written(outcome, wording) if one.kind in ("cso", "fen")]
    assert [validators()[1].validate(file) for file in files] == [True] * len(files)


@pytest.mark.parametrize("kind", ["flow", "invoice"])
def test_the_second_opinion_accepts_a_full_message(kind: str) -> None:
    xmlschema.XMLSchema(str(SCHEMA)).validate(etree.tostring(whole(kind)).decode())


def test_our_schema_loads_without_a_warning() -> None:
    assert len(etree.XMLSchema(etree.parse(SCHEMA)).error_log) == 0
