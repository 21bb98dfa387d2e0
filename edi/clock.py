"""The clocks: moments as Paris tells them, and the boot that a monotonic clock belongs to.

In: moments with their time zone.  Out: the same in Paris, and as returns write them.  Refuses (GatewayError) a moment
without a time zone: which one it is would be a guess.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from edi.errors import GatewayError
from edi.message import Message

PARIS = ZoneInfo("Europe/Paris")

NO_ZONE = Message(
    "Le moment {moment} est sans fuseau horaire : il ne peut être dit à un partenaire.",
    "The moment {moment} carries no time zone: it cannot be told to a partner.",
)


def paris(moment: datetime) -> datetime:
    """The same moment on the clocks of Paris. GatewayError when it carries no time zone: it would be a guess."""
    if moment.tzinfo is None:
        raise GatewayError(NO_ZONE.filled(moment=moment.isoformat()))
    return moment.astimezone(PARIS)


def stamp(moment: datetime) -> str:
    """A moment as returns write it: Paris time, milliseconds, offset."""
    return paris(moment).isoformat(timespec="milliseconds")


def boot_id() -> str:
    """Names this boot: the monotonic clock means nothing in another."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def minute(at: datetime) -> str:
    """A moment as an accountant writes it."""
    return paris(at).strftime("%d/%m/%Y %H:%M")
