"""What one poll of a partner's server works with, given at its start; what changes has its owner: Known, Landing, the
report."""

from __future__ import annotations

from dataclasses import dataclass

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.message import Message
from edi.model.limits import Limits
from edi.sftp.entry import join, quoted
from edi.sftp.known import Known
from edi.sftp.landing import Landing
from edi.sftp.patience import Patience, Stopped
from edi.sftp.reports import PullReport
from edi.sftp.session import Session

THERE = Message("{server} : {file}", "{server}: {file}")


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll at work."""

    session: Session
    partner: Partner
    limits: Limits
    known: Known
    landing: Landing
    patience: Patience
    report: PullReport

    @property
    def remote(self) -> Remote:
        return self.session.remote

    def path(self, name: bytes) -> bytes:
        """Of a file in the folder we fetch from."""
        return join(self.remote.out, name)

    def there(self, name: bytes) -> Message:
        """The same, for a sentence."""
        return THERE.filled(server=f"sftp {self.remote.known_as}", file=quoted(self.path(name)))

    def go_on(self) -> None:
        """Stopped when we are to stop."""
        if self.patience.stopping():
            raise Stopped
