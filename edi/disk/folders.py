"""The names of every folder and file the gateway makes, below one root. Nothing here touches the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The layout of one gateway. `config` may lie elsewhere (edi run --config)."""

    root: Path
    config: Path

    @classmethod
    def of(cls, root: Path, config_file: Path | None = None) -> Folders:
        root = root.absolute()
        return cls(root, config_file.absolute().parent if config_file else root / "config")

    @property
    def partners(self) -> Path:
        return self.config / "partners"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def ledger(self) -> Path:
        return self.state / "ledger.db"

    @property
    def lock(self) -> Path:
        """Held while flows are worked on: for a whole run or reprocess, for one round of the daemon."""
        return self.state / "gateway.lock"

    @property
    def daemon_lock(self) -> Path:
        """Held by the daemon for its life, by a run for its own: there is one sweeper a root."""
        return self.state / "daemon.lock"

    @property
    def transfer_lock(self) -> Path:
        """Held while files are exchanged with partners' servers."""
        return self.state / "transfer.lock"

    @property
    def taken(self) -> Path:
        return self.state / "taken"

    @property
    def archive(self) -> Path:
        return self.state / "archive"

    @property
    def quarantine(self) -> Path:
        return self.state / "quarantine"

    def taken_flow(self, partner: str, flow: str) -> Path:
        """The folder that holds one taken drop, alone, under the name its partner gave it."""
        return self.taken / partner / flow

    def archived_flow(self, partner: str, flow: str) -> Path:
        """Archived by the day of the take, which is the first eight digits of the flow's id."""
        return self.archive / partner / flow[:4] / flow[4:6] / flow[6:8] / flow

    def quarantined_flow(self, partner: str, flow: str) -> Path:
        return self.quarantine / partner / flow
