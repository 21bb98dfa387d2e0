"""UBL 2.1 as Chorus Pro's E1 and E2 flows carry it.

In: an Invoice.  Out: the bytes of an Invoice document, or of a CreditNote. The places are those of AIFE's rendering
stylesheet: cadre in urn:AIFE:Facture:Extension, identifier types in schemeName, valideur in AgentParty.
"""

from __future__ import annotations

from functools import partial
from xml.sax.saxutils import escape as _escape

from edi.model.document_types import CREDIT_NOTE
from edi.model.namespaces import CAC, CBC, EXT, UBL
from edi.sandbox.archives import zipped_base64
from edi.sandbox.invoices import Invoice, Line, Party, Tax, money

_AIFE = "urn:AIFE:Facture:Extension"
_EXEMPTION = "<cbc:TaxExemptionReason>Autoliquidation</cbc:TaxExemptionReason>"

escape = partial(_escape, entities={'"': "&quot;"})


def ubl(invoice: Invoice, *, as_credit_note: bool = False) -> bytes:
    """The document, valid against UBL 2.1. A 381 is an Invoice document of type 381 unless `as_credit_note`."""
    root = "CreditNote" if as_credit_note and invoice.type == CREDIT_NOTE else "Invoice"
    parts = (
        _opening(root),
        _cadre(invoice),
        _heading(invoice, root),
        _references(invoice, root),
        _supplier(invoice),
        _debtor(invoice.debtor),
        _payment(invoice, root),
        _totals(invoice),
        *(_line(line, number, invoice.currency, root) for number, line in enumerate(invoice.lines, 1)),
        f"</{root}>\n",
    )
    return "".join(parts).encode()


def _opening(root: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="{UBL}{root}-2" xmlns:cac="{CAC}"'
        f' xmlns:cbc="{CBC}" xmlns:ext="{EXT}">\n'
    )


def _cadre(invoice: Invoice) -> str:
    """The extension block when the cadre is written there; ProfileID is part of the heading."""
    code = escape(invoice.cadre)
    if invoice.cadre_place == "extension":
        inside = (
            f'<aife:FactureExtension xmlns:aife="{_AIFE}"><aife:CategoryCode>{code}</aife:CategoryCode>'
            "</aife:FactureExtension>"
        )
    elif invoice.cadre_place == "bare":
        inside = f"<CategoryCode>{code}</CategoryCode>"
    else:
        return ""
    return (
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent>"
        f"{inside}</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>\n"
    )


def _heading(invoice: Invoice, root: str) -> str:
    profile = _element("ProfileID", invoice.cadre) if invoice.cadre_place == "profile" else ""
    due = ""
    if invoice.due_date and root == "Invoice":  # a credit note has its due date in PaymentMeans
        due = f"<cbc:DueDate>{invoice.due_date.isoformat()}</cbc:DueDate>\n"
    return (
        f"<cbc:UBLVersionID>2.1</cbc:UBLVersionID>\n{profile}{_element('ID', invoice.number)}"
        f"<cbc:IssueDate>{invoice.issue_date.isoformat()}</cbc:IssueDate>\n{due}"
        f"<cbc:{root}TypeCode>{escape(invoice.type)}</cbc:{root}TypeCode>\n"
        f"{_element('Note', invoice.note)}{_element('DocumentCurrencyCode', invoice.currency)}"
    )


def _references(invoice: Invoice, root: str) -> str:
    """Commitment, origin invoice, marché, contract, attachments: in the schema's order, one element each."""
    order = f"<cac:OrderReference>{_element('ID', invoice.commitment)}</cac:OrderReference>\n"
    origin = (
        f"<cac:BillingReference><cac:InvoiceDocumentReference>{_element('ID', invoice.origin)}"
        "</cac:InvoiceDocumentReference></cac:BillingReference>\n"
    )
    return "".join(
        (
            order if invoice.commitment else "",
            origin if invoice.origin else "",
            _contract(invoice.marche, "Marché public"),
            _contract(invoice.contract, "Contrat"),
            *(_attachment(*attachment) for attachment in invoice.attachments),
        )
    )


def _contract(number: str, kind: str) -> str:
    if not number:
        return ""
    return (
        f"<cac:ContractDocumentReference>{_element('ID', number)}{_element('DocumentTypeCode', kind)}"
        "</cac:ContractDocumentReference>\n"
    )


def _attachment(name: str, mime: str, content: bytes) -> str:
    return (
        f"<cac:AdditionalDocumentReference>{_element('ID', name)}{_element('DocumentTypeCode', mime)}"
        "<cbc:DocumentType>02</cbc:DocumentType><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/zip">{zipped_base64(name, content)}'
        "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>\n"
    )


def _supplier(invoice: Invoice) -> str:
    supplier, valideur = invoice.supplier, invoice.valideur
    agent = "" if valideur is None else f"<cac:AgentParty>{_identity(valideur)}{_contact(valideur)}</cac:AgentParty>\n"
    return (
        f"<cac:AccountingSupplierParty><cac:Party>\n{_identity(supplier, tax=_REGIME)}{_contact(supplier)}{agent}"
        "</cac:Party></cac:AccountingSupplierParty>\n"
    )


_REGIME = (
    "<cac:PartyTaxScheme><cac:TaxScheme><cbc:TaxTypeCode>TVA ENCAISSEMENT</cbc:TaxTypeCode></cac:TaxScheme>"
    "</cac:PartyTaxScheme>\n"
)


def _debtor(debtor: Party) -> str:
    service = f"<cac:AccountingContact>{_element('ID', debtor.service)}</cac:AccountingContact>"
    return (
        f"<cac:AccountingCustomerParty><cac:Party>\n{_identity(debtor)}</cac:Party>{service if debtor.service else ''}"
        "</cac:AccountingCustomerParty>\n"
    )


def _identity(party: Party, tax: str = "") -> str:
    country = (
        "<cac:RegistrationAddress><cac:Country><cbc:IdentificationCode>"
        f"{escape(party.country)}</cbc:IdentificationCode></cac:Country></cac:RegistrationAddress>"
    )
    return (
        f'<cac:PartyIdentification><cbc:ID schemeName="{escape(party.scheme)}">{escape(party.id)}</cbc:ID>'
        f"</cac:PartyIdentification>\n{tax}<cac:PartyLegalEntity>{_element('RegistrationName', party.name)}"
        f"{country if party.country else ''}</cac:PartyLegalEntity>\n"
    )


def _contact(party: Party) -> str:
    return f"<cac:Contact>{_element('ID', party.service)}</cac:Contact>\n" if party.service else ""


def _payment(invoice: Invoice, root: str) -> str:
    if not invoice.means:
        return ""
    due = ""
    if invoice.due_date and root == "CreditNote":
        due = f"<cbc:PaymentDueDate>{invoice.due_date.isoformat()}</cbc:PaymentDueDate>"
    bank = (
        "<cac:FinancialInstitutionBranch><cac:FinancialInstitution>"
        f"{_element('ID', invoice.bic)}</cac:FinancialInstitution></cac:FinancialInstitutionBranch>"
    )
    account = (
        f"<cac:PayeeFinancialAccount>{_element('ID', invoice.iban)}{bank if invoice.bic else ''}"
        "</cac:PayeeFinancialAccount>"
    )
    return (
        f"<cac:PaymentMeans>{_element('PaymentMeansCode', invoice.means)}{due}{account if invoice.iban else ''}"
        "</cac:PaymentMeans>\n"
    )


def _totals(invoice: Invoice) -> str:
    currency, totals = invoice.currency, invoice.totals
    subtotals = "".join(_subtotal(tax, currency) for tax in totals.taxes)
    return (
        f"<cac:TaxTotal>{_amount('TaxAmount', money(totals.tax), currency)}{subtotals}</cac:TaxTotal>\n"
        f"<cac:LegalMonetaryTotal>{_amount('LineExtensionAmount', money(totals.without_tax), currency)}"
        f"{_amount('TaxExclusiveAmount', money(totals.without_tax), currency)}"
        f"{_amount('TaxInclusiveAmount', money(totals.with_tax), currency)}"
        f"{_amount('PayableAmount', money(totals.with_tax), currency)}</cac:LegalMonetaryTotal>\n"
    )


def _subtotal(tax: Tax, currency: str) -> str:
    """The rate stands twice: beside the amounts, where Chorus Pro's templates put it, and in the category."""
    return (
        f"<cac:TaxSubtotal>{_amount('TaxableAmount', money(tax.basis), currency)}"
        f"{_amount('TaxAmount', money(tax.amount), currency)}<cbc:Percent>{tax.rate}</cbc:Percent>"
        f"<cac:TaxCategory><cbc:ID>{tax.category}</cbc:ID><cbc:Percent>{tax.rate}</cbc:Percent>"
        f"{_EXEMPTION if tax.category == 'AE' else ''}"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID><cbc:TaxTypeCode>TVA</cbc:TaxTypeCode></cac:TaxScheme>"
        "</cac:TaxCategory></cac:TaxSubtotal>"
    )


def _line(line: Line, number: int, currency: str, root: str) -> str:
    counted = "Credited" if root == "CreditNote" else "Invoiced"
    currency = escape(currency)
    return (
        f"<cac:{root}Line><cbc:ID>{number}</cbc:ID>"
        f'<cbc:{counted}Quantity unitCode="C62">{line.quantity}</cbc:{counted}Quantity>'
        f'<cbc:LineExtensionAmount currencyID="{currency}">{money(line.amount)}</cbc:LineExtensionAmount>'
        f"<cac:Item><cbc:Name>{escape(line.name)}</cbc:Name><cac:ClassifiedTaxCategory>"
        f"<cbc:ID>{line.category}</cbc:ID><cbc:Percent>{line.rate}</cbc:Percent><cac:TaxScheme>"
        "<cbc:ID>VAT</cbc:ID><cbc:TaxTypeCode>TVA</cbc:TaxTypeCode></cac:TaxScheme></cac:ClassifiedTaxCategory>"
        f'</cac:Item><cac:Price><cbc:PriceAmount currencyID="{currency}">{line.unit_price}</cbc:PriceAmount>'
        f"</cac:Price></cac:{root}Line>\n"
    )


def _element(name: str, text: str) -> str:
    """One cbc element, or nothing when there is no text."""
    return f"<cbc:{name}>{escape(text)}</cbc:{name}>\n" if text else ""


def _amount(name: str, amount: str, currency: str) -> str:
    return f'<cbc:{name} currencyID="{escape(currency)}">{amount}</cbc:{name}>'
