"""The CII reader: every field and variant of AIFE's table, and the official FSO1116A samples."""

from __future__ import annotations

import base64
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from reading_cases import HEADING, TOTALS, every_value, read_at, text

from edi.judging.identify import Identified, identify
from edi.judging.read import cii, read
from edi.model.document import Record, Syntax, Value
from edi.model.limits import Limits

SHARED = Path(__file__).resolve().parents[4] / "shared"
CII = SHARED / "samples" / "aife" / "FSO1116A"
official = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

CONTENT = base64.b64encode(b"z" * 500).decode()


def party(tag: str, number: str) -> str:
    return f"""<ram:{tag}><ram:Name>Nom {number}</ram:Name>
      <ram:SpecifiedLegalOrganization><ram:ID schemeID="1">{number}</ram:ID></ram:SpecifiedLegalOrganization>
      <ram:DefinedTradeContact><ram:DepartmentName>Service {number}</ram:DepartmentName></ram:DefinedTradeContact>
      <ram:PostalTradeAddress><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>
      <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201</ram:ID></ram:SpecifiedTaxRegistration>
      <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR{number}</ram:ID></ram:SpecifiedTaxRegistration>
    </ram:{tag}>"""


CONTEXT = (
    "<rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>{}</ram:ID>"
    "</ram:BusinessProcessSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
)
HEADER = """<rsm:ExchangedDocument><ram:ID>F-1</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20261102</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument>"""
LINE = "<ram:IncludedSupplyChainTradeLineItem><ram:Name>never read</ram:Name></ram:IncludedSupplyChainTradeLineItem>"
AGREEMENT = f"""<ram:BuyerReference>SE-1</ram:BuyerReference>
{party("SellerTradeParty", "111")}{party("BuyerTradeParty", "222")}
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>EJ-1</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
<ram:ContractReferencedDocument><ram:IssuerAssignedID>M-1</ram:IssuerAssignedID><ram:ReferenceTypeCode>BC</ram:ReferenceTypeCode>
</ram:ContractReferencedDocument>
<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>plan.zip</ram:IssuerAssignedID><ram:Name>ZZZ</ram:Name>
<ram:AttachmentBinaryObject mimeCode="application/zip">{CONTENT}</ram:AttachmentBinaryObject>
</ram:AdditionalReferencedDocument>
<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>bare</ram:IssuerAssignedID></ram:AdditionalReferencedDocument>"""
SETTLEMENT = f"""<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:InvoiceIssuerReference>SF-1</ram:InvoiceIssuerReference>{party("InvoiceeTradeParty", "333")}
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>48</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
<ram:IBANID>FR76</ram:IBANID><ram:AccountName>Encaisseur</ram:AccountName></ram:PayeePartyCreditorFinancialAccount>
<ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>BICBIC</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution>
</ram:SpecifiedTradeSettlementPaymentMeans>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
<ram:ProprietaryID>000123</ram:ProprietaryID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>20</ram:CalculatedAmount><ram:ExemptionReason>Art. 1</ram:ExemptionReason>
<ram:BasisAmount>100</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:DueDateTypeCode>72</ram:DueDateTypeCode>
<ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:ApplicableTradeTax><ram:BasisAmount>50</ram:BasisAmount></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:Description>30 jours</ram:Description></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString>20261202</udt:DateTimeString></ram:DueDateDateTime>
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>151</ram:LineTotalAmount>
<ram:ChargeTotalAmount>1</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>2</ram:AllowanceTotalAmount>
<ram:TaxBasisTotalAmount>150</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="XPF">999</ram:TaxTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">25</ram:TaxTotalAmount><ram:GrandTotalAmount>175</ram:GrandTotalAmount>
<ram:TotalPrepaidAmount>10</ram:TotalPrepaidAmount><ram:DuePayableAmount>165</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-0</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>
<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-00</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>"""


def document(context: str = "", header: str = "", agreement: str = "", settlement: str = "") -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in cii.NAMESPACES.items())
    return (
        f"<rsm:CrossIndustryInvoice {spaces}>{context}{header}<rsm:SupplyChainTradeTransaction>{LINE}"
        f"<ram:ApplicableHeaderTradeAgreement>{agreement}</ram:ApplicableHeaderTradeAgreement>"
        f"<ram:ApplicableHeaderTradeSettlement>{settlement}</ram:ApplicableHeaderTradeSettlement>"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    ).encode()


FULL = document(CONTEXT.format("A9"), HEADER, AGREEMENT, SETTLEMENT)


def record(data: bytes) -> Record:
    found = identify(data, Limits())
    assert isinstance(found, Identified)
    return read(found.parsed.root, found.syntax)


@pytest.fixture(scope="module")
def full() -> Record:
    return record(FULL)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        *HEADING,
        ("cadre", "A9"),
        ("commitment", "EJ-1"),
        ("marche", "M-1"),
        ("supplier.id", "111"),
        ("supplier.scheme", "1"),
        ("supplier.name", "Nom 111"),
        ("supplier.country", "FR"),
        ("supplier.vat", "FR111"),
        ("supplier.service", "SF-1"),
        ("supplier.service_name", "Service 111"),
        ("debtor.id", "222"),
        ("debtor.vat", "FR222"),
        ("debtor.service", "SE-1"),
        ("debtor.service_name", "Service 222"),
        ("valideur.id", "333"),
        ("valideur.name", "Nom 333"),
        *TOTALS,
    ],
)
def test_each_field_is_read_where_aife_puts_it(full: Record, field: str, expected: str) -> None:
    assert read_at(full, field) == expected


def test_earlier_invoices_are_listed(full: Record) -> None:
    assert [origin.text for origin in full.origins] == ["F-0", "F-00"]


def test_each_payment_has_its_account(full: Record) -> None:
    read_ = [tuple(map(text, (p.means, p.iban, p.account, p.bic, p.account_name))) for p in full.payments]
    assert read_ == [("48", "FR76", None, "BICBIC", "Encaisseur"), ("30", None, "000123", None, None)]


def test_each_trade_tax_is_a_line(full: Record) -> None:
    first, second = full.tax_lines
    read_ = [text(v) for v in (first.basis, first.amount, first.rate, first.category, first.regime, first.exemption)]
    assert read_ == ["100", "20", "20", "S", "72", "Art. 1"]
    assert text(second.basis) == "50"


def test_an_attachment_is_measured_and_a_bare_reference_is_none(full: Record) -> None:
    (attachment,) = full.attachments
    read_ = (text(attachment.name), text(attachment.kind), attachment.mime, attachment.size)
    assert read_ == ("plan.zip", "ZZZ", "application/zip", 500)


def test_every_xpath_finds_the_element_it_was_read_from(full: Record) -> None:
    root = etree.fromstring(FULL)
    for value in every_value(full):
        hits = root.xpath(value.xpath, namespaces=cii.NAMESPACES)
        found = [hit if isinstance(hit, str) else hit.text for hit in hits]
        assert value.text.replace("-", "") in [each.replace("-", "") for each in found], value


@pytest.mark.parametrize(
    ("written", "cadre"),
    [("A4", "A4"), (" A4\n", "A4"), ("", None), ("S1", "S1"), ("urn:cen.eu:en16931:2017", None), ("a/b", None)],
)
def test_the_business_process_is_the_cadre_unless_it_names_a_profile(written: str, cadre: str | None) -> None:
    assert text(record(document(CONTEXT.format(written))).cadre) == cadre


CONTRACT = (
    "<ram:ContractReferencedDocument><ram:IssuerAssignedID>X</ram:IssuerAssignedID>{}</ram:ContractReferencedDocument>"
)


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("BC", "marche"),
        ("MARCHE", "marche"),
        ("GC", "marche"),
        ("CT", "contract"),
        ("Contrat", "contract"),
        ("", "marche"),
    ],
)
def test_a_contract_reference_is_what_its_code_says(code: str, field: str) -> None:
    found = record(document(agreement=CONTRACT.format(f"<ram:ReferenceTypeCode>{code}</ram:ReferenceTypeCode>")))
    assert text(getattr(found, field)) == "X"
    assert getattr(found, "contract" if field == "marche" else "marche") is None


@pytest.mark.parametrize(
    ("moment", "read_"),
    [
        ("<udt:DateTimeString>20180101</udt:DateTimeString>", "2018-01-01"),
        ('<udt:DateTimeString format="102">20180101</udt:DateTimeString>', "2018-01-01"),
        ('<udt:DateTimeString format="203">201801011200</udt:DateTimeString>', "201801011200"),
        ("<udt:DateTimeString>20183001</udt:DateTimeString>", "20183001"),
        ("<udt:DateTime>2018-01-01T00:00:00</udt:DateTime>", "2018-01-01"),
        ("<udt:DateTimeString/>", None),
    ],
)
def test_a_date_is_read_with_or_without_its_format(moment: str, read_: str | None) -> None:
    header = f"<rsm:ExchangedDocument><ram:IssueDateTime>{moment}</ram:IssueDateTime></rsm:ExchangedDocument>"
    assert text(record(document(header=header)).issue_date) == read_


def test_two_contents_in_one_reference_are_two_attachments() -> None:
    content = "<ram:AttachmentBinaryObject>QUJD</ram:AttachmentBinaryObject>"
    body = f"<ram:AdditionalReferencedDocument>{content}{content}</ram:AdditionalReferencedDocument>"
    assert [a.size for a in record(document(agreement=body)).attachments] == [3, 3]


def test_an_empty_document_reads_as_nothing() -> None:
    assert replace(record(document()), lines=()) == Record(syntax=Syntax.CII)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_mangled_tree_makes_the_reader_raise(cuts: list[tuple[int, int, bool]]) -> None:
    root = etree.fromstring(FULL)
    for one, other, drop in cuts:
        nodes = list(root.iter())
        node, host = nodes[one % len(nodes)], nodes[other % len(nodes)]
        if node is root:
            continue
        if drop:
            node.getparent().remove(node)
        elif host not in list(node.iter()):
            host.append(node)
    assert cii.read(root, Syntax.CII).syntax is Syntax.CII


# sample -> cadre, supplier scheme and id, debtor, what else the official list says of it
OFFICIAL = {
    "P01": ("A1", "1", "81034732800017", "53514650090018", {}),
    "P02": (
        *("A9", "1", "81034732800017", "75356054900010"),
        {"debtor.service": "SERV1", "commitment": "CDE234", "contract": "CT12345", "valideur.id": "24590041000292"},
    ),
    "P03": ("A1", "5", "350041679", "53514650090018", {}),
    "P04": ("A1", "2", "BE0429958042", "53514650090018", {}),
    "P10": ("A1", "1", "81034732800017", "53514650090018", {"totals.payable": "-20.00"}),
    "P18": ("A1", "1", "81034732800017", "53514650090018", {}),
    "P23": ("A9", "1", "81034732800017", "53514650090018", {"valideur.id": "24590041000292"}),
    "P40": ("A1", "1", "81034732800017", "11000201100044", {"debtor.service": "AAASCPV", "commitment": "1501966748"}),
    "P46": ("A1", "1", "81034732800017", "00000000000000", {"debtor.service": "DSJPFGU057"}),
    "P57": ("A13", "ETR", "KRSAMSUNGMOBILEPHO", "53514650090018", {"valideur.id": "24590041000292"}),
    "P74": ("A4", "1", "81034732800017", "53514650090018", {"valideur.id": "24590041000292"}),
    "P76": ("A10", "1", "81034732800017", "53514650090018", {"valideur.id": "24590041000292"}),
    "P86": ("A1", "1", "81034732800017", "53514650090018", {"marche": "BC12345", "commitment": "CDE234"}),
    "P92": ("A1", "1", "81034732800017", "53514650090018", {"type": "381"}),
    "P96": ("A1", "1", "81034732800017", "11000201100044", {"type": "381"}),
}


@official
@pytest.mark.parametrize("sample", sorted(OFFICIAL))
def test_an_official_sample_is_read_as_its_list_says(sample: str) -> None:
    cadre, scheme, supplier, debtor, more = OFFICIAL[sample]
    found = record((CII / f"FSO1116A_{sample}.xml").read_bytes())
    parties = (text(found.supplier.scheme), text(found.supplier.id), text(found.debtor.id))
    assert (text(found.cadre), *parties) == (cadre, scheme, supplier, debtor)
    for field, expected in more.items():
        value: object = found
        for name in field.split("."):
            value = getattr(value, name)
        assert isinstance(value, Value)
        assert value.text == expected


@official
@pytest.mark.parametrize("path", sorted(CII.glob("*.xml")), ids=lambda path: path.stem)
def test_every_official_sample_has_what_an_invoice_must_have(path: Path) -> None:
    found = record(path.read_bytes())
    assert (text(found.number) or "").startswith("JMRPOR")
    assert text(found.issue_date) == "2018-01-01"
    assert None not in (found.totals.payable, *found.tax_lines[:1], *found.payments[:1])
    assert all(attachment.size for attachment in found.attachments)


@official
def test_the_credit_note_refers_to_its_origin() -> None:
    assert [o.text for o in record((CII / "FSO1116A_P92.xml").read_bytes()).origins] == ["POURQUOI_PAS"]


@official
def test_both_invoices_of_the_official_archive_are_read() -> None:
    with tarfile.open(fileobj=io.BytesIO((CII / "FSO1116A_P100.tar.gz").read_bytes())) as archive:
        files = [archive.extractfile(member) for member in archive.getmembers() if member.isfile()]
        found = [record(file.read()) for file in files if file]
    assert [text(each.cadre) for each in found] == ["A1", "A1"]
