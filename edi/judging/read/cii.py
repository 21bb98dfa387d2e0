"""Reading CII (D16B and D22B), alone or out of a Factur-X: the root in, the common Record out.

The places are those of AIFE's own samples (FSO1116A, FSO1117A): the debtor's service is BuyerReference, the supplier's
is InvoiceIssuerReference, the valideur is InvoiceeTradeParty, and ReferenceTypeCode tells a marché from a contract.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from edi.judging.read.embedded import attachments
from edi.judging.read.lines import compile_lines, read_lines
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
from edi.judging.read.strays import CII, cleaned, strays
from edi.model.document import Labelled, Party, Payment, Record, Syntax, TaxLine, Value
from edi.model.namespaces import CII_NAMESPACES as NAMESPACES

TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
SUPPLIER = f"{AGREEMENT}/ram:SellerTradeParty"
DEBTOR = f"{AGREEMENT}/ram:BuyerTradeParty"
VALIDEUR = f"{SETTLEMENT}/ram:InvoiceeTradeParty"
PAYEE = f"{SETTLEMENT}/ram:PayeeTradeParty"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
LINE_PERIOD = "ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod"
SUMMATION = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"


def _party(who: str, at: str) -> dict[str, str]:
    organisation = f"{at}/ram:SpecifiedLegalOrganization"
    return {
        f"{who}.id": f"{organisation}/ram:ID",
        f"{who}.scheme": f"{organisation}/ram:ID@schemeID",
        f"{who}.name": f"{at}/ram:Name",
        f"{who}.trade_name": f"{organisation}/ram:TradingBusinessName",
        f"{who}.country": f"{at}/ram:PostalTradeAddress/ram:CountryID",
        f"{who}.legal_country": f"{organisation}/ram:PostalTradeAddress/ram:CountryID",
        f"{who}.service_name": f"{at}/ram:DefinedTradeContact/ram:DepartmentName",
    }


def _registrations(at: str) -> Group:
    return Group(path=f"{at}/ram:SpecifiedTaxRegistration", fields={"id": "ram:ID", "scheme": "ram:ID@schemeID"})


def _others(who: str, at: str) -> dict[str, Group]:
    """Identifiers of a party that Chorus Pro does not look for: GlobalID, ID."""
    return {
        f"{who}.globals": Group(path=f"{at}/ram:GlobalID", fields={"id": ".", "scheme": ".@schemeID"}),
        f"{who}.locals": Group(path=f"{at}/ram:ID", fields={"id": ".", "scheme": ".@schemeID"}),
    }


def _adjustments(path: str, fields: dict[str, str]) -> Group:
    tax = "ram:CategoryTradeTax" if "charge" in fields else "ram:AppliedTradeTax"
    return Group(
        path=f"{SETTLEMENT}/{path}",
        fields={**fields, "rate": f"{tax}/ram:RateApplicablePercent", "category": f"{tax}/ram:CategoryCode"},
    )


def _moment(name: str, at: str) -> dict[str, str]:
    return {
        name: f"{at}/udt:DateTimeString",
        f"{name}.format": f"{at}/udt:DateTimeString@format",
        f"{name}.iso": f"{at}/udt:DateTime",
    }


DOCUMENT = Group(
    path="/rsm:CrossIndustryInvoice",
    fields={
        "number": "rsm:ExchangedDocument/ram:ID",
        "type": "rsm:ExchangedDocument/ram:TypeCode",
        **_moment("issue_date", "rsm:ExchangedDocument/ram:IssueDateTime"),
        "currency": f"{SETTLEMENT}/ram:InvoiceCurrencyCode",
        **_party("supplier", SUPPLIER),
        "supplier.service": f"{SETTLEMENT}/ram:InvoiceIssuerReference",
        **_party("debtor", DEBTOR),
        "debtor.service": f"{AGREEMENT}/ram:BuyerReference",
        **_party("valideur", VALIDEUR),
        "commitment": f"{AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        **_party("payee", PAYEE),
        **_moment("delivery_date", f"{DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime"),
        **_moment("period_start", f"{SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime"),
        **_moment("period_end", f"{SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime"),
        "profile": "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "totals.lines": f"{SUMMATION}/ram:LineTotalAmount",
        "totals.allowances": f"{SUMMATION}/ram:AllowanceTotalAmount",
        "totals.charges": f"{SUMMATION}/ram:ChargeTotalAmount",
        "totals.without_tax": f"{SUMMATION}/ram:TaxBasisTotalAmount",
        "totals.with_tax": f"{SUMMATION}/ram:GrandTotalAmount",
        "totals.prepaid": f"{SUMMATION}/ram:TotalPrepaidAmount",
        "totals.rounding": f"{SUMMATION}/ram:RoundingAmount",
        "totals.payable": f"{SUMMATION}/ram:DuePayableAmount",
        "totals.payable_currency": f"{SUMMATION}/ram:DuePayableAmount@currencyID",
    },
    groups={
        "processes": Group(
            path="rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter",
            fields={"cadre": "ram:ID"},
        ),
        "supplier.registrations": _registrations(SUPPLIER),
        "debtor.registrations": _registrations(DEBTOR),
        "valideur.registrations": _registrations(VALIDEUR),
        "payee.registrations": _registrations(PAYEE),
        **_others("supplier", SUPPLIER),
        **_others("debtor", DEBTOR),
        **_others("valideur", VALIDEUR),
        "adjustments": _adjustments(
            "ram:SpecifiedTradeAllowanceCharge",
            {"charge": "ram:ChargeIndicator/udt:Indicator", "amount": "ram:ActualAmount", "reason": "ram:Reason"},
        ),
        "services": _adjustments("ram:SpecifiedLogisticsServiceCharge", {"amount": "ram:AppliedAmount"}),
        "notes": Group(path="rsm:ExchangedDocument/ram:IncludedNote", fields={"text": "ram:Content"}),
        "contracts": Group(
            path=f"{AGREEMENT}/ram:ContractReferencedDocument",
            fields={"id": "ram:IssuerAssignedID", "type": "ram:ReferenceTypeCode"},
        ),
        "origins": Group(
            path=f"{SETTLEMENT}/ram:InvoiceReferencedDocument",
            fields={"id": "ram:IssuerAssignedID"},
        ),
        "payments": Group(
            path=f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans",
            fields={
                "means": "ram:TypeCode",
                "iban": "ram:PayeePartyCreditorFinancialAccount/ram:IBANID",
                "account": "ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID",
                "account_name": "ram:PayeePartyCreditorFinancialAccount/ram:AccountName",
                "bic": "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID",
            },
        ),
        "terms": Group(
            path=f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms",
            fields=_moment("due_date", "ram:DueDateDateTime"),
        ),
        "tax_lines": Group(
            path=f"{SETTLEMENT}/ram:ApplicableTradeTax",
            fields={
                "basis": "ram:BasisAmount",
                "amount": "ram:CalculatedAmount",
                "rate": "ram:RateApplicablePercent",
                "category": "ram:CategoryCode",
                "regime": "ram:DueDateTypeCode",
                "exemption": "ram:ExemptionReason",
                "exemption_code": "ram:ExemptionReasonCode",
            },
        ),
        "tax_totals": Group(
            path=f"{SUMMATION}/ram:TaxTotalAmount",
            fields={"amount": ".", "currency": ".@currencyID"},
        ),
    },
)

# The keys of each party, made once: "supplier.name" and so on.
PARTY_FIELDS = {
    who: {
        name: f"{who}.{name}"
        for name in (
            *("id", "scheme", "name", "trade_name", "country", "legal_country"),
            *("registrations", "service", "service_name", "globals", "locals"),
        )
    }
    for who in ("supplier", "debtor", "valideur", "payee")
}

SERVICE_SCHEME = "0224"  # ICD of a routing code

PLAN: Step = compile_plan(DOCUMENT, NAMESPACES)
LINES = compile_lines(
    f"/rsm:CrossIndustryInvoice/{TRADE}/ram:IncludedSupplyChainTradeLineItem",
    {
        "kind": "ram:AssociatedDocumentLineDocument/ram:LineStatusCode",
        "status": "ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode",
        "period_start": f"{LINE_PERIOD}/ram:StartDateTime/udt:DateTimeString",
        "period_end": f"{LINE_PERIOD}/ram:EndDateTime/udt:DateTimeString",
        "gross": "ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:ChargeAmount",
        "price": "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
        "basis": "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity",
        "gross_basis": "ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:BasisQuantity",
        "adjusted": "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount",
        "quantity": "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
        "unit": "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode",
        "rate": "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent",
        "category": "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode",
        "net": "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    },
    NAMESPACES,
    (
        "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge",
        "ram:ChargeIndicator/udt:Indicator",
        "ram:ActualAmount",
    ),
)

# ReferenceTypeCode: BC and CT in AIFE's samples; MARCHE, CONTRAT and GC are asked for by French public buyers. Without
# one (EN 16931 has none) BT-12 is the marché's number, as the Factur-X standard says of Chorus Pro.
CONTRACT_KINDS = {
    "CT": "contract",
    "CONTRAT": "contract",
    "BC": "marche",
    "MARCHE": "marche",
    "MARCHÉ": "marche",
    "GC": "marche",
}


def read(root: Any, syntax: Syntax) -> Record:
    """The record of a CII document; `syntax` is CII, or FACTURX when the root came out of a PDF."""
    found = collect(root, PLAN)
    blanks = cleaned(found)
    get = found.get
    processes = list(values(get("processes", ()), "cadre"))
    cadres = tuple([process for process in processes if not names_profile(process.text)])
    contracts = _contracts(get("contracts", ()))
    return Record(
        syntax=syntax,
        number=get("number"),
        type=get("type"),
        issue_date=_date(found, "issue_date"),
        due_date=next(filter(None, [_date(item, "due_date") for item in get("terms", ())]), None),
        delivery_date=_date(found, "delivery_date"),
        period_start=_date(found, "period_start"),
        period_end=_date(found, "period_end"),
        currency=get("currency"),
        cadre=cadres[0] if cadres else None,
        cadres=cadres,
        supplier=_read_party(get, "supplier"),
        debtor=_read_party(get, "debtor"),
        valideur=_read_party(get, "valideur"),
        commitment=get("commitment"),
        marche=contracts.get("marche"),
        contract=contracts.get("contract"),
        origins=tuple(values(get("origins", ()), "id")),
        notes=tuple(values(get("notes", ()), "text")),
        payee=_read_party(get, "payee"),
        lines=read_lines(root, LINES),
        totals=totals(found, get("currency")),
        tax_lines=tuple([_tax_line(item) for item in get("tax_lines", ())]),
        payments=tuple([_payment(found, item) for item in get("payments", ())]),
        attachments=attachments(root),
        adjustments=adjustments(found),
        profile=get("profile"),
        misplaced_service=_misplaced_service(get("debtor.globals", ())),
        strays=strays(root, CII, get("currency"), blanks, NAMESPACES, (get("profile"), *processes)),
    )


def _date(found: Found, name: str) -> Value | None:
    written = found.get(name)
    if written is None:
        return iso_date(found.get(f"{name}.iso"))
    form = found.get(f"{name}.format")
    return iso_date(written, form.text if form else None)


def _read_party(get: Callable[[str], Any], who: str) -> Party:
    fields = PARTY_FIELDS[who]
    return Party(
        id=get(fields["id"]),
        scheme=get(fields["scheme"]),
        name=get(fields["name"]) or get(fields["trade_name"]),
        country=get(fields["country"]) or get(fields["legal_country"]),
        vat=_vat(get(fields["registrations"]) or ()),
        service=get(fields["service"]),
        service_name=get(fields["service_name"]),
        others=_labelled((*(get(fields["globals"]) or ()), *(get(fields["locals"]) or ()))),
    )


def _labelled(items: Sequence[Found]) -> tuple[Labelled, ...]:
    return tuple(
        [Labelled(item["id"], item["scheme"].text if "scheme" in item else "") for item in items if "id" in item]
    )


def _misplaced_service(items: Sequence[Found]) -> Value | None:
    """A routing code (ICD 0224) among the buyer's identifiers: where the reform's documents put the service."""
    return next((other.value for other in _labelled(items) if other.scheme == SERVICE_SCHEME), None)


def _vat(registrations: Sequence[Found]) -> Value | None:
    # VA is the VAT number; FC, the tax number, may stand beside it
    for item in registrations:
        if "id" in item and ("scheme" not in item or item["scheme"].text == "VA"):
            id_: Value = item["id"]
            return id_
    return None


def _contracts(items: Sequence[Found]) -> dict[str, Value]:
    """The first reference of each kind: contract, marche. One without a type is the marché, unless another says so."""
    kinds: dict[str, Value] = {}
    untyped: list[Value] = []
    for item in items:
        if "id" not in item:
            continue
        if "type" not in item:
            untyped.append(item["id"])
        elif (kind := CONTRACT_KINDS.get(item["type"].text.upper())) is not None:
            kinds.setdefault(kind, item["id"])
    for value in untyped:
        kinds.setdefault("contract" if "marche" in kinds else "marche", value)
    return kinds


def _tax_line(item: Found) -> TaxLine:
    get = item.get
    return TaxLine(
        basis=get("basis"),
        amount=get("amount"),
        rate=get("rate"),
        category=get("category"),
        regime=get("regime"),
        exemption=get("exemption") or get("exemption_code"),
        xpath=item[PLACE][0],
        line=item[PLACE][1],
    )


def _payment(found: Found, item: Found) -> Payment:
    return Payment(
        means=item.get("means"),
        iban=item.get("iban"),
        account=item.get("account"),
        bic=item.get("bic"),
        account_name=item.get("account_name") or found.get("payee.name"),
    )
