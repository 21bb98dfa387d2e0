"""Embedded files are found wherever they stand in a document, each with its place and its name."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from lxml import etree

from edi.judging.read import read
from edi.model.document import Attachment, Syntax
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl

PROGRAM = base64.b64encode(b"MZ\x90\x00" + bytes(60)).decode()
CII_OBJECT = f'<ram:AttachmentBinaryObject mimeCode="application/zip" filename="setup.exe">{PROGRAM}'
CII_FILE = f"<ram:IssuerAssignedID>REF-1</ram:IssuerAssignedID>{CII_OBJECT}</ram:AttachmentBinaryObject>"
UBL_FILE = (
    "<cbc:ID>REF-1</cbc:ID><cac:Attachment>"
    f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/zip" filename="setup.exe">{PROGRAM}'
    "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
)
SOUND = replace(invoice(), attachments=())
CII, UBL = cii(SOUND).decode(), ubl(SOUND).decode()
AGREEMENT = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
LINE = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem[1]"


def attached(xml: str, syntax: Syntax) -> tuple[Attachment, ...]:
    return read(etree.fromstring(xml.encode()), syntax).attachments


@pytest.mark.parametrize(
    ("mark", "name", "place"),
    [
        ("</ram:ApplicableHeaderTradeAgreement>", "AdditionalReferencedDocument", AGREEMENT),
        ("</ram:ApplicableHeaderTradeAgreement>", "ContractReferencedDocument", AGREEMENT),
        ("</ram:ApplicableHeaderTradeAgreement>", "QuotationReferencedDocument", AGREEMENT),
        (
            "</ram:SpecifiedLineTradeSettlement>",
            "AdditionalReferencedDocument",
            f"{LINE}/ram:SpecifiedLineTradeSettlement",
        ),
        (
            "</ram:SpecifiedLineTradeAgreement>",
            "AdditionalReferencedDocument",
            f"{LINE}/ram:SpecifiedLineTradeAgreement",
        ),
        (
            "</ram:SpecifiedLineTradeDelivery>",
            "ReceivingAdviceReferencedDocument",
            f"{LINE}/ram:SpecifiedLineTradeDelivery",
        ),
    ],
)
def test_a_file_of_a_cii_document_is_found_wherever_it_stands(mark: str, name: str, place: str) -> None:
    [file] = attached(CII.replace(mark, f"<ram:{name}>{CII_FILE}</ram:{name}>{mark}", 1), Syntax.CII)
    assert (file.xpath, file.content.marks, file.mime) == (f"{place}/ram:{name}[1]", ("executable",), "application/zip")
    assert file.name is not None
    assert (file.name.text, file.line > 1) == ("setup.exe", True)
    assert file.name.xpath == f"{file.xpath}/ram:AttachmentBinaryObject[1]/@filename"


@pytest.mark.parametrize("name", ["Contract", "Receipt", "Despatch", "Originator", "Additional", "Statement"])
def test_a_file_of_a_ubl_document_is_found_wherever_it_stands(name: str) -> None:
    name = f"cac:{name}DocumentReference"
    mark = "<cac:AccountingSupplierParty>"
    [file] = attached(UBL.replace(mark, f"<{name}>{UBL_FILE}</{name}>{mark}", 1), Syntax.UBL_INVOICE)
    assert (file.xpath, file.content.marks) == (f"/Invoice/{name}[1]", ("executable",))


def test_a_file_of_a_ubl_line_is_found() -> None:
    mark, name = "<cac:Item>", "cac:DocumentReference"
    [file] = attached(UBL.replace(mark, f"<{name}>{UBL_FILE}</{name}>{mark}", 1), Syntax.UBL_INVOICE)
    assert (file.xpath, file.content.marks) == (f"/Invoice/cac:InvoiceLine[1]/{name}[1]", ("executable",))


def test_the_number_of_a_contract_names_no_file_and_that_of_an_additional_document_does() -> None:
    unnamed = CII_FILE.replace(' filename="setup.exe"', "")
    mark = "</ram:ApplicableHeaderTradeAgreement>"
    for name, wanted in (("ContractReferencedDocument", None), ("AdditionalReferencedDocument", "REF-1")):
        [file] = attached(CII.replace(mark, f"<ram:{name}>{unnamed}</ram:{name}>{mark}", 1), Syntax.CII)
        assert (file.name.text if file.name else None) == wanted


def test_a_document_without_files_has_none() -> None:
    assert attached(CII, Syntax.CII) == attached(UBL, Syntax.UBL_INVOICE) == ()
