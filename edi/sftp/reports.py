"""What a visit to a partner's server did. Filled while it lasts, so that a fault in the middle leaves what came before.

Nothing here loads the SSH library: who only tells of visits need not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from edi.message import Message
from edi.sftp.errors import TransferError


@dataclass(slots=True)
class PullReport:
    """What one poll did."""

    fetched: list[Message] = field(default_factory=list)  # names put in the inbox
    removed: list[Message] = field(default_factory=list)  # originals let go
    unsettled: int = 0  # may still change
    waiting: int = 0  # their name is still taken in the inbox, or their flow is not judged yet
    kept: int = 0  # taken long since, but the server does not let go of them
    more: bool = False  # the folder holds more than one poll considers
    notes: list[Message] = field(default_factory=list)  # for the operator

    def note(self, note: Message) -> None:
        """Once, however often it is met."""
        if note not in self.notes:
            self.notes.append(note)


@dataclass(slots=True)
class PushReport:
    """What one delivery did."""

    sent: list[str] = field(default_factory=list)
    left: int = 0  # for the next visit
    notes: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class Exchange:
    """What one visit did, and why it ended early if it did."""

    pulled: PullReport = field(default_factory=PullReport)
    pushed: PushReport = field(default_factory=PushReport)
    fault: TransferError | None = None

    @property
    def more(self) -> bool:
        """Whether it is worth coming back before long."""
        return self.pulled.more or self.pulled.unsettled > 0 or self.pushed.left > 0

    @property
    def notes(self) -> list[Message]:
        return [*self.pulled.notes, *self.pushed.notes]
