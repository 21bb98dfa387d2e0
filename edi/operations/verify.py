"""The proof that nothing is lost: conservation, ledger, originals, returns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import durable, originals
from edi.errors import GatewayError
from edi.ledger import Ledger
from edi.model.drop import Taken
from edi.model.flow import FlowRow, State
from edi.model.outcome import CPP_STATUT_KINDS
from edi.operations.lookup import original
from edi.pipeline.held import leftovers
from edi.returns.cpp_statut import check as check_cpp_statut

PAUSES = (0.0, 1.0, 2.0)  # before each further look at what seems wrong

Doubt = Callable[[], str | None]  # looks, and says what is wrong


def flow_counts(ledger: Ledger) -> dict[str, int]:
    verdicts = ledger.books.conservation()
    return {
        "received": verdicts["received"],
        "accepted": verdicts.get("integrated", 0),
        "partial": verdicts.get("partially integrated", 0),
        "refused": verdicts.get("refused", 0) + verdicts.get("irrecevable", 0),
        "quarantined": verdicts.get("quarantined", 0),
        "duplicate": verdicts.get("repeat", 0),
        "in progress": verdicts.get("in progress", 0),
    }


def conservation_problems(counts: dict[str, int], settings: Settings, ledger: Ledger) -> Iterator[str]:
    """Received = accepted + partial + refused + quarantined + duplicate + in progress, and every file has its row."""
    parts = sum(count for name, count in counts.items() if name != "received")
    if parts != counts["received"]:
        yield f"conservation : {counts['received']} reçus, {parts} comptés."
    yield from _lasting([partial(_taken, taken, ledger) for taken in leftovers(settings.folders)])
    yield from _lasting([partial(_unknown, settings, ledger)])


def _unknown(settings: Settings, ledger: Ledger) -> str | None:
    if lost := originals.newer(settings.folders, ledger.flows.last_id()):
        return (
            f"registre plus ancien que l'archive, ou neuf : {len(lost)} flux traités lui manquent, jusqu'à {lost[-1]}."
        )
    return None


def _taken(taken: Taken, ledger: Ledger) -> str | None:
    row = ledger.flows.get(taken.flow)
    if not taken.path.exists():  # asked after the row: a flow in hand moves its file before it is done
        return None
    if row is None:
        return f"{taken.path} : pris et inconnu du registre ; le prochain « edi run » le reprendra."
    if row.state is State.DONE:
        return f"{taken.path} : encore dans state/taken alors que son flux est terminé."
    return None


def ledger_problems(ledger: Ledger) -> Iterator[str]:
    yield from (f"registre : {line}" for line in ledger.books.integrity())
    yield from (f"registre, flux {flow} : {reason}." for flow, reason in ledger.books.contradictions())


def original_problems(settings: Settings, ledger: Ledger) -> Iterator[str]:
    """Each flow's original is where the ledger says, byte for byte."""
    # all rows come from one view of the ledger, which the gateway may have left behind by the time of the last
    doubtful = [row.id for row in ledger.books.flows() if _original(row, settings) is not None]
    yield from _lasting([partial(_original_of, flow, settings, ledger) for flow in doubtful])


def _original_of(flow: str, settings: Settings, ledger: Ledger) -> str | None:
    row = ledger.flows.get(flow)
    return _original(row, settings) if row is not None else None


def _original(row: FlowRow, settings: Settings) -> str | None:
    if row.purged_at is not None:
        if row.place is not None:
            return f"flux {row.id} ({row.drop_name}) : purge inachevée ; le prochain « edi purge » la termine."
        return None
    try:
        where = original(row, settings)
        if where is None:
            return f"flux {row.id} ({row.drop_name}) : original introuvable."
        if row.sha256 and durable.digest(where) != row.sha256:
            return f"{where} : ce n'est plus le contenu reçu (empreinte différente)."
    except OSError as error:
        return f"flux {row.id} ({row.drop_name}) : original illisible ({error.strerror})."
    return None


def _lasting(doubts: Iterable[Doubt]) -> Iterator[str]:
    """What is wrong at every look. A gateway, a reprocess or a purge may be at work: between the look at the ledger and
    the one at the disk a file moves on, and a second look finds it at its next place."""
    wrong = [doubt for doubt in doubts if doubt() is not None]
    for pause in PAUSES:
        if wrong:
            time.sleep(pause)
            wrong = [doubt for doubt in wrong if doubt() is not None]
    yield from (said for doubt in wrong if (said := doubt()) is not None)


def return_problems(ledger: Ledger, settings: Settings) -> tuple[int, list[str]]:
    """Every stored return against its hash, the CPPStatut ones against the schema, those not yet collected against
    what was decided."""
    count, problems = 0, []
    for stored in ledger.books.returns():
        partner, recorded, item = stored.partner, stored.sha256, stored.item
        count += 1
        if _lying(settings.folders.outbox / partner / item.name) not in (None, recorded):
            problems.append(f"outbox/{partner}/{item.name} : ce n'est pas le retour déposé (empreinte différente).")
        if durable.digest_of(item.content) != recorded:
            problems.append(f"retour {item.name} : empreinte différente de celle du registre.")
        if item.kind in CPP_STATUT_KINDS:
            try:
                check_cpp_statut(item.content)
            except GatewayError as error:
                problems.append(f"retour {item.name} : {error}")
    return count, problems


def _lying(path: Path) -> str | None:
    """The hash of what lies in an outbox; None where it was collected, or the outbox cannot be looked into."""
    try:
        return durable.digest(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    except OSError:  # a link or a folder in its place
        return ""
