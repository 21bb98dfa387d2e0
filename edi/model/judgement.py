"""What is judged and what follows: members, terms, verdicts, the packs that took part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from edi.message import Message
from edi.model.finding import Finding, Severity

if TYPE_CHECKING:  # whoever needs a verdict alone, as the ledger does, loads no document
    from edi.model.document import Record, Syntax


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
    failure: Message | None = None  # why it is not judged: our own fault, never told as a refusal


def sha256_of(data: bytes = b"") -> str:
    """The hash that names one file."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """The one hash of several files, by their names and their bytes, in the order given."""
    total = hashlib.sha256()
    for name, data in files:
        total.update(f"{name} {len(data)}\n".encode())
        total.update(data)
    return total.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A schema or rule set that took part in a verdict."""

    role: str
    package: str
    version: str
    sha256: str
