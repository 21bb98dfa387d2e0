"""What Chorus Pro may change, read from config/: interfaces, cadres, the capability matrix, statuses, identifier types.

In: the operator's config folder, or None for the shipped files.  Out: frozen Tables, judged whole.  Refuses unknown or
missing columns, values outside their list, repeated rows and gaps, with the file, the line, the reason and the remedy:
a table with a hole would answer partners wrongly, so nothing starts on one.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from edi import __version__, money_tables
from edi.errors import ConfigError
from edi.model.document import CONTENT_KINDS
from edi.model.judgement import Pack
from edi.money_tables import Means, VatRate
from edi.places import table
from edi.rows import Row, csv_rows, decoded, keyed, read_table, refuse

K = TypeVar("K")
V = TypeVar("V")

FILES = (
    *("interfaces.toml", "cadres.csv", "capability-matrix.csv", "statuses.csv", "identifier-schemes.csv"),
    *("payment-means.csv", "vat-rates.csv", "attachment-types.csv"),
)
INITIAL, ASSOCIATION = "initial", "association"
OPERATIONS = (INITIAL, ASSOCIATION)
CHANNELS = ("edi", "portail", "service")  # the matrix's columns; service is the API
FREE_SYNTAXES = ("ubl", "cii", "factur-x")  # a flow with a free name needs a default interface for each
INVOICE_STATUSES = range(1, 42)  # what CPPStatut V1_19 allows for an invoice
FLOW_STATUSES = range(90, 97)  # and for a flow
PUBLISHED_CADRES = tuple(f"A{number}" for number in range(1, 26))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One interface code, such as FSO1116A. `why` and `instead` are filled when it is not active."""

    code: str
    family: str
    syntax: str  # ubl, cii, factur-x or other
    status: str  # active, withdrawn or unsupported
    default: bool
    api_name: str
    label: str
    source: str
    certainty: str
    why: str = ""
    why_en: str = ""
    instead: str = ""

    @property
    def active(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """One cadre de facturation: the piece, who deposits it, who gets it, who validates, the status that follows 01."""

    code: str
    status: str  # active or withdrawn
    label: str
    label_en: str
    depositor: str
    depositor_en: str
    addressee: str
    valideur: str  # required, optional or none
    valideur_role: str  # MOE, titulaire, mandataire or nothing
    first_status: int
    works: bool
    types: tuple[str, ...]  # of document that suit the piece: 380, 381
    amount_refusal: bool  # whether a wrong amount may refuse it: not a projet de décompte, since 19 February 2025
    source: str
    certainty: str

    @property
    def active(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the capability matrix: a cadre and an operation, with yes, no or n/a for each channel."""

    cadre: str
    operation: str
    edi: str
    portail: str
    service: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status code of CPPStatut; level is flow or invoice."""

    code: int
    level: str
    label: str
    label_en: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What one label of an identifier means: Chorus Pro's type, 1 (SIRET) to 7."""

    label: str
    type: int
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentType:
    """One extension Chorus Pro takes, and what a file of that name may hold (document.Content) and be declared as."""

    extension: str  # in capitals
    kinds: tuple[str, ...]  # ("any",): nothing is known of the format
    mimes: tuple[str, ...]
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every table, keyed the way it is asked. `sha256` is over the bytes of all files: it names the rule set."""

    interfaces: dict[str, Interface]
    cadres: dict[str, Cadre]
    matrix: dict[tuple[str, str], Cell]
    statuses: dict[int, Status]
    schemes: dict[str, Scheme]  # by label in capitals
    means: dict[str, Means]  # by code without leading zeros
    vat_rates: dict[Decimal, VatRate]
    attachments: dict[str, AttachmentType]  # by extension in capitals
    sha256: str

    def labels(self, lang: str) -> dict[int, str]:
        """The words for every status code."""
        return {row.code: row.label_en if lang == "en" else row.label for row in self.statuses.values()}

    def pieces(self, lang: str) -> dict[str, str]:
        """The words for every cadre."""
        return {row.code: row.label_en if lang == "en" else row.label for row in self.cadres.values()}

    def pack(self) -> Pack:
        """How a verdict names the tables it rests on."""
        return Pack(role="tables", package="chorus-edi-gateway", version=__version__, sha256=self.sha256)


def load_tables(config: Path | None) -> Tables:
    """All tables; a file in the folder `config` wins over the shipped one of the same name.

    Raises ConfigError when a file is missing, unreadable, or says something it may not.
    """
    paths = {name: table(name, config) for name in FILES}
    data = {name: read_table(path) for name, path in paths.items()}

    def rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
        return csv_rows(paths[name], data[name], columns)

    interfaces = _interfaces(paths["interfaces.toml"], data["interfaces.toml"])
    statuses = keyed(rows("statuses.csv", _columns(Status)), _status, "status code")
    cadres = keyed(rows("cadres.csv", ("cadre", *_columns(Cadre)[1:])), _cadre, "cadre")
    matrix = keyed(rows("capability-matrix.csv", _columns(Cell)), _cell, "cadre and operation")
    schemes = keyed(rows("identifier-schemes.csv", _columns(Scheme)), _scheme, "label")
    means = keyed(rows("payment-means.csv", _columns(Means)), money_tables.means, "payment means")
    vat_rates = keyed(rows("vat-rates.csv", _columns(VatRate)), money_tables.vat_rate, "VAT rate")
    attachments = keyed(rows("attachment-types.csv", _columns(AttachmentType)), _attachment_type, "extension")
    _no_gap_in_statuses(paths["statuses.csv"], statuses)
    _no_gap_in_cadres(paths["cadres.csv"], cadres, statuses)
    _no_gap_in_matrix(paths["capability-matrix.csv"], matrix, cadres)
    return Tables(
        interfaces=interfaces,
        cadres=_plain(cadres),
        matrix=_plain(matrix),
        statuses=_plain(statuses),
        schemes=_plain(schemes),
        means=_plain(means),
        vat_rates=_plain(vat_rates),
        attachments=_plain(attachments),
        sha256=_hash(data),
    )


def _hash(data: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in FILES:
        total.update(f"{name} {len(data[name])}\n".encode())
        total.update(data[name])
    return total.hexdigest()


def _columns(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(found: dict[K, tuple[Row, V]]) -> dict[K, V]:
    return {key: value for key, (_, value) in found.items()}


def _cadre(row: Row) -> tuple[str, Cadre]:
    code = row.matching("cadre", r"A[1-9][0-9]?", "the letter A and a number from 1 to 99, such as A4")
    valideur = row.one_of("valideur", ("required", "optional", "none"))
    role = row.one_of("valideur_role", ("MOE", "titulaire", "mandataire", ""))
    if (valideur == "none") is bool(role):
        row.refuse("valideur and valideur_role disagree; leave the role empty for none, fill it in otherwise")
    return code, Cadre(
        code=code,
        status=row.one_of("status", ("active", "withdrawn")),
        label=row.text("label"),
        label_en=row.text("label_en"),
        depositor=row.text("depositor"),
        depositor_en=row.text("depositor_en"),
        addressee=row.text("addressee"),
        valideur=valideur,
        valideur_role=role,
        first_status=int(row.matching("first_status", "[0-9]{2}", "a status code of two digits, such as 03")),
        works=row.one_of("works", ("yes", "no")) == "yes",
        types=tuple(row.one_of("types", ("380", "381", "380 381")).split()),
        amount_refusal=row.one_of("amount_refusal", ("yes", "no")) == "yes",
        source=row.text("source"),
        certainty=row.certainty(),
    )


def _cell(row: Row) -> tuple[tuple[str, str], Cell]:
    cadre, operation = row.text("cadre"), row.one_of("operation", OPERATIONS)
    edi, portail, service = (row.one_of(channel, ("yes", "no", "n/a")) for channel in CHANNELS)
    return (cadre, operation), Cell(
        cadre=cadre,
        operation=operation,
        edi=edi,
        portail=portail,
        service=service,
        source=row.text("source"),
        certainty=row.certainty(),
    )


def _status(row: Row) -> tuple[int, Status]:
    code = int(row.matching("code", "[0-9]{2}", "two digits, such as 03"))
    level = row.one_of("level", ("flow", "invoice"))
    if code not in (FLOW_STATUSES if level == "flow" else INVOICE_STATUSES):
        row.refuse(f"{code:02d} is no status of level {level}; invoices have 01 to 41, flows 90 to 96")
    return code, Status(
        code=code,
        level=level,
        label=row.text("label"),
        label_en=row.text("label_en"),
        source=row.text("source"),
        certainty=row.certainty(),
    )


def _scheme(row: Row) -> tuple[str, Scheme]:
    label = row.text("label")
    kind = int(row.one_of("type", "1234567"))
    return label.upper(), Scheme(label=label, type=kind, source=row.text("source"), certainty=row.certainty())


def _attachment_type(row: Row) -> tuple[str, AttachmentType]:
    extension = row.matching("extension", "[A-Z0-9]{1,16}", "capitals and digits, without a dot, such as PDF")
    kinds = tuple(row.text("kinds").split())
    if wrong := [kind for kind in kinds if kind not in (*CONTENT_KINDS, "any")]:
        row.refuse(f"kinds holds {wrong[0]!r}; write any, or some of: {', '.join(CONTENT_KINDS)}")
    return extension, AttachmentType(
        extension=extension,
        kinds=kinds,
        mimes=tuple(row.text("mimes").lower().split()),
        source=row.text("source"),
        certainty=row.certainty(),
    )


def _no_gap_in_statuses(path: Path, statuses: dict[int, tuple[Row, Status]]) -> None:
    for code in (*INVOICE_STATUSES, *FLOW_STATUSES):
        if code not in statuses:
            refuse(path, None, f"status {code:02d} has no row; add it")


def _no_gap_in_cadres(path: Path, cadres: dict[str, tuple[Row, Cadre]], statuses: dict[int, Any]) -> None:
    # a published cadre without a row would be told to partners as unknown
    for code in PUBLISHED_CADRES:
        if code not in cadres:
            refuse(path, None, f"cadre {code} has no row; add it, with status withdrawn if it is no longer used")
    for row, cadre in cadres.values():
        if cadre.first_status not in statuses or cadre.first_status not in INVOICE_STATUSES:
            row.refuse(f"first_status {cadre.first_status:02d} is no invoice status; write one of 01 to 41")


def _no_gap_in_matrix(
    path: Path, matrix: dict[tuple[str, str], tuple[Row, Cell]], cadres: dict[str, tuple[Row, Cadre]]
) -> None:
    for row, cell in matrix.values():
        if cell.cadre not in cadres:
            row.refuse(f"cadre {cell.cadre!r} is not in cadres.csv; add it there or mend this row")
        if not cadres[cell.cadre][1].active:
            row.refuse(f"cadre {cell.cadre} is withdrawn in cadres.csv; remove this row")
    for code, (_, cadre) in cadres.items():
        for operation in OPERATIONS:
            if cadre.active and (code, operation) not in matrix:
                refuse(path, None, f"cadre {code} has no row for the operation {operation}; add it")


_INTERFACE_KEYS = frozenset(field.name for field in fields(Interface)) - {"code"}


def _interfaces(path: Path, data: bytes) -> dict[str, Interface]:
    """The interfaces of the TOML file, in its order; one default for each syntax of a free-named flow."""
    text = decoded(path, data)
    try:
        read = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, a number of 5,000 digits, 1,000 brackets
        raise ConfigError(f"{path}: the file is not TOML ({error}); mend that line.") from error
    # tomllib gives no lines: the table's own header is the place a person looks for
    lines = {match["code"]: number for number, match in _headers(text)}
    found = {code: _interface(path, lines.get(code), code, given) for code, given in read.items()}
    for syntax in FREE_SYNTAXES:
        defaults = [one.code for one in found.values() if one.default and one.syntax == syntax]
        if len(defaults) != 1:
            named = ", ".join(defaults) or "none"
            refuse(path, None, f"the syntax {syntax} needs exactly one interface with default = true, found: {named}")
    for one in found.values():
        if not one.active and (one.instead not in found or not found[one.instead].active):
            refuse(path, lines.get(one.code), f"instead = {one.instead!r} names no active interface of this file")
    return found


def _headers(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[\s*\"?(?P<code>[^\]\"\s]+)", line):
            yield number, match


def _interface(path: Path, line: int | None, code: str, given: object) -> Interface:
    if not re.fullmatch(r"FSO[0-9]{4}A", code, re.ASCII) or not isinstance(given, dict):
        refuse(path, line, f"{code!r} is no interface; a table is named FSO, four digits and A")
    if unknown := sorted(given.keys() - _INTERFACE_KEYS):
        refuse(path, line, f"{code}: unknown key {unknown[0]!r}; the keys are {', '.join(sorted(_INTERFACE_KEYS))}")
    default = given.get("default", False)
    if not isinstance(default, bool):
        refuse(path, line, f"{code}: default holds {default!r}; write true or false")
    for key, value in given.items():
        if key != "default" and not isinstance(value, str):
            refuse(path, line, f"{code}: {key} holds {value!r}; write a text between quotes")
    cells = {name: given.get(name, "").strip() for name in _INTERFACE_KEYS - {"default"}}
    return _checked_interface(Row(path, line or 1, cells), code, default)


def _checked_interface(row: Row, code: str, default: bool) -> Interface:
    status = row.one_of("status", ("active", "withdrawn", "unsupported"))
    syntax = row.one_of("syntax", (*FREE_SYNTAXES, "other"))
    if default and (status != "active" or syntax == "other"):
        row.refuse(f"{code}: only an active interface of syntax {', '.join(FREE_SYNTAXES)} can be the default")
    if status == "active" and syntax == "other":
        row.refuse(f"{code}: the gateway reads no other syntax than {', '.join(FREE_SYNTAXES)}; make it unsupported")
    if status == "active" and (row.cells["why"] or row.cells["why_en"] or row.cells["instead"]):
        row.refuse(f"{code}: why, why_en and instead belong to an interface that is not active; remove them")
    closed = status != "active"
    return Interface(
        code=code,
        family=row.one_of("family", ("E1", "E2", "E3", "E4", "E5")),
        syntax=syntax,
        status=status,
        default=default,
        api_name=row.cells["api_name"],
        label=row.text("label"),
        source=row.text("source"),
        certainty=row.certainty(),
        why=row.text("why") if closed else "",
        why_en=row.text("why_en") if closed else "",
        instead=row.text("instead") if closed else "",
    )
