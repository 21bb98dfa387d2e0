"""edi verify: proof that nothing is lost, doubled or altered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from edi import durable
from edi.commands.flows import open_ledger, original
from edi.errors import GatewayError
from edi.flow import State
from edi.ledger import FlowRow, Ledger, sha256_of
from edi.pickup import leftovers
from edi.returns import SCHEMA
from edi.returns.cpp_statut import check as check_cpp_statut
from edi.settings import Settings, load_settings

SOUND, PROBLEMS = 0, 1
CPP_STATUT = {"cso", "fen"}


def verify(as_json: bool, root: Path, config: Path | None) -> int:
    """0 when all holds, 1 with the list of what does not."""
    settings = load_settings(root, config)
    with open_ledger(settings) as ledger:
        counts = _counts(ledger)
        problems = [*_conservation(counts, settings, ledger), *_ledger(ledger), *_originals(settings, ledger)]
        returns, wrong = _returns(ledger)
        problems += wrong
    if as_json:
        said = {"ok": not problems, "counts": counts, "returns": returns, "problems": problems}
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        told = ", ".join(f"{name} {count}" for name, count in counts.items() if name != "received")
        print(f"{counts['received']} flux reçus = {told}")
        print(f"{returns} retours relus, validés et comparés à leur empreinte")
        for problem in problems:
            print(f"PROBLÈME : {problem}")
        print("Tout se tient." if not problems else f"{len(problems)} problème(s).")
    return PROBLEMS if problems else SOUND


def _counts(ledger: Ledger) -> dict[str, int]:
    verdicts = ledger.counts("verdicts")
    return {
        "received": sum(ledger.counts("states").values()),
        "accepted": verdicts.get("integrated", 0),
        "partial": verdicts.get("partially integrated", 0),
        "refused": verdicts.get("refused", 0) + verdicts.get("irrecevable", 0),
        "quarantined": verdicts.get("quarantined", 0),
        "duplicate": verdicts.get("repeat", 0),
        "in progress": verdicts.get("in progress", 0),
    }


def _conservation(counts: dict[str, int], settings: Settings, ledger: Ledger) -> Iterator[str]:
    """Received = accepted + partial + refused + quarantined + duplicate + in progress, and every file has its row."""
    parts = sum(count for name, count in counts.items() if name != "received")
    if parts != counts["received"]:
        yield f"conservation : {counts['received']} reçus, {parts} comptés."
    for taken in leftovers(settings.folders):
        row = ledger.flow(taken.flow)
        if row is None:
            yield f"{taken.path} : pris et inconnu du registre ; le prochain « edi run » le reprendra."
        elif row.state is State.DONE:
            yield f"{taken.path} : encore dans state/taken alors que son flux est terminé."


def _ledger(ledger: Ledger) -> Iterator[str]:
    yield from (f"registre : {line}" for line in ledger.integrity())
    yield from (f"registre, flux {flow} : {reason}." for flow, reason in ledger.contradictions())


def _originals(settings: Settings, ledger: Ledger) -> Iterator[str]:
    """Each flow's original is where the ledger says, byte for byte."""
    for row in ledger.all_flows():
        if row.purged_at is not None:
            if row.place is not None:
                yield f"flux {row.id} ({row.drop_name}) : purge inachevée ; le prochain « edi purge » la termine."
            continue
        where = original(row, settings)
        if where is None:
            yield f"flux {row.id} ({row.drop_name}) : original introuvable."
        elif row.sha256 and _hash(where, row, settings) != row.sha256:
            yield f"{where} : ce n'est plus le contenu reçu (empreinte différente)."


def _hash(where: Path, row: FlowRow, settings: Settings) -> str:
    data, _ = durable.read_file(where, settings.limits.drop)
    return hashlib.sha256(data).hexdigest()


def _returns(ledger: Ledger) -> tuple[int, list[str]]:
    """Every stored return against its hash, and the CPPStatut ones against the schema."""
    count, problems = 0, []
    for _, recorded, item in ledger.all_returns():
        count += 1
        if sha256_of(item.content) != recorded:
            problems.append(f"retour {item.name} : empreinte différente de celle du registre.")
        if item.kind in CPP_STATUT:
            try:
                check_cpp_statut(item.content, SCHEMA)
            except GatewayError as error:
                problems.append(f"retour {item.name} : {error}")
    return count, problems
