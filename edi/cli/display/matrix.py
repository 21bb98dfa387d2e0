"""The capability matrix on a terminal: all of it, or one cadre with the channel that takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from edi.catalogue import hint, sentence
from edi.config.tables import Tables
from edi.config.tables.cadres import Cadre
from edi.config.tables.capability import ASSOCIATION, CHANNELS, INITIAL
from edi.judging import channels as judge_channels
from edi.judging import matrix as judge
from edi.message import Message
from edi.model.document import Record, Syntax, Value

Rows = Sequence[Mapping[str, str]]
MARKS = {"yes": "✓", "no": "✗", "n/a": "–"}
STYLES = {"yes": "green", "no": "red", "n/a": "dim"}
TITLE = Message(
    "Ce que Chorus Pro accepte, par cadre de facturation et par canal",
    "What Chorus Pro takes, by cadre de facturation and channel",
)
CADRE = Message("Cadre", "Cadre")
PIECE = Message("Pièce", "Piece")
DEPOSITOR = Message("Déposant", "Depositor")
EDI = Message("EDI", "EDI")
PORTAIL = Message("Portail", "Portal")
SERVICE = Message("API", "API")
LEGEND = Message("✓ oui   ✗ non   – sans objet", "✓ yes   ✗ no   – not applicable")
OPERATIONS = Message(
    "I premier dépôt   A association à une pièce antérieure du dossier   [n] source",
    "I initial deposit   A association to an earlier piece of the dossier   [n] source",
)
SOURCES = Message("Sources :", "Sources:")
HEAD = Message("{code} : {label}", "{code}: {label}")
ADDRESSEE = Message("Destinataire", "Addressee")
VALIDEUR = Message("Valideur", "Valideur")
VALIDEURS = {
    "required": Message("obligatoire", "required"),
    "optional": Message("facultatif", "optional"),
    "none": Message("aucun", "none"),
}
FIRST_STATUS = Message("Premier statut après 01", "First status after 01")
INITIAL_DEPOSIT = Message("Premier dépôt", "Initial deposit")
ASSOCIATED = Message("Association", "Association")
ASSOCIATE = Message("Association : par {channels}.", "Association: through {channels}.")
SOURCE = Message("Source", "Source")
CERTAINTY = {
    "H": Message("lu dans un document officiel", "read in an official document"),
    "M": Message("une source indépendante", "one independent source"),
    "L": Message("déduit", "deduced"),
}


def not_a_cadre(code: str, lang: str, tables: Tables) -> str:
    """Why a code is no cadre, or none that is in force."""
    named = Value(code, "", 0)
    _, _, findings = judge.judge_cadre(Record(syntax=Syntax.CII, cadre=named, cadres=(named,)), tables)
    return "\n".join(f"{sentence(finding, lang)} {hint(finding, lang)}" for finding in findings)


def show_all(rows: Rows, lang: str, tables: Tables) -> None:
    console = Console()
    table = Table(title=TITLE.of(lang), title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(CADRE.of(lang), no_wrap=True)
    table.add_column(PIECE.of(lang))
    table.add_column(DEPOSITOR.of(lang), no_wrap=True)
    for channel in (EDI, PORTAIL, SERVICE):
        table.add_column(f"{channel.of(lang)}\nI  A", justify="center", no_wrap=True)
    table.add_column(Text("[n]"), no_wrap=True)
    sources: list[tuple[str, str]] = []
    for code in dict.fromkeys(row["cadre"] for row in rows):
        mine = [row for row in rows if row["cadre"] == code]
        notes = dict.fromkeys(_number(sources, row) for row in mine)
        table.add_row(
            code,
            Text(_label(tables.cadres[code], lang)),
            Text(_depositor(tables.cadres[code], lang)),
            *(Text("  ").join(_mark(row[channel]) for row in mine) for channel in CHANNELS),
            Text(",".join(str(note) for note in notes)),
        )
    console.print(table)
    for line in (LEGEND, OPERATIONS, SOURCES):
        console.print(Text(line.of(lang)))
    for number, (source, certainty) in enumerate(sources, start=1):
        console.print(Text(f"[{number}] {_sourced(source, certainty, lang)}"))


def _number(sources: list[tuple[str, str]], row: Mapping[str, str]) -> int:
    """The source's number in the notes, given on first use."""
    source = row["source"], row["certainty"]
    if source not in sources:
        sources.append(source)
    return sources.index(source) + 1


def show_one(cadre: Cadre, rows: Rows, lang: str, tables: Tables) -> None:
    console = Console()
    status = tables.statuses[cadre.first_status]
    valideur = VALIDEURS[cadre.valideur].of(lang) + (f" ({cadre.valideur_role})" if cadre.valideur_role else "")
    console.print(Text(HEAD.of(lang, code=cadre.code, label=_label(cadre, lang)), "bold"))
    facts = [
        (DEPOSITOR, _depositor(cadre, lang)),
        (ADDRESSEE, cadre.addressee_en if lang == "en" else cadre.addressee),
        (VALIDEUR, valideur),
        (FIRST_STATUS, f"{status.code:02d} {status.label_en if lang == 'en' else status.label}"),
        (SOURCE, _sourced(cadre.source, cadre.certainty, lang)),
    ]
    console.print(_grid(facts, lang))
    table = Table(header_style="bold", pad_edge=False)
    table.add_column("")
    for heading in (EDI, PORTAIL, SERVICE, SOURCE):
        table.add_column(heading.of(lang))
    for row in rows:
        operation = (INITIAL_DEPOSIT if row["operation"] == INITIAL else ASSOCIATED).of(lang)
        source = _sourced(row["source"], row["certainty"], lang)
        table.add_row(operation, *(_mark(row[channel]) for channel in CHANNELS), Text(source))
    console.print(table)
    console.print(Text(LEGEND.of(lang)))
    for line in _refused(cadre, lang, tables):
        console.print(Text(line))


def _refused(cadre: Cadre, lang: str, tables: Tables) -> list[str]:
    """Why EDI does not take a first deposit, which channel does, and which takes an association."""
    named = Value(cadre.code, "", 0)
    _, _, findings = judge.judge_cadre(Record(syntax=Syntax.CII, cadre=named), tables)
    lines = [f"{sentence(finding, lang)} {hint(finding, lang)}" for finding in findings]
    if together := judge_channels.channels(tables, cadre.code, ASSOCIATION):
        lines.append(ASSOCIATE.of(lang, channels=judge_channels.channel_words(together, lang)))
    return lines


def _sourced(source: str, certainty: str, lang: str) -> str:
    return f"{source} ({certainty}, {CERTAINTY[certainty].of(lang)})"


def _grid(facts: list[tuple[Message, str]], lang: str) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, fact in facts:
        grid.add_row(Text(name.of(lang)), Text(fact))
    return grid


def _mark(answer: str) -> Text:
    return Text(MARKS[answer], STYLES[answer])


def _label(cadre: Cadre, lang: str) -> str:
    return cadre.label_en if lang == "en" else cadre.label


def _depositor(cadre: Cadre, lang: str) -> str:
    return cadre.depositor_en if lang == "en" else cadre.depositor
