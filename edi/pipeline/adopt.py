"""Takes up what an earlier gateway left: files that were taken and have no row yet, flows in hand when it died.

In: state/taken and the ledger.  Out: a row for each; a death counted for each in hand.  Refuses (LedgerError) a ledger
that has forgotten what was answered since: drops that come again would be given a second verdict.
"""

from __future__ import annotations

from edi.disk import originals
from edi.errors import LedgerError
from edi.message import Message
from edi.pipeline import held, markers, retry
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

OLDER_LEDGER = Message(
    "{path} : {count} flux déjà traités lui sont inconnus, jusqu'à {last} : c'est une copie plus ancienne ou un "
    "registre neuf. Rien n'est pris. Restaurez une copie plus récente ; à défaut, remettez ces dossiers dans "
    "state/taken/<partenaire>/ : ils seront jugés de nouveau et leurs réponses déposées de nouveau.",
    "{path}: {count} flows already processed are unknown to it, up to {last}: it is an older copy or a new ledger. "
    "Nothing is taken. Restore a later copy; failing that, put these folders back into state/taken/<partner>/: they "
    "will be judged again and their answers deposited again.",
)


def refuse_older_ledger(runtime: Runtime) -> None:
    """A ledger restored from a copy, or made anew, must not be worked with."""
    if lost := originals.newer(runtime.folders, runtime.ledger.flows.last_id()):
        raise LedgerError(OLDER_LEDGER.filled(path=runtime.ledger.path, count=len(lost), last=lost[-1]))


def adopt(runtime: Runtime) -> Report:
    """Gives a row to every taken file that has none: its take outlived the gateway that made it. Nothing is in hand yet
    but what that gateway died with."""
    died = retry.count_deaths(runtime)
    folders, known = runtime.folders, runtime.ledger.flows
    held.remove_empty(folders)
    fresh = [taken for taken in held.leftovers(folders) if known.get(taken.flow) is None]
    for taken in fresh:
        if (partner := runtime.settings.partners.get(taken.partner)) is not None:
            markers.remove_marker(taken, folders.inbox / taken.partner, runtime.habits(partner))
    held.register(fresh, runtime.ledger)
    return died
