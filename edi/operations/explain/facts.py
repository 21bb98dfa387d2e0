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
from edi.message import Message
from edi.model.document import Party, Record, TaxLine, Value
from edi.operations.explain.words import (
    ASSOCIATED,
    IDENTIFIERS,
    NO_AMOUNT,
    NO_CONTENT,
    NOTHING,
    SIZE,
    SUM,
    TAKEN_OUT,
    TYPES,
    VALIDEURS,
)
from edi.rules.decimals import cents, total
from edi.rules.identifiers import identifier_type
from edi.schemas.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing understood. `name` is for programs and never changes; `value` None: it is not in the document."""

    name: str
    label: Message
    value: str | None
    note: str = ""
    xpath: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Facts of one kind."""

    name: str
    title: Message
    facts: tuple[Fact, ...]


def chapters_of(
    document: Understood, role: Role, interface: Interface | None, tables: Tables, lang: str
) -> tuple[Chapter, ...]:
    """Every chapter that has something to say, in the order an accountant reads an invoice."""
    said = _Said(document, tables, lang)
    chapters = (
        Chapter(
            "document", Message("Document", "Document"), tuple(said.document(document.identified, role, interface))
        ),
        Chapter("route", Message("Acheminement", "Route"), tuple(said.route())),
        Chapter("parties", Message("Acteurs", "Parties"), tuple(said.parties())),
        Chapter("references", Message("Références", "References"), tuple(said.references())),
        Chapter("amounts", Message("Montants", "Amounts"), tuple(said.amounts())),
        Chapter("payment", Message("Paiement", "Payment"), tuple(said.payment())),
        Chapter("attachments", Message("Pièces jointes", "Attachments"), tuple(said.attachments())),
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
        inside = self._of(TAKEN_OUT.filled(name=found.embedded)) if found.embedded else ""
        yield Fact(name="syntax", label=Message("Syntaxe", "Syntax"), value=record.syntax.value, note=inside)
        schema = f"{role.package} {role.version}" if role.package else str(role.path)
        yield Fact(name="schema", label=Message("Schéma", "Schema"), value=role.name, note=schema)
        if interface:
            yield Fact(
                name="interface",
                label=Message("Interface", "Interface"),
                value=interface.code,
                note=self._of(Message(interface.label, interface.label_en or interface.label)),
            )
        yield _needed("number", Message("Numéro", "Number"), record.number)
        yield _needed("type", Message("Type", "Type"), record.type, self._of(TYPES.get(_text(record.type), NOTHING)))
        yield _needed("issue_date", Message("Date d'émission", "Date of issue"), record.issue_date)
        yield from _if("due_date", Message("Échéance", "Due date"), record.due_date)
        yield from _if("delivery_date", Message("Livraison", "Delivery"), record.delivery_date)
        yield from _if("period_start", Message("Période, du", "Period, from"), record.period_start)
        yield from _if("period_end", Message("Période, au", "Period, to"), record.period_end)
        yield _needed("currency", Message("Devise", "Currency"), record.currency)
        for note in record.notes:
            yield from _if("note", Message("Note", "Note"), note)

    def route(self) -> Iterator[Fact]:
        """The cadre and why, the operation, the channels that take it, and who has the piece once it is deposited."""
        code, operation = self.understood.cadre, self.understood.operation
        why = " ".join(sentence(one, self.lang) for one in self.understood.about_cadre if one.code.startswith("CADRE-"))
        if code is None:
            yield _needed("cadre", Message("Cadre", "Cadre"), self.record.cadre, why)
            return
        cadre = self.tables.cadres[code]
        english = self.lang == "en"
        place = self.record.cadre
        yield Fact(
            name="cadre",
            label=Message("Cadre", "Cadre"),
            value=code,
            note=". ".join(part for part in (cadre.label_en if english else cadre.label, why) if part),
            xpath=place.xpath if place else None,
            line=(place.line or None) if place else None,
        )
        yield Fact(
            name="depositor",
            label=Message("Déposant", "Depositor"),
            value=cadre.depositor_en if english else cadre.depositor,
        )
        together = operation == ASSOCIATION
        yield Fact(
            name="operation",
            label=Message("Opération", "Operation"),
            value=operation if english else ("association" if together else "premier dépôt"),
            note=self._of(ASSOCIATED if together else NOTHING),
        )
        taken = channels.channels(self.tables, code, operation)
        yield Fact(
            name="edi",
            label=Message("En EDI", "By EDI"),
            value=self._of(Message("oui", "yes") if "edi" in taken else Message("non", "no")),
            note="" if "edi" in taken else channels.advice(self.tables, code, operation, self.lang),
        )
        if "edi" not in taken:
            return
        first = self.tables.statuses[cadre.first_status]
        label = first.label_en if english else first.label
        yield Fact(
            name="first_status", label=Message("Premier statut", "First status"), value=f"{first.code:02d} {label}"
        )
        role = f" ({cadre.valideur_role})" if cadre.valideur_role else ""
        yield Fact(
            name="valideur", label=Message("Valideur", "Valideur"), value=self._of(VALIDEURS[cadre.valideur]) + role
        )
        addressee = self._of(Message(cadre.addressee, cadre.addressee_en))
        yield Fact(name="addressee", label=Message("Destinataire", "Addressee"), value=addressee)

    def parties(self) -> Iterator[Fact]:
        code = self.understood.cadre
        role = self.tables.cadres[code].valideur_role if code else ""
        for name, label, party in (
            ("supplier", Message("Fournisseur", "Supplier"), self.record.supplier),
            ("debtor", Message("Débiteur", "Debtor"), self.record.debtor),
            ("valideur", Message(f"Valideur {role}".strip(), f"Valideur {role}".strip()), self.record.valideur),
            ("payee", Message("Bénéficiaire du paiement", "Payee"), self.record.payee),
        ):
            needed = name in ("supplier", "debtor")
            if needed or party != Party():
                yield self._identifier(name, label, party)
            yield from _if(f"{name}_name", _with(label, Message("nom", "name")), party.name)
            yield from _if(f"{name}_country", _with(label, Message("pays", "country")), party.country)
            yield from _if(f"{name}_vat", _with(label, Message("n° de TVA", "VAT number")), party.vat)
            yield from _if(f"{name}_service", _with(label, Message("code service", "service code")), party.service)
            yield from _if(f"{name}_service_name", _with(label, Message("service", "service")), party.service_name)

    def _identifier(self, name: str, label: Message, party: Party) -> Fact:
        kind = identifier_type(party, self.tables)
        said = self._of(IDENTIFIERS[kind]) if kind in IDENTIFIERS else ""
        scheme = _text(party.scheme)
        quoted = self._of(Message(f"« {scheme} »", f"“{scheme}”"))
        note = f"{said} ({quoted})" if said and scheme and scheme != str(kind) else said or scheme
        return _needed(name, label, party.id, note)

    def references(self) -> Iterator[Fact]:
        record = self.record
        yield _needed("commitment", Message("Engagement", "Commitment"), record.commitment)
        yield _needed("marche", Message("Marché", "Marché"), record.marche)
        yield from _if("contract", Message("Contrat", "Contract"), record.contract)
        for origin in record.origins:
            yield from _if("origin", Message("Pièce antérieure", "Earlier piece"), origin)

    def amounts(self) -> Iterator[Fact]:
        record = self.record
        added = total(line.net for line in record.lines)
        count = len(record.lines)
        words = self._of(Message(f"{count} lignes" if count > 1 else f"{count} ligne", f"{count} lines"))
        note = self._of(SUM.filled(sum=cents(added) if added is not None else NO_AMOUNT)) if count else ""
        yield Fact(name="lines", label=Message("Lignes", "Lines"), value=words, note=note)
        for name, label, value in (
            ("lines_total", Message("Total des lignes", "Total of lines"), record.totals.lines),
            ("allowances", Message("Remises", "Allowances"), record.totals.allowances),
            ("charges", Message("Frais", "Charges"), record.totals.charges),
            ("without_tax", Message("Total hors taxe", "Total without tax"), record.totals.without_tax),
        ):
            yield from _if(name, label, value)
        for tax in record.tax_lines:
            yield self._tax(tax)
        for name, label, value in (
            ("tax", Message("Total de la TVA", "Total of VAT"), record.totals.tax),
            ("with_tax", Message("Total TVA comprise", "Total with tax"), record.totals.with_tax),
            ("prepaid", Message("Déjà payé", "Prepaid"), record.totals.prepaid),
        ):
            yield from _if(name, label, value)
        yield _needed("payable", Message("À payer", "To pay"), record.totals.payable)

    def _tax(self, tax: TaxLine) -> Fact:
        rate = f"{_text(tax.rate)} %" if _text(tax.rate) else "–"
        note = self._of(Message(f"base {_text(tax.basis) or '–'}", f"basis {_text(tax.basis) or '–'}"))
        more = ", ".join(text for text in (_text(tax.category), _text(tax.regime), _text(tax.exemption)) if text)
        place = tax.amount
        return Fact(
            name="vat",
            label=Message(f"TVA {rate}", f"VAT {rate}"),
            value=_text(place) or None,
            note=f"{note}, {more}" if more else note,
            xpath=place.xpath if place else tax.xpath or None,
            line=(place.line if place else tax.line) or None,
        )

    def payment(self) -> Iterator[Fact]:
        for payment in self.record.payments:
            yield from _if("means", Message("Moyen", "Means"), payment.means)
            yield from _if("iban", Message("IBAN", "IBAN"), payment.iban)
            yield from _if("account", Message("Compte", "Account"), payment.account)
            yield from _if("bic", Message("BIC", "BIC"), payment.bic)
            yield from _if("account_name", Message("Titulaire", "Account name"), payment.account_name)

    def attachments(self) -> Iterator[Fact]:
        for one in self.record.attachments:
            size = NO_CONTENT if one.size is None else SIZE.filled(size=f"{one.size:,}".replace(",", " "))
            yield Fact(
                name="attachment",
                label=Message("Fichier", "File"),
                value=_text(one.name) or "–",
                note=", ".join(part for part in (self._of(size), one.mime or "") if part),
                xpath=one.xpath or None,
                line=one.line or None,
            )

    def _of(self, words: Message) -> str:
        return words.of(self.lang)


def _needed(name: str, label: Message, value: Value | None, note: str = "") -> Fact:
    """A fact that is told even where the document does not have it."""
    if value is None:
        return Fact(name=name, label=label, value=None, note=note)
    return Fact(name=name, label=label, value=value.text, note=note, xpath=value.xpath, line=value.line or None)


def _if(name: str, label: Message, value: Value | None) -> Iterator[Fact]:
    if value is not None:
        yield _needed(name, label, value)


def _with(label: Message, more: Message) -> Message:
    return Message(f"{label.fr}, {more.fr}", f"{label.en}, {more.en}")


def _text(value: Value | None) -> str:
    return value.text.strip() if value else ""
