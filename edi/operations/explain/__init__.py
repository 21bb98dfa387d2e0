"""One document of a file as the gateway understands it: found in the archive, read, told in chapters; not judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edi.config.settings import Settings
from edi.config.tables import Tables, load_tables
from edi.disk import durable
from edi.errors import ConfigError
from edi.judging import envelope
from edi.judging.identify import Companion
from edi.judging.reference import catalog_of
from edi.judging.understand import Understood, understand
from edi.judging.unpack import unpack
from edi.message import Message
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.limits import Limits
from edi.operations.explain.facts import Chapter, chapters_of
from edi.words.text import legible

INTERFACE_UNKNOWN = Message(
    "--interface {code} : interface inconnue ; connues : {known}.",
    "--interface {code}: unknown interface; known: {known}.",
)
MEMBER_UNKNOWN = Message(
    "--member {member} : aucun fichier de ce nom dans {file} ; il y a {names}.",
    "--member {member}: no file of this name in {file}; there are {names}.",
)
NO_INVOICE = Message("{file} : {member} n'est pas une facture ({what}).", "{file}: {member} is no invoice ({what}).")
MISSING = Message("{file} : ce fichier n'existe pas.", "{file}: this file does not exist.")
NOT_READ = Message("{file} : lecture impossible ({what}).", "{file}: it cannot be read ({what}).")


@dataclass(frozen=True, slots=True)
class Explained:
    """One member of a file, understood."""

    file: str
    member: str
    embedded: str | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A file that holds several documents, of which one must be named."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read as an invoice, and why."""

    findings: tuple[Finding, ...]


def explain(
    settings: Settings, file: Path, member: str | None, interface: str | None, lang: str
) -> Explained | Several | Unreadable:
    """ConfigError for a file, a member or an interface that is none."""
    tables = load_tables(settings.folders.config)
    if interface is not None and interface not in tables.interfaces:
        raise ConfigError(INTERFACE_UNKNOWN.filled(code=interface, known=envelope.taken_interfaces(tables)))
    members, findings = _members(file, settings.limits)
    if not members:
        return Unreadable(tuple(findings))
    if member is None and len(members) > 1:
        return Several(tuple(legible(one.name) for one in members))
    chosen = _chosen(file, members, member)
    document = understand(chosen.data, tables, settings.limits)
    if isinstance(document, Finding):
        return Unreadable((document,))
    if isinstance(document, Companion):
        raise ConfigError(NO_INVOICE.filled(file=file, member=chosen.name, what=document.kind))
    code = interface or envelope.read_name(file.name, tables, None, "lenient").interface
    chapters = _chapters(document, code, settings, tables, lang)
    return Explained(str(file), chosen.name, document.identified.embedded, chapters)


def _members(file: Path, limits: Limits) -> tuple[list[Member], list[Finding]]:
    """The files inside, in order, and what the unpacking has to say. An archive is read whole, inside its limits."""
    try:
        data, _ = durable.read_file(file.resolve(), limits.drop)
    except FileNotFoundError as error:
        raise ConfigError(MISSING.filled(file=file)) from error
    except OSError as error:
        raise ConfigError(NOT_READ.filled(file=file, what=durable.reason(error))) from error
    if findings := list(envelope.check_size(len(data), limits)):
        return [], findings
    members, findings = [], []
    for item in unpack(data, limits):
        if isinstance(item, Member):
            members.append(Member(item.name or file.name, item.data))
        else:
            findings.append(item)
    return members, findings


def _chosen(file: Path, members: list[Member], name: str | None) -> Member:
    for member in members:
        if name in (None, member.name):
            return member
    names = ", ".join(legible(member.name) for member in members[:5])
    raise ConfigError(MEMBER_UNKNOWN.filled(member=name, file=file, names=names))


def _chapters(
    document: Understood, interface: str | None, settings: Settings, tables: Tables, lang: str
) -> tuple[Chapter, ...]:
    identified = document.identified
    role = catalog_of(settings).roles[identified.role]
    default = envelope.default_interface(identified.syntax.family, tables)
    row = tables.interfaces.get(interface) if interface else default
    return chapters_of(document, role, row, tables, lang)
