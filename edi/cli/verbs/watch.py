"""edi watch: sweeps without end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from edi.config.settings import Settings, load_settings, require_root
from edi.daemon.courier import Courier, transfer_command
from edi.daemon.loop import Daemon, Orders
from edi.disk import locks
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.monitor.log import logger


def watch(root: Path, config: Path | None, settle: float | None, events: bool) -> int:
    """Runs until TERM; 75 when another gateway holds the lock."""

    def read() -> Settings:
        found = load_settings(root, config)
        return found if settle is None else replace(found, settle_seconds=settle)

    settings = read()
    require_root(settings)
    log = logger()
    label = locks.label("edi watch")
    handle = locks.lock(settings.folders.daemon_lock, label)
    try:
        with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
            courier = Courier(transfer_command(str(root), str(config) if config else None), log)
            orders = Orders(reload=read, label=label, vouched=settle is not None, events=events)
            Daemon(settings, engine, ledger, log, courier, orders).run()
    finally:
        locks.unlock(handle)
    return 0
