"""Faults of who and when: numbers, references, dates, parties and their identifiers."""

from __future__ import annotations

from mutation import Table, copied, edited, gone, put, swapped, to

IDENTITY = fault = Table()

# number, kind

fault("number-blank", "removed", "{number}", put(" "), "NUMBER-MISSING")
fault("number-overlong", "overlong", "{number}", put("F" * 21), "NUMBER-LONG")
fault("number-of-a-million", "overlong", "{number}", put("F" * 1_000_000), "NUMBER-LONG")
fault("number-with-a-hash", "changed", "{number}", put("FACT#2026"), "NUMBER-CHARACTERS")
fault("number-with-an-accent", "changed", "{number}", put("AVRÉ-2026"), "NUMBER-CHARACTERS")
fault("number-with-a-hidden-blank", "changed", "{number}", put("\u00a0F-2026"), "NUMBER-BLANKS")
fault("number-in-arabic-digits", "wrong type", "{number}", put("٢٠٢٦"), "NUMBER-CHARACTERS")
fault("note-overlong", "overlong", "{note}", put("n" * 1025), "NOTE-LONG")

# references

fault("commitment-overlong", "overlong", "{commitment}", put("E" * 51), "REFERENCE-LONG")
fault("commitment-with-a-bar", "changed", "{commitment}", put("EJ|2026"), "REFERENCE-CHARACTERS")
fault("marche-overlong", "overlong", "{marche}", put("M" * 51), "REFERENCE-LONG")
fault("marche-with-a-bar", "changed", "{marche}", put("M|2026"), "REFERENCE-CHARACTERS")
fault("contract-overlong", "overlong", "{contract}", put("C" * 51), "REFERENCE-LONG")
fault("contract-with-a-bracket", "changed", "{contract}", put("CT<2026>"), "REFERENCE-CHARACTERS")
fault("origin-overlong", "overlong", "{origin}", put("O" * 21), "REFERENCE-LONG")
fault("service-overlong", "overlong", "{debtor_service}", put("S" * 101), "SERVICE-LONG")
fault("service-with-a-star", "changed", "{debtor_service}", put("SERV*1"), "SERVICE-CHARACTERS")
fault("supplier-service-overlong", "overlong", "{supplier_service}", put("S" * 101), "SERVICE-LONG")
fault("supplier-service-with-a-star", "changed", "{supplier_service}", put("S*1"), "SERVICE-CHARACTERS")
fault("origin-of-a-credit-note-blank", "removed", "{origin}", put(" "), "CREDIT-NOTE-ORIGIN", when="{type}=381")

# dates

fault(
    "issue-in-words",
    "wrong type",
    "{issue}",
    put("hier"),
    "DATE-UNREADABLE",
    instead=(UBL_TYPE := ("{ubl_totals}", "XSD-VALUE", "UBL's schema has a type for dates"),),
)
fault("issue-on-30-february", "changed", "{issue}", put("20180230"), "DATE-UNREADABLE", instead=(UBL_TYPE,))
fault("issue-blank", "removed", "{issue}", put(" "), "ISSUE-DATE-MISSING", instead=(UBL_TYPE,))
fault("issue-ahead", "changed", "{issue}", put("2100-01-31"), "ISSUE-DATE-FUTURE")
fault("issue-two-days-ahead", "changed", "{issue}", put("2026-11-26"), "ISSUE-DATE-FUTURE")
fault("issue-long-past", "changed", "{issue}", put("1999-01-31"), "ISSUE-DATE-OLD")
fault("due-in-words", "wrong type", "{due}", put("fin de mois"), "DATE-UNREADABLE", instead=(UBL_TYPE,))
fault("due-in-the-year-26", "changed", "{due}", put("0026-11-29"), "DATE-YEAR")
fault("due-before-issue", "changed", "{due}", put("2017-12-01"), "DUE-BEFORE-ISSUE")
fault("delivery-on-no-day", "wrong type", "{delivery}", put("2026-13-01"), "DATE-UNREADABLE", instead=(UBL_TYPE,))
fault("delivery-in-the-year-2206", "changed", "{delivery}", put("2206-10-20"), "DATE-YEAR")
fault("period-unreadable", "wrong type", "{period_start}", put("octobre"), "DATE-UNREADABLE", instead=(UBL_TYPE,))
fault("period-end-in-1018", "changed", "{period_end}", put("1018-10-31"), "DATE-YEAR")
fault("period-ends-first", "changed", "{period_end}", put("2001-01-31"), "PERIOD-REVERSED")
fault(
    *("period-turned-round", "moved", "{period_start}", swapped("{period_end}"), "PERIOD-REVERSED"),
    when="string({period_start})!=string({period_end})",
)

# supplier

SIRET = "{supplier_scheme}='1' or {supplier_scheme}='0002'"
fault(
    "supplier-gone",
    "removed",
    "{supplier_id}",
    gone,
    "SUPPLIER-MISSING",
    instead=(UBL_ID := ("{ubl_totals}", "XSD-MISSING", "UBL's schema wants an ID in each PartyIdentification"),),
)
fault("supplier-blank", "removed", "{supplier_id}", put(" "), "SUPPLIER-MISSING")
fault("supplier-in-the-debtors-place", "moved", "{supplier_id}", to("{debtor_id}"), "SUPPLIER-MISSING")
fault("supplier-scheme-unknown", "changed", "{supplier_scheme}", put("ZZ"), "SUPPLIER-SCHEME")
fault("supplier-scheme-overlong", "overlong", "{supplier_scheme}", put("1" * 300), "SUPPLIER-SCHEME")
fault(
    *("supplier-scheme-gone", "removed", "{supplier_scheme}", gone, "SUPPLIER-SCHEME-MISSING"),
    when="translate({supplier_id},'0123456789','')!='' or string-length({supplier_id})!=14",
)
fault("supplier-key", "changed", "{supplier_id}", put("81034732800018"), "SUPPLIER-SIRET-KEY", when=SIRET)
fault("supplier-cut", "changed", "{supplier_id}", edited(lambda text: text[:13]), "SUPPLIER-SIRET-FORM", when=SIRET)
fault("supplier-siren", "changed", "{supplier_id}", edited(lambda text: text[:9]), "SUPPLIER-SIRET-FORM", when=SIRET)
fault("supplier-overlong", "overlong", "{supplier_id}", put("8" * 300), "SUPPLIER-SIRET-FORM", when=SIRET)
fault("supplier-in-letters", "wrong type", "{supplier_id}", put("LE FOURNISSEUR"), "SUPPLIER-SIRET-FORM", when=SIRET)
fault("supplier-zeros", "changed", "{supplier_id}", put("0" * 14), "SUPPLIER-ZEROS", when=SIRET)
fault(
    "supplier-is-debtor",
    "changed",
    "{supplier_id}",
    copied("{debtor_id}"),
    "SUPPLIER-IS-DEBTOR",
    when=f"({SIRET}) and {{debtor_id}}!='00000000000000'",
)
fault("supplier-siret-called-vat", "changed", "{supplier_scheme}", put("2"), "SUPPLIER-EU-VAT", when=SIRET)
fault("supplier-siret-called-foreign", "changed", "{supplier_scheme}", put("3"), "SUPPLIER-FOREIGN-FORM", when=SIRET)
fault("supplier-siret-called-ridet", "changed", "{supplier_scheme}", put("4"), "SUPPLIER-PACIFIC-FORM", when=SIRET)
fault("supplier-siret-called-tahiti", "changed", "{supplier_scheme}", put("5"), "SUPPLIER-PACIFIC-FORM", when=SIRET)
EUROPEAN = "{supplier_scheme}='2' or {supplier_scheme}='UE_HORS_FRANCE'"
FOREIGN = "{supplier_scheme}='3' or {supplier_scheme}='ETR' or {supplier_scheme}='HORS_UE'"
RIDET, TAHITI = (
    "{supplier_scheme}='4' or {supplier_scheme}='RIDET'",
    "{supplier_scheme}='5' or {supplier_scheme}='TAHITI'",
)
fault("supplier-vat-key", "changed", "{supplier_id}", put("DE136695977"), "SUPPLIER-EU-VAT", when=EUROPEAN)
fault("supplier-vat-overlong", "overlong", "{supplier_id}", put("DE" + "1" * 40), "SUPPLIER-EU-VAT", when=EUROPEAN)
fault("supplier-vat-french", "changed", "{supplier_id}", put("FR60810347328"), "SUPPLIER-EU-VAT", when=EUROPEAN)
fault("supplier-vat-called-siret", "changed", "{supplier_scheme}", put("1"), "SUPPLIER-SIRET-FORM", when=EUROPEAN)
fault(
    "supplier-name-overlong", "overlong", "{supplier_id}", put("KR" + "A" * 17), "SUPPLIER-FOREIGN-FORM", when=FOREIGN
)
fault("supplier-without-country", "changed", "{supplier_id}", put("42 Corée"), "SUPPLIER-FOREIGN-FORM", when=FOREIGN)
fault("supplier-of-the-union", "changed", "{supplier_id}", put("DEMUSTERBAU"), "SUPPLIER-FOREIGN-COUNTRY", when=FOREIGN)
fault("ridet-in-letters", "wrong type", "{supplier_id}", put("RIDET"), "SUPPLIER-PACIFIC-FORM", when=RIDET)
fault("tahiti-overlong", "overlong", "{supplier_id}", put("A123450012"), "SUPPLIER-PACIFIC-FORM", when=TAHITI)
fault(
    "supplier-name-gone",
    "removed",
    "{supplier_name}",
    put(" "),
    "SUPPLIER-NAME-MISSING",
    when="not({supplier}//*[local-name()='TradingBusinessName'])",
)
fault("supplier-name-too-long", "overlong", "{supplier_name}", put("N" * 100), "NAME-LONG")
fault("supplier-country-unknown", "changed", "{supplier_country}", put("XX"), "COUNTRY-CODE")
fault("supplier-country-in-words", "wrong type", "{supplier_country}", put("France"), "COUNTRY-CODE")
fault("vat-number-key", "changed", "{supplier_vat}", put("FR61810347328"), "SUPPLIER-VAT-NUMBER")
fault("vat-number-in-words", "wrong type", "{supplier_vat}", put("en cours"), "SUPPLIER-VAT-NUMBER")
fault("vat-number-overlong", "overlong", "{supplier_vat}", put("FR" + "1" * 60), "SUPPLIER-VAT-NUMBER")
fault("vat-number-of-another", "changed", "{supplier_vat}", put("FR40303265045"), "SUPPLIER-VAT-SIREN", when=SIRET)

# debtor

fault("debtor-gone", "removed", "{debtor_id}", gone, "DEBTOR-MISSING", instead=(UBL_ID,))
fault("debtor-blank", "removed", "{debtor_id}", put(" "), "DEBTOR-MISSING")
fault("debtor-in-the-suppliers-place", "moved", "{debtor_id}", to("{supplier_id}"), "DEBTOR-MISSING")
fault("debtor-cut", "changed", "{debtor_id}", edited(lambda text: text[:13]), "DEBTOR-NOT-SIRET")
fault("debtor-siren", "changed", "{debtor_id}", edited(lambda text: text[:9]), "DEBTOR-NOT-SIRET")
fault("debtor-overlong", "overlong", "{debtor_id}", edited(lambda text: text + "0"), "DEBTOR-NOT-SIRET")
fault("debtor-in-letters", "wrong type", "{debtor_id}", put("MAIRIE DE LILLE"), "DEBTOR-NOT-SIRET")
fault("debtor-in-wide-digits", "wrong type", "{debtor_id}", put("５３５１４６５００９００１８"), "DEBTOR-NOT-SIRET")
fault("debtor-key", "changed", "{debtor_id}", put("53514650090019"), "DEBTOR-SIRET-KEY")
fault(
    "debtor-zeros",
    "changed",
    "{debtor_id}",
    put("0" * 14),
    "DEBTOR-ZEROS",
    when="not({debtor_service} and {commitment})",
)
fault("debtor-name-too-long", "overlong", "{debtor_name}", put("N" * 100), "NAME-LONG")
fault("debtor-country-unknown", "changed", "{debtor_country}", put("ZZ"), "COUNTRY-CODE")
fault(
    "service-of-an-unknown-debtor-gone",
    "removed",
    "{debtor_service}",
    gone,
    "DEBTOR-ZEROS",
    when="{debtor_id}='00000000000000'",
)
fault(
    "commitment-of-an-unknown-debtor-blank",
    "removed",
    "{commitment}",
    put(" "),
    "DEBTOR-ZEROS",
    when="{debtor_id}='00000000000000'",
)
fault("debtor-is-supplier", "changed", "{debtor_id}", copied("{supplier_id}"), "SUPPLIER-IS-DEBTOR", when=SIRET)

# valideur

NEEDED = " or ".join(f"{{cadre}}='{code}'" for code in ("A4", "A7", "A9", "A10", "A12", "A13", "A14"))
fault("valideur-gone", "removed", "{valideur}", gone, "VALIDEUR-REQUIRED", when=NEEDED)
fault("valideur-without-number", "removed", "{valideur_id}", put(" "), "VALIDEUR-REQUIRED", when=NEEDED)
fault("valideur-cut", "changed", "{valideur_id}", edited(lambda text: text[:13]), "VALIDEUR-SIRET-FORM", when=NEEDED)
fault("valideur-in-letters", "wrong type", "{valideur_id}", put("LA MOE"), "VALIDEUR-SIRET-FORM", when=NEEDED)
fault("valideur-overlong", "overlong", "{valideur_id}", put("2" * 99), "VALIDEUR-SIRET-FORM", when=NEEDED)
fault("valideur-key", "changed", "{valideur_id}", put("24590041000293"), "VALIDEUR-SIRET-KEY", when=NEEDED)
fault("valideur-zeros", "changed", "{valideur_id}", put("0" * 14), "VALIDEUR-ZEROS", when=NEEDED)
fault("valideur-scheme-unknown", "changed", "{valideur_scheme}", put("MOE"), "VALIDEUR-SCHEME", when=NEEDED)
fault(
    "valideur-is-supplier",
    "changed",
    "{valideur_id}",
    copied("{supplier_id}"),
    "VALIDEUR-IS-SUPPLIER",
    when=f"({NEEDED}) and ({SIRET})",
)
fault("valideur-is-debtor", "changed", "{valideur_id}", copied("{debtor_id}"), "VALIDEUR-IS-DEBTOR", when=NEEDED)
fault(
    "moe-is-the-state",
    "changed",
    "{valideur_id}",
    put("11000201100044"),
    "MOE-IS-STATE",
    when="{cadre}='A4' or {cadre}='A7'",
)
fault("valideur-name-too-long", "overlong", "{valideur_name}", put("N" * 100), "NAME-LONG", when=NEEDED)
fault("valideur-country-unknown", "changed", "{valideur_country}", put("ZZ"), "COUNTRY-CODE", when=NEEDED)
fault(
    "valideur-of-an-invoice",
    "changed",
    "{cadre}",
    put("A1"),
    "VALIDEUR-UNEXPECTED",
    when=f"({NEEDED}) and {{valideur_id}}",
)
