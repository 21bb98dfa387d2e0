"""edi demo: example flows through a real gateway in a fresh folder, then what they became."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from edi.catalogue import wording
from edi.cli.display.flows import documents_table, flows_table, show_findings
from edi.cli.verbs import partner
from edi.config.settings import load_settings
from edi.disk import durable
from edi.errors import ConfigError
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.flow import FlowRow
from edi.model.judgement import Verdict
from edi.operations.names import writing
from edi.pipeline.runtime import Runtime
from edi.sandbox.examples import examples

PARTNER, CODE = "btp-exemple", "XXX001"


def demo(root: Path) -> int:
    """Drops the examples, sweeps, shows. Refuses a folder that already holds something."""
    with writing("fr"):
        if root.is_dir() and any(root.iterdir()):
            raise ConfigError(f"{root} : ce dossier n'est pas vide ; donnez-en un neuf avec --root.")
        durable.make_folder(root)
    console = Console()
    partner.add(PARTNER, CODE, "strict", "fr", ".xml", "csv,json", root, None)
    settings = load_settings(root)
    inbox = settings.folders.inbox / PARTNER
    flows = examples(CODE, date.today())
    with Engine(settings) as engine, Ledger(settings.folders.ledger) as ledger:
        for sweep in sorted({example.sweep for example in flows}):
            dropped = [example for example in flows if example.sweep == sweep]
            for example in dropped:
                durable.publish(inbox, [(example.name, example.data)])  # renamed when whole, as a careful ERP does
            console.print(f"\n{len(dropped)} flux déposés dans {inbox} ; la passerelle passe.")
            Gateway(Runtime(settings=settings, engine=engine, ledger=ledger, wording=wording)).sweep(settle=0)
        rows = list(ledger.books.flows())
        _show(console, ledger, rows, engine.tables.labels("fr"), settings.folders.outbox / PARTNER)
    console.print(
        Text(f"\nLa suite : edi flows --root {root} | edi show ID --root {root} | edi verify --root {root}"),
        soft_wrap=True,
    )
    return 0


def _show(
    console: Console,
    ledger: Ledger,
    rows: list[FlowRow],
    labels: dict[int, str],
    outbox: Path,
) -> None:
    console.print(Rule("Ce que sont devenus les flux", align="left"))
    console.print(flows_table(ledger, rows, console.width))
    console.print(Rule("... et leurs factures", align="left"))
    documents = [document for row in rows if row.repeat_of is None for document in ledger.decisions.documents(row.id)]
    console.print(documents_table(documents, labels, console.width))
    refused = next(one for one in documents if one.verdict is Verdict.REFUSED and one.cadre == "A15")
    console.print(Rule("Un refus, comme le comptable le lira", align="left"))
    console.print(Text.assemble((f"Facture {refused.number}", "bold"), f" ({refused.member})"))
    show_findings(console, refused.findings)
    console.print(Rule("Les fichiers de retour", align="left"))
    files = sorted(file.name for file in outbox.iterdir())
    console.print(f"{len(files)} fichiers dans {outbox}, par exemple :")
    for name in files[:3]:
        console.print(Text(f"  {name}"))
