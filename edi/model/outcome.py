"""What became of a flow and of each of its documents, and the files that say so.

In: nothing.  Out: Outcome, DocumentOutcome, Decision and Return, the names of the kinds of return, the
one status of a flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from edi.errors import GatewayError
from edi.message import Message
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.statuses import INTEGRATED, PARTLY_INTEGRATED, REFUSED, UNDER_WAY

# The kinds of return. How each is written: edi/returns/kinds.py.
CPP_STATUT_KINDS = ("cso", "fen")  # every partner's
EXTRA_KINDS = ("csv", "json", "html")  # those a partner's setting `returns` may ask for
RETURN_KINDS = (*CPP_STATUT_KINDS, *EXTRA_KINDS)

NO_ANSWER = Message(
    "Le flux {flow} est « {verdict} » : aucun retour ne peut être écrit pour ce verdict.",
    "Flow {flow} is “{verdict}”: no return can be written for that verdict.",
)

# Flow statuses of CPPStatut. A quarantined flow is under way, not refused: what defeated the gateway is ours to mend.
FLOW_STATUS: Mapping[FlowVerdict, int] = MappingProxyType(
    {
        FlowVerdict.INTEGRATED: INTEGRATED,
        FlowVerdict.QUARANTINED: UNDER_WAY,
        FlowVerdict.REFUSED: REFUSED,
        FlowVerdict.IRRECEVABLE: REFUSED,
        FlowVerdict.PARTIAL: PARTLY_INTEGRATED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOutcome:
    """What became of one invoice. Identifiers and dates are as the document wrote them, not checked."""

    position: int  # 1 for the first of the flow
    member: str
    verdict: Verdict
    number: str | None = None
    type: str | None = None
    issue_date: str | None = None
    cadre: str | None = None
    syntax: str | None = None
    supplier_type: int | None = None  # 1 SIRET .. 7 person
    supplier_id: str | None = None
    supplier_name: str | None = None
    supplier_country: str | None = None
    debtor_id: str | None = None
    debtor_name: str | None = None
    debtor_service: str | None = None
    debtor_service_name: str | None = None
    statuses: tuple[int, ...] = ()  # in order: (1, 27), or (37,)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one flow. Both moments carry their time zone.

    A repeat is the first outcome with `repeat_of` and `repeat_at` set, never FlowVerdict.REPEAT."""

    flow: str  # the gateway's own id
    partner_code: str  # six characters
    gateway_code: str  # six characters
    flow_id: str  # the partner's own id, or the drop's printable name
    drop_name: str
    verdict: FlowVerdict
    decided_at: datetime
    received_at: datetime
    interface: str | None = None  # FSO1116A
    documents: tuple[DocumentOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()  # those of the flow itself
    packs: tuple[Pack, ...] = ()
    repeat_of: str | None = None  # the first flow's id, as the partner knows it
    repeat_at: datetime | None = None  # when that first one was received
    version: int = 1
    replaces_at: datetime | None = None  # when the version before this one was decided
    undone: tuple[DocumentOutcome, ...] = ()  # documents that version accepted and this one does not, as they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome and what must be remembered with it: (kind, key) pairs of the ledger's marks."""

    outcome: Outcome
    repeat_of: str | None = None  # our id of the flow whose answer is given again
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One file for the partner's outbox."""

    kind: str  # of RETURN_KINDS
    name: str
    content: bytes


def flow_status(flow: str, verdict: FlowVerdict) -> int:
    """The status 90..96 of a flow. GatewayError for one that has no answer yet (not judged) or no answer of its own."""
    status = FLOW_STATUS.get(verdict)
    if status is None:
        raise GatewayError(NO_ANSWER.filled(flow=flow, verdict=verdict.value))
    return status
