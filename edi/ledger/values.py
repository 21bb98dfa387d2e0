"""What the ledger gives: one frozen value for each kind of row it keeps.

In: nothing.  Out: FlowRow, Sighting, Pull, Hold and StoredReturn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Pack
from edi.model.outcome import Return


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
    failure: str | None
    purged_at: datetime | None = None  # its original was given up (edi purge); `place` goes once it is removed
    rejudged: int = 0  # how often `edi reprocess` judged it again
    rejudge_failures: int = 0  # how many of the last of these failed in a row, by our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A drop seen and not settled; `since` is in seconds of the monotonic clock of `boot`."""

    partner: str
    name: bytes
    size: int
    mtime_ns: int
    inode: int
    since: float
    boot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A file in the folder of a partner's server that drops are fetched from."""

    partner: str
    name: bytes
    size: int
    mtime: int
    fetched: bool
    since: float  # unchanged, or last tried to be removed: seconds of the monotonic clock of `boot`
    boot: str
    sha256: str | None
    after_seq: int | None  # the flow its bytes became has a higher `seq`
    told: bool  # that it cannot be removed

    @property
    def state(self) -> tuple[int, int]:
        """Both the same, the same file."""
        return self.size, self.mtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold on one flow or on all of a partner's, until it is removed."""

    number: int
    flow: str | None
    partner: str | None
    drop_name: str | None  # of the flow
    whose: str  # the partner, also of a flow
    reason: str
    at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredReturn:
    """A return as stored: whose it is, and the hash that was recorded when it was written."""

    partner: str
    sha256: str
    item: Return
