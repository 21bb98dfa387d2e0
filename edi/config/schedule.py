"""When each partner's server is tried next. Pure: `now` is in seconds of any clock that never steps back."""

from __future__ import annotations

from dataclasses import dataclass, field

from edi.config.remotes import Remote

LATEST = 3_600.0  # seconds: the longest wait between two tries


@dataclass(slots=True)
class Schedule:
    """The next try of each partner, and its failures in a row."""

    at: dict[str, float] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    def due(self, partner: str, now: float) -> bool:
        return now >= self.at.get(partner, now)

    def succeeded(self, partner: str, remote: Remote, now: float, more: bool = False) -> None:
        """`more`: the server has files that are not done with; it is asked again once they can be."""
        self.failures.pop(partner, None)
        wait = min(remote.every_seconds, max(remote.quiet_seconds, 1.0)) if more else remote.every_seconds
        self.at[partner] = now + wait

    def failed(self, partner: str, remote: Remote, now: float, at_least: float = 0.0) -> None:
        """The wait doubles with each failure in a row up to an hour, and is at least what the fault asks for."""
        count = self.failures[partner] = self.failures.get(partner, 0) + 1
        longest = max(LATEST, remote.every_seconds)
        self.at[partner] = now + max(min(remote.every_seconds * 2.0 ** min(count, 30), longest), at_least)

    def next(self, now: float) -> float | None:
        """Seconds until the first server that was tried before is due again; None when none was."""
        return max(0.0, min(self.at.values()) - now) if self.at else None
