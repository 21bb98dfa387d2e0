"""edi watch: the daemon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE
from edi.cli.options import SETTLE, Verbs, option
from edi.message import Message

if TYPE_CHECKING:
    from edi.config.settings import Settings

VERBS = Verbs()


@VERBS.add(
    "watch",
    Message(
        "Le démon : passe sans cesse sur les boîtes, jusqu'à TERM. HUP relit réglages, partenaires et tables.",
        "The daemon: sweeps the inboxes without end, until TERM. HUP reads settings, partners and tables again.",
    ),
    example="edi watch --root /srv/edi",
    without=("as_json",),
)
def watch(
    call: Call,
    settle: Annotated[float | None, SETTLE] = None,
    events: Annotated[
        bool,
        option(
            "--events/--no-events",
            help=Message(
                "Se réveiller aux événements du disque, en plus des passages.",
                "Wake at events of the disk, besides the sweeps.",
            ),
        ),
    ] = True,
) -> int:
    """Runs until TERM; 75 when another gateway holds the lock."""
    from edi.config.settings import load_settings, require_root
    from edi.daemon.courier import Courier, transfer_command
    from edi.daemon.loop import Daemon, Orders
    from edi.disk import locks
    from edi.judging.engine import Engine
    from edi.ledger import Ledger
    from edi.monitor.log import logger

    def read() -> Settings:
        settings = load_settings(call.root, call.config)
        return settings if settle is None else replace(settings, settle_seconds=settle)

    settings = read()
    require_root(settings)
    log = logger()
    label = locks.label("edi watch")
    handle = locks.lock(settings.folders.daemon_lock, label)
    try:
        with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
            command = transfer_command(str(call.root), str(call.config) if call.config else None)
            orders = Orders(reload=read, label=label, vouched=settle is not None, events=events)
            Daemon(settings, engine, ledger, log, Courier(command, log), orders).run()
    finally:
        locks.unlock(handle)
    return DONE
