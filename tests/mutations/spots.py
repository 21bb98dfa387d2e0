"""The places of a document, by one name for all syntaxes: paths below the root, as the samples write them."""

from __future__ import annotations

_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_TOTALS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_LINE = f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem"
_AT_LINE = f"{_LINE}/ram:SpecifiedLineTradeSettlement"
_TAX = f"{_SETTLEMENT}/ram:ApplicableTradeTax"
_MEANS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
_ATTACHED = f"{_AGREEMENT}/ram:AdditionalReferencedDocument"
_LEGAL = "ram:SpecifiedLegalOrganization"


def _cii_party(who: str, at: str) -> dict[str, str]:
    return {
        who: at,
        f"{who}_id": f"{at}/{_LEGAL}/ram:ID",
        f"{who}_scheme": f"{at}/{_LEGAL}/ram:ID/@schemeID",
        f"{who}_name": f"{at}/ram:Name",
        # the one that is read first where there are two
        f"{who}_country": f"({at}/ram:PostalTradeAddress/ram:CountryID|"
        f"{at}[not(ram:PostalTradeAddress)]/{_LEGAL}/ram:PostalTradeAddress/ram:CountryID)",
        f"{who}_vat": f"{at}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
    }


CII = {
    "number": "rsm:ExchangedDocument/ram:ID",
    "type": "rsm:ExchangedDocument/ram:TypeCode",
    "issue": "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",
    "note": "rsm:ExchangedDocument/ram:IncludedNote/ram:Content",
    "cadre": "rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID",
    **_cii_party("supplier", f"{_AGREEMENT}/ram:SellerTradeParty"),
    **_cii_party("debtor", f"{_AGREEMENT}/ram:BuyerTradeParty"),
    **_cii_party("valideur", f"{_SETTLEMENT}/ram:InvoiceeTradeParty"),
    "supplier_service": f"{_SETTLEMENT}/ram:InvoiceIssuerReference",
    "debtor_service": f"{_AGREEMENT}/ram:BuyerReference",
    "commitment": f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
    "contract": f"{_AGREEMENT}/ram:ContractReferencedDocument[ram:ReferenceTypeCode='CT']/ram:IssuerAssignedID",
    "marche": f"{_AGREEMENT}/ram:ContractReferencedDocument[ram:ReferenceTypeCode='BC']/ram:IssuerAssignedID",
    "reference": f"{_AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID",
    "origin": f"{_SETTLEMENT}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID",
    "delivery": f"{_DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString",
    "period_start": f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString",
    "period_end": f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString",
    "due": f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString",
    "currency": f"{_SETTLEMENT}/ram:InvoiceCurrencyCode",
    "payment": _MEANS,
    "means": f"{_MEANS}/ram:TypeCode",
    "account": f"{_MEANS}/ram:PayeePartyCreditorFinancialAccount",
    "iban": f"{_MEANS}/ram:PayeePartyCreditorFinancialAccount/ram:IBANID",
    "bic": f"{_MEANS}/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID",
    "line": _LINE,
    "line_number": f"{_LINE}/ram:AssociatedDocumentLineDocument",
    "line_net": f"{_AT_LINE}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    "line_quantity": f"{_LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
    "line_unit": f"{_LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode",
    "line_price": f"{_LINE}/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
    "line_gross": f"{_LINE}/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:ChargeAmount",
    "line_category": f"{_AT_LINE}/ram:ApplicableTradeTax/ram:CategoryCode",
    "line_rate": f"{_AT_LINE}/ram:ApplicableTradeTax/ram:RateApplicablePercent",
    "tax": _TAX,
    "tax_amount": f"{_TAX}/ram:CalculatedAmount",
    "tax_basis": f"{_TAX}/ram:BasisAmount",
    "tax_rate": f"{_TAX}/ram:RateApplicablePercent",
    "tax_category": f"{_TAX}/ram:CategoryCode",
    "tax_exemption": f"{_TAX}/ram:ExemptionReason",
    "regime": f"{_TAX}/ram:DueDateTypeCode",
    "total_lines": f"{_TOTALS}/ram:LineTotalAmount",
    "total_without": f"{_TOTALS}/ram:TaxBasisTotalAmount",
    "total_tax": f"{_TOTALS}/ram:TaxTotalAmount",
    "total_with": f"{_TOTALS}/ram:GrandTotalAmount",
    "total_prepaid": f"{_TOTALS}/ram:TotalPrepaidAmount",
    "total_charges": f"{_TOTALS}/ram:ChargeTotalAmount",
    "total_allowances": f"{_TOTALS}/ram:AllowanceTotalAmount",
    "payable": f"{_TOTALS}/ram:DuePayableAmount",
    "total_currency": f"{_TOTALS}/ram:TaxTotalAmount/@currencyID",
    "attachment": _ATTACHED,
    "attachment_name": f"{_ATTACHED}/ram:IssuerAssignedID",
    "attachment_content": f"{_ATTACHED}/ram:AttachmentBinaryObject",
    "attachment_mime": f"{_ATTACHED}/ram:AttachmentBinaryObject/@mimeCode",
    # what CII alone has
    "cii_heading": "rsm:ExchangedDocument",
    "cii_agreement": _AGREEMENT,
    "cii_delivery": _DELIVERY,
    "cii_settlement": _SETTLEMENT,
    "cii_totals": _TOTALS,
    "cii_issue_format": "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString/@format",
}

_UBL_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_UBL_DEBTOR = "cac:AccountingCustomerParty/cac:Party"
_UBL_LINE = "(cac:InvoiceLine|cac:CreditNoteLine)"
_UBL_TAX = "cac:TaxTotal/cac:TaxSubtotal"
_UBL_TOTALS = "cac:LegalMonetaryTotal"
_UBL_ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount"
_UBL_ATTACHED = "cac:AdditionalDocumentReference"
_UBL_CONTRACT = "cac:ContractDocumentReference"


def _ubl_party(who: str, at: str) -> dict[str, str]:
    return {
        who: at,
        f"{who}_id": f"{at}/cac:PartyIdentification/cbc:ID",
        f"{who}_scheme": f"{at}/cac:PartyIdentification/cbc:ID/@schemeName",
        f"{who}_name": f"{at}/cac:PartyLegalEntity/cbc:RegistrationName",
        f"{who}_country": f"{at}/cac:PartyLegalEntity/cac:RegistrationAddress/cac:Country/cbc:IdentificationCode",
        f"{who}_vat": f"{at}/cac:PartyTaxScheme/cbc:CompanyID",
        f"{who}_service": f"{at}/cac:Contact/cbc:ID",
    }


UBL = {
    "number": "cbc:ID",
    "type": "(cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode)",
    "issue": "cbc:IssueDate",
    "note": "cbc:Note",
    "cadre": "ext:UBLExtensions//*[local-name()='CategoryCode']",
    **_ubl_party("supplier", _UBL_SUPPLIER),
    **_ubl_party("debtor", _UBL_DEBTOR),
    **_ubl_party("valideur", f"{_UBL_SUPPLIER}/cac:AgentParty"),
    "debtor_service": "cac:AccountingCustomerParty/cac:AccountingContact/cbc:ID",
    "commitment": "cac:OrderReference/cbc:ID",
    "contract": f"{_UBL_CONTRACT}[cbc:DocumentTypeCode='Contrat']/cbc:ID",
    "marche": f"{_UBL_CONTRACT}[cbc:DocumentTypeCode='Marché public']/cbc:ID",
    "reference": f"{_UBL_CONTRACT}/cbc:ID",
    "origin": "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",
    "delivery": "cac:Delivery/cbc:ActualDeliveryDate",
    "period_start": "cac:InvoicePeriod/cbc:StartDate",
    "period_end": "cac:InvoicePeriod/cbc:EndDate",
    "due": "(cbc:DueDate|cac:PaymentMeans/cbc:PaymentDueDate)",
    "currency": "cbc:DocumentCurrencyCode",
    "payment": "cac:PaymentMeans",
    "means": "cac:PaymentMeans/cbc:PaymentMeansCode",
    "account": _UBL_ACCOUNT,
    "iban": f"{_UBL_ACCOUNT}/cbc:ID",
    "bic": f"{_UBL_ACCOUNT}/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID",
    "line": _UBL_LINE,
    "line_net": f"{_UBL_LINE}/cbc:LineExtensionAmount",
    "line_quantity": f"{_UBL_LINE}/*[self::cbc:InvoicedQuantity or self::cbc:CreditedQuantity]",
    "line_unit": f"{_UBL_LINE}/*[self::cbc:InvoicedQuantity or self::cbc:CreditedQuantity]/@unitCode",
    "line_price": f"{_UBL_LINE}/cac:Price/cbc:PriceAmount",
    "line_category": f"{_UBL_LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
    "line_rate": f"{_UBL_LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",
    "tax": _UBL_TAX,
    "tax_amount": f"{_UBL_TAX}/cbc:TaxAmount",
    "tax_basis": f"{_UBL_TAX}/cbc:TaxableAmount",
    "tax_rate": f"{_UBL_TAX}/cbc:Percent",
    "tax_category": f"{_UBL_TAX}/cac:TaxCategory/cbc:ID",
    "tax_exemption": f"{_UBL_TAX}/cac:TaxCategory/cbc:TaxExemptionReason",
    "regime": f"{_UBL_SUPPLIER}/cac:PartyTaxScheme/cac:TaxScheme/cbc:TaxTypeCode",
    "total_lines": f"{_UBL_TOTALS}/cbc:LineExtensionAmount",
    "total_without": f"{_UBL_TOTALS}/cbc:TaxExclusiveAmount",
    "total_tax": "cac:TaxTotal/cbc:TaxAmount",
    "total_with": f"{_UBL_TOTALS}/cbc:TaxInclusiveAmount",
    "total_prepaid": f"{_UBL_TOTALS}/cbc:PrepaidAmount",
    "total_charges": f"{_UBL_TOTALS}/cbc:ChargeTotalAmount",
    "total_allowances": f"{_UBL_TOTALS}/cbc:AllowanceTotalAmount",
    "payable": f"{_UBL_TOTALS}/cbc:PayableAmount",
    "total_currency": "cac:TaxTotal/cbc:TaxAmount/@currencyID",
    "attachment": _UBL_ATTACHED,
    "attachment_name": f"{_UBL_ATTACHED}/cbc:ID",
    "attachment_content": f"{_UBL_ATTACHED}/cac:Attachment/cbc:EmbeddedDocumentBinaryObject",
    # AIFE's profile declares the type beside the content, not on it
    "attachment_mime": f"{_UBL_ATTACHED}/cbc:DocumentTypeCode",
    # what UBL alone has
    "ubl_totals": _UBL_TOTALS,
    "ubl_tax_total": "cac:TaxTotal",
    "ubl_debtor": "cac:AccountingCustomerParty",
    "ubl_supplier_party": "cac:AccountingSupplierParty",
    "ubl_extensions": "ext:UBLExtensions",
    "ubl_version": "cbc:UBLVersionID",
    "ubl_line_currency": f"{_UBL_LINE}/cbc:LineExtensionAmount/@currencyID",
}
