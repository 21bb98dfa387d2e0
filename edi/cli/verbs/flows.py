"""edi flows and edi show: what was received and what became of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from edi.catalogue import wording
from edi.cli.display.flows import documents_table, flow_word, flows_table, show_findings
from edi.clock import stamp
from edi.config.settings import Settings, language_of, load_settings
from edi.config.tables import load_tables
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict
from edi.operations.lookup import found, open_ledger, original
from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
from edi.returns.document_facts import of_document, of_finding
from edi.words.text import legible

NOTHING = 1
UNJUDGED = (None, FlowVerdict.QUARANTINED)
NO_FLOW = Message(
    "Aucun flux encore : « edi run » prend ce qui est déposé dans inbox/.",
    "No flow yet: `edi run` takes what was dropped in inbox/.",
)
NOT_FOUND = Message(
    "Aucun flux ne répond à « {text} » : ni identifiant, ni nom, ni empreinte, ni numéro de facture.\n"
    "« edi flows » montre les derniers reçus ; « edi flows --last 1000 » remonte plus loin.",
    "No flow answers to “{text}”: no id, no name, no fingerprint, no invoice number.\n"
    "`edi flows` shows the latest; `edi flows --last 1000` goes further back.",
)
FACTS = {
    "flow": Message("flux", "flow"),
    "partner": Message("partenaire", "partner"),
    "flow_id": Message("identifiant de flux", "flow id"),
    "interface": Message("interface", "interface"),
    "received": Message("reçu", "received"),
    "decided": Message("décidé", "decided"),
    "repeats": Message("répète", "repeats"),
    "fingerprint": Message("empreinte", "fingerprint"),
    "version": Message("version", "version"),
    "original": Message("original", "original"),
    "failure": Message("échec", "failure"),
    "return": Message("retour", "return"),
}
PURGED = Message("purgé le {at}", "purged on {at}")
MISSING = Message(
    "introuvable ; « edi verify » dit ce qui manque d'autre", "cannot be found; `edi verify` says what else is missing"
)
CLOSED = Message(
    "illisible ({what}) : {folder} ; rendez-le au compte de la passerelle",
    "cannot be read ({what}): {folder}; give it to the gateway's account",
)


def flows(last: int, as_json: bool, root: Path, config: Path | None) -> int:
    """The latest flows, newest first."""
    settings = load_settings(root, config)
    with open_ledger(settings) as ledger:
        rows = ledger.flows.latest(last)
        if as_json:
            print(json.dumps([_summary(row, settings.lang) for row in rows], ensure_ascii=False, indent=2))
        elif rows:
            console = Console()
            console.print(flows_table(ledger, rows, console.width, settings.lang))
        else:
            print(NO_FLOW.of(settings.lang))
    return 0


def show(text: str, lang: str | None, as_json: bool, root: Path, config: Path | None) -> int:
    """Every flow that `text` finds, in full; 1 when there is none."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    with open_ledger(settings) as ledger:
        rows = found(ledger, text)
        if as_json:
            print(json.dumps([_detail(row, ledger, settings, language) for row in rows], ensure_ascii=False, indent=2))
        elif rows:
            labels = load_tables(settings.folders.config).labels(language)
            for row in rows:
                _show(row, ledger, settings, labels, language)
        else:
            print(NOT_FOUND.of(language, text=legible(text)))
    return 0 if rows else NOTHING


def _original(row: FlowRow, settings: Settings, lang: str) -> tuple[Path | None, str]:
    """Where the original lies, or None; and what to tell a person of it. A folder closed to us hides it alone."""
    try:
        where = original(row, settings)
    except OSError as error:
        return None, CLOSED.of(lang, what=error.strerror, folder=error.filename)
    if where is None:
        return None, PURGED.of(lang, at=stamp(row.purged_at)) if row.purged_at else MISSING.of(lang)
    return where, str(where)


def _summary(row: FlowRow, lang: str) -> dict[str, Any]:
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
        "deaths": row.deaths,
        "failure": row.failure.of(lang) if row.failure else None,
        "purged_at": stamp(row.purged_at) if row.purged_at else None,
    }


def _detail(row: FlowRow, ledger: Ledger, settings: Settings, lang: str) -> dict[str, Any]:
    first = row.repeat_of or row.id
    where, _ = _original(row, settings, lang)
    words = wording(lang)
    return {
        **_summary(row, lang),
        "original": str(where) if where else None,
        "documents": [document_as_dict(of_document(document, words)) for document in ledger.decisions.documents(first)],
        "findings": [finding_as_dict(of_finding(finding, words)) for finding in ledger.decisions.findings(first)],
        "returns": [{"kind": item.kind, "name": item.name} for item in ledger.decisions.returns(row.id)],
        "packs": [pack_as_dict(pack) for pack in row.packs],
    }


def _show(row: FlowRow, ledger: Ledger, settings: Settings, labels: dict[int, str], lang: str) -> None:
    console = Console()
    console.print(Text.assemble((row.drop_name, "bold"), "  ", flow_word(row.verdict, lang)))
    first = row.repeat_of or row.id
    facts = {
        "flow": row.id,
        "partner": row.partner,
        "flow_id": row.flow_id,
        "interface": row.interface,
        "received": stamp(row.taken_at),
        "decided": stamp(row.decided_at) if row.decided_at else None,
        "repeats": row.repeat_of,
        "fingerprint": row.sha256,
        "version": str(row.version) if row.version > 1 else None,
        "original": _original(row, settings, lang)[1],
        "failure": row.failure.of(lang) if row.failure and row.verdict in UNJUDGED else None,
    }
    told = [(name, value) for name, value in facts.items() if value]
    told += [
        ("return", str(settings.folders.outbox / row.partner / item.name)) for item in ledger.decisions.returns(row.id)
    ]
    for name, value in told:
        console.print(Text(f"  {FACTS[name].of(lang):<20}{value}"), soft_wrap=True)
    documents = ledger.decisions.documents(first)
    if documents:
        console.print(documents_table(documents, labels, console.width, lang))
    show_findings(console, ledger.decisions.findings(first), lang)
    for document in documents:
        show_findings(console, document.findings, lang)
