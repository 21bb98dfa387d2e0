"""One document as the gateway understood it: what each value was taken for, and where it stands.

In: an understood document, the tables.  Out: chapters of facts, for a person or a program. Nothing is
judged here: the same values are what the rules look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edi.catalogue import sentence
from edi.config.tables import Tables
from edi.config.tables.capability import ASSOCIATION
from edi.config.tables.interfaces import Interface
from edi.judging import channels
from edi.judging.identify import Identified
from edi.judging.understand import Understood
from edi.model.document import Party, Record, TaxLine, Value
from edi.model.document_types import CREDIT_NOTE, INVOICE
from edi.rules.decimals import cents, total
from edi.rules.identifiers import identifier_type
from edi.schemas.role import Role

Words = tuple[str, str]  # French, English


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing understood. `name` is for programs and never changes; `value` None: it is not in the document."""

    name: str
    label: Words
    value: str | None
    note: str = ""
    xpath: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Facts of one kind."""

    name: str
    title: Words
    facts: tuple[Fact, ...]


def chapters_of(
    document: Understood, role: Role, interface: Interface | None, tables: Tables, lang: str
) -> tuple[Chapter, ...]:
    """Every chapter that has something to say, in the order an accountant reads an invoice."""
    said = _Said(document, tables, lang)
    chapters = (
        Chapter("document", ("Document", "Document"), tuple(said.document(document.identified, role, interface))),
        Chapter("route", ("Acheminement", "Route"), tuple(said.route())),
        Chapter("parties", ("Acteurs", "Parties"), tuple(said.parties())),
        Chapter("references", ("Références", "References"), tuple(said.references())),
        Chapter("amounts", ("Montants", "Amounts"), tuple(said.amounts())),
        Chapter("payment", ("Paiement", "Payment"), tuple(said.payment())),
        Chapter("attachments", ("Pièces jointes", "Attachments"), tuple(said.attachments())),
    )
    return tuple(chapter for chapter in chapters if chapter.facts)


@dataclass(frozen=True, slots=True)
class _Said:
    """The facts of one record."""

    understood: Understood
    tables: Tables
    lang: str

    @property
    def record(self) -> Record:
        return self.understood.record

    def document(self, found: Identified, role: Role, interface: Interface | None) -> Iterator[Fact]:
        record = self.record
        inside = self._of(("extrait du PDF : ", "taken out of the PDF: ")) + found.embedded if found.embedded else ""
        yield Fact(name="syntax", label=("Syntaxe", "Syntax"), value=record.syntax.value, note=inside)
        schema = f"{role.package} {role.version}" if role.package else str(role.path)
        yield Fact(name="schema", label=("Schéma", "Schema"), value=role.name, note=schema)
        if interface:
            yield Fact(
                name="interface",
                label=("Interface", "Interface"),
                value=interface.code,
                note=self._of((interface.label, interface.label_en or interface.label)),
            )
        yield _needed("number", ("Numéro", "Number"), record.number)
        yield _needed("type", ("Type", "Type"), record.type, self._of(TYPES.get(_text(record.type), ("", ""))))
        yield _needed("issue_date", ("Date d'émission", "Date of issue"), record.issue_date)
        yield from _if("due_date", ("Échéance", "Due date"), record.due_date)
        yield from _if("delivery_date", ("Livraison", "Delivery"), record.delivery_date)
        yield from _if("period_start", ("Période, du", "Period, from"), record.period_start)
        yield from _if("period_end", ("Période, au", "Period, to"), record.period_end)
        yield _needed("currency", ("Devise", "Currency"), record.currency)
        for note in record.notes:
            yield from _if("note", ("Note", "Note"), note)

    def route(self) -> Iterator[Fact]:
        """The cadre and why, the operation, the channels that take it, and who has the piece once it is deposited."""
        code, operation = self.understood.cadre, self.understood.operation
        why = " ".join(sentence(one, self.lang) for one in self.understood.about_cadre if one.code.startswith("CADRE-"))
        if code is None:
            yield _needed("cadre", ("Cadre", "Cadre"), self.record.cadre, why)
            return
        cadre = self.tables.cadres[code]
        english = self.lang == "en"
        place = self.record.cadre
        yield Fact(
            name="cadre",
            label=("Cadre", "Cadre"),
            value=code,
            note=". ".join(part for part in (cadre.label_en if english else cadre.label, why) if part),
            xpath=place.xpath if place else None,
            line=(place.line or None) if place else None,
        )
        yield Fact(
            name="depositor", label=("Déposant", "Depositor"), value=cadre.depositor_en if english else cadre.depositor
        )
        together = operation == ASSOCIATION
        yield Fact(
            name="operation",
            label=("Opération", "Operation"),
            value=operation if english else ("association" if together else "premier dépôt"),
            note=self._of(ASSOCIATED if together else ("", "")),
        )
        taken = channels.channels(self.tables, code, operation)
        yield Fact(
            name="edi",
            label=("En EDI", "By EDI"),
            value=self._of(("oui", "yes") if "edi" in taken else ("non", "no")),
            note="" if "edi" in taken else channels.advice(self.tables, code, operation, self.lang),
        )
        if "edi" not in taken:
            return
        first = self.tables.statuses[cadre.first_status]
        label = first.label_en if english else first.label
        yield Fact(name="first_status", label=("Premier statut", "First status"), value=f"{first.code:02d} {label}")
        role = f" ({cadre.valideur_role})" if cadre.valideur_role else ""
        yield Fact(name="valideur", label=("Valideur", "Valideur"), value=self._of(VALIDEURS[cadre.valideur]) + role)
        yield Fact(
            name="addressee", label=("Destinataire", "Addressee"), value=self._of((cadre.addressee, cadre.addressee_en))
        )

    def parties(self) -> Iterator[Fact]:
        code = self.understood.cadre
        role = self.tables.cadres[code].valideur_role if code else ""
        for name, label, party in (
            ("supplier", ("Fournisseur", "Supplier"), self.record.supplier),
            ("debtor", ("Débiteur", "Debtor"), self.record.debtor),
            ("valideur", (f"Valideur {role}".strip(), f"Valideur {role}".strip()), self.record.valideur),
            ("payee", ("Bénéficiaire du paiement", "Payee"), self.record.payee),
        ):
            needed = name in ("supplier", "debtor")
            if needed or party != Party():
                yield self._identifier(name, label, party)
            yield from _if(f"{name}_name", _with(label, ("nom", "name")), party.name)
            yield from _if(f"{name}_country", _with(label, ("pays", "country")), party.country)
            yield from _if(f"{name}_vat", _with(label, ("n° de TVA", "VAT number")), party.vat)
            yield from _if(f"{name}_service", _with(label, ("code service", "service code")), party.service)
            yield from _if(f"{name}_service_name", _with(label, ("service", "service")), party.service_name)

    def _identifier(self, name: str, label: Words, party: Party) -> Fact:
        kind = identifier_type(party, self.tables)
        said = self._of(IDENTIFIERS[kind]) if kind in IDENTIFIERS else ""
        scheme = _text(party.scheme)
        quoted = self._of((f"« {scheme} »", f"“{scheme}”"))
        note = f"{said} ({quoted})" if said and scheme and scheme != str(kind) else said or scheme
        return _needed(name, label, party.id, note)

    def references(self) -> Iterator[Fact]:
        record = self.record
        yield _needed("commitment", ("Engagement", "Commitment"), record.commitment)
        yield _needed("marche", ("Marché", "Marché"), record.marche)
        yield from _if("contract", ("Contrat", "Contract"), record.contract)
        for origin in record.origins:
            yield from _if("origin", ("Pièce antérieure", "Earlier piece"), origin)

    def amounts(self) -> Iterator[Fact]:
        record = self.record
        added = total(line.net for line in record.lines)
        count = len(record.lines)
        words = self._of((f"{count} lignes" if count > 1 else f"{count} ligne", f"{count} lines"))
        told = (
            cents(added) if added is not None else self._of(("un montant ne se lit pas", "an amount is not readable"))
        )
        note = f"{self._of(('somme : ', 'sum: '))}{told}" if count else ""
        yield Fact(name="lines", label=("Lignes", "Lines"), value=words, note=note)
        for name, label, value in (
            ("lines_total", ("Total des lignes", "Total of lines"), record.totals.lines),
            ("allowances", ("Remises", "Allowances"), record.totals.allowances),
            ("charges", ("Frais", "Charges"), record.totals.charges),
            ("without_tax", ("Total hors taxe", "Total without tax"), record.totals.without_tax),
        ):
            yield from _if(name, label, value)
        for tax in record.tax_lines:
            yield self._tax(tax)
        for name, label, value in (
            ("tax", ("Total de la TVA", "Total of VAT"), record.totals.tax),
            ("with_tax", ("Total TVA comprise", "Total with tax"), record.totals.with_tax),
            ("prepaid", ("Déjà payé", "Prepaid"), record.totals.prepaid),
        ):
            yield from _if(name, label, value)
        yield _needed("payable", ("À payer", "To pay"), record.totals.payable)

    def _tax(self, tax: TaxLine) -> Fact:
        rate = f"{_text(tax.rate)} %" if _text(tax.rate) else "–"
        note = self._of((f"base {_text(tax.basis) or '–'}", f"basis {_text(tax.basis) or '–'}"))
        more = ", ".join(text for text in (_text(tax.category), _text(tax.regime), _text(tax.exemption)) if text)
        place = tax.amount
        return Fact(
            name="vat",
            label=(f"TVA {rate}", f"VAT {rate}"),
            value=_text(place) or None,
            note=f"{note}, {more}" if more else note,
            xpath=place.xpath if place else tax.xpath or None,
            line=(place.line if place else tax.line) or None,
        )

    def payment(self) -> Iterator[Fact]:
        for payment in self.record.payments:
            yield from _if("means", ("Moyen", "Means"), payment.means)
            yield from _if("iban", ("IBAN", "IBAN"), payment.iban)
            yield from _if("account", ("Compte", "Account"), payment.account)
            yield from _if("bic", ("BIC", "BIC"), payment.bic)
            yield from _if("account_name", ("Titulaire", "Account name"), payment.account_name)

    def attachments(self) -> Iterator[Fact]:
        for one in self.record.attachments:
            size = f"{one.size:,}".replace(",", " ") + self._of((" octets", " bytes")) if one.size is not None else ""
            missing = self._of(("contenu absent ou illisible", "content absent or unreadable"))
            yield Fact(
                name="attachment",
                label=("Fichier", "File"),
                value=_text(one.name) or "–",
                note=", ".join(part for part in (size or missing, one.mime or "") if part),
                xpath=one.xpath or None,
                line=one.line or None,
            )

    def _of(self, words: Words) -> str:
        return words[self.lang == "en"]


TYPES: dict[str, Words] = {INVOICE: ("facture", "invoice"), CREDIT_NOTE: ("avoir", "credit note")}
VALIDEURS: dict[str, Words] = {
    "required": ("obligatoire", "required"),
    "optional": ("facultatif", "optional"),
    "none": ("aucun", "none"),
}
IDENTIFIERS: dict[int | None, Words] = {
    1: ("SIRET", "SIRET"),
    2: ("TVA de l'Union européenne", "VAT of the European Union"),
    3: ("hors Union européenne", "outside the European Union"),
    4: ("RIDET", "RIDET"),
    5: ("n° Tahiti", "Tahiti number"),
    6: ("en cours d'immatriculation", "being registered"),
    7: ("particulier", "natural person"),
}
ASSOCIATED: Words = (
    "pièce de travaux de type 380 qui renvoie à une pièce antérieure",
    "works piece of type 380 that refers to an earlier one",
)


def _needed(name: str, label: Words, value: Value | None, note: str = "") -> Fact:
    """A fact that is told even where the document does not have it."""
    if value is None:
        return Fact(name=name, label=label, value=None, note=note)
    return Fact(name=name, label=label, value=value.text, note=note, xpath=value.xpath, line=value.line or None)


def _if(name: str, label: Words, value: Value | None) -> Iterator[Fact]:
    if value is not None:
        yield _needed(name, label, value)


def _with(label: Words, more: Words) -> Words:
    return f"{label[0]}, {more[0]}", f"{label[1]}, {more[1]}"


def _text(value: Value | None) -> str:
    return value.text.strip() if value else ""
