"""What the ledger gives besides flows and sightings: one frozen value for each kind of row it keeps.

In: nothing.  Out: Pull, Hold and StoredReturn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edi.model.outcome import Return


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
