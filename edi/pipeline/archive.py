"""Moves originals to their last place.

In: flows whose returns are in the outbox.  Out: their originals in the archive or in quarantine, byte for byte; the
ledger then says "done", and where.  After a crash: moved already, or still to move.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from edi.disk import durable, originals
from edi.errors import DurabilityError, GatewayError
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow, State
from edi.pipeline.groups import groups
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

NOT_ARCHIVED = Message("{drop} : original non archivé ({why}).", "{drop}: original not archived ({why}).")


def archive(runtime: Runtime) -> Report:
    """Moves the original of every returned flow to its last place."""
    notes: list[Message] = []
    for group in groups(runtime.ledger.flows.in_state(State.RETURNED)):
        places: list[tuple[FlowRow, str]] = []
        for row in group:
            try:
                place = originals.put_away(runtime.folders, row.partner, row.id, row.answer)
            except DurabilityError:
                raise
            except (GatewayError, OSError) as error:  # this original is in trouble; the others go on
                why = error.message if isinstance(error, GatewayError) else durable.reason(error)
                notes.append(NOT_ARCHIVED.filled(drop=row.drop_name, why=why))
            else:
                places.append((row, str(place.relative_to(runtime.folders.state))))
        mark_done(places, runtime.ledger)
    return Report(notes=tuple(notes))


def mark_done(places: Sequence[tuple[FlowRow, str]], ledger: Ledger) -> None:
    if places:
        with ledger.write():
            for row, place in places:
                ledger.flows.set_done(row.id, datetime.now(UTC), place)
