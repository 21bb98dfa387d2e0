"""Reading UBL 2.1: the root of an Invoice or a CreditNote in, the common Record out.

The places are those of AIFE's UBL profile (annexe EDI, and its rendering stylesheet), which are not always EN 16931's:
the identifier's type stands in schemeName, the marché in a typed ContractDocumentReference, the valideur in AgentParty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from edi.judging.read.embedded import attachments
from edi.judging.read.lines import LinePlan, compile_lines, read_lines
from edi.judging.read.plan import (
    PLACE,
    Found,
    Group,
    Step,
    adjustments,
    collect,
    compile_plan,
    iso_date,
    names_profile,
    totals,
    values,
)
from edi.judging.read.strays import UBL, cleaned, strays
from edi.model.document import Labelled, Party, Payment, Record, Syntax, TaxLine, Value
from edi.model.document_types import CREDIT_NOTE as CREDIT_NOTE_TYPE
from edi.model.namespaces import UBL_NAMESPACES as NAMESPACES

SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
DEBTOR = "cac:AccountingCustomerParty/cac:Party"
VALIDEUR = f"{SUPPLIER}/cac:AgentParty"


def _party(who: str, at: str) -> dict[str, str]:
    return {
        f"{who}.company_id": f"{at}/cac:PartyLegalEntity/cbc:CompanyID",
        f"{who}.company_scheme_name": f"{at}/cac:PartyLegalEntity/cbc:CompanyID@schemeName",
        f"{who}.company_scheme_id": f"{at}/cac:PartyLegalEntity/cbc:CompanyID@schemeID",
        f"{who}.name": f"{at}/cac:PartyLegalEntity/cbc:RegistrationName",
        f"{who}.trade_name": f"{at}/cac:PartyName/cbc:Name",
        f"{who}.country": f"{at}/cac:PartyLegalEntity/cac:RegistrationAddress/cac:Country/cbc:IdentificationCode",
        f"{who}.postal_country": f"{at}/cac:PostalAddress/cac:Country/cbc:IdentificationCode",
        f"{who}.endpoint": f"{at}/cbc:EndpointID",
        f"{who}.endpoint_scheme": f"{at}/cbc:EndpointID@schemeID",
    }


def _identifiers(at: str) -> Group:
    return Group(
        path=f"{at}/cac:PartyIdentification",
        fields={"id": "cbc:ID", "scheme_name": "cbc:ID@schemeName", "scheme_id": "cbc:ID@schemeID"},
    )


def _registrations(at: str) -> Group:
    return Group(
        path=f"{at}/cac:PartyTaxScheme",
        fields={"id": "cbc:CompanyID", "scheme": "cac:TaxScheme/cbc:ID", "regime": "cac:TaxScheme/cbc:TaxTypeCode"},
    )


def _document(root: str) -> Group:
    return Group(
        path=f"/{root}",
        fields={
            "number": "cbc:ID",
            "type": f"cbc:{root}TypeCode",
            "issue_date": "cbc:IssueDate",
            "due_date": "cbc:DueDate",
            "currency": "cbc:DocumentCurrencyCode",
            "profile": "cbc:ProfileID",
            "customization": "cbc:CustomizationID",
            "buyer_reference": "cbc:BuyerReference",
            "commitment": "cac:OrderReference/cbc:ID",
            **_party("supplier", SUPPLIER),
            "supplier.service": f"{SUPPLIER}/cac:Contact/cbc:ID",
            "supplier.service_name": f"{SUPPLIER}/cac:Contact/cbc:Name",
            **_party("debtor", DEBTOR),
            "debtor.service": "cac:AccountingCustomerParty/cac:AccountingContact/cbc:ID",
            "debtor.service_name": "cac:AccountingCustomerParty/cac:AccountingContact/cbc:Name",
            **_party("valideur", VALIDEUR),
            "valideur.service": f"{VALIDEUR}/cac:Contact/cbc:ID",
            "valideur.service_name": f"{VALIDEUR}/cac:Contact/cbc:Name",
            **_party("payee", "cac:PayeeParty"),
            "delivery_date": "cac:Delivery/cbc:ActualDeliveryDate",
            "period_start": "cac:InvoicePeriod/cbc:StartDate",
            "period_end": "cac:InvoicePeriod/cbc:EndDate",
            "terms_due_date": "cac:PaymentTerms/cbc:PaymentDueDate",
            "totals.lines": "cac:LegalMonetaryTotal/cbc:LineExtensionAmount",
            "totals.allowances": "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount",
            "totals.charges": "cac:LegalMonetaryTotal/cbc:ChargeTotalAmount",
            "totals.without_tax": "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
            "totals.with_tax": "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
            "totals.prepaid": "cac:LegalMonetaryTotal/cbc:PrepaidAmount",
            "totals.rounding": "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount",
            "totals.payable": "cac:LegalMonetaryTotal/cbc:PayableAmount",
            "totals.payable_currency": "cac:LegalMonetaryTotal/cbc:PayableAmount@currencyID",
        },
        groups={
            "extensions": Group(
                path="ext:UBLExtensions/ext:UBLExtension",
                groups={
                    "aife": Group(path="ext:ExtensionContent/*:FactureExtension/*:CategoryCode", fields={"cadre": "."}),
                    "bare": Group(path="ext:ExtensionContent/*:CategoryCode", fields={"cadre": "."}),
                },
            ),
            "supplier.ids": _identifiers(SUPPLIER),
            "supplier.registrations": _registrations(SUPPLIER),
            "debtor.ids": _identifiers(DEBTOR),
            "debtor.registrations": _registrations(DEBTOR),
            "valideur.ids": _identifiers(VALIDEUR),
            "valideur.registrations": _registrations(VALIDEUR),
            "payee.ids": _identifiers("cac:PayeeParty"),
            "payee.registrations": _registrations("cac:PayeeParty"),
            "adjustments": Group(
                path="cac:AllowanceCharge",
                fields={
                    "charge": "cbc:ChargeIndicator",
                    "amount": "cbc:Amount",
                    "reason": "cbc:AllowanceChargeReason",
                    "rate": "cac:TaxCategory/cbc:Percent",
                    "category": "cac:TaxCategory/cbc:ID",
                },
            ),
            "notes": Group(path="cbc:Note", fields={"text": "."}),
            "contracts": Group(
                path="cac:ContractDocumentReference",
                fields={"id": "cbc:ID", "type_code": "cbc:DocumentTypeCode", "type": "cbc:DocumentType"},
            ),
            "origins": Group(
                path="cac:BillingReference",
                fields={
                    "invoice": "cac:InvoiceDocumentReference/cbc:ID",
                    "credit_note": "cac:CreditNoteDocumentReference/cbc:ID",
                },
            ),
            "payments": Group(
                path="cac:PaymentMeans",
                fields={
                    "means": "cbc:PaymentMeansCode",
                    "due_date": "cbc:PaymentDueDate",
                    "account": "cac:PayeeFinancialAccount/cbc:ID",
                    "account_scheme": "cac:PayeeFinancialAccount/cbc:ID@schemeName",
                    "account_scheme_id": "cac:PayeeFinancialAccount/cbc:ID@schemeID",
                    "account_name": "cac:PayeeFinancialAccount/cbc:Name",
                    "branch": "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
                    "bank": "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID",
                },
            ),
            "tax_totals": Group(
                path="cac:TaxTotal",
                fields={"amount": "cbc:TaxAmount", "currency": "cbc:TaxAmount@currencyID"},
                groups={
                    "lines": Group(
                        path="cac:TaxSubtotal",
                        fields={
                            "basis": "cbc:TaxableAmount",
                            "amount": "cbc:TaxAmount",
                            "rate": "cbc:Percent",
                            "category_rate": "cac:TaxCategory/cbc:Percent",
                            "category": "cac:TaxCategory/cbc:ID",
                            "exemption": "cac:TaxCategory/cbc:TaxExemptionReason",
                            "exemption_code": "cac:TaxCategory/cbc:TaxExemptionReasonCode",
                        },
                    )
                },
            ),
        },
    )


# The keys of each party, made once: "supplier.name" and so on.
PARTY_FIELDS = {
    who: {
        name: f"{who}.{name}"
        for name in (
            *("ids", "company_id", "company_scheme_name", "company_scheme_id", "name", "trade_name"),
            *("country", "postal_country", "registrations", "service", "service_name", "endpoint", "endpoint_scheme"),
        )
    }
    for who in ("supplier", "debtor", "valideur", "payee")
}

VAT_SCHEMES = frozenset(("VAT", "TVA", "VA"))

OTHER_REGISTERS = frozenset(("0088", "0060"))  # ICD: GLN, DUNS; Chorus Pro knows nobody by them

# labels of accounts that are no IBAN, without accents or case; an IBAN begins with a country and two digits
OTHER_ACCOUNTS = frozenset(("bban", "rib", "local", "proprietary", "other", "autre", "national"))
_IBAN_HEAD = re.compile(r"[A-Za-z]{2}\s?[0-9]{2}", re.ASCII)

INVOICE: Step = compile_plan(_document("Invoice"), NAMESPACES)
CREDIT_NOTE: Step = compile_plan(_document("CreditNote"), NAMESPACES)


def _lines(root: str, quantity: str) -> LinePlan:
    return compile_lines(
        f"/{root}/cac:{root}Line",
        {
            "quantity": f"cbc:{quantity}",
            "unit": f"cbc:{quantity}/@unitCode",
            "net": "cbc:LineExtensionAmount",
            "rate": "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",
            "category": "cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
            "price": "cac:Price/cbc:PriceAmount",
            "basis": "cac:Price/cbc:BaseQuantity",
            "adjusted": "cac:AllowanceCharge/cbc:Amount",
            "period_start": "cac:InvoicePeriod/cbc:StartDate",
            "period_end": "cac:InvoicePeriod/cbc:EndDate",
            "kind": "cac:Item/cac:AdditionalItemProperty[cbc:Name='TYPE_LIGNE']/cbc:Value",  # AIFE's stylesheet
        },
        NAMESPACES,
        ("cac:AllowanceCharge", "cbc:ChargeIndicator", "cbc:Amount"),
    )


INVOICE_LINES = _lines("Invoice", "InvoicedQuantity")
CREDIT_NOTE_LINES = _lines("CreditNote", "CreditedQuantity")

# What the type of a ContractDocumentReference says, folded (no accents, no case); without one it is the marché, as the
# Factur-X standard says of BT-12 and Chorus Pro.
CONTRACT_KINDS = {
    "contrat": "contract",
    "marche public": "marche",
    "marche": "marche",
    "bon de commande": "commitment",
    "engagement": "commitment",
}


def read(root: Any, syntax: Syntax) -> Record:
    """The record of a UBL document; `syntax` is UBL_INVOICE or UBL_CREDIT_NOTE."""
    credit = syntax is Syntax.UBL_CREDIT_NOTE
    found = collect(root, CREDIT_NOTE if credit else INVOICE)
    blanks = cleaned(found)
    get = found.get
    kind = get("type")
    if kind is None and credit:
        kind = Value(CREDIT_NOTE_TYPE, "/CreditNote", root.sourceline or 0)  # the root itself says so
    payments = get("payments", ())
    due = get("due_date") or next(values(payments, "due_date"), None) or get("terms_due_date")
    cadres = tuple(_cadres(found))
    contracts = _contracts(get("contracts", ()))
    return Record(
        syntax=syntax,
        number=get("number"),
        type=kind,
        issue_date=iso_date(get("issue_date")),
        due_date=iso_date(due),
        delivery_date=iso_date(get("delivery_date")),
        period_start=iso_date(get("period_start")),
        period_end=iso_date(get("period_end")),
        currency=get("currency"),
        cadre=cadres[0] if cadres else None,
        cadres=cadres,
        supplier=_read_party(get, "supplier"),
        debtor=_read_party(get, "debtor"),
        valideur=_read_party(get, "valideur"),
        commitment=get("commitment") or contracts.get("commitment"),
        marche=contracts.get("marche"),
        contract=contracts.get("contract"),
        origins=tuple(values(get("origins", ()), "invoice", "credit_note")),
        notes=tuple(values(get("notes", ()), "text")),
        payee=_read_party(get, "payee"),
        lines=read_lines(root, CREDIT_NOTE_LINES if credit else INVOICE_LINES),
        totals=totals(found, get("currency")),
        tax_lines=tuple(_tax_lines(found)),
        payments=tuple([_payment(found, item) for item in payments]),
        attachments=attachments(root),
        adjustments=adjustments(found),
        profile=get("customization"),
        misplaced_service=get("buyer_reference"),
        strays=strays(root, UBL, get("currency"), blanks, NAMESPACES, (get("customization"), get("profile"))),
    )


def _cadres(found: Found) -> Iterator[Value]:
    extensions = found.get("extensions", ())
    for kind in ("aife", "bare"):
        for extension in extensions:
            yield from values(extension.get(kind, ()), "cadre")
    profile = found.get("profile")
    if profile is not None and not names_profile(profile.text):
        yield profile


def _read_party(get: Callable[[str], Any], who: str) -> Party:
    fields = PARTY_FIELDS[who]
    chosen = _identifier(get(fields["ids"]) or ())
    if chosen is not None:
        id_, scheme = chosen.get("id"), chosen.get("scheme_name") or chosen.get("scheme_id")
    else:
        id_ = get(fields["company_id"])
        scheme = get(fields["company_scheme_name"]) or get(fields["company_scheme_id"])
    return Party(
        id=id_,
        scheme=scheme,
        name=get(fields["name"]) or get(fields["trade_name"]),
        country=get(fields["country"]) or get(fields["postal_country"]),
        vat=_of_vat(get(fields["registrations"]) or (), "id"),
        service=get(fields["service"]),
        service_name=get(fields["service_name"]),
        others=tuple(_others(get, fields, id_)),
    )


def _others(get: Callable[[str], Any], fields: dict[str, str], chosen: Value | None) -> Iterator[Labelled]:
    """Every identifier of a party but the chosen one."""
    for item in get(fields["ids"]) or ():
        if "id" in item and item["id"] is not chosen:
            yield _labelled(item["id"], item.get("scheme_name") or item.get("scheme_id"))
    company, endpoint = get(fields["company_id"]), get(fields["endpoint"])
    if company is not None and company is not chosen:
        yield _labelled(company, get(fields["company_scheme_name"]) or get(fields["company_scheme_id"]))
    if endpoint is not None:
        yield _labelled(endpoint, get(fields["endpoint_scheme"]))


def _labelled(value: Value, scheme: Value | None) -> Labelled:
    return Labelled(value, scheme.text if scheme else "")


def _identifier(items: Sequence[Found]) -> Found | None:
    # a GLN or a DUNS number may stand beside the identifier whose type is labelled
    written = [item for item in items if "id" in item]
    named = [item for item in items if "scheme_name" in item]
    meant = [item for item in written if "scheme_id" not in item or item["scheme_id"].text not in OTHER_REGISTERS]
    return next(iter((*named, *meant, *written)), None)


def _of_vat(registrations: Sequence[Found], field: str) -> Value | None:
    """A field of the registration for VAT, which may say so or not; others, such as FC, may stand beside it."""
    return next(values([item for item in registrations if _is_vat(item)], field), None)


def _is_vat(registration: Found) -> bool:
    return "scheme" not in registration or registration["scheme"].text.upper() in VAT_SCHEMES


def _contracts(items: Sequence[Found]) -> dict[str, Value]:
    """The first reference of each kind: contract, marche, commitment. One without a type is the marché, unless another
    says so."""
    kinds: dict[str, Value] = {}
    untyped: list[Value] = []
    for item in items:
        label = item.get("type_code") or item.get("type")
        if "id" not in item:
            continue
        if label is None:
            untyped.append(item["id"])
        elif (kind := CONTRACT_KINDS.get(folded(label.text))) is not None:
            kinds.setdefault(kind, item["id"])
    for value in untyped:
        kinds.setdefault("contract" if "marche" in kinds else "marche", value)
    return kinds


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """A label without accents, case or doubled spaces, to compare with."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _tax_lines(found: Found) -> Iterator[TaxLine]:
    regime = _of_vat(found.get("supplier.registrations", ()), "regime")  # UBL says it once, of the supplier
    for total in found.get("tax_totals", ()):
        for item in total.get("lines", ()):
            get = item.get
            yield TaxLine(
                basis=get("basis"),
                amount=get("amount"),
                rate=get("rate") or get("category_rate"),
                category=get("category"),
                regime=regime,
                exemption=get("exemption") or get("exemption_code"),
                xpath=item[PLACE][0],
                line=item[PLACE][1],
            )


def _payment(found: Found, item: Found) -> Payment:
    account = item.get("account")
    bank = _is_iban(account, item.get("account_scheme") or item.get("account_scheme_id"))
    return Payment(
        means=item.get("means"),
        iban=account if bank else None,
        account=None if bank else account,
        bic=item.get("branch") or item.get("bank"),
        account_name=found.get("payee.name") or found.get("payee.trade_name") or item.get("account_name"),
    )


def _is_iban(account: Value | None, label: Value | None) -> bool:
    """Whether an account is meant as an IBAN: so labelled, or without label begun like one; UBL has one place for all.

    A label that names neither counts for none: EN 16931 leaves the scheme free.
    """
    kind = folded(label.text) if label else ""
    if "iban" in kind:
        return True
    return account is not None and kind not in OTHER_ACCOUNTS and _IBAN_HEAD.match(account.text) is not None
