"""The CPPStatut returns: names, statuses, units, and every word of two whole files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from return_cases import refused

from edi.errors import ConfigError, GatewayError, SchemaError
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, Return
from edi.returns import render
from edi.returns.cpp_statut import SCHEMA, check
from edi.words.sentence import Spec
from edi.words.text import legible
from edi.words.wording import Wording

LABELS = {
    1: "Déposée",
    3: "Mise à disposition du destinataire",
    27: "Mise à disposition MOE",
    37: "Non conforme – non intégrée",
    90: "Reçu",
    91: "En cours de transmission",
    93: "Erreur réception",
    96: "Reçu – intégration partielle",
}
TOTAL = Spec(
    code="TEST-TOTAL",
    severity=Severity.ERROR,
    rule="AIFE:G9.99",
    fr="Le total « {value} » ne correspond pas aux lignes.",
    en="The total “{value}” does not match the lines.",
    hint_fr="Corrigez le total et renvoyez la facture.",
    hint_en="Correct the total and send the invoice again.",
)
NAME = Spec(
    code="TEST-NAME",
    severity=Severity.FATAL,
    rule="IRR_FORM",
    fr="Le nom « {value} » ne se lit pas.",
    en="The name “{value}” cannot be read.",
    hint_fr="Renommez le fichier.",
    hint_en="Rename the file.",
)
WARNING = replace(TOTAL, code="TEST-WARNING", severity=Severity.WARNING)
SPECS = {spec.code: spec for spec in (TOTAL, NAME, WARNING)}
WORDS = Wording("fr", SPECS, LABELS)
GOOD = DocumentOutcome(
    position=1,
    member="a.xml",
    verdict=Verdict.ACCEPTED,
    number="F-1",
    type="380",
    issue_date="2026-11-02",
    cadre="A4",
    syntax="ubl-invoice",
    supplier_type=1,
    supplier_id="11111111100018",
    supplier_name="Terrassements du Nord",
    supplier_country="FR",
    debtor_id="22222222200019",
    debtor_name="Commune d'Essai",
    debtor_service="TRAVAUX",
    statuses=(1, 27),
)
BAD = refused(GOOD, TOTAL.at(value="12,00", xpath="/Invoice/cbc:PayableAmount", line=42, member="b.xml"))
UNREADABLE = DocumentOutcome(position=3, member="c.xml", verdict=Verdict.UNREADABLE)
OUTCOME = Outcome(
    flow="f-0001",
    partner_code="XXX001",
    gateway_code="GWY001",
    flow_id="XXX0011116000000000000001",
    drop_name="FSO1116A_XXX001_XXX0011116000000000000001.tar.gz",
    interface="FSO1116A",
    verdict=FlowVerdict.PARTIAL,
    decided_at=datetime(2026, 11, 5, 23, 30, 15, 250000, tzinfo=UTC),
    received_at=datetime(2026, 11, 5, 23, 30, 10, tzinfo=UTC),
    documents=(GOOD, BAD),
)

CSO_TEXT = """\
<?xml version="1.0" encoding="UTF-8"?>
<CPPStatut>
  <Enveloppe>
    <EnveloppeUnitaire NumOrdre="1">
      <Parametres>
        <ParametreIndiv NumOrdre="0001">
          <Code>DtPrd</Code>
          <Valeurparametre>2026-11-06</Valeurparametre>
        </ParametreIndiv>
        <ParametreIndiv NumOrdre="0002">
          <Code>IdFlx</Code>
          <Valeurparametre>GWY0011116000000000000007</Valeurparametre>
        </ParametreIndiv>
      </Parametres>
      <Partenaires>
        <Recepteur>
          <Id>XXX001</Id>
          <Libelle>XXX001</Libelle>
        </Recepteur>
        <Emetteur>
          <Id>GWY001</Id>
          <Libelle>GWY001</Libelle>
        </Emetteur>
      </Partenaires>
    </EnveloppeUnitaire>
  </Enveloppe>
  <CPPFluxStatuts compteur="1">
    <CPPFluxStatutUnitaire NumOrdre="1">
      <DonneesStatut>
        <IdStatut>96</IdStatut>
        <ComplementStatut>Reçu – intégration partielle</ComplementStatut>
        <Commentaire>Factures intégrées : 1 sur 2.</Commentaire>
        <Horodatage>2026-11-06T00:30:15.250+01:00</Horodatage>
        <IdFlux>XXX0011116000000000000001</IdFlux>
        <Details NbLignesErreur="1">
          <LigneErreurDetail IdLigne="1">
            <NatureErreur>AIFE:G9.99</NatureErreur>
            <CodeErreur>TEST-TOTAL</CodeErreur>
            <LibelleErreur>Le total « 12,00 » ne correspond pas aux lignes.</LibelleErreur>
            <DescriptionErreur>Fichier b.xml, facture F-2, ligne 42, /Invoice/cbc:PayableAmount, valeur « 12,00 ». \
À faire : Corrigez le total et renvoyez la facture.</DescriptionErreur>
          </LigneErreurDetail>
        </Details>
      </DonneesStatut>
    </CPPFluxStatutUnitaire>
  </CPPFluxStatuts>
</CPPStatut>
"""
PARTIES_TEXT = """\
      <Fournisseur>
        <TypeIdentifiant>1</TypeIdentifiant>
        <Identifiant>11111111100018</Identifiant>
        <RaisonSociale>Terrassements du Nord</RaisonSociale>
        <CodePays>FR</CodePays>
      </Fournisseur>
      <Debiteur>
        <TypeIdentifiant>1</TypeIdentifiant>
        <Identifiant>22222222200019</Identifiant>
        <Nom>Commune d'Essai</Nom>
        <CodeService>TRAVAUX</CodeService>
      </Debiteur>
"""
UNITS_TEXT = f"""\
  <CPPFactureStatuts compteur="3">
    <CPPFactureStatutUnitaire NumOrdre="1">
{PARTIES_TEXT}\
      <DonneesStatut>
        <IdStatut>01</IdStatut>
        <ComplementStatut>Déposée</ComplementStatut>
        <Horodatage>2026-11-06T00:30:15.250+01:00</Horodatage>
        <IdFacture>F-1</IdFacture>
        <DateFacture>2026-11-02</DateFacture>
      </DonneesStatut>
    </CPPFactureStatutUnitaire>
    <CPPFactureStatutUnitaire NumOrdre="2">
{PARTIES_TEXT}\
      <DonneesStatut>
        <IdStatut>27</IdStatut>
        <ComplementStatut>Mise à disposition MOE</ComplementStatut>
        <Horodatage>2026-11-06T00:30:15.250+01:00</Horodatage>
        <IdFacture>F-1</IdFacture>
        <DateFacture>2026-11-02</DateFacture>
      </DonneesStatut>
    </CPPFactureStatutUnitaire>
    <CPPFactureStatutUnitaire NumOrdre="3">
{PARTIES_TEXT}\
      <DonneesStatut>
        <IdStatut>37</IdStatut>
        <ComplementStatut>TEST-TOTAL</ComplementStatut>
        <Commentaire>Le total « 12,00 » ne correspond pas aux lignes.</Commentaire>
        <Horodatage>2026-11-06T00:30:15.250+01:00</Horodatage>
        <IdFacture>F-2</IdFacture>
        <DateFacture>2026-11-02</DateFacture>
      </DonneesStatut>
    </CPPFactureStatutUnitaire>
  </CPPFactureStatuts>
"""


def numbers(first: int = 7) -> Callable[[], int]:
    return count(first).__next__


def rendered(
    outcome: Outcome, *wanted: str, extension: str = ".xml", lang: str = "fr", labels: Mapping[int, str] = LABELS
) -> dict[str, Return]:
    words = Wording(lang, SPECS, labels)
    return {one.kind: one for one in render(outcome, wanted, extension, numbers(), words)}


def texts(one: Return, name: str) -> list[str]:
    return [element.text or "" for element in etree.fromstring(one.content).iter(name)]


def text(one: Return, name: str) -> str:
    (found,) = texts(one, name)
    return found


def alone(**changes: Any) -> Return:
    """The lifecycle of a flow whose only document is the good one, changed."""
    return rendered(replace(OUTCOME, documents=(replace(GOOD, statuses=(1,), **changes),)))["fen"]


def test_the_integration_report_of_a_partial_flow_reads_word_for_word() -> None:
    assert rendered(OUTCOME)["cso"].content.decode() == CSO_TEXT


def test_the_lifecycle_of_a_partial_flow_reads_word_for_word() -> None:
    envelope = CSO_TEXT.split("  <CPPFluxStatuts")[0].replace("GWY0011116000000000000007", "GWY0011200000000000000008")
    assert rendered(OUTCOME)["fen"].content.decode() == envelope + UNITS_TEXT + "</CPPStatut>\n"


def test_names_follow_chorus_pro() -> None:
    names = [one.name for one in render(OUTCOME, ("csv", "json"), ".xml", numbers(), WORDS)]
    assert names == [
        "CSO1116A_GWY001_GWY0011116000000000000007.xml",
        "FEN1200A_GWY001_GWY0011200000000000000008.xml",
        "CSO1116A_GWY001_GWY0011116000000000000007.csv",
        "CSO1116A_GWY001_GWY0011116000000000000007.json",
    ]


def test_names_can_go_without_extension() -> None:
    assert rendered(OUTCOME, extension="")["fen"].name == "FEN1200A_GWY001_GWY0011200000000000000008"


@pytest.mark.parametrize("interface", [None, "", "FSO", "FSO١١١٦A"])
def test_a_flow_of_unknown_interface_is_answered_under_zeros(interface: str | None) -> None:
    assert (
        rendered(replace(OUTCOME, interface=interface))["cso"].name == "CSO0000A_GWY001_GWY0010000000000000000007.xml"
    )


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert render(OUTCOME, (), "", numbers(), WORDS) == render(OUTCOME, (), "", numbers(), WORDS)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (FlowVerdict.INTEGRATED, "90"),
        (FlowVerdict.QUARANTINED, "91"),
        (FlowVerdict.REFUSED, "93"),
        (FlowVerdict.IRRECEVABLE, "93"),
        (FlowVerdict.PARTIAL, "96"),
    ],
)
def test_each_flow_verdict_has_its_status(verdict: FlowVerdict, status: str) -> None:
    assert text(rendered(replace(OUTCOME, verdict=verdict))["cso"], "IdStatut") == status


@pytest.mark.parametrize("verdict", [FlowVerdict.NOT_JUDGED, FlowVerdict.REPEAT])
def test_a_flow_without_an_answer_of_its_own_gets_no_return(verdict: FlowVerdict) -> None:
    with pytest.raises(GatewayError, match="aucun retour ne peut être écrit") as refused:
        render(replace(OUTCOME, verdict=verdict), (), "", numbers(), WORDS)
    assert "no return can be written" in refused.value.of("en")


def test_a_quarantined_flow_is_told_as_under_examination() -> None:
    returns = rendered(replace(OUTCOME, verdict=FlowVerdict.QUARANTINED))
    assert text(returns["cso"], "Commentaire") == "Reçu, en cours d'examen."


def test_a_quarantined_flow_is_never_told_as_refused() -> None:
    outcome = replace(OUTCOME, verdict=FlowVerdict.QUARANTINED, findings=(NAME.at(value="x"),))
    returns = render(outcome, ("csv", "json"), "", numbers(), WORDS)
    assert [one.kind for one in returns if b"TEST-" in one.content or one.kind == "fen"] == []


def test_an_irrecevable_flow_lists_why_and_has_no_lifecycle() -> None:
    outcome = replace(OUTCOME, verdict=FlowVerdict.IRRECEVABLE, documents=(), findings=(NAME.at(value="x y"),))
    returns = rendered(outcome)
    assert (list(returns), texts(returns["cso"], "NatureErreur")) == (["cso"], ["IRR_FORM"])


def test_the_description_of_a_flow_finding_begins_with_what_is_known() -> None:
    outcome = replace(OUTCOME, documents=(), findings=(NAME.at(value="x y"),))
    assert text(rendered(outcome)["cso"], "DescriptionErreur") == "Valeur « x y ». À faire : Renommez le fichier."


def test_english_partners_read_english() -> None:
    said = text(rendered(OUTCOME, lang="en")["cso"], "DescriptionErreur")
    assert said.endswith("value “12,00”. To do: Correct the total and send the invoice again.")


def test_a_repeat_keeps_the_status_of_the_first() -> None:
    outcome = replace(OUTCOME, repeat_of="XXX001X", repeat_at=datetime(2026, 11, 4, 9, 5, tzinfo=UTC))
    cso = rendered(outcome)["cso"]
    assert (text(cso, "IdStatut"), text(cso, "Commentaire")) == (
        "96",
        "Factures intégrées : 1 sur 2. "
        "Ce dépôt répète le flux XXX001X, reçu le 04/11/2026 à 10:05 : la première réponse reste valable.",
    )


def test_every_unit_of_a_repeat_says_so() -> None:
    fen = rendered(replace(OUTCOME, repeat_of="XXX001X"))["fen"]
    assert [("Ce dépôt répète" in comment) for comment in texts(fen, "Commentaire")] == [True, True, True]


def test_details_count_every_refusing_finding_and_no_other() -> None:
    findings = (TOTAL.at(value="1"), WARNING.at(value="2"), NAME.at(value="3"))
    outcome = replace(OUTCOME, documents=(replace(BAD, findings=findings),), findings=(NAME.at(value="0"),))
    details = next(etree.fromstring(rendered(outcome)["cso"].content).iter("Details"))
    assert (details.get("NbLignesErreur"), len(details)) == ("3", 3)


def test_a_flow_without_refusing_finding_has_no_details() -> None:
    assert b"Details" not in rendered(replace(OUTCOME, documents=(GOOD,)))["cso"].content


def test_a_refused_invoice_is_told_each_code_once_and_every_sentence() -> None:
    findings = (TOTAL.at(value="1"), NAME.at(value="x"), TOTAL.at(value="2"))
    fen = rendered(replace(OUTCOME, documents=(replace(BAD, findings=findings),)))["fen"]
    assert (text(fen, "ComplementStatut"), text(fen, "Commentaire").count(" | ")) == ("TEST-TOTAL | TEST-NAME", 2)


def test_the_reasons_of_a_refused_invoice_are_never_cut() -> None:
    findings = tuple(TOTAL.at(value=f"{n}{'9' * 190}") for n in range(100))
    fen = rendered(replace(OUTCOME, documents=(replace(BAD, findings=findings),)))["fen"]
    assert text(fen, "Commentaire").count("lignes.") == 100


@pytest.mark.parametrize(
    "lacking",
    [
        {"supplier_type": None},
        {"supplier_type": 8},
        {"supplier_id": None},
        {"supplier_id": "  "},
        {"debtor_id": None},
        {"debtor_id": "2222222220001"},
        {"debtor_id": "2222222220001١"},
        {"statuses": ()},
    ],
)
def test_a_document_without_parties_or_status_is_answered_in_the_report_alone(lacking: dict[str, Any]) -> None:
    assert "fen" not in rendered(replace(OUTCOME, documents=(replace(GOOD, **lacking), UNREADABLE)))


def test_a_number_is_only_spent_on_a_file_that_is_written() -> None:
    number = numbers()
    render(replace(OUTCOME, documents=(UNREADABLE,)), ("csv",), "", number, WORDS)
    assert number() == 8


@pytest.mark.parametrize("written", ["2026-02-30", "20261102", "2026-W45-1", "2026-11-02T00:00:00", "hier", ""])
def test_a_date_that_is_none_is_left_out(written: str) -> None:
    assert texts(alone(issue_date=written), "DateFacture") == []


@pytest.mark.parametrize("country", ["FRA", "F", "F1", "ÉÉ", ""])
def test_a_country_that_is_not_two_letters_is_left_out(country: str) -> None:
    assert texts(alone(supplier_country=country), "CodePays") == []


@pytest.mark.parametrize(("length", "kept"), [(100, True), (101, False)])
def test_a_service_code_is_whole_or_absent(length: int, kept: bool) -> None:
    assert texts(alone(debtor_service="S" * length), "CodeService") == (["S" * length] if kept else [])


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_supplier_without_name_goes_by_its_identifier(name: str | None) -> None:
    assert text(alone(supplier_name=name), "RaisonSociale") == GOOD.supplier_id


def test_an_invoice_without_number_goes_by_its_file() -> None:
    assert text(alone(number=None), "IdFacture") == "a.xml"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("a\r\nb\tc", "a b c"),
        ("a\udce9b\ufffe", "a\ufffdb\ufffd"),
        ("]]><Details/>&amp;", "]]><Details/>&amp;"),
        ("é\u00a0😀", "é\u00a0😀"),
    ],
)
def test_a_hostile_name_travels_as_plain_text(hostile: str, shown: str) -> None:
    assert text(alone(supplier_name=hostile), "RaisonSociale") == shown


@pytest.mark.parametrize("code", [*range(0, 32), 0x7F, 0x85, 0x2028, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_is_legible_is_legible_to_xml(code: int) -> None:
    etree.Element("e").text = legible(f"a{chr(code)}b")


def test_a_hostile_flow_name_still_gets_a_valid_report() -> None:
    outcome = replace(OUTCOME, flow_id="x\n<\x07&\udcff", interface=None, documents=())
    assert text(rendered(outcome)["cso"], "IdFlux") == "x <\ufffd&\ufffd"


def test_a_long_label_is_shortened_where_the_schema_bounds_it() -> None:
    cso = rendered(replace(OUTCOME, documents=()), labels={96: "é" * 41})["cso"]
    assert text(cso, "ComplementStatut") == "é" * 39 + "…"


def test_a_status_without_label_goes_without() -> None:
    cso = rendered(OUTCOME, labels={})["cso"]
    assert texts(cso, "ComplementStatut") == []


def test_summer_time_is_two_hours_ahead() -> None:
    outcome = replace(OUTCOME, decided_at=datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=-5))))
    assert text(rendered(outcome)["cso"], "Horodatage") == "2026-07-01T07:00:00.000+02:00"


def test_a_moment_without_time_zone_is_not_guessed() -> None:
    with pytest.raises(GatewayError, match="sans fuseau horaire") as refused:
        rendered(replace(OUTCOME, decided_at=datetime(2026, 7, 1)))
    assert "no time zone" in refused.value.of("en")


def test_a_return_of_unknown_kind_is_a_setting_to_mend() -> None:
    with pytest.raises(ConfigError, match="pdf"):
        rendered(OUTCOME, "pdf")


@pytest.mark.parametrize("code", ["GWY01", "GWY0001"])
def test_a_gateway_code_that_is_not_six_long_names_nothing(code: str) -> None:
    with pytest.raises(GatewayError, match="25 caractères") as refused:
        rendered(replace(OUTCOME, gateway_code=code))
    assert "25 characters" in refused.value.of("en")


def test_a_status_outside_the_schema_never_leaves() -> None:
    outcome = replace(OUTCOME, documents=(replace(GOOD, statuses=(42,)),))
    with pytest.raises(GatewayError, match="refuse, ligne") as refused:
        rendered(outcome)
    assert "refuses, line" in refused.value.of("en")


def test_what_is_not_xml_is_our_fault() -> None:
    with pytest.raises(GatewayError, match="n'est pas du XML") as refused:
        check(b"<CPPStatut>", SCHEMA)
    assert "not XML" in refused.value.of("en")


@pytest.mark.parametrize("content", [None, b"not a schema", b"<schema/>"])
def test_an_unfit_schema_stops_everything(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "s.xsd"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SchemaError, match=r"libxml2.* s\.xsd .*cpp-statut"):
        check(CSO_TEXT.encode(), path)


def test_a_finding_is_told_with_the_member_of_its_document_when_it_names_none() -> None:
    finding = Finding(code=TOTAL.code, severity=Severity.ERROR, rule="X")
    outcome = replace(OUTCOME, documents=(replace(BAD, findings=(finding,)),))
    assert text(rendered(outcome)["cso"], "DescriptionErreur").startswith("Fichier b.xml, facture F-2. À faire : ")


def test_the_report_counts_the_warnings_and_names_their_codes() -> None:
    warned = replace(GOOD, findings=(WARNING.at(value="1"), WARNING.at(value="2")))
    outcome = replace(OUTCOME, documents=(warned, replace(BAD, findings=(TOTAL.at(value="1"), WARNING.at(value="3")))))
    said = f"3 avertissements : {WARNING.code}."
    assert text(rendered(outcome)["cso"], "Commentaire") == f"Factures intégrées : 1 sur 2. {said}"
    english = text(
        rendered(replace(outcome, documents=(GOOD,), findings=(WARNING.at(),)), lang="en")["cso"], "Commentaire"
    )
    assert english.endswith(f" 1 warning: {WARNING.code}.")
