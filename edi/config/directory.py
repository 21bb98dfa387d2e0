"""The directory: what each public body asks of an invoice, from structures.csv and services.csv.

In: the operator's config folder, or None for the shipped rows alone.  Out: a frozen Directory.  An operator's own rows
add to the shipped ones and win over them. Refuses (ConfigError) what edi.config.csv refuses, with file and line. Loaded
once by the engine and shared by every judging process: no document copies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from edi import __version__
from edi.config import Place, read_bytes
from edi.config.csv import Row, csv_rows, keyed, values
from edi.message import Message
from edi.model.identifiers import is_siret
from edi.model.judgement import Pack, sha256_of_files
from edi.resources import shipped

STRUCTURES, SERVICES = "structures.csv", "services.csv"
OBLIGATIONS = ("none", "service", "commitment", "both", "either")
A_SIRET = Message("un SIRET de 14 chiffres", "a SIRET of 14 digits")
SIRET, SERVICE = Message("ce SIRET est", "SIRET"), Message("ce service de ce SIRET est", "service of this SIRET")
NO_DIRECTORY = Message(
    "la première ligne ne nomme les colonnes d'aucune table de l'annuaire ; attendu : {structures} ou {services}.",
    "the first line names no columns of a directory; write {structures} or {services}.",
)


class Structure(NamedTuple):
    """One public body. `obligation` is what its invoices must name: a service, a commitment, both, or either."""

    siret: str
    name: str
    obligation: str
    active: bool
    source: str
    certainty: str


class Service(NamedTuple):
    """One service of a structure, as the invoice names it."""

    siret: str
    code: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Structures by SIRET; services by SIRET and code in capitals. `sha256` is over the bytes of all its files."""

    structures: Mapping[str, Structure] = field(default_factory=dict)
    services: Mapping[str, Mapping[str, Service]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()  # SIRETs whose services the operator's own file gives: no other exists there
    imported: bool = False  # the operator has structures of their own: who is not among them is unknown
    unknown_debtor: str = "warning"  # off, warning or error
    sha256: str = sha256_of_files(())

    def pack(self) -> Pack:
        """How a verdict names the directory it rests on."""
        return Pack(role="directory", package="structures.csv", version=__version__, sha256=self.sha256)


def own_file(config: Path | None, name: str) -> Path | None:
    """The operator's own file of this name; None when there is none, or when it is the shipped one itself."""
    if config is None or not (path := config / name).is_file():
        return None
    return None if path.resolve() == (shipped("config") / name).resolve() else path


def load_directory(config: Path | None, unknown_debtor: str = "warning") -> Directory:
    """The shipped rows, and over them those of the folder `config`. ConfigError when a file says what it may not."""
    files: list[tuple[str, bytes]] = []
    structures: dict[str, Structure] = {}
    services: dict[str, dict[str, Service]] = {}
    listed: frozenset[str] = frozenset()
    for name in (STRUCTURES, SERVICES):
        own = own_file(config, name)
        for path in filter(None, (shipped("config") / name, own)):
            data = read_bytes(path)
            files.append((name, data))
            if name == STRUCTURES:
                structures.update(read_structures(path, data))
                continue
            rows = read_services(path, data)
            for (siret, code), service in rows.items():
                services.setdefault(siret, {})[code] = service
            if path == own:
                listed = frozenset(siret for siret, _ in rows)
    return Directory(
        structures=structures,
        services=services,
        listed=listed,
        imported=own_file(config, STRUCTURES) is not None,
        unknown_debtor=unknown_debtor,
        sha256=sha256_of_files(files),
    )


def read_structures(path: Path, data: bytes) -> dict[str, Structure]:
    """The rows of one structures.csv, by SIRET."""
    return values(keyed(csv_rows(path, data, Structure._fields), _structure, SIRET))


def read_services(path: Path, data: bytes) -> dict[tuple[str, str], Service]:
    """The rows of one services.csv, by SIRET and code in capitals."""
    return values(keyed(csv_rows(path, data, Service._fields), _service, SERVICE))


def kind_of(path: Path, data: bytes) -> str:
    """Whether a file to be imported holds structures or services, told by its header."""
    header = data[:1_000].decode("utf-8-sig", "replace").partition("\n")[0]
    names = [name.strip(' "\r') for name in header.split(",")]
    if "obligation" in names:
        return STRUCTURES
    if "code" in names:
        return SERVICES
    structures, services = (",".join(kind._fields) for kind in (Structure, Service))
    Place(path, 1).refuse(NO_DIRECTORY, structures=structures, services=services)


def _structure(row: Row) -> tuple[str, Structure]:
    cells = row.cells
    siret, certainty, active = cells["siret"], cells["certainty"], cells["active"]
    # the rows come by ten thousands: what is right costs no call, what is wrong is told by the row's own checks
    if not is_siret(siret):
        row.refuse_value("siret", A_SIRET)
    if cells["obligation"] not in OBLIGATIONS:
        row.one_of("obligation", OBLIGATIONS)
    if active not in ("yes", "no"):
        row.one_of("active", ("yes", "no"))
    if certainty not in ("H", "M", "L"):
        row.certainty()
    return siret, Structure(
        siret, row.text("name"), cells["obligation"], active == "yes", row.text("source"), certainty
    )


def _service(row: Row) -> tuple[tuple[str, str], Service]:
    cells = row.cells
    siret, code, active = cells["siret"], row.text("code"), cells["active"]
    if not is_siret(siret):
        row.refuse_value("siret", A_SIRET)
    if active not in ("yes", "no"):
        row.one_of("active", ("yes", "no"))
    return (siret, code.upper()), Service(siret, code, cells["name"], active == "yes")
