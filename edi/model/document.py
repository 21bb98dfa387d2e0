"""One document as the gateway understood it: the same shape for every syntax, each value with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from edi.model.limits import MIB


class Syntax(str, Enum):
    """What a document is written in."""

    UBL_INVOICE = "ubl-invoice"
    UBL_CREDIT_NOTE = "ubl-credit-note"
    CII = "cii"
    FACTURX = "factur-x"

    @property
    def family(self) -> str:
        """The name config/interfaces.toml uses: ubl, cii or factur-x."""
        return "ubl" if self.value.startswith("ubl") else self.value


class Value(NamedTuple):
    """One value read from a document, and where it stands there."""

    text: str
    xpath: str
    line: int


class Labelled(NamedTuple):
    """An identifier and the label of its type, "" where none is written."""

    value: Value
    scheme: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A supplier, a debtor or a valideur, as written."""

    id: Value | None = None
    scheme: Value | None = None  # label of the identifier's type: 1..7, 0002, RIDET... (config/identifier-schemes.csv)
    name: Value | None = None
    country: Value | None = None
    vat: Value | None = None
    service: Value | None = None  # service code
    service_name: Value | None = None
    others: tuple[Labelled, ...] = ()  # identifiers that stand where Chorus Pro does not look for one


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """An allowance or a charge of the whole document."""

    charge: bool = False
    amount: Value | None = None
    rate: Value | None = None
    category: Value | None = None
    reason: Value | None = None


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """One line of the VAT summary."""

    basis: Value | None = None
    amount: Value | None = None
    rate: Value | None = None
    category: Value | None = None
    regime: Value | None = None
    exemption: Value | None = None
    xpath: str = ""  # its own place
    line: int = 0


class Line(NamedTuple):
    """One invoice line. `gross` and `price` are unit prices, before and after the line's own discount.

    AIFE's CII samples write the price without VAT as the gross one and the price with VAT as the net one."""

    net: Value | None = None  # what the line adds to the total without tax
    quantity: Value | None = None
    price: Value | None = None
    gross: Value | None = None
    basis: Value | None = None  # how many units the price is for
    gross_basis: Value | None = None  # and the gross one, where it says
    adjusted: Value | None = None  # the first allowance or charge of the line's own
    period_start: Value | None = None
    period_end: Value | None = None
    status: Value | None = None  # GROUP, DETAIL or INFORMATION, where EXTENDED writes it
    rate: Value | None = None
    category: Value | None = None
    kind: Value | None = None  # DETAIL, INFORMATION or REGROUPEMENT; free text in AIFE's samples
    unit: Value | None = None  # of the quantity: UN/ECE Rec 20 or 21
    adjustments: tuple[tuple[bool, str], ...] = ()  # all of the line's own: whether it is a charge, and its amount
    xpath: str = ""  # its own place
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The amounts at the foot of the document."""

    lines: Value | None = None
    allowances: Value | None = None
    charges: Value | None = None
    without_tax: Value | None = None
    tax: Value | None = None
    tax_currency: Value | None = None  # as written beside `tax`
    more_taxes: tuple[Value, ...] = ()  # totals of VAT in the same currency as `tax`, behind it
    with_tax: Value | None = None
    prepaid: Value | None = None
    rounding: Value | None = None  # added to reach a round amount to pay
    payable: Value | None = None
    payable_currency: Value | None = None  # as written beside `payable`


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One way of paying: UNTDID 4461 code and the account."""

    means: Value | None = None
    iban: Value | None = None
    account: Value | None = None  # an account that is no IBAN
    bic: Value | None = None
    account_name: Value | None = None


CONTENT_KINDS = (
    *("pdf", "zip", "ole", "ooxml", "odf", "png", "jpeg", "gif", "bmp", "tiff", "rtf", "gzip", "bzip2"),
    *("signature", "xml", "html", "text", "executable", "unknown"),
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was seen of one embedded file: decoded size, kind (one of CONTENT_KINDS) by its head, what a ZIP holds."""

    size: int | None = None  # None: the text is not base64
    kind: str = "unknown"
    zip: str = ""  # of a ZIP: opened, several, encrypted, bomb, unreadable
    members: int = 0  # files in the ZIP
    member: str = ""  # the name of its one file
    inner: str = ""  # the kind of that file; empty: it has no byte
    marks: tuple[str, ...] = ()  # macro, executable, active: what would run, in it or in what it holds; unseen
    parts: tuple[tuple[str, Content], ...] = ()  # what an archive or a PDF holds, by name, each looked at as this one

    def within(self) -> Iterator[tuple[str, Content]]:
        """Every file in this one, however deep, with its name; a file before those in it."""
        own = (self.member, Content(size=0 if self.inner == "empty" else self.size, kind=self.inner))
        for name, part in self.parts or ((own,) if self.inner else ()):
            yield name, part
            yield from part.within()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One embedded file."""

    name: Value | None = None
    kind: Value | None = None
    mime: str | None = None
    content: Content = Content()
    xpath: str = ""
    line: int = 0
    beside: bool = False  # in the PDF of a Factur-X, beside the invoice

    @property
    def size(self) -> int | None:
        """Decoded bytes; None when the content is not base64."""
        return self.content.size


@dataclass(frozen=True, kw_only=True)
class Pdf:
    """The PDF around the invoice of a Factur-X."""

    name: str  # of the embedded invoice, as written
    usual: str  # the name it should have
    marks: tuple[str, ...] = ()  # active: it launches code


@dataclass(frozen=True, kw_only=True)
class Strays:
    """What the tree holds beside the places that are read: each with its own place."""

    dates: tuple[Value, ...] = ()  # not written as the format beside them says
    empty_dates: tuple[Value, ...] = ()  # an element of a date that holds none
    amounts: tuple[tuple[Value, str], ...] = ()  # in another currency than the document's, and which
    gross_prices: tuple[Value, ...] = ()  # without the allowance that leads to the net price
    gross_allowances: tuple[Value, ...] = ()  # an allowance on a gross price, without its amount
    empty_countries: tuple[Value, ...] = ()  # an address without a country, or with an empty one
    blanks: tuple[
        tuple[Value, bool], ...
    ] = ()  # values as written, with blanks that are none of XML's; whether it pays
    cadres: tuple[Value, ...] = ()  # what names a profile: a cadre may stand there by mistake


@dataclass(frozen=True, kw_only=True)
class Record:
    """One document as the gateway understood it: the same shape for every syntax."""

    syntax: Syntax
    number: Value | None = None
    type: Value | None = None  # 380 invoice, 381 credit note
    issue_date: Value | None = None  # text is always AAAA-MM-JJ when it could be read as a date
    due_date: Value | None = None
    delivery_date: Value | None = None
    period_start: Value | None = None
    period_end: Value | None = None
    currency: Value | None = None
    cadre: Value | None = None  # None: the document says none, A1 is assumed
    cadres: tuple[Value, ...] = ()  # every place that names one, the deciding one first
    supplier: Party = Party()
    debtor: Party = Party()
    valideur: Party = Party()
    commitment: Value | None = None
    marche: Value | None = None
    contract: Value | None = None
    origins: tuple[Value, ...] = ()  # earlier invoices or pieces this one refers to
    notes: tuple[Value, ...] = ()
    payee: Party = Party()  # who is paid in the supplier's place
    lines: tuple[Line, ...] = ()
    totals: Totals = Totals()
    tax_lines: tuple[TaxLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    attachments: tuple[Attachment, ...] = ()  # wherever they stand, those of the PDF last
    pdf: Pdf | None = None  # of a Factur-X
    adjustments: tuple[Adjustment, ...] = ()  # allowances and charges of the whole document
    profile: Value | None = None  # the guideline or customization that is declared
    misplaced_service: Value | None = None  # a service code of the debtor's, where Chorus Pro does not look for one
    strays: Strays = Strays()

    @property
    def parties(self) -> tuple[Party, ...]:
        """All four; one the document does not name is empty."""
        return (self.supplier, self.debtor, self.valideur, self.payee)


EXPANDED = 256 * MIB  # what the ZIPs of one document may give out together: about two seconds of work

OPENED, UNREADABLE, ENCRYPTED, BOMB, SEVERAL = "opened", "unreadable", "encrypted", "bomb", "several"
MACRO, EXECUTABLE, ACTIVE = "macro", "executable", "active"  # the marks
UNSEEN = "unseen"  # and that of what was not looked at: too many files, too deep, packed in an odd way
XML_SPACE = " \t\r\n"
