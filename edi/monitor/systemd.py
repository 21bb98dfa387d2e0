"""What systemd is told: that we are ready, alive, stopping. Silent where nobody listens."""

from __future__ import annotations

import math
import os
import socket
import time

ALIVE_SECONDS = 1.0  # how often systemd's watchdog is told that work goes on


def notify(*facts: str) -> None:
    """Tells systemd (sd_notify)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        try:
            channel.sendto("\n".join(facts).encode(), address)
        except OSError:
            return


class Watchdog:
    """systemd's watchdog, fed as often as it is asked to be, once in ALIVE_SECONDS at most."""

    def __init__(self) -> None:
        self._at = -math.inf

    def fed(self) -> bool:
        """Whether it was its time."""
        now = time.monotonic()
        if now - self._at < ALIVE_SECONDS:
            return False
        self._at = now
        notify("WATCHDOG=1")
        return True
