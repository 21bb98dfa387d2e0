"""The directory: what each public body asks of an invoice, from structures.csv and services.csv.

In: the operator's config folder, or None for the shipped rows alone.  Out: a frozen Directory.  An operator's own rows
add to the shipped ones and win over them. That a list is complete, so that what it leaves out does not exist, is the
operator's to declare (unknown_debtor, unknown_service): no list is taken for complete because it is there, and a copy
of a shipped file says nothing that the shipped file does not. Refuses (ConfigError) what edi.config.csv refuses, with
file and line. Loaded once by the engine and shared by every judging process: no document copies it.
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
    listed: frozenset[str] = frozenset()  # SIRETs of which the operator's own file gives services that are not shipped
    imported: bool = False  # the operator's own file gives structures that are not shipped
    unknown_debtor: str = "off"  # off: the list is not complete; warning or error: what a debtor outside it weighs
    unknown_service: str = "off"  # the same of a service, at the debtors of `listed`
    sha256: str = sha256_of_files(())

    def pack(self) -> Pack:
        """How a verdict names the directory it rests on."""
        return Pack(role="directory", package="structures.csv", version=__version__, sha256=self.sha256)


def own_file(config: Path | None, name: str) -> Path | None:
    """The operator's own file of this name; None when there is none, or when it is the shipped one itself."""
    if config is None or not (path := config / name).is_file():
        return None
    return None if path.resolve() == (shipped("config") / name).resolve() else path


def load_directory(config: Path | None, unknown_debtor: str = "off", unknown_service: str = "off") -> Directory:
    """The shipped rows, and over them those of the folder `config`. ConfigError when a file says what it may not."""
    files = [(name, path, read_bytes(path)) for name in (STRUCTURES, SERVICES) for path in _paths(config, name)]
    structures: dict[str, Structure] = {}
    services: dict[tuple[str, str], Service] = {}
    listed: frozenset[str] = frozenset()
    shipped_structures = 0
    for name, path, data in files:
        if name == STRUCTURES:
            structures.update(read_structures(path, data))
            shipped_structures = shipped_structures or len(structures)
        else:
            rows = read_services(path, data)
            listed = frozenset(siret for siret, code in rows if services and (siret, code) not in services)
            services.update(rows)
    by_siret: dict[str, dict[str, Service]] = {}
    for (siret, code), service in services.items():
        by_siret.setdefault(siret, {})[code] = service
    return Directory(
        structures=structures,
        services=by_siret,
        listed=listed,
        imported=len(structures) > shipped_structures,
        unknown_debtor=unknown_debtor,
        unknown_service=unknown_service,
        sha256=sha256_of_files([(name, data) for name, _, data in files]),
    )


def _paths(config: Path | None, name: str) -> list[Path]:
    """The shipped file, then the operator's own unless it holds the same bytes."""
    ours, own = shipped("config") / name, own_file(config, name)
    return [ours] if own is None or read_bytes(own) == read_bytes(ours) else [ours, own]


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
