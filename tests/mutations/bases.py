"""The sound documents that are spoiled: every accepted official sample, and the project's own of each kind.

Each is parsed once; what the judging says of it as it is, is known before it is spoiled.
"""

from __future__ import annotations

import base64
import io
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree
from mutation import element, find
from spots import CII, UBL

from edi.judging.identify import Identified, identify
from edi.model.limits import Limits
from edi.sandbox.cii import cii
from edi.sandbox.faults.sound import SOUND
from edi.sandbox.invoices import TITULAIRE, Invoice, invoice
from edi.sandbox.ubl import ubl

AIFE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "aife"
INVALID = "FSO1116A_P01.xml"  # AIFE's own sample lacks a block its schema wants


@dataclass(frozen=True)
class Base:
    name: str
    root: Any
    spots: Mapping[str, str]
    official: bool


def official() -> Iterator[Base]:
    """AIFE's samples, the XML of the PDFs and the members of the archive each on its own; none where they are not."""
    for path in sorted(AIFE.glob("*/FSO*")):
        for name, data in _files(path):
            if name != INVALID:
                found = identify(data, Limits())
                assert isinstance(found, Identified), (name, found)
                yield Base(name=name.removesuffix(".xml"), root=_root(found.xml), spots=CII, official=True)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    if not path.name.endswith(".tar.gz"):
        yield path.name, data
        return
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, content.read()


def _root(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))


FULL = invoice(note="Lot 3", origin="EX-2026-000", contract="CT-2026-4", supplier=replace(TITULAIRE, service="COMPTA"))


def sandbox() -> Iterator[Base]:
    """The project's own: each kind of invoice in CII and in UBL, the plain one also with all that is optional."""
    for name, piece in SOUND.items():
        yield Base(name=f"cii-{name}", root=_root(cii(piece)), spots=CII, official=False)
        yield Base(name=f"ubl-{name}", root=_root(ubl(piece)), spots=UBL, official=False)
    credit: Invoice = SOUND["credit-note"]
    yield Base(name="ubl-credit-note-root", root=_root(ubl(credit, as_credit_note=True)), spots=UBL, official=False)
    yield Base(name="cii-full", root=_full_cii(), spots=CII, official=False)
    yield Base(name="ubl-full", root=_full_ubl(), spots=UBL, official=False)


def _full_cii() -> Any:
    root = _root(cii(FULL))
    _put_after(root, CII["supplier"] + "/ram:SpecifiedLegalOrganization", CII_VAT)
    find(root, CII["cii_delivery"]).append(element(CII_DELIVERY))
    price = find(root, CII["line_price"])
    gross = f"<ram:ChargeAmount>{price.text}</ram:ChargeAmount>"
    price.getparent().addprevious(
        element(f"<ram:GrossPriceProductTradePrice>{gross}</ram:GrossPriceProductTradePrice>")
    )
    _put_after(root, CII["tax"] + "[last()]", CII_PERIOD)
    _put_after(root, CII["total_lines"], "<ram:AllowanceTotalAmount>0.00</ram:AllowanceTotalAmount>")
    _put_after(root, CII["total_lines"], "<ram:ChargeTotalAmount>0.00</ram:ChargeTotalAmount>")
    _put_after(root, CII["total_with"], "<ram:TotalPrepaidAmount>0.00</ram:TotalPrepaidAmount>")
    return _with_bare_pdf(root, CII)


def _full_ubl() -> Any:
    root = _root(ubl(FULL))
    scheme = find(root, UBL["supplier"] + "/cac:PartyTaxScheme/cac:TaxScheme")
    scheme.addprevious(element(f"<cbc:CompanyID>{VAT}</cbc:CompanyID>"))
    _put_after(root, UBL["currency"], UBL_PERIOD)
    _put_after(root, UBL["ubl_debtor"], UBL_DELIVERY)
    amount = '<cbc:{0} currencyID="EUR">0.00</cbc:{0}>'
    for name in ("PrepaidAmount", "ChargeTotalAmount", "AllowanceTotalAmount"):
        _put_after(root, UBL["total_with"], amount.format(name))
    return _with_bare_pdf(root, UBL)


def _with_bare_pdf(root: Any, spots: Mapping[str, str]) -> Any:
    """The attachment is a PDF as it is, in no ZIP."""
    find(root, spots["attachment_name"]).text = "metres.pdf"
    find(root, spots["attachment_content"]).text = base64.b64encode(b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n").decode()
    mime = find(root, spots["attachment_mime"])
    if isinstance(mime, str):  # an attribute, as lxml gives it
        mime.getparent().set("mimeCode", "application/pdf")
    else:
        mime.text = "application/pdf"
    return root


def _put_after(root: Any, place: str, fragment: str) -> None:
    find(root, place).addnext(element(fragment))


VAT = "FR11999999998"
CII_VAT = f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{VAT}</ram:ID></ram:SpecifiedTaxRegistration>'
_DAY = '<udt:DateTimeString format="102">{}</udt:DateTimeString>'
CII_DELIVERY = (
    "<ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>"
    f"{_DAY.format('20261020')}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>"
)
CII_PERIOD = (
    f"<ram:BillingSpecifiedPeriod><ram:StartDateTime>{_DAY.format('20261001')}</ram:StartDateTime>"
    f"<ram:EndDateTime>{_DAY.format('20261031')}</ram:EndDateTime></ram:BillingSpecifiedPeriod>"
)
UBL_PERIOD = (
    "<cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate>"
    "</cac:InvoicePeriod>"
)
UBL_DELIVERY = "<cac:Delivery><cbc:ActualDeliveryDate>2026-10-20</cbc:ActualDeliveryDate></cac:Delivery>"
