"""Identifying: every root that is taken, every companion, and every root that is refused with help."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from edi.catalogue import CATALOGUE, hint, sentence
from edi.config.tables import load_tables
from edi.judging import identify as say
from edi.judging.identify import Companion, Identified, identify
from edi.judging.understand import understand
from edi.model.document import Syntax
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.words.sentence import Spec

SHARED = Path(__file__).resolve().parents[4] / "shared"
official = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"
XSLT = "http://www.w3.org/1999/XSL/Transform"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
SPECS = [thing for thing in vars(say).values() if isinstance(thing, Spec)]


def xml(name: str, namespace: str = "", inside: str = "") -> bytes:
    return f'<p:{name} xmlns:p="{namespace}">{inside}</p:{name}>'.encode() if namespace else f"<{name}/>".encode()


def refused(data: bytes) -> Finding:
    found = identify(data, Limits())
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize(
    ("data", "syntax", "role"),
    [
        (xml("Invoice", f"{UBL}Invoice-2"), Syntax.UBL_INVOICE, "ubl-invoice"),
        (xml("CreditNote", f"{UBL}CreditNote-2"), Syntax.UBL_CREDIT_NOTE, "ubl-credit-note"),
        (xml("CrossIndustryInvoice", f"{CII}100"), Syntax.CII, "cii-d22b"),
        (b"\xef\xbb\xbf" + xml("Invoice", f"{UBL}Invoice-2"), Syntax.UBL_INVOICE, "ubl-invoice"),
        (xml("Invoice", f"{UBL}Invoice-2").decode().encode("utf-16"), Syntax.UBL_INVOICE, "ubl-invoice"),
    ],
)
def test_an_invoice_is_known_by_its_root_and_namespace(data: bytes, syntax: Syntax, role: str) -> None:
    found = identify(data, Limits())
    assert isinstance(found, Identified)
    assert (found.syntax, found.role, found.embedded, found.xml) == (syntax, role, None, data)


@pytest.mark.parametrize(
    ("data", "companion"),
    [
        (xml("stylesheet", XSLT), "stylesheet"),
        (xml("transform", XSLT), "stylesheet"),
        (xml("stylesheet", XSLT, f'<Invoice xmlns="{UBL}Invoice-2"/>'), "stylesheet"),
        (xml("Signature", DSIG), "signature"),
        (xml("XAdESSignatures", "http://uri.etsi.org/02918/v1.2.1#"), "signature"),
        (xml("ASiCManifest", "http://uri.etsi.org/02918/v1.2.1#"), "signature"),
        (xml("QualifyingProperties", "http://uri.etsi.org/01903/v1.3.2#"), "signature"),
    ],
)
def test_a_file_that_stands_beside_an_invoice_is_a_companion(data: bytes, companion: str) -> None:
    found = identify(data, Limits())
    assert isinstance(found, Companion)
    assert found.kind == companion


def test_a_companion_has_no_record() -> None:
    assert isinstance(understand(xml("Signature", DSIG), load_tables(None), Limits()), Companion)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (xml("Invoice"), "IDENTIFY-NAMESPACE"),
        (xml("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0"), "IDENTIFY-NAMESPACE"),
        (xml("Invoice", f"{UBL}CreditNote-2"), "IDENTIFY-NAMESPACE"),
        (xml("CreditNote", "urn:x"), "IDENTIFY-NAMESPACE"),
        (xml("CrossIndustryInvoice"), "IDENTIFY-NAMESPACE"),
        (xml("CrossIndustryInvoice", f"{CII}2"), "IDENTIFY-OLD-CII"),
        (xml("CrossIndustryDocument", "urn:ferd:CrossIndustryDocument:invoice:1p0"), "IDENTIFY-ZUGFERD-1"),
        (xml("Order", f"{UBL}Order-2"), "IDENTIFY-OTHER-UBL"),
        (xml("DespatchAdvice", f"{UBL}DespatchAdvice-2"), "IDENTIFY-OTHER-UBL"),
        (xml("CPPStatut"), "IDENTIFY-STATUS-FILE"),
        (xml("CPPFactures"), "IDENTIFY-CPP-FACTURES"),
        (xml("PES_Facture", "http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/facture"), "IDENTIFY-PES"),
        (xml("PES_Aller"), "IDENTIFY-PES"),
        (xml("catalogue"), "IDENTIFY-UNKNOWN"),
        (xml("stylesheet"), "IDENTIFY-UNKNOWN"),
        (xml("template", XSLT), "IDENTIFY-UNKNOWN"),
        (xml("Signature"), "IDENTIFY-UNKNOWN"),
        (xml("StandardBusinessDocument", "urn:sbd", f'<Invoice xmlns="{UBL}Invoice-2"/>'), "IDENTIFY-WRAPPED"),
        (xml("Signature", DSIG, f'<Object><Invoice xmlns="{UBL}Invoice-2"/></Object>'), "IDENTIFY-WRAPPED"),
    ],
)
def test_any_other_root_is_refused_for_what_it_is(data: bytes, code: str) -> None:
    found = refused(data)
    assert (found.code, found.severity) == (code, Severity.FATAL)


def test_a_wrong_namespace_is_told_with_the_right_one() -> None:
    found = refused(xml("Invoice", "urn:wrong"))
    assert "urn:wrong" in sentence(found)
    assert f"{UBL}Invoice-2" in sentence(found)
    assert f"{UBL}Invoice-2" in hint(found)


def test_a_refused_root_has_its_place() -> None:
    found = refused(b"<?xml version='1.0'?>\n\n<catalogue/>")
    assert (found.value, found.xpath, found.line) == ("catalogue", "/catalogue", 3)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"bonjour", b"\x00" * 40, b"<html><body/></html>", b"<Invoice", b"PK\x03\x04"]
)
def test_what_is_no_xml_is_a_finding(data: bytes) -> None:
    assert refused(data).severity is Severity.FATAL


def test_a_file_cut_at_any_byte_is_never_identified() -> None:
    data = xml("Invoice", f"{UBL}Invoice-2", "<a>é</a>" * 10)
    for end in range(len(data) - 1):
        assert isinstance(identify(data[:end], Limits()), Finding), end


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.code)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_sentence_and_hint_fills_from_its_own_values(spec: Spec, lang: str) -> None:
    fields = {
        name
        for template in (spec.fr, spec.en, spec.hint_fr, spec.hint_en)
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
    finding = spec.at(value="V", **dict.fromkeys(fields - {"value"}, "W"))
    assert CATALOGUE[spec.code] is spec
    assert "{" not in sentence(finding, lang) + hint(finding, lang)


@official
@pytest.mark.parametrize("path", sorted((SHARED / "samples/cpp-statut").glob("*.xml")), ids=lambda path: path.stem)
def test_an_official_return_dropped_by_mistake_is_called_a_return(path: Path) -> None:
    assert refused(path.read_bytes()).code == "IDENTIFY-STATUS-FILE"


def test_a_root_without_namespace_is_told_in_words() -> None:
    found = refused(xml("Invoice"))
    assert sentence(found).startswith("La racine « Invoice » est sans espace de noms ; il lui faut")
    assert sentence(found, "en").startswith("The root “Invoice” is without a namespace; it needs the namespace")
    assert "« facture », sans espace de noms." in sentence(refused(xml("facture")))
