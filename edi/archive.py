"""Puts an original away, byte for byte: to the archive when its flow is decided, to quarantine when it defeats us.

One rename of the flow's whole folder inside one file system.  After a crash: done already, or still to do.
"""

from __future__ import annotations

from pathlib import Path

from edi import durable
from edi.errors import GatewayError
from edi.flow import FlowVerdict
from edi.folders import Folders


def put_away(folders: Folders, partner: str, flow: str, verdict: FlowVerdict) -> Path:
    """Moves the flow's folder out of state/taken; gives where the original now lies.

    GatewayError when it lies in neither place: somebody moved it."""
    old = folders.taken_flow(partner, flow)
    new = place_of(folders, partner, flow, verdict)
    if new.exists():
        # moved by a run that died before its syncs: what the ledger says next must be on the disk first
        durable.sync_folder(new.parent)
        durable.sync_folder(old.parent)
    elif old.exists():
        durable.make_folder(new.parent)
        durable.move(old, new)
    else:
        raise GatewayError(
            f"{old} : l'original de ce flux n'est plus là, ni dans {new} ; remettez-le à l'une de ces deux places."
        )
    return new


def place_of(folders: Folders, partner: str, flow: str, verdict: FlowVerdict) -> Path:
    if verdict is FlowVerdict.QUARANTINED:
        return folders.quarantined_flow(partner, flow)
    return folders.archived_flow(partner, flow)
