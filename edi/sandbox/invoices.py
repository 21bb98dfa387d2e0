"""The fictive invoices the project writes its own flows from: demo, tests, benchmarks.

Out: frozen `Invoice` values with exact totals. Companies are invented and their SIRETs pass the Luhn key but start
with 99999, which no company bears; debtors are the fixed structures of AIFE's qualification platform.
Writers: edi.sandbox.ubl, edi.sandbox.cii, edi.sandbox.facturx.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle, islice
from typing import Any

from edi.model.document_types import INVOICE

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company or public body as an invoice names it. `scheme` is the identifier's type: 1 is SIRET."""

    id: str
    scheme: str = "1"
    name: str = ""
    country: str = "FR"
    service: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `rate` is the VAT rate in per cent, `category` its UNTDID 5305 code (AE: the buyer owes the VAT)."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    rate: Decimal = Decimal(20)
    category: str = "S"

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Tax:
    """One line of the VAT summary."""

    rate: Decimal
    category: str
    basis: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the invoice, in its currency, to the cent."""

    taxes: tuple[Tax, ...]
    without_tax: Decimal
    tax: Decimal
    with_tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What the writers need. Empty text and None leave the element out.

    `cadre_place` is where it is written. UBL: "extension" (AIFE's own), "bare" (CategoryCode straight in the
    extension), "profile" (ProfileID), "none". CII and Factur-X have one place: any value but "none" writes it there.
    """

    number: str
    cadre: str = "A1"
    cadre_place: str = "extension"
    type: str = INVOICE
    issue_date: date
    due_date: date | None = None
    currency: str = "EUR"
    supplier: Party
    debtor: Party
    valideur: Party | None = None
    commitment: str = ""
    marche: str = ""
    contract: str = ""
    origin: str = ""
    means: str = "30"
    iban: str = ""
    bic: str = ""
    lines: tuple[Line, ...]
    attachments: tuple[tuple[str, str, bytes], ...] = ()  # name, mime, content
    note: str = ""

    @property
    def totals(self) -> Totals:
        """Computed at each reading: VAT is rounded once a rate, on the sum of its lines."""
        bases: dict[tuple[Decimal, str], Decimal] = {}
        for line in self.lines:
            kind = (line.rate, line.category)
            bases[kind] = bases.get(kind, Decimal(0)) + line.amount
        taxes = tuple(
            Tax(rate, category, basis, (basis * rate / 100).quantize(CENT, ROUND_HALF_UP))
            for (rate, category), basis in bases.items()
        )
        without_tax = sum((tax.basis for tax in taxes), Decimal(0))
        tax = sum((tax.amount for tax in taxes), Decimal(0))
        return Totals(taxes, without_tax, tax, without_tax + tax)


TITULAIRE = Party(id="99999999800019", name="Entreprise de travaux exemple")
SOUS_TRAITANT = Party(id="99999998000017", name="Sous-traitant exemple")
COTRAITANT = Party(id="99999997200014", name="Cotraitant exemple")
MOE = Party(id="99999996400011", name="Maîtrise d'œuvre exemple")

# AIFE's qualification structures, named after what they ask for
DEBTOR = Party(id="12345678200051", name="Destinataire sans paramètre")
DEBTOR_SERVICE = Party(
    id="12345678200028", name="Destinataire avec service obligatoire", service="SERVICE_DEST_SERV_OBL"
)
DEBTOR_COMMITMENT = Party(id="12345678200036", name="Destinataire avec engagement obligatoire")
DEBTOR_EITHER = Party(
    id="12345678200044", name="Destinataire avec engagement ou service", service="SERVICE_DEST_EJ_OU_SERV_OBL"
)
STATE = Party(id="11000201100044", name="Services de l'État", service="SFACETAT")

ATTACHMENT = ("metres.csv", "text/csv", "poste;quantité;unité\nTerrassement;120;m3\nBordures;85;m\n".encode())

_LINES = (
    Line("Terrassement en déblai", Decimal("120.000"), Decimal("18.50")),
    Line("Fourniture et pose de bordures", Decimal("85.000"), Decimal("42.30")),
    Line("Installation de chantier", Decimal("1.000"), Decimal("2600.00")),
)
_REVERSE_CHARGE = tuple(replace(line, rate=Decimal(0), category="AE") for line in _LINES)

_PLAIN = Invoice(
    number="EX-2026-001",
    issue_date=date(2026, 10, 30),
    due_date=date(2026, 11, 29),
    supplier=TITULAIRE,
    debtor=DEBTOR,
    commitment="EJ-EXEMPLE-01",
    iban="FR7699999000010000000000115",
    bic="EXEMFRPPXXX",
    lines=_LINES,
    attachments=(ATTACHMENT,),
    note="Voirie communale, tranche 1",
)

# cadre -> what the piece is, who sends it, who stands in the valideur's place.
# A4 and A7 carry the MOE there: no other slot exists in UBL or CII (AIFE's samples P74, P75).
_WORKS: dict[str, tuple[str, Party, Party | None]] = {
    "A4": ("Projet de décompte mensuel", TITULAIRE, MOE),
    "A5": ("État d'acompte", TITULAIRE, None),
    "A6": ("Pièce de travaux adressée au service financier", TITULAIRE, None),
    "A7": ("Projet de décompte final", TITULAIRE, MOE),
    "A8": ("Décompte général et définitif", TITULAIRE, None),
    "A9": ("Facture de sous-traitant", SOUS_TRAITANT, TITULAIRE),
    "A10": ("Demande de paiement de sous-traitant", SOUS_TRAITANT, TITULAIRE),
    "A12": ("Facture de cotraitant", COTRAITANT, TITULAIRE),
    "A13": ("Projet de décompte mensuel de cotraitant", COTRAITANT, TITULAIRE),
    "A14": ("Projet de décompte final de cotraitant", COTRAITANT, TITULAIRE),
    "A15": ("État d'acompte établi par la MOE", TITULAIRE, MOE),
    "A16": ("État d'acompte validé établi par la MOE", TITULAIRE, MOE),
    "A17": ("Projet de décompte général établi par la MOE", TITULAIRE, MOE),
    "A18": ("Décompte général établi par la MOE", TITULAIRE, MOE),
    "A19": ("État d'acompte validé établi par la MOA", TITULAIRE, None),
    "A20": ("Décompte général établi par la MOA", TITULAIRE, None),
    "A22": ("Projet de décompte général, procédure tacite", TITULAIRE, None),
    "A23": ("Décompte général et définitif tacite", TITULAIRE, None),
    "A24": ("Décompte général et définitif tacite établi par la MOE", TITULAIRE, MOE),
    "A25": ("Décompte général et définitif tacite établi par la MOA", TITULAIRE, None),
}
WORKS_CADRES = tuple(_WORKS)


def invoice(**changes: Any) -> Invoice:
    """A valid A1 invoice of the titulaire, with the given fields changed."""
    return replace(_PLAIN, **changes)


def works(cadre: str, **changes: Any) -> Invoice:
    """A piece that fits `cadre`: its sender, its valideur where one is due, its marché.

    Sub-contractors' pieces carry no VAT (reverse charge, art. 283-2 nonies of the CGI). KeyError: no such cadre.
    """
    title, supplier, valideur = _WORKS[cadre]
    piece = replace(
        _PLAIN,
        number=f"EX-{cadre}-2026-01",
        cadre=cadre,
        supplier=supplier,
        valideur=valideur,
        marche="MAPA-2026-017",
        note=f"{title}, voirie communale, tranche 1",
        lines=_REVERSE_CHARGE if supplier is SOUS_TRAITANT else _LINES,
    )
    return replace(piece, **changes)


def size_about(base: Invoice, size: int, write: Callable[[Invoice], bytes]) -> Invoice:
    """`base` with its lines repeated until `write` gives about `size` bytes (within one line; XML writers only)."""
    few, many = 10, 110
    start, end = (len(write(_lengthened(base, count))) for count in (few, many))
    a_line = (end - start) / (many - few)
    return _lengthened(base, max(1, round(few + (size - start) / a_line)))


def _lengthened(base: Invoice, count: int) -> Invoice:
    return replace(base, lines=tuple(islice(cycle(base.lines), count)))


def money(amount: Decimal) -> str:
    """Two decimals and a dot, as every amount is written."""
    return f"{amount:.2f}"
