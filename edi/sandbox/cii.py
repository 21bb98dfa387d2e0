"""UN/CEFACT CII D16B in the shape of Chorus Pro's E2 flows.

In: an Invoice.  Out: the bytes of a CrossIndustryInvoice. The places are those of AIFE's samples: cadre in the
business process, identifiers in SpecifiedLegalOrganization, valideur in InvoiceeTradeParty.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from xml.sax.saxutils import escape as _escape

from edi.model.namespaces import RAM, RSM, UDT
from edi.sandbox.archives import zipped_base64
from edi.sandbox.invoices import Invoice, Line, Party, Tax, money

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}"'
    f' xmlns:ram="{RAM}"'
    f' xmlns:udt="{UDT}">\n'
)
_ENCAISSEMENT = "<ram:DueDateTypeCode>72</ram:DueDateTypeCode>"
_EXEMPTION = "<ram:ExemptionReason>Autoliquidation</ram:ExemptionReason>"

escape = partial(_escape, entities={'"': "&quot;"})


def cii(invoice: Invoice, *, guideline: str = "", delivery: bool = True) -> bytes:
    """The document, valid against the D16B and D22B schemas.

    `guideline` names a profile (Factur-X asks for one, Chorus Pro's E2 does not); `delivery=False` leaves out a block
    that the schema demands. One contract slot exists: the marché takes it when both are given.
    """
    parts = (
        _OPENING,
        _context(invoice, guideline),
        _heading(invoice),
        "<rsm:SupplyChainTradeTransaction>\n",
        *(_line(line, number) for number, line in enumerate(invoice.lines, 1)),
        _agreement(invoice),
        "<ram:ApplicableHeaderTradeDelivery/>\n" if delivery else "",
        _settlement(invoice),
        "</rsm:SupplyChainTradeTransaction>\n</rsm:CrossIndustryInvoice>\n",
    )
    return "".join(parts).encode()


def _context(invoice: Invoice, guideline: str) -> str:
    cadre = (
        f"<ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>{escape(invoice.cadre)}</ram:ID>"
        "</ram:BusinessProcessSpecifiedDocumentContextParameter>\n"
    )
    profile = (
        f"<ram:GuidelineSpecifiedDocumentContextParameter>{_element('ID', guideline)}"
        "</ram:GuidelineSpecifiedDocumentContextParameter>\n"
    )
    return (
        f"<rsm:ExchangedDocumentContext>\n{cadre if invoice.cadre_place != 'none' else ''}"
        f"{profile if guideline else ''}</rsm:ExchangedDocumentContext>\n"
    )


def _heading(invoice: Invoice) -> str:
    note = f"<ram:IncludedNote>{_element('Content', invoice.note)}</ram:IncludedNote>\n" if invoice.note else ""
    return (
        f"<rsm:ExchangedDocument>\n{_element('ID', invoice.number)}{_element('TypeCode', invoice.type)}"
        f"{_date('IssueDateTime', invoice.issue_date)}{note}</rsm:ExchangedDocument>\n"
    )


def _line(line: Line, number: int) -> str:
    return (
        "<ram:IncludedSupplyChainTradeLineItem>"
        f"<ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct><ram:Name>{escape(line.name)}</ram:Name></ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{line.unit_price}</ram:ChargeAmount>"
        "</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        f'<ram:BilledQuantity unitCode="C62">{line.quantity}</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>"
        f"<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>{line.category}</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{line.rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{money(line.amount)}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>\n"
    )


def _agreement(invoice: Invoice) -> str:
    return "".join(
        (
            "<ram:ApplicableHeaderTradeAgreement>\n",
            _element("BuyerReference", invoice.debtor.service),
            _party("SellerTradeParty", invoice.supplier),
            _party("BuyerTradeParty", invoice.debtor),
            _reference("BuyerOrderReferencedDocument", invoice.commitment),
            _contract(invoice),
            *(_attachment(*attachment) for attachment in invoice.attachments),
            "</ram:ApplicableHeaderTradeAgreement>\n",
        )
    )


def _contract(invoice: Invoice) -> str:
    if invoice.marche:
        return _reference("ContractReferencedDocument", invoice.marche, _element("ReferenceTypeCode", "BC"))
    return _reference("ContractReferencedDocument", invoice.contract, _element("ReferenceTypeCode", "CT"))


def _party(role: str, party: Party) -> str:
    """The country stands in the legal organization, as AIFE's samples have it."""
    address = f"<ram:PostalTradeAddress>{_element('CountryID', party.country)}</ram:PostalTradeAddress>"
    return (
        f"<ram:{role}>{_element('Name', party.name)}<ram:SpecifiedLegalOrganization>"
        f'<ram:ID schemeID="{escape(party.scheme)}">{escape(party.id)}</ram:ID>{address if party.country else ""}'
        f"</ram:SpecifiedLegalOrganization></ram:{role}>\n"
    )


def _reference(name: str, number: str, more: str = "") -> str:
    return f"<ram:{name}>{_element('IssuerAssignedID', number)}{more}</ram:{name}>\n" if number else ""


def _attachment(name: str, mime: str, content: bytes) -> str:
    return (
        f"<ram:AdditionalReferencedDocument>{_element('IssuerAssignedID', name)}<ram:Name>ZZZ</ram:Name>"
        f'<ram:AttachmentBinaryObject mimeCode="{escape(mime)}">{zipped_base64(name, content)}'
        "</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument>\n"
    )


def _settlement(invoice: Invoice) -> str:
    due = _date("DueDateDateTime", invoice.due_date)
    totals = invoice.totals
    return "".join(
        (
            "<ram:ApplicableHeaderTradeSettlement>\n",
            _element("InvoiceCurrencyCode", invoice.currency),
            _element("InvoiceIssuerReference", invoice.supplier.service),
            _party("InvoiceeTradeParty", invoice.valideur) if invoice.valideur else "",
            _payment(invoice),
            *(_tax(tax) for tax in totals.taxes),
            f"<ram:SpecifiedTradePaymentTerms>{due}</ram:SpecifiedTradePaymentTerms>\n" if due else "",
            "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
            f"<ram:LineTotalAmount>{money(totals.without_tax)}</ram:LineTotalAmount>",
            f"<ram:TaxBasisTotalAmount>{money(totals.without_tax)}</ram:TaxBasisTotalAmount>",
            f'<ram:TaxTotalAmount currencyID="{escape(invoice.currency)}">{money(totals.tax)}</ram:TaxTotalAmount>',
            f"<ram:GrandTotalAmount>{money(totals.with_tax)}</ram:GrandTotalAmount>",
            f"<ram:DuePayableAmount>{money(totals.with_tax)}</ram:DuePayableAmount>",
            "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>\n",
            _reference("InvoiceReferencedDocument", invoice.origin),
            "</ram:ApplicableHeaderTradeSettlement>\n",
        )
    )


def _payment(invoice: Invoice) -> str:
    if not invoice.means:
        return ""
    account = (
        f"<ram:PayeePartyCreditorFinancialAccount>{_element('IBANID', invoice.iban)}"
        "</ram:PayeePartyCreditorFinancialAccount>"
    )
    bank = (
        f"<ram:PayeeSpecifiedCreditorFinancialInstitution>{_element('BICID', invoice.bic)}"
        "</ram:PayeeSpecifiedCreditorFinancialInstitution>"
    )
    return (
        f"<ram:SpecifiedTradeSettlementPaymentMeans>{_element('TypeCode', invoice.means)}"
        f"{account if invoice.iban else ''}{bank if invoice.bic else ''}</ram:SpecifiedTradeSettlementPaymentMeans>\n"
    )


def _tax(tax: Tax) -> str:
    return (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{money(tax.amount)}</ram:CalculatedAmount>"
        f"<ram:TypeCode>VAT</ram:TypeCode>{_EXEMPTION if tax.category == 'AE' else ''}"
        f"<ram:BasisAmount>{money(tax.basis)}</ram:BasisAmount><ram:CategoryCode>{tax.category}</ram:CategoryCode>"
        f"{_ENCAISSEMENT}<ram:RateApplicablePercent>{tax.rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>\n"
    )


def _element(name: str, text: str) -> str:
    """One ram element, or nothing when there is no text."""
    return f"<ram:{name}>{escape(text)}</ram:{name}>\n" if text else ""


def _date(name: str, day: date | None) -> str:
    if day is None:
        return ""
    return f'<ram:{name}><udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString></ram:{name}>\n'
