"""The proof that nothing is lost: conservation, ledger, originals, returns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edi.config.settings import Settings
from edi.disk import durable, originals
from edi.errors import GatewayError
from edi.ledger import Ledger
from edi.message import Message
from edi.model.drop import Taken
from edi.model.flow import FlowRow, State
from edi.model.outcome import CPP_STATUT_KINDS
from edi.operations.lookup import open_ledger, original
from edi.operations.names import sentence_of
from edi.pipeline.held import leftovers
from edi.returns.cpp_statut import check as check_cpp_statut

PAUSES = (0.0, 1.0, 2.0)  # before each further look at what seems wrong

NOT_CONSERVED = Message(
    "conservation : {received} reçus, {parts} comptés.", "conservation: {received} received, {parts} counted."
)
OLDER = Message(
    "registre plus ancien que l'archive, ou neuf : {count} flux traités lui manquent, jusqu'à {last}.",
    "the ledger is older than the archive, or new: it lacks {count} flows that were answered, up to {last}.",
)
TAKEN_UNKNOWN = Message(
    "{path} : pris et inconnu du registre ; le prochain « edi run » le reprendra.",
    "{path}: taken and unknown to the ledger; the next `edi run` takes it up.",
)
STILL_TAKEN = Message(
    "{path} : encore dans state/taken alors que son flux est terminé.",
    "{path}: still in state/taken though its flow is done.",
)
OF_LEDGER = Message("registre : {what}", "ledger: {what}")
CONTRADICTION = Message("registre, flux {flow} : {reason}.", "ledger, flow {flow}: {reason}.")
REASONS = {  # as the ledger writes them
    reason.fr: reason
    for reason in (
        Message("répétition d'un flux inconnu", "repeat of an unknown flow"),
        Message("décidé sans aucun retour", "decided without any return"),
        Message(
            "document accepté sans marque de réception de sa facture",
            "document accepted without the mark that its invoice was seen",
        ),
        Message("verdict sans document", "verdict without a document"),
        Message("version en vigueur sans retour", "version in force without a return"),
    )
}
PURGE_UNFINISHED = Message(
    "flux {flow} ({drop}) : purge inachevée ; le prochain « edi purge » la termine.",
    "flow {flow} ({drop}): its purge was not ended; the next `edi purge` ends it.",
)
ORIGINAL_LOST = Message(
    "flux {flow} ({drop}) : original introuvable.", "flow {flow} ({drop}): the original cannot be found."
)
ORIGINAL_UNREAD = Message(
    "flux {flow} ({drop}) : original illisible ({what}).", "flow {flow} ({drop}): the original cannot be read ({what})."
)
ALTERED = Message(
    "{path} : ce n'est plus le contenu reçu (empreinte différente).",
    "{path}: this is no longer what was received (another fingerprint).",
)
OUTBOX_ALTERED = Message(
    "outbox/{partner}/{name} : ce n'est pas le retour déposé (empreinte différente).",
    "outbox/{partner}/{name}: this is not the return that was deposited (another fingerprint).",
)
RETURN_ALTERED = Message(
    "retour {name} : empreinte différente de celle du registre.",
    "return {name}: its fingerprint is not the ledger's.",
)
RETURN_WRONG = Message("retour {name} : {what}", "return {name}: {what}")

Doubt = Callable[[], Message | None]  # looks, and says what is wrong


@dataclass(frozen=True, slots=True)
class Proof:
    """What was counted, how many returns were read again, and what does not hold."""

    counts: dict[str, int]
    returns: int
    problems: tuple[Message, ...]


def prove(settings: Settings) -> Proof:
    """Looks at everything once; changes nothing, beside a gateway at work too."""
    with open_ledger(settings) as ledger:
        counts = flow_counts(ledger)
        problems = [
            *conservation_problems(counts, settings, ledger),
            *ledger_problems(ledger),
            *original_problems(settings, ledger),
        ]
        returns, wrong = return_problems(ledger, settings)
    return Proof(counts, returns, (*problems, *wrong))


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


def conservation_problems(counts: dict[str, int], settings: Settings, ledger: Ledger) -> Iterator[Message]:
    """Received = accepted + partial + refused + quarantined + duplicate + in progress, and every file has its row."""
    parts = sum(count for name, count in counts.items() if name != "received")
    if parts != counts["received"]:
        yield NOT_CONSERVED.filled(received=counts["received"], parts=parts)
    yield from _lasting([partial(_taken, taken, ledger) for taken in leftovers(settings.folders)])
    yield from _lasting([partial(_unknown, settings, ledger)])


def _unknown(settings: Settings, ledger: Ledger) -> Message | None:
    if lost := originals.newer(settings.folders, ledger.flows.last_id()):
        return OLDER.filled(count=len(lost), last=lost[-1])
    return None


def _taken(taken: Taken, ledger: Ledger) -> Message | None:
    row = ledger.flows.get(taken.flow)
    if not taken.path.exists():  # asked after the row: a flow in hand moves its file before it is done
        return None
    if row is None:
        return TAKEN_UNKNOWN.filled(path=taken.path)
    if row.state is State.DONE:
        return STILL_TAKEN.filled(path=taken.path)
    return None


def ledger_problems(ledger: Ledger) -> Iterator[Message]:
    yield from (OF_LEDGER.filled(what=line) for line in ledger.books.integrity())
    for flow, reason in ledger.books.contradictions():
        yield CONTRADICTION.filled(flow=flow, reason=REASONS.get(reason, reason))


def original_problems(settings: Settings, ledger: Ledger) -> Iterator[Message]:
    """Each flow's original is where the ledger says, byte for byte."""
    # all rows come from one view of the ledger, which the gateway may have left behind by the time of the last
    doubtful = [row.id for row in ledger.books.flows() if _original(row, settings) is not None]
    yield from _lasting([partial(_original_of, flow, settings, ledger) for flow in doubtful])


def _original_of(flow: str, settings: Settings, ledger: Ledger) -> Message | None:
    row = ledger.flows.get(flow)
    return _original(row, settings) if row is not None else None


def _original(row: FlowRow, settings: Settings) -> Message | None:
    if row.purged_at is not None:
        if row.place is not None:
            return PURGE_UNFINISHED.filled(flow=row.id, drop=row.drop_name)
        return None
    try:
        where = original(row, settings)
        if where is None:
            return ORIGINAL_LOST.filled(flow=row.id, drop=row.drop_name)
        if row.sha256 and durable.digest(where) != row.sha256:
            return ALTERED.filled(path=where)
    except OSError as error:
        return ORIGINAL_UNREAD.filled(flow=row.id, drop=row.drop_name, what=durable.reason(error))
    return None


def _lasting(doubts: Iterable[Doubt]) -> Iterator[Message]:
    """What is wrong at every look. A gateway, a reprocess or a purge may be at work: between the look at the ledger and
    the one at the disk a file moves on, and a second look finds it at its next place."""
    wrong = [doubt for doubt in doubts if doubt() is not None]
    for pause in PAUSES:
        if wrong:
            time.sleep(pause)
            wrong = [doubt for doubt in wrong if doubt() is not None]
    yield from (said for doubt in wrong if (said := doubt()) is not None)


def return_problems(ledger: Ledger, settings: Settings) -> tuple[int, list[Message]]:
    """Every stored return against its hash, the CPPStatut ones against the schema, those not yet collected against
    what was decided."""
    count = 0
    problems: list[Message] = []
    for stored in ledger.books.returns():
        partner, recorded, item = stored.partner, stored.sha256, stored.item
        count += 1
        if _lying(settings.folders.outbox / partner / item.name) not in (None, recorded):
            problems.append(OUTBOX_ALTERED.filled(partner=partner, name=item.name))
        if durable.digest_of(item.content) != recorded:
            problems.append(RETURN_ALTERED.filled(name=item.name))
        if item.kind in CPP_STATUT_KINDS:
            try:
                check_cpp_statut(item.content)
            except GatewayError as error:
                problems.append(RETURN_WRONG.filled(name=item.name, what=sentence_of(error)))
    return count, problems


def _lying(path: Path) -> str | None:
    """The hash of what lies in an outbox; None where it was collected, or the outbox cannot be looked into."""
    try:
        return durable.digest(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    except OSError:  # a link or a folder in its place
        return ""
