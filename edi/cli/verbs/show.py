"""edi show: one flow in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs, argument
from edi.cli.speak import print_json, say
from edi.cli.verbs.flows import summary
from edi.message import Message
from edi.words.text import legible

if TYPE_CHECKING:
    from edi.config.settings import Settings
    from edi.ledger import Ledger
    from edi.model.flow import FlowRow

VERBS = Verbs()
NOT_FOUND = Message(
    "Aucun flux ne répond à « {text} » : ni identifiant, ni nom, ni empreinte, ni numéro de facture.\n"
    "« edi flows » montre les derniers reçus ; « edi flows --last 1000 » remonte plus loin.",
    "No flow answers to “{text}”: no id, no name, no fingerprint, no invoice number.\n"
    "`edi flows` shows the latest; `edi flows --last 1000` goes further back.",
)


@VERBS.add(
    "show",
    Message(
        "Un flux en entier : ses documents, ses constats, ses retours, et où se trouve l'original.",
        "One flow in full: its documents, its findings, its returns, and where the original lies.",
    ),
    example="edi show SITU-2026-004",
)
def show(
    call: Call,
    text: Annotated[
        str,
        argument(
            "ID",
            Message(
                "Identifiant de flux, nom de fichier, début d'empreinte, n° de facture.",
                "Flow id, file name, beginning of a fingerprint, invoice number.",
            ),
        ),
    ],
) -> int:
    """Every flow that `text` finds, in full; 1 when there is none."""
    from edi.cli.display.flow import show_flow
    from edi.config.settings import load_settings
    from edi.config.tables import load_tables
    from edi.operations.lookup import found, open_ledger

    settings = load_settings(call.root, call.config)
    with open_ledger(settings) as ledger:
        rows = found(ledger, text)
        if call.as_json:
            print_json([_detail(row, ledger, settings, call.lang) for row in rows])
        elif rows:
            labels = load_tables(settings.folders.config).labels(call.lang)
            for row in rows:
                show_flow(row, ledger, settings, labels, call.lang)
        else:
            say(NOT_FOUND, call.lang, text=legible(text))
    return DONE if rows else PROBLEMS


def _detail(row: FlowRow, ledger: Ledger, settings: Settings, lang: str) -> dict[str, Any]:
    from edi.catalogue import wording
    from edi.operations.lookup import whereabouts
    from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
    from edi.returns.document_facts import of_document, of_finding

    first = row.repeat_of or row.id
    where = whereabouts(row, settings)
    words = wording(lang)
    return {
        **summary(row, lang),
        "original": None if isinstance(where, Message) else str(where),
        "documents": [document_as_dict(of_document(document, words)) for document in ledger.decisions.documents(first)],
        "findings": [finding_as_dict(of_finding(finding, words)) for finding in ledger.decisions.findings(first)],
        "returns": [{"kind": item.kind, "name": item.name} for item in ledger.decisions.returns(row.id)],
        "packs": [pack_as_dict(pack) for pack in row.packs],
    }
