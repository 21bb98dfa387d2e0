"""Puts returns into outboxes.

In: flows with a decision.  Out: their returns of the version in force, each whole or not at all; the ledger then says
"returned".  After a crash: they are put there once more, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from edi.disk import durable
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.pipeline.groups import groups
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

KEPT = Message(
    "outbox/{partner} : retours non déposés ({why}), gardés.",
    "outbox/{partner}: returns not deposited ({why}), kept.",
)


def publish(runtime: Runtime) -> Report:
    """Puts the returns of every decided flow in its partner's outbox, again if need be; then says so."""
    shut: dict[str, Message] = {}  # outboxes that took nothing: not tried for every group anew
    for group in groups(runtime.ledger.flows.in_state(State.DECIDED)):
        published = []
        for partner in dict.fromkeys(row.partner for row in group if row.partner not in shut):
            rows = [row for row in group if row.partner == partner]
            try:
                deposit(partner, rows, runtime.folders, runtime.ledger, over=False)
                published += rows
            except OSError as error:  # full, read-only or gone: the decision stands and is published later
                shut[partner] = KEPT.filled(partner=partner, why=durable.reason(error))
        mark_returned(published, runtime.ledger)
    return Report(notes=tuple(shut.values()))


def deposit(partner: str, rows: Iterable[FlowRow], folders: Folders, ledger: Ledger, over: bool) -> None:
    """The returns of one partner's flows, into its outbox at once. OSError where it takes nothing, or, with `over`
    False, where another file lies under the name of one."""
    outbox = folders.outbox / partner
    durable.make_folder(outbox)
    files = ((item.name, item.content) for row in rows for item in ledger.decisions.returns(row.id))
    durable.publish(outbox, files, over=over)


def mark_returned(rows: Sequence[FlowRow], ledger: Ledger) -> None:
    if rows:
        with ledger.write():
            for row in rows:
                ledger.flows.set_returned(row.id, datetime.now(UTC))
