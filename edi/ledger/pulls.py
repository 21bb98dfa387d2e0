"""What is known of partners' servers: the files drops are fetched from, and when a login was last refused.

In: a partner, names as bytes, states as the server gives them.  Out: Pull values; the flow that fetched bytes became.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edi.ledger.database import Database, Row, moment
from edi.ledger.values import Pull


@dataclass(frozen=True, slots=True)
class Pulls:
    """Changes are made inside `Ledger.write()`."""

    database: Database

    def of(self, partner: str) -> list[Pull]:
        """By name."""
        return [_pull(row) for row in self.database.rows("pulls", partner=partner)]

    def set_seen(self, partner: str, name: bytes, size: int, mtime: int, since: float, boot: str) -> None:
        """It is there, in a state it was not known in."""
        values = {"size": size, "mtime": mtime, "since": since, "boot": boot}
        self.database.change("set_pull_seen", partner=partner, name=name, **values)

    def set_fetched(self, partner: str, name: bytes, sha256: str) -> None:
        """Its bytes are whole and on our disk."""
        self.database.change("set_pull_fetched", partner=partner, name=name, sha256=sha256)

    def set_kept(self, partner: str, name: bytes, since: float, boot: str) -> None:
        """The server did not let go of it, and the operator was told."""
        self.database.change("set_pull_kept", partner=partner, name=name, since=since, boot=boot)

    def forget(self, partner: str, name: bytes) -> None:
        """It is no longer there."""
        self.database.change("forget_pull", partner=partner, name=name)

    def flow_of(self, pull: Pull, drop_name: str) -> str | None:
        """Our id of the flow that the bytes fetched became, once they are taken under that name."""
        values = {"drop_name": drop_name, "sha256": pull.sha256, "after_seq": pull.after_seq}
        row = self.database.first("flow_of_pull", partner=pull.partner, **values)
        return str(row["id"]) if row else None

    def refused_login(self, partner: str) -> datetime | None:
        """When the partner's server last refused our login; None once it has taken one since."""
        row = self.database.first("refused_login", partner=partner)
        return moment(row["refused_at"]) if row else None

    def set_refused_login(self, partner: str, at: datetime) -> None:
        self.database.change("set_refused_login", partner=partner, at=at)

    def forget_refused_login(self, partner: str) -> None:
        self.database.change("forget_refused_login", partner=partner)


def _pull(row: Row) -> Pull:
    values = dict(row)
    values["fetched"] = values.pop("state") == "fetched"
    values["told"] = bool(values["told"])
    return Pull(**values)
