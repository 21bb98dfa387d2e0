"""The ledger, looked at without touching it: it opens, is sound, and knows every flow that was put away."""

from __future__ import annotations

import os
from pathlib import Path

from edi.disk import durable, originals
from edi.disk.folders import Folders
from edi.errors import GatewayError
from edi.ledger import Ledger
from edi.message import Message
from edi.operations.counts import FLOW, FLOWS, count_of
from edi.operations.names import sentence_of

NO_LEDGER = Message(
    "pas encore ; « edi run » le crée au premier passage", "none yet; `edi run` makes it on its first sweep"
)
LOST = Message(
    "{ledger} : ce registre manque, alors que des flux sont déjà traités ({lost}, jusqu'à {last}). "
    "« edi run » ne prendra rien : restaurez-le depuis une sauvegarde.",
    "{ledger}: this ledger is missing, yet flows were answered already ({lost}, up to {last}). `edi run` "
    "will take nothing: restore it from a backup.",
)
OLDER = Message(
    "{ledger} : des flux déjà traités lui sont inconnus ({lost}, jusqu'à {last}) : c'est une copie plus "
    "ancienne ou un registre neuf. « edi run » ne prendra rien : restaurez une copie plus récente.",
    "{ledger}: flows that were answered already are unknown to it ({lost}, up to {last}): it is an older "
    "copy or a new ledger. `edi run` will take nothing: restore a later copy.",
)
DAMAGED = Message(
    "{ledger} : il est endommagé ({what}) ; restaurez-le depuis une sauvegarde. Les originaux sont tous dans state/.",
    "{ledger}: it is damaged ({what}); restore it from a backup. The originals are all in state/.",
)
CLOSED = Message(
    "{ledger} : la passerelle ne peut pas le lire et y écrire ; rendez-le à son compte (chown, chmod).",
    "{ledger}: the gateway cannot read and write it; give it to its account (chown, chmod).",
)
UNREADABLE = Message(
    "{folder} : lecture impossible ({what}) ; rendez-le au compte de la passerelle.",
    "{folder}: it cannot be read ({what}); give it to the gateway's account.",
)


def ledger_state(folders: Folders) -> tuple[bool, Message]:
    """(fit, sentence). That it knows what was put away is what `edi run` asks before it takes anything
    (edi/gateway.py): it refuses on an older ledger."""
    try:
        return _ledger_state(folders)
    except GatewayError as error:
        return False, sentence_of(error)
    except OSError as error:
        return False, UNREADABLE.filled(folder=error.filename, what=durable.reason(error))


def _ledger_state(folders: Folders) -> tuple[bool, Message]:
    file = folders.ledger
    if not file.is_file():
        lost = originals.newer(folders, "")
        return (False, _lost(LOST, file, lost)) if lost else (True, NO_LEDGER)
    if not os.access(file, os.R_OK | os.W_OK):
        return False, CLOSED.filled(ledger=file)
    with Ledger(file, read_only=True) as ledger:
        if damage := ledger.books.integrity():
            return False, DAMAGED.filled(ledger=file, what=damage[0].splitlines()[0])
        if lost := originals.newer(folders, ledger.flows.last_id()):
            return False, _lost(OLDER, file, lost)
        return True, count_of(ledger.books.conservation()["received"], FLOW, FLOWS)


def _lost(sentence: Message, file: Path, lost: list[Path]) -> Message:
    return sentence.filled(ledger=file, lost=count_of(len(lost), FLOW, FLOWS), last=lost[-1])
