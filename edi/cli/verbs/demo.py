"""edi demo: example flows through a real gateway in a fresh folder, then what they became."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from edi.cli.call import Call
from edi.cli.exits import DONE
from edi.cli.options import Verbs
from edi.message import Message

if TYPE_CHECKING:
    from rich.console import Console

    from edi.config.settings import Settings
    from edi.ledger import Ledger

VERBS = Verbs()
PARTNER, CODE = "btp-exemple", "XXX001"
NOT_EMPTY = Message(
    "{root} : ce dossier n'est pas vide ; donnez-en un neuf avec --root.",
    "{root}: this folder is not empty; give a new one with --root.",
)
DROPPED = Message(
    "\n{count} flux déposés dans {inbox} ; la passerelle passe.",
    "\n{count} flows dropped in {inbox}; the gateway sweeps.",
)
NEXT = Message(
    "\nLa suite : edi flows --root {root} | edi show ID --root {root} | edi verify --root {root}",
    "\nGo on with: edi flows --root {root} | edi show ID --root {root} | edi verify --root {root}",
)
FLOWS = Message("Ce que sont devenus les flux", "What became of the flows")
DOCUMENTS = Message("... et leurs factures", "... and of their invoices")
REFUSAL = Message("Un refus, comme le comptable le lira", "A refusal, as the accountant will read it")
INVOICE = Message("Facture {number}", "Invoice {number}")
RETURNS = Message("Les fichiers de retour", "The files of the returns")
FILES = Message("{count} fichiers dans {outbox}, par exemple :", "{count} files in {outbox}, for example:")


@VERBS.add(
    "demo",
    Message(
        "Dépose des flux d'exemple dans un dossier neuf, les traite et montre ce qu'ils deviennent.",
        "Drops example flows in a new folder, takes them through and shows what becomes of them.",
    ),
    example="edi demo --root essai",
    without=("as_json", "config"),
    default_root=Path("demo"),
)
def demo(call: Call) -> int:
    """Drops the examples, sweeps, shows. Refuses a folder that already holds something."""
    from rich.console import Console
    from rich.text import Text

    from edi.catalogue import wording
    from edi.disk import durable
    from edi.gateway import Gateway
    from edi.judging.engine import Engine
    from edi.ledger import Ledger
    from edi.pipeline.runtime import Runtime
    from edi.sandbox.examples import examples

    console = Console()
    settings = _prepared(call)
    inbox = settings.folders.inbox / PARTNER
    flows = examples(CODE, date.today())
    with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
        for sweep in sorted({example.sweep for example in flows}):
            dropped = [example for example in flows if example.sweep == sweep]
            for example in dropped:
                durable.publish(inbox, [(example.name, example.data)])  # renamed when whole, as a careful ERP does
            console.print(DROPPED.of(call.lang, count=len(dropped), inbox=inbox))
            Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
        _show(console, ledger, engine.tables.labels(call.lang), settings.folders.outbox / PARTNER, call.lang)
    console.print(Text(NEXT.of(call.lang, root=call.root)), soft_wrap=True)
    return DONE


def _prepared(call: Call) -> Settings:
    """A gateway of one partner in a folder that was empty."""
    from edi.cli.verbs.partner import tell
    from edi.config.settings import load_settings
    from edi.disk import durable
    from edi.errors import ConfigError
    from edi.operations.names import writing
    from edi.operations.partners import NewPartner, add

    with writing():
        if call.root.is_dir() and any(call.root.iterdir()):
            raise ConfigError(NOT_EMPTY.filled(root=call.root))
        durable.make_folder(call.root)
    partner = NewPartner(name=PARTNER, app_code=CODE, lang=call.lang, returns=("csv", "json"))
    tell(partner, add(load_settings(call.root), partner), call.lang)
    return load_settings(call.root)


def _show(console: Console, ledger: Ledger, labels: dict[int, str], outbox: Path, lang: str) -> None:
    from rich.rule import Rule
    from rich.text import Text

    from edi.cli.display.documents import documents_table
    from edi.cli.display.findings import show_findings
    from edi.cli.display.flows import flows_table
    from edi.model.judgement import Verdict
    from edi.operations.lookup import summaries

    rows = list(ledger.books.flows())
    console.print(Rule(FLOWS.of(lang), align="left"))
    console.print(flows_table(summaries(ledger, rows), console.width, lang))
    console.print(Rule(DOCUMENTS.of(lang), align="left"))
    documents = [document for row in rows if row.repeat_of is None for document in ledger.decisions.documents(row.id)]
    console.print(documents_table(documents, labels, console.width, lang))
    refused = next(one for one in documents if one.verdict is Verdict.REFUSED and one.cadre == "A15")
    console.print(Rule(REFUSAL.of(lang), align="left"))
    console.print(Text.assemble((INVOICE.of(lang, number=refused.number), "bold"), f" ({refused.member})"))
    show_findings(console, refused.findings, lang)
    console.print(Rule(RETURNS.of(lang), align="left"))
    files = sorted(file.name for file in outbox.iterdir())
    console.print(FILES.of(lang, count=len(files), outbox=outbox))
    for name in files[:3]:
        console.print(Text(f"  {name}"))
