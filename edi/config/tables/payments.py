"""Two tables of config/ about money: the payment means Chorus Pro takes and the VAT rates in force in France.

In: rows, already split.  Out: one frozen value a row, with its key; ConfigError names file and line.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from edi.config.csv import Row
from edi.message import Message

MEANS, RATE = Message("ce moyen de paiement est", "payment means"), Message("ce taux de TVA est", "VAT rate")
A_CODE = Message("un code de l'UNTDID 4461, par exemple 30", "a code of UNTDID 4461, such as 30")
A_RATE = Message("un pourcentage avec un point, par exemple 5.5", "a percentage with a dot, such as 5.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """One payment means (UNTDID 4461): which syntaxes take it, and whether the account to pay must be given."""

    code: str
    label: str
    label_en: str
    ubl: bool
    cii: bool  # alone or in a Factur-X
    account: str  # required or optional
    source: str
    certainty: str

    def serves(self, family: str) -> bool:
        """Whether Chorus Pro takes it in this syntax family: ubl, cii or factur-x."""
        return self.ubl if family == "ubl" else self.cii


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate:
    """One VAT rate in per cent, as people write it."""

    rate: str
    label: str
    label_en: str
    source: str
    certainty: str


def means_key(code: str) -> str:
    """Codes are compared without their leading zeros: 01 and 1 are one means."""
    return code.lstrip("0")


def means_of(row: Row) -> tuple[str, Means]:
    code = row.matching("code", "[0-9]{1,2}", A_CODE)
    return means_key(code), Means(
        code=code,
        label=row.text("label"),
        label_en=row.text("label_en"),
        ubl=row.yes("ubl"),
        cii=row.yes("cii"),
        account=row.one_of("account", ("required", "optional")),
        source=row.text("source"),
        certainty=row.certainty(),
    )


def vat_rate_of(row: Row) -> tuple[Decimal, VatRate]:
    rate = row.matching("rate", r"(100|[0-9]{1,2})(\.[0-9]{1,4})?", A_RATE)
    return Decimal(rate), VatRate(
        rate=rate,
        label=row.text("label"),
        label_en=row.text("label_en"),
        source=row.text("source"),
        certainty=row.certainty(),
    )
