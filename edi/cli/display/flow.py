"""One flow in full, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from edi.cli.display.documents import documents_table
from edi.cli.display.findings import show_findings
from edi.cli.display.flows import flow_word
from edi.cli.speak import spoken
from edi.clock import stamp
from edi.config.settings import Settings
from edi.ledger import Ledger
from edi.message import Message
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict
from edi.operations.lookup import whereabouts

FLOW = Message("flux", "flow")
PARTNER = Message("partenaire", "partner")
FLOW_ID = Message("identifiant de flux", "flow id")
INTERFACE = Message("interface", "interface")
RECEIVED = Message("reçu", "received")
DECIDED = Message("décidé", "decided")
REPEATS = Message("répète", "repeats")
FINGERPRINT = Message("empreinte", "fingerprint")
VERSION = Message("version", "version")
ORIGINAL = Message("original", "original")
UNJUDGED = (None, FlowVerdict.QUARANTINED)
FAILURE = Message("échec", "failure")
RETURN = Message("retour", "return")


def show_flow(row: FlowRow, ledger: Ledger, settings: Settings, labels: Mapping[int, str], lang: str) -> None:
    console = Console()
    console.print(Text.assemble((row.drop_name, "bold"), "  ", flow_word(row.verdict, lang)))
    first = row.repeat_of or row.id
    outbox = settings.folders.outbox / row.partner
    told = [(name, value) for name, value in _facts(row, settings, lang) if value]
    told += [(RETURN, str(outbox / item.name)) for item in ledger.decisions.returns(row.id)]
    width = max(len(name.of(lang)) for name, _ in told)
    for name, value in told:
        console.print(Text(f"  {name.of(lang):<{width}}  {value}"), soft_wrap=True)
    documents = ledger.decisions.documents(first)
    if documents:
        console.print(documents_table(documents, labels, console.width, lang))
    show_findings(console, ledger.decisions.findings(first), lang)
    for document in documents:
        show_findings(console, document.findings, lang)


def _facts(row: FlowRow, settings: Settings, lang: str) -> list[tuple[Message, str | None]]:
    where = whereabouts(row, settings)
    return [
        (FLOW, row.id),
        (PARTNER, row.partner),
        (FLOW_ID, row.flow_id),
        (INTERFACE, row.interface),
        (RECEIVED, stamp(row.taken_at)),
        (DECIDED, stamp(row.decided_at) if row.decided_at else None),
        (REPEATS, row.repeat_of),
        (FINGERPRINT, row.sha256),
        (VERSION, str(row.version) if row.version > 1 else None),
        (ORIGINAL, where.of(lang) if isinstance(where, Message) else str(where)),
        (FAILURE, spoken(row.failure, lang) if row.failure and row.verdict in UNJUDGED else None),
    ]
