"""The nouns of the gateway: frozen records and enums, no behaviour beyond reading themselves.

A *flow* is one drop of a partner; a *document* is one invoice file inside it; a *finding* is one thing wrong with
either; a *verdict* is what follows. Everything here crosses a process boundary and holds no tree, no open file and no
path of the outside. (No slots: a frozen record with slots unpickles ten times slower, and they come by the thousand.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple


class Severity(str, Enum):
    """How much a finding weighs. FATAL and ERROR refuse; WARNING and INFO are only told."""

    FATAL = "fatal"  # nothing after it was looked at
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def refuses(self) -> bool:
        return self in (Severity.FATAL, Severity.ERROR)


class Verdict(str, Enum):
    """What became of one document."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    NOT_JUDGED = "not judged"


class FlowVerdict(str, Enum):
    """What became of one flow."""

    INTEGRATED = "integrated"
    PARTIAL = "partially integrated"
    REFUSED = "refused"  # every document was refused
    IRRECEVABLE = "irrecevable"  # refused whole, before its documents
    REPEAT = "repeat"  # same partner, same name, same bytes: the first answer again
    QUARANTINED = "quarantined"  # never judged: it defeated the gateway too often, an operator must look
    NOT_JUDGED = "not judged"


class State(str, Enum):
    """Where a flow stands in the ledger (docs/states.md). S0 and S1 have no row yet."""

    TAKEN = "taken"  # S2: known, to be judged
    DECIDED = "decided"  # S3: verdict and returns are fixed, to be published
    RETURNED = "returned"  # S4, S5: published, to be archived
    DONE = "done"  # S6


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


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong, or worth saying. Its sentences live in edi.findings, found by `code`."""

    code: str
    severity: Severity
    rule: str  # the outside reference: IRR_*, AIFE:G1.05, XSD, CADRE...; goes to NatureErreur
    values: Mapping[str, str] = field(default_factory=dict)  # what the sentence quotes, by name
    value: str | None = None  # what was found, as the partner wrote it (shortened, made printable)
    xpath: str | None = None
    line: int | None = None
    member: str | None = None  # the file inside the flow
    excerpt: str | None = None  # the lines of the document around `line`, shortened for people


class Value(NamedTuple):
    """One value read from a document, and where it stands there."""

    text: str
    xpath: str
    line: int


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
    rate: Value | None = None
    category: Value | None = None
    kind: Value | None = None  # DETAIL, INFORMATION or REGROUPEMENT; free text in AIFE's samples
    unit: Value | None = None  # of the quantity: UN/ECE Rec 20 or 21
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
    marks: tuple[str, ...] = ()  # macro, executable, active: what would run


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One embedded file."""

    name: Value | None = None
    kind: Value | None = None
    mime: str | None = None
    content: Content = Content()
    xpath: str = ""
    line: int = 0

    @property
    def size(self) -> int | None:
        """Decoded bytes; None when the content is not base64."""
        return self.content.size


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
    attachments: tuple[Attachment, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """All four; one the document does not name is empty."""
        return (self.supplier, self.debtor, self.valideur, self.payee)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a document is judged on besides its bytes and the tables: the day, who dropped it, what was agreed."""

    today: date | None = None  # in Paris; None: no day, so no date is early or late
    partner: str | None = None
    interface: str | None = None
    qualification: bool = False  # AIFE's test platform: some refusals are only told there
    suppliers: tuple[str, ...] = ()  # SIREN or SIRET the partner may deposit for; none given: any
    weights: Mapping[str, Severity | None] = field(default_factory=dict)  # waivers in force, by rule; None: off
    expired: Mapping[str, date] = field(default_factory=dict)  # waivers no longer obeyed, by rule, with their last day


class Member(NamedTuple):
    """One file of a flow, as bytes. `name` is text for people: it never names a file on our disk."""

    name: str
    data: bytes
    terms: Terms = Terms()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the judging of one member gave. `companion` says the member is no invoice: stylesheet or signature."""

    member: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    syntax: Syntax | None = None
    record: Record | None = None
    cadre: str | None = None  # the cadre it was judged under; A1 when the document says none
    companion: str | None = None
    failure: str | None = None  # why it is not judged: our own fault, never told as a refusal


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A schema or rule set that took part in a verdict."""

    role: str
    package: str
    version: str
    sha256: str
