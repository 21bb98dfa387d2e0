"""What Chorus Pro may change, read from config/: interfaces, cadres, the capability matrix, statuses, identifier types.

In: the operator's config folder, or None for the shipped files.  Out: frozen Tables, judged whole.  Refuses unknown or
missing columns, values outside their list, repeated rows and gaps, with the file, the line, the reason and the remedy:
a table with a hole would answer partners wrongly, so nothing starts on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from edi import __version__
from edi.config import read_bytes
from edi.config.csv import Row, csv_rows, keyed, values
from edi.config.tables import attachments, cadres, capability, identifiers, interfaces, payments, statuses
from edi.config.tables.attachments import AttachmentType
from edi.config.tables.cadres import Cadre
from edi.config.tables.capability import Cell
from edi.config.tables.identifiers import Scheme
from edi.config.tables.interfaces import Interface
from edi.config.tables.payments import Means, VatRate
from edi.config.tables.statuses import Status
from edi.message import Message
from edi.model.judgement import Pack, sha256_of_files
from edi.resources import table

INTERFACES, CADRES, MATRIX, STATUSES = "interfaces.toml", "cadres.csv", "capability-matrix.csv", "statuses.csv"
SCHEMES, MEANS, VAT_RATES, ATTACHMENTS = (
    *("identifier-schemes.csv", "payment-means.csv", "vat-rates.csv"),
    "attachment-types.csv",
)
FILES = (INTERFACES, CADRES, MATRIX, STATUSES, SCHEMES, MEANS, VAT_RATES, ATTACHMENTS)  # in the order they are hashed


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
    data = {name: read_bytes(path) for name, path in paths.items()}

    def rows(name: str, columns: tuple[str, ...], how: Mapping[str, Message] | None = None) -> Iterator[Row]:
        return csv_rows(paths[name], data[name], columns, how)

    by_code = interfaces.read_interfaces(paths[INTERFACES], data[INTERFACES])
    states = keyed(rows(STATUSES, _columns(Status)), statuses.status_of, statuses.WHAT)
    pieces = keyed(rows(CADRES, ("cadre", *_columns(Cadre)[1:]), cadres.MISSING), cadres.cadre_of, cadres.WHAT)
    cells = keyed(rows(MATRIX, _columns(Cell)), capability.cell_of, capability.WHAT)
    schemes = keyed(rows(SCHEMES, _columns(Scheme)), identifiers.scheme_of, identifiers.WHAT)
    means = keyed(rows(MEANS, _columns(Means)), payments.means_of, payments.MEANS)
    rates = keyed(rows(VAT_RATES, _columns(VatRate)), payments.vat_rate_of, payments.RATE)
    kinds = keyed(rows(ATTACHMENTS, _columns(AttachmentType)), attachments.attachment_type_of, attachments.WHAT)
    statuses.check_statuses(paths[STATUSES], states)
    cadres.check_cadres(paths[CADRES], pieces, states)
    capability.check_cells(paths[MATRIX], cells, pieces)
    return Tables(
        interfaces=by_code,
        cadres=values(pieces),
        matrix=values(cells),
        statuses=values(states),
        schemes=values(schemes),
        means=values(means),
        vat_rates=values(rates),
        attachments=values(kinds),
        sha256=sha256_of_files(data.items()),
    )


def _columns(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
