"""The nouns of the gateway: frozen records and enums, no behaviour beyond reading themselves.

A *flow* is one drop of a partner; a *document* is one invoice file inside it; a *finding* is one thing wrong with
either; a *verdict* is what follows. Everything here crosses a process boundary and holds no tree, no open file and no
path of the outside. (No slots: a frozen record with slots unpickles ten times slower, and they come by the thousand.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from edi.errors import GatewayError
from edi.message import Message
from edi.model.judgement import FlowVerdict, Pack

NO_ANSWER = Message(
    "flux {flow} : le registre le dit décidé et n'en donne pas le verdict.",
    "flow {flow}: the ledger says it is decided and gives no verdict of it.",
)


class State(str, Enum):
    """Where a flow stands in the ledger (docs/states.md). S0 and S1 have no row yet."""

    TAKEN = "taken"  # S2: known, to be judged
    DECIDED = "decided"  # S3: verdict and returns are fixed, to be published
    RETURNED = "returned"  # S4, S5: published, to be archived
    DONE = "done"  # S6


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One flow as the ledger holds it."""

    seq: int
    id: str
    partner: str
    drop_name: str
    state: State
    taken_at: datetime
    size: int | None
    sha256: str | None
    flow_id: str | None
    interface: str | None
    verdict: FlowVerdict | None
    repeat_of: str | None
    version: int
    packs: tuple[Pack, ...]
    decided_at: datetime | None
    returned_at: datetime | None
    archived_at: datetime | None
    place: str | None
    attempts: int
    next_try_at: datetime | None
    failure: Message | None
    purged_at: datetime | None = None  # its original was given up (edi purge); `place` goes once it is removed
    rejudged: int = 0  # how often `edi reprocess` judged it again
    rejudge_failures: int = 0  # how many of the last of these failed in a row, by our own fault
    in_hand: bool = False  # being judged, or it was when its gateway died
    deaths: int = 0  # gateways that died while it was in hand, before it had a verdict

    @property
    def answer(self) -> FlowVerdict:
        """The verdict of a flow that has one, as every flow past `taken`. GatewayError for one that has none."""
        if self.verdict is None:
            raise GatewayError(NO_ANSWER.filled(flow=self.id))
        return self.verdict
