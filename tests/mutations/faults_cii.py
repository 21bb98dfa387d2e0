"""The single faults of a CII document, in the places of AIFE's samples."""

from __future__ import annotations

from faults import Fault, attribute, edited, gone, put, to, twice

EXCHANGED = "rsm:ExchangedDocument"
TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
TOTALS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
CADRE = "rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
SUPPLIER = f"{AGREEMENT}/ram:SellerTradeParty"
DEBTOR = f"{AGREEMENT}/ram:BuyerTradeParty"
VALIDEUR = f"{SETTLEMENT}/ram:InvoiceeTradeParty"
ORG = "ram:SpecifiedLegalOrganization"
TAX = f"{SETTLEMENT}/ram:ApplicableTradeTax"
MEANS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
IBAN = f"{MEANS}/ram:PayeePartyCreditorFinancialAccount/ram:IBANID"
ATTACHED = f"{AGREEMENT}/ram:AdditionalReferencedDocument"
ISSUED = f"{EXCHANGED}/ram:IssueDateTime/udt:DateTimeString"


def fault(name: str, kind: str, place: str, spoil: object, expected: str, when: str = "", unless: str = "") -> Fault:
    return Fault(name=name, kind=kind, place=place, spoil=spoil, expected=expected, when=when, unless=unless)  # type: ignore[arg-type]


A_LONG_WHILE_AGO, FAR_AHEAD = "19990131", "21000131"
WRONG_IBAN = "FR7610057191370188512730285"

FAULTS = (
    # number, type, dates
    fault("number-gone", "removed", f"{EXCHANGED}/ram:ID", put(" "), "NUMBER-MISSING"),
    fault("number-overlong", "overlong", f"{EXCHANGED}/ram:ID", put("F" * 21), "NUMBER-LONG"),
    fault("number-of-a-million", "overlong", f"{EXCHANGED}/ram:ID", put("F" * 1_000_000), "NUMBER-LONG"),
    fault("number-with-a-hash", "changed", f"{EXCHANGED}/ram:ID", put("FACT#2026"), "NUMBER-CHARACTERS"),
    fault("type-unknown", "changed", f"{EXCHANGED}/ram:TypeCode", put("999"), "TYPE-CODE"),
    fault("type-in-words", "wrong type", f"{EXCHANGED}/ram:TypeCode", put("facture"), "TYPE-CODE"),
    fault("date-in-words", "wrong type", ISSUED, put("hier"), "ISSUE-DATE-UNREADABLE"),
    fault("date-that-is-none", "changed", ISSUED, put("20180230"), "ISSUE-DATE-UNREADABLE"),
    fault("date-ahead", "changed", ISSUED, put(FAR_AHEAD), "ISSUE-DATE-FUTURE"),
    fault("date-long-past", "changed", ISSUED, put(A_LONG_WHILE_AGO), "ISSUE-DATE-OLD"),
    # cadre
    fault("cadre-unknown", "changed", CADRE, put("A99"), "CADRE-UNKNOWN"),
    fault("cadre-of-the-moe", "changed", CADRE, put("A15"), "MATRIX-NOT-IN-EDI"),
    fault("cadre-of-the-reform", "changed", CADRE, put("B1"), "CADRE-REFORM"),
    fault("cadre-with-a-zero", "changed", CADRE, put("A01"), "CADRE-MALFORMED"),
    # supplier
    fault("supplier-gone", "removed", f"{SUPPLIER}/{ORG}/ram:ID", gone, "SUPPLIER-MISSING"),
    fault("supplier-blank", "removed", f"{SUPPLIER}/{ORG}/ram:ID", put(" "), "SUPPLIER-MISSING"),
    fault(
        "supplier-scheme-unknown",
        "changed",
        f"{SUPPLIER}/{ORG}/ram:ID",
        attribute("schemeID", "ZZ"),
        "SUPPLIER-SCHEME",
    ),
    fault(
        "supplier-key",
        "changed",
        SIRET := f"{SUPPLIER}/{ORG}/ram:ID[@schemeID='1']",
        put("81034732800018"),
        "SUPPLIER-SIRET-KEY",
    ),
    fault("supplier-cut", "changed", SIRET, put("8103473280001"), "SUPPLIER-SIRET-FORM"),
    fault("supplier-siren", "changed", SIRET, put("810347328"), "SUPPLIER-SIRET-FORM"),
    fault("supplier-letters", "wrong type", SIRET, put("SIRETDUFOURNISSEUR"), "SUPPLIER-SIRET-FORM"),
    fault("supplier-zeros", "changed", SIRET, put("0" * 14), "SUPPLIER-ZEROS"),
    # debtor
    fault("debtor-gone", "removed", f"{DEBTOR}/{ORG}/ram:ID", gone, "DEBTOR-MISSING"),
    fault("debtor-cut", "changed", f"{DEBTOR}/{ORG}/ram:ID", put("5351465009001"), "DEBTOR-NOT-SIRET"),
    fault("debtor-letters", "wrong type", f"{DEBTOR}/{ORG}/ram:ID", put("MAIRIE"), "DEBTOR-NOT-SIRET"),
    fault("debtor-key", "changed", f"{DEBTOR}/{ORG}/ram:ID", put("53514650090019"), "DEBTOR-SIRET-KEY"),
    # valideur
    fault("valideur-key", "changed", f"{VALIDEUR}/{ORG}/ram:ID", put("24590041000293"), "VALIDEUR-SIRET-KEY"),
    fault("valideur-gone", "removed", VALIDEUR, gone, "VALIDEUR-REQUIRED"),
    # references
    fault(
        "commitment-overlong",
        "overlong",
        f"{AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        put("E" * 51),
        "COMMITMENT-LONG",
    ),
    fault("service-overlong", "overlong", f"{AGREEMENT}/ram:BuyerReference", put("S" * 101), "SERVICE-LONG"),
    # amounts
    fault("payable-wrong", "changed", f"{TOTALS}/ram:DuePayableAmount", put("121.00"), "PAYABLE"),
    fault("with-tax-wrong", "changed", f"{TOTALS}/ram:GrandTotalAmount", put("999.00"), "TOTAL-WITH-TAX"),
    fault("without-tax-wrong", "changed", f"{TOTALS}/ram:TaxBasisTotalAmount", put("98.00"), "TOTAL-WITH-TAX"),
    fault("tax-wrong", "changed", f"{TAX}/ram:CalculatedAmount", put("21.00"), "TAX-LINE-AMOUNT"),
    fault(
        "line-wrong",
        "changed",
        f"{LINE}/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        put("77.00"),
        "LINES-TOTAL",
    ),
    # payment
    fault("iban-key", "changed", IBAN, put(WRONG_IBAN), "IBAN-KEY"),
    fault("means-unknown", "changed", f"{MEANS}/ram:TypeCode", put("99"), "PAYMENT-MEANS"),
    fault("means-gone", "removed", MEANS, gone, "PAYMENT-MEANS-MISSING"),
    # attachments
    fault(
        "attachment-cut",
        "changed",
        f"{ATTACHED}/ram:AttachmentBinaryObject",
        edited(lambda text: text[:401]),
        "ATTACHMENT-NOT-BASE64",
    ),
    fault(
        "attachment-name",
        "overlong",
        f"{ATTACHED}/ram:IssuerAssignedID",
        put("a" * 60 + ".pdf"),
        "ATTACHMENT-NAME-LONG",
    ),
    fault(
        "debtor-in-the-suppliers-place",
        "moved",
        f"{DEBTOR}/{ORG}/ram:ID",
        to(f"{SUPPLIER}/{ORG}/ram:ID"),
        "DEBTOR-MISSING",
    ),
    fault("line-twice", "changed", LINE, twice, "LINES-TOTAL"),
)
