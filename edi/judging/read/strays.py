"""What stands beside the places that are read: dates of another form, amounts of another currency, hidden blanks.

In: a document's root, or what a plan found in it.  Out: the Strays of the record, each with its own place; and values
without the blanks that are none of XML's, so that no return carries them. XPath looks for all of it at once, and gives
an element only where something is wrong: a sound document costs one pass of libxml2 a question. It never raises on a
strange tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from edi.judging.read.plan import Found
from edi.model.document import XML_SPACE, Strays, Value
from edi.words.text import HIDDEN

MOST = 20  # of each kind: more tell nobody anything new
WIDE = re.compile("[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")  # those that part two words
LOOSE = frozenset(
    ("name", "trade_name", "service_name", "account_name", "text", "reason", "exemption", "kind", "filename", "mime")
)
UNREAD = frozenset(("globals", "locals", "references", "endpoint", "buyer_reference"))
# what neither routes nor pays: the other fields refuse where such a blank stands in them
TOLD = frozenset(("registrations", "origins", "tax_lines", "tax_totals", "adjustments", "regime", "profile"))
TOLD_DATES = frozenset(("due_date", "delivery_date", "period_start", "period_end", "terms"))


@dataclass(frozen=True, slots=True)
class Look:
    """Where one syntax keeps what is looked for: XPath 1.0 each, None where it has no such thing."""

    amounts: str
    countries: str
    dates: str | None = None  # empty, or of another form; UBL's are its schema's business
    gross_prices: str | None = None  # without an allowance, or with one without amount


_LINE = "/*/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeAgreement"
_GROSS = f"{_LINE}/ram:GrossPriceProductTradePrice"
_ALLOWANCE = "ram:AppliedTradeAllowanceCharge"
_AGREEMENT = "/*/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
_DIGITS = "translate(normalize-space(),'0123456789','')"
_NO_COUNTRY = "[.//ram:PostalTradeAddress][not(.//ram:CountryID[normalize-space()])]"
_ADDRESS = "cac:PostalAddress|cac:PartyLegalEntity/cac:RegistrationAddress"
_UBL_COUNTRY = "cac:Country/cbc:IdentificationCode[normalize-space()]"
_UBL_NO_COUNTRY = (
    f"/cac:Party[{_ADDRESS}][not(cac:PostalAddress/{_UBL_COUNTRY})]"
    f"[not(cac:PartyLegalEntity/cac:RegistrationAddress/{_UBL_COUNTRY})]"
)
CII = Look(
    amounts="//@currencyID[.!=$own]/parent::*[not(self::ram:TaxTotalAmount or self::ram:DuePayableAmount)]",
    countries=f"{_AGREEMENT}/ram:SellerTradeParty{_NO_COUNTRY}|{_AGREEMENT}/ram:BuyerTradeParty{_NO_COUNTRY}",
    dates=f"//udt:DateTimeString[not(normalize-space()) or @format='102']"
    f"[string-length(normalize-space())!=8 or {_DIGITS}!='']",
    gross_prices=f"{_GROSS}[not({_ALLOWANCE}) or {_ALLOWANCE}[not(normalize-space(ram:ActualAmount))]]",
)
UBL = Look(
    amounts="//@currencyID[.!=$own]/parent::*[not(self::cbc:PayableAmount)]"
    "[not(ancestor::cac:TaxTotal[cbc:TaxAmount/@currencyID!=$own])]",
    countries=f"/*/cac:AccountingSupplierParty{_UBL_NO_COUNTRY}|/*/cac:AccountingCustomerParty{_UBL_NO_COUNTRY}",
)
_compiled: dict[str, Any] = {}


def strays(
    root: Any,
    look: Look,
    currency: Value | None,
    blanks: Iterable[tuple[Value, bool]],
    namespaces: Mapping[str, str],
    profiles: Iterable[Value | None] = (),
) -> Strays:
    """Everything of the kinds above in one document."""
    own = currency.text if currency is not None else None

    def found(path: str | None, **given: str) -> list[tuple[Value, Any]]:
        elements = _elements(root, path, namespaces, given)[:MOST] if path is not None else ()
        return [(_value(element, namespaces), element) for element in elements]

    dates, prices = found(look.dates), found(look.gross_prices)
    amounts = found(look.amounts, own=own) if own is not None else ()
    return Strays(
        dates=tuple([value for value, _ in dates if value.text]),
        empty_dates=tuple([value for value, element in dates if not value.text and not _issues(element)]),
        amounts=tuple([(value, element.get("currencyID")) for value, element in amounts if value.text]),
        gross_prices=tuple([value for value, price in prices if not _allows(price)]),
        gross_allowances=tuple([value for value, price in prices if _allows(price)]),
        empty_countries=tuple([value for value, _ in found(look.countries)]),
        blanks=tuple(islice(blanks, MOST)),
        cadres=tuple([profile for profile in profiles if profile is not None]),
    )


def _issues(date: Any) -> bool:
    """Whether a date stands for the date of issue: a rule of its own tells that it lacks."""
    return etree.QName(date.getparent()).localname == "IssueDateTime"


def _allows(price: Any) -> bool:
    return any(etree.QName(child).localname == "AppliedTradeAllowanceCharge" for child in price.iterchildren("{*}*"))


def _elements(root: Any, path: str, namespaces: Mapping[str, str], given: Mapping[str, str]) -> list[Any]:
    if path not in _compiled:
        _compiled[path] = etree.XPath(path, namespaces=dict(namespaces), regexp=False, smart_strings=False)
    elements: list[Any] = _compiled[path](root, **given)
    return elements


def _value(element: Any, namespaces: Mapping[str, str]) -> Value:
    return Value((element.text or "").strip(XML_SPACE), _path(element, namespaces), element.sourceline or 0)


def _path(element: Any, namespaces: Mapping[str, str]) -> str:
    """The readable XPath of an element: a number where several of its name stand side by side."""
    prefixes = {uri: prefix for prefix, uri in namespaces.items()}
    steps = []
    while element is not None:
        name = etree.QName(element)
        prefix = prefixes.get(name.namespace or "")
        step = f"{prefix}:{name.localname}" if prefix else name.localname
        before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        if before or next(element.itersiblings(element.tag), None) is not None:
            step += f"[{before + 1}]"
        steps.append(step)
        element = element.getparent()
    return "/" + "/".join(reversed(steps))


def cleaned(found: Found) -> list[tuple[Value, bool]]:
    """Takes hidden blanks out of every identifier, code, reference, amount and date; what was written, and whether the
    value routes or pays. Names and texts keep theirs: in them such a blank is a matter of typography."""
    blanks: list[tuple[Value, bool]] = []
    _clean(found, False, blanks)
    return blanks


def _clean(found: Found, told: bool, blanks: list[tuple[Value, bool]]) -> None:
    for key, value in list(found.items()):
        if type(value) is Value:
            if value.text.isascii() or not HIDDEN.search(value.text):
                continue
            who, _, field = key.rpartition(".")
            if field in LOOSE or field in UNREAD:
                continue
            weighs = not (told or key in TOLD or key.partition(".")[0] in TOLD_DATES or who in TOLD_DATES)
            blanks.append((value, weighs))
            if text := without_hidden(value.text):
                found[key] = value._replace(text=text)
            else:  # nothing but such blanks: it is not there
                del found[key]
        elif type(value) is list:
            group = key.rpartition(".")[2]
            if group not in UNREAD and group != "notes":
                for item in value:
                    _clean(item, told or group in TOLD or key in TOLD_DATES, blanks)


def without_hidden(text: str) -> str:
    """A value as it was meant: digits in one piece, words parted by a plain blank."""
    bare = HIDDEN.sub("", text)
    return bare if bare.isdecimal() else HIDDEN.sub("", WIDE.sub(" ", text)).strip(XML_SPACE)
