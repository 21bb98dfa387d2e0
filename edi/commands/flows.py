"""edi flows and edi show: what was received and what became of it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from edi import archive
from edi.commands.present import documents_table, flow_word, flows_table, show_findings
from edi.errors import ConfigError
from edi.flow import State
from edi.ledger import FlowRow, Ledger
from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
from edi.returns.outcome import stamp
from edi.settings import Settings, language_of, load_settings
from edi.tables import load_tables

NOTHING = 1


def flows(last: int, as_json: bool, root: Path, config: Path | None) -> int:
    """The latest flows, newest first."""
    settings = load_settings(root, config)
    with open_ledger(settings) as ledger:
        rows = ledger.latest(last)
        if as_json:
            print(json.dumps([_summary(row) for row in rows], ensure_ascii=False, indent=2))
        else:
            console = Console()
            console.print(flows_table(ledger, rows, console.width))
    return 0


def show(text: str, lang: str | None, as_json: bool, root: Path, config: Path | None) -> int:
    """Every flow that `text` finds, in full; 1 when there is none."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    with open_ledger(settings) as ledger:
        rows = ledger.find(text)
        if as_json:
            print(json.dumps([_detail(row, ledger, settings, language) for row in rows], ensure_ascii=False, indent=2))
        elif rows:
            labels = load_tables(settings.folders.config).labels(language)
            for row in rows:
                _show(row, ledger, settings, labels, language)
        else:
            print(f"Aucun flux ne répond à « {text} » : ni identifiant, ni nom, ni empreinte, ni numéro de facture.")
    return 0 if rows else NOTHING


def open_ledger(settings: Settings) -> Ledger:
    """The ledger, read only; a sentence when nothing has been received yet."""
    if not settings.folders.ledger.is_file():
        raise ConfigError(f"{settings.folders.ledger} : pas encore de registre ; « edi run » le crée au premier flux.")
    return Ledger(settings.folders.ledger, read_only=True)


def original(row: FlowRow, settings: Settings) -> Path | None:
    """Where the original lies now, or None when it cannot be found (or was purged).

    A finished flow's is where the ledger says; an unfinished one's may be on its way to its last place."""
    homes = [settings.folders.state / row.place] if row.place else []
    if row.state is not State.DONE:
        homes += archive.places_of(settings.folders, row.partner, row.id)
    for home in homes:
        with suppress(FileNotFoundError, NotADirectoryError, StopIteration):  # not here, or not any more
            return next(home.iterdir())
    return None


def named(ledger: Ledger, text: str, partner: str | None = None) -> list[FlowRow]:
    """The flows a person means, by whole names only: what is then done to them must not hit a neighbour.

    Our id, the partner's flow id, file name or hash; where none answers, a return's name or an invoice number."""
    rows = [row for row in ledger.find(text) if partner in (None, row.partner)]
    exact = [row for row in rows if text in (row.id, row.flow_id, row.drop_name, row.sha256)]
    return exact or [row for row in rows if text in _inner_names(ledger, row)]


def _inner_names(ledger: Ledger, row: FlowRow) -> set[str | None]:
    return {item.name for item in ledger.returns(row.id)} | {one.number for one in ledger.documents(row.id)}


def _missing(row: FlowRow) -> str:
    return f"purgé le {stamp(row.purged_at)}" if row.purged_at else "introuvable"


def _summary(row: FlowRow) -> dict[str, Any]:
    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "flow_id": row.flow_id,
        "interface": row.interface,
        "state": row.state.value,
        "verdict": row.verdict.value if row.verdict else None,
        "repeat_of": row.repeat_of,
        "version": row.version,
        "received_at": stamp(row.taken_at),
        "decided_at": stamp(row.decided_at) if row.decided_at else None,
        "size": row.size,
        "sha256": row.sha256,
        "attempts": row.attempts,
        "failure": row.failure,
        "purged_at": stamp(row.purged_at) if row.purged_at else None,
    }


def _detail(row: FlowRow, ledger: Ledger, settings: Settings, lang: str) -> dict[str, Any]:
    first = row.repeat_of or row.id
    where = original(row, settings)
    return {
        **_summary(row),
        "original": str(where) if where else None,
        "documents": [document_as_dict(document, lang) for document in ledger.documents(first)],
        "findings": [finding_as_dict(finding, lang) for finding in ledger.flow_findings(first)],
        "returns": [{"kind": item.kind, "name": item.name} for item in ledger.returns(row.id)],
        "packs": [pack_as_dict(pack) for pack in row.packs],
    }


def _show(row: FlowRow, ledger: Ledger, settings: Settings, labels: dict[int, str], lang: str) -> None:
    console = Console()
    console.print(Text.assemble((row.drop_name, "bold"), "  ", flow_word(row.verdict, lang)))
    first = row.repeat_of or row.id
    where = original(row, settings)
    facts = [
        ("flux", row.id),
        ("partenaire", row.partner),
        ("identifiant de flux", row.flow_id),
        ("interface", row.interface),
        ("reçu", stamp(row.taken_at)),
        ("décidé", stamp(row.decided_at) if row.decided_at else None),
        ("répète", row.repeat_of),
        ("empreinte", row.sha256),
        ("version", str(row.version) if row.version > 1 else None),
        ("original", str(where) if where else _missing(row)),
        ("échec", row.failure if row.verdict is None else None),
    ]
    for label, value in facts:
        if value:
            console.print(Text(f"  {label:<20}{value}"), soft_wrap=True)
    for item in ledger.returns(row.id):
        console.print(Text(f"  {'retour':<20}{settings.folders.outbox / row.partner / item.name}"), soft_wrap=True)
    documents = ledger.documents(first)
    if documents:
        console.print(documents_table(documents, labels, console.width, lang))
    show_findings(console, ledger.flow_findings(first), lang)
    for document in documents:
        show_findings(console, document.findings, lang)
