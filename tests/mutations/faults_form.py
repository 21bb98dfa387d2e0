"""Faults of what kind of piece it is, of coded values, of payment, and of the document's very shape."""

from __future__ import annotations

from mutation import Table, after, before_its_elder, edited, gone, put, renamed, twice

FORM = fault = Table()

# cadre

fault("cadre-unknown", "changed", "{cadre}", put("A99"), "CADRE-UNKNOWN")
fault("cadre-withdrawn", "changed", "{cadre}", put("A11"), "CADRE-WITHDRAWN")
fault("cadre-of-the-reform", "changed", "{cadre}", put("B1"), "CADRE-REFORM")
fault("cadre-with-a-zero", "changed", "{cadre}", put("A01"), "CADRE-MALFORMED")
fault("cadre-in-small", "changed", "{cadre}", put("a1"), "CADRE-MALFORMED")
fault("cadre-in-words", "wrong type", "{cadre}", put("facture"), "CADRE-MALFORMED")
fault("cadre-overlong", "overlong", "{cadre}", put("A1" * 500), "CADRE-MALFORMED")
fault("cadre-blank", "removed", "{cadre}", put(" "), "CADRE-DEFAULTED")
for _code in ("A5", "A15", "A16", "A17", "A18", "A19", "A20", "A24"):
    fault(
        f"cadre-{_code}",
        "changed",
        "{cadre}",
        put(_code),
        "MATRIX-NOT-IN-EDI",
        when="not({origin}[normalize-space()]) or {type}!=380",
    )
for _code in ("A23", "A25"):
    fault(
        f"cadre-{_code}",
        "changed",
        "{cadre}",
        put(_code),
        "MATRIX-NO-INITIAL",
        when="not({origin}[normalize-space()]) or {type}!=380",
    )
for _code in ("A4", "A7", "A9", "A10", "A12", "A13", "A14"):
    fault(
        f"cadre-{_code}-without-valideur",
        "changed",
        "{cadre}",
        put(_code),
        "VALIDEUR-REQUIRED",
        when="not({valideur_id})",
    )
for _code in ("A6", "A8", "A22"):
    fault(
        f"cadre-{_code}-with-an-origin",
        "changed",
        "{cadre}",
        put(_code),
        "MATRIX-ASSOCIATION",
        when="{type}=380 and {origin}[normalize-space()]",
    )
for _code in ("A4", "A10"):
    fault(
        f"cadre-{_code}-with-an-origin",
        "changed",
        "{cadre}",
        put(_code),
        "MATRIX-REFERENCE",
        when="{type}=380 and {origin}[normalize-space()]",
    )
fault("cadre-a22-without-attachment", "removed", "{attachment}", gone, "TACIT-ATTACHMENT", when="{cadre}='A22'")
fault(
    "cadre-a22-without-marche",
    "changed",
    "{cadre}",
    put("A22"),
    "TACIT-MARCHE",
    when="not({reference}) and not({commitment}) and not({origin})",
)
fault(
    "cadre-a6-without-reference",
    "changed",
    "{cadre}",
    put("A6"),
    "WORKS-REFERENCE",
    when="not({reference}) and not({commitment}) and not({origin})",
)
fault(
    "credit-note-of-a-draft",
    "changed",
    "{type}",
    put("381"),
    "TYPE-CADRE",
    when="{cadre}='A4' or {cadre}='A7' or {cadre}='A13' or {cadre}='A14' or {cadre}='A22'",
)

# codes

fault(
    "type-gone",
    "removed",
    "{type}",
    gone,
    "TYPE-MISSING",
    silent=(("{type}[self::cbc:CreditNoteTypeCode]", "the root of a credit note says its type"),),
)
fault(
    "type-blank",
    "removed",
    "{type}",
    put(" "),
    "TYPE-MISSING",
    silent=(("{type}[self::cbc:CreditNoteTypeCode]", "the root of a credit note says its type"),),
)
fault("category-of-a-line-in-words", "wrong type", "{line_category}", put("TVA 20"), "VAT-CATEGORY-CODE")
fault("type-unknown", "changed", "{type}", put("999"), "TYPE-CODE")
fault("type-in-words", "wrong type", "{type}", put("facture"), "TYPE-CODE")
fault("type-overlong", "overlong", "{type}", put("380" * 40), "TYPE-CODE")
fault("type-unusual", "changed", "{type}", put("384"), "TYPE-UNUSUAL")
fault(
    "credit-note-of-nothing", "changed", "{type}", put("381"), "CREDIT-NOTE-ORIGIN", when="{type}=380 and not({origin})"
)
fault("currency-unknown", "changed", "{currency}", put("EUX"), "CURRENCY-CODE")
fault("currency-in-words", "wrong type", "{currency}", put("euros"), "CURRENCY-CODE")
fault("currency-in-small", "changed", "{currency}", put("eur"), "CURRENCY-CODE")
fault("unit-unknown", "changed", "{line_unit}", put("PALETTE"), "UNIT-CODE")
fault("unit-in-words", "wrong type", "{line_unit}", put("m²"), "UNIT-CODE")
fault("category-unknown", "changed", "{tax_category}", put("Q"), "VAT-CATEGORY-CODE")
fault("category-in-words", "wrong type", "{tax_category}", put("TVA 20"), "VAT-CATEGORY-CODE")
fault("regime-unknown", "changed", "{regime}", put("99"), "VAT-REGIME-CODE")
fault("regime-in-words", "wrong type", "{regime}", put("aux encaissements"), "VAT-REGIME-CODE")

# payment

fault("means-unknown", "changed", "{means}", put("99"), "PAYMENT-MEANS-CODE")
fault(
    "credit-note-typed-380",
    "changed",
    "{type}",
    put("380"),
    "CREDIT-NOTE-TYPE",
    when="{type}/self::cbc:CreditNoteTypeCode",
)
fault("means-in-words", "wrong type", "{means}", put("virement"), "PAYMENT-MEANS-CODE")
fault("means-overlong", "overlong", "{means}", put("30" * 60), "PAYMENT-MEANS-CODE")
fault("payment-gone", "removed", "{payment}", gone, "PAYMENT-MEANS-MISSING", when="{type}=380")
fault(
    "transfer-without-account",
    "removed",
    "{account}",
    gone,
    "IBAN-MISSING",
    when="{means}=30 or {means}=31 or {means}=42 or {means}=58",
)
fault(
    "iban-blank",
    "removed",
    "{iban}",
    put(" "),
    "IBAN-MISSING",
    when="{means}=30 or {means}=31 or {means}=42 or {means}=58",
)
fault("iban-key", "changed", "{iban}", put("FR7610057191370188512730285"), "IBAN-KEY")
fault("iban-digits-turned-round", "moved", "{iban}", put("FR7610057191370188512732084"), "IBAN-KEY")
fault("iban-cut", "changed", "{iban}", edited(lambda text: text[:-3]), "IBAN-FORM")
fault("iban-overlong", "overlong", "{iban}", edited(lambda text: text + "00"), "IBAN-FORM")
fault("iban-of-a-million", "overlong", "{iban}", put("FR76" + "1" * 1_000_000), "IBAN-FORM")
fault("iban-of-no-country", "changed", "{iban}", edited(lambda text: "QQ" + text[2:]), "IBAN-FORM")
fault(
    *("iban-in-words", "wrong type", "{iban}", put("voir notre RIB"), "IBAN-FORM"),
    instead=(("{ubl_totals}", "ACCOUNT-NOT-IBAN", "UBL has one place for IBANs and other accounts"),),
)
fault("iban-in-pieces", "changed", "{iban}", put("FR76 1005 7191 3701 8851 2730 284"), "IBAN-WRITING")
fault("iban-in-small", "changed", "{iban}", put("fr7610057191370188512730284"), "IBAN-WRITING")
fault("iban-zeros", "changed", "{iban}", put("FR76" + "0" * 23), "IBAN-ZEROS")
fault("bic-cut", "changed", "{bic}", edited(lambda text: text[:7]), "BIC-FORM")
fault("bic-overlong", "overlong", "{bic}", put("CCBPFRPPVER9"), "BIC-FORM")
fault("bic-in-digits", "wrong type", "{bic}", put("30004"), "BIC-FORM")
fault("bic-of-another-country", "changed", "{bic}", put("DEUTDEFFXXX"), "BIC-COUNTRY", when="starts-with({iban},'FR')")
fault("iban-of-another-country", "changed", "{iban}", put("DE89370400440532013000"), "BIC-COUNTRY", when="{bic}")

# in CII alone

fault("cii-cadre-gone", "removed", "{cadre}", gone, "CADRE-DEFAULTED", when="{cii_totals}")
fault(
    "cii-cadre-twice-different",
    "added",
    "{cadre}/..",
    after(
        "<ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>A5</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter>"
    ),
    "CADRE-CONFLICT",
    when="{cii_totals}",
)
fault("cii-number-gone", "removed", "{number}", gone, "NUMBER-MISSING", when="{cii_totals}")
fault(
    "cii-issue-gone",
    "removed",
    "{issue}/..",
    gone,
    "XSD-MISSING",
    when="{cii_totals}",
    instead=(
        ("{note}|{issue}/../following-sibling::*", "XSD-UNEXPECTED", "the schema names what stands in its place"),
    ),
)
fault("cii-issue-of-another-format", "changed", "{cii_issue_format}", put("203"), "DATE-UNREADABLE")
fault(
    "cii-two-origins",
    "added",
    "{cii_totals}",
    after(
        "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-1</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>"
    ),
    "ORIGINS-MANY",
    when="{origin}",
)
fault("cii-origin-twice", "added", "{origin}/..", twice, "ORIGINS-MANY", when="{cii_totals}")
fault(
    "cii-account-of-old",
    "changed",
    "{iban}",
    renamed("ProprietaryID"),
    "ACCOUNT-NOT-IBAN",
    when="{cii_totals} and not({account}/ram:AccountName)",
)
fault("cii-delivery-block-gone", "removed", "{cii_delivery}", gone, "XSD-UNEXPECTED")
fault("cii-settlement-gone", "removed", "{cii_settlement}", gone, "XSD-MISSING")
fault("cii-supplier-gone", "removed", "{supplier}", gone, "SUPPLIER-MISSING", when="{cii_totals}")
fault("cii-debtor-gone", "removed", "{debtor}", gone, "DEBTOR-MISSING", when="{cii_totals}")
fault("cii-heading-moved", "moved", "{cii_heading}", before_its_elder, "XSD-UNEXPECTED")
fault("cii-delivery-moved", "moved", "{cii_delivery}", before_its_elder, "XSD-UNEXPECTED")
fault("cii-type-moved", "moved", "{type}", before_its_elder, "XSD-UNEXPECTED", when="{cii_totals}")
fault("cii-tax-basis-moved", "moved", "{total_tax}", before_its_elder, "XSD-UNEXPECTED", when="{cii_totals}")
fault(
    "cii-unknown-element",
    "added",
    "{number}",
    after("<ram:Montant>12</ram:Montant>"),
    "XSD-UNEXPECTED",
    when="{cii_totals}",
)
fault("cii-number-twice", "added", "{number}", twice, "XSD-UNEXPECTED", when="{cii_totals}")

# in UBL alone

fault("ubl-cadre-gone", "removed", "{ubl_extensions}", gone, "CADRE-DEFAULTED")
fault(
    "ubl-cadre-in-the-profile-too",
    "added",
    "{ubl_version}",
    after("<cbc:ProfileID>A5</cbc:ProfileID>"),
    "CADRE-CONFLICT",
    when="not({cadre}='A5')",
)
fault("ubl-number-gone", "removed", "{number}", gone, "XSD-UNEXPECTED", when="{ubl_totals}")
fault("ubl-issue-gone", "removed", "{issue}", gone, "XSD-UNEXPECTED", when="{ubl_totals}")
fault("ubl-totals-gone", "removed", "{ubl_totals}", gone, "XSD-UNEXPECTED")
fault("ubl-supplier-gone", "removed", "{ubl_supplier_party}", gone, "XSD-UNEXPECTED")
fault("ubl-debtor-gone", "removed", "{ubl_debtor}", gone, "XSD-UNEXPECTED")
fault("ubl-payable-gone", "removed", "{payable}", gone, "XSD-MISSING", when="{ubl_totals}")
fault("ubl-debtor-moved", "moved", "{ubl_debtor}", before_its_elder, "XSD-UNEXPECTED")
fault("ubl-totals-moved", "moved", "{ubl_totals}", before_its_elder, "XSD-UNEXPECTED")
fault(
    "ubl-unknown-element",
    "added",
    "{number}",
    after("<cbc:Montant>12</cbc:Montant>"),
    "XSD-UNEXPECTED",
    when="{ubl_totals}",
)
fault("ubl-number-twice", "added", "{number}", twice, "XSD-UNEXPECTED", when="{ubl_totals}")
fault("ubl-currency-of-an-amount-gone", "removed", "{ubl_line_currency}", gone, "XSD-ATTRIBUTE")
fault("ubl-two-origins", "added", "{origin}/../..", twice, "ORIGINS-MANY", when="{ubl_totals}")
