"""`edi matrix [CADRE]`: the capability matrix, for a person (a table) or a script (JSON, CSV).

In: the tables and what to show.  Out: text on the console and an exit code: 0, or 2 for a cadre that is none, with
what is known of it on the error output.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass

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
from edi.model.document import Record, Syntax, Value

OK, USAGE = 0, 2
MARKS = {"yes": "✓", "no": "✗", "n/a": "–"}
STYLES = {"yes": "green", "no": "red", "n/a": "dim"}
COLUMNS = ("cadre", "label", "depositor", "operation", "edi", "portail", "service", "source", "certainty")


@dataclass(frozen=True, slots=True)
class Words:
    """What the terminal says, in one language."""

    title: str
    piece: str
    depositor: str
    portail: str
    service: str
    legend: str
    operations: str
    sources: str
    addressee: str
    valideur: str
    valideurs: dict[str, str]
    first_status: str
    initial: str
    association: str
    associate: str
    source: str
    certainty: dict[str, str]


FR = Words(
    title="Ce que Chorus Pro accepte, par cadre de facturation et par canal",
    piece="Pièce",
    depositor="Déposant",
    portail="Portail",
    service="API",
    legend="✓ oui   ✗ non   – sans objet",
    operations="I premier dépôt   A association à une pièce antérieure du dossier   [n] source",
    sources="Sources",
    addressee="Destinataire",
    valideur="Valideur",
    valideurs={"required": "obligatoire", "optional": "facultatif", "none": "aucun"},
    first_status="Premier statut après 01",
    initial="Premier dépôt",
    association="Association",
    associate="Association : par {channels}.",
    source="Source",
    certainty={"H": "lu dans un document officiel", "M": "une source indépendante", "L": "déduit"},
)
EN = Words(
    title="What Chorus Pro takes, by cadre de facturation and channel",
    piece="Piece",
    depositor="Depositor",
    portail="Portal",
    service="API",
    legend="✓ yes   ✗ no   – not applicable",
    operations="I initial deposit   A association to an earlier piece of the dossier   [n] source",
    sources="Sources",
    addressee="Addressee",
    valideur="Valideur",
    valideurs={"required": "required", "optional": "optional", "none": "none"},
    first_status="First status after 01",
    initial="Initial deposit",
    association="Association",
    associate="Association: through {channels}.",
    source="Source",
    certainty={"H": "read in an official document", "M": "one independent source", "L": "deduced"},
)


def matrix(cadre: str | None, as_json: bool, as_csv: bool, lang: str, tables: Tables, console: Console) -> int:
    """Show the matrix, or one cadre of it. JSON and CSV are plain text; labels in them are French. Exit code 0 or 2."""
    code = cadre.strip().upper() if cadre else None
    if code and (code not in tables.cadres or not tables.cadres[code].active):
        print(_not_a_cadre(code, lang, tables), file=sys.stderr)
        return USAGE
    rows = [row for row in judge_channels.rows(tables) if code in (None, row["cadre"])]
    if as_json:
        console.file.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif as_csv:
        writer = csv.DictWriter(console.file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif code:
        _one(tables.cadres[code], rows, lang, tables, console)
    else:
        _all(rows, lang, tables, console)
    return OK


def _not_a_cadre(code: str, lang: str, tables: Tables) -> str:
    named = Value(code, "", 0)
    _, _, findings = judge.judge_cadre(Record(syntax=Syntax.CII, cadre=named, cadres=(named,)), tables)
    return "\n".join(f"{sentence(finding, lang)} {hint(finding, lang)}" for finding in findings)


def _all(rows: list[dict[str, str]], lang: str, tables: Tables, console: Console) -> None:
    words = EN if lang == "en" else FR
    table = Table(title=words.title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Cadre", no_wrap=True)
    table.add_column(words.piece)
    table.add_column(words.depositor, no_wrap=True)
    for channel in ("EDI", words.portail, words.service):
        table.add_column(f"{channel}\nI  A", justify="center", no_wrap=True)
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
    for line in (words.legend, words.operations, f"{words.sources} :" if lang != "en" else f"{words.sources}:"):
        console.print(Text(line))
    for number, (source, certainty) in enumerate(sources, start=1):
        console.print(Text(f"[{number}] {source} ({certainty}, {words.certainty[certainty]})"))


def _number(sources: list[tuple[str, str]], row: dict[str, str]) -> int:
    """The source's number in the notes, given on first use."""
    source = row["source"], row["certainty"]
    if source not in sources:
        sources.append(source)
    return sources.index(source) + 1


def _one(cadre: Cadre, rows: list[dict[str, str]], lang: str, tables: Tables, console: Console) -> None:
    words = EN if lang == "en" else FR
    status = tables.statuses[cadre.first_status]
    valideur = words.valideurs[cadre.valideur] + (f" ({cadre.valideur_role})" if cadre.valideur_role else "")
    console.print(
        Text(f"{cadre.code} : {_label(cadre, lang)}" if lang != "en" else f"{cadre.code}: {cadre.label_en}", "bold")
    )
    facts = [
        (words.depositor, _depositor(cadre, lang)),
        (words.addressee, cadre.addressee_en if lang == "en" else cadre.addressee),
        (words.valideur, valideur),
        (words.first_status, f"{status.code:02d} {status.label_en if lang == 'en' else status.label}"),
        (words.source, f"{cadre.source} ({cadre.certainty}, {words.certainty[cadre.certainty]})"),
    ]
    console.print(_grid(facts))
    table = Table(header_style="bold", pad_edge=False)
    for name in ("", "EDI", words.portail, words.service, words.source):
        table.add_column(name)
    for row in rows:
        operation = words.initial if row["operation"] == INITIAL else words.association
        source = f"{row['source']} ({row['certainty']}, {words.certainty[row['certainty']]})"
        table.add_row(operation, *(_mark(row[channel]) for channel in CHANNELS), Text(source))
    console.print(table)
    console.print(Text(words.legend))
    for line in _refused(cadre, words, lang, tables):
        console.print(Text(line))


def _refused(cadre: Cadre, words: Words, lang: str, tables: Tables) -> list[str]:
    """Why EDI does not take a first deposit, which channel does, and which takes an association."""
    named = Value(cadre.code, "", 0)
    _, _, findings = judge.judge_cadre(Record(syntax=Syntax.CII, cadre=named), tables)
    lines = [f"{sentence(finding, lang)} {hint(finding, lang)}" for finding in findings]
    if together := judge_channels.channels(tables, cadre.code, ASSOCIATION):
        lines.append(words.associate.format(channels=judge_channels.channel_words(together, lang)))
    return lines


def _grid(facts: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, fact in facts:
        grid.add_row(Text(name), Text(fact))
    return grid


def _mark(answer: str) -> Text:
    return Text(MARKS[answer], STYLES[answer])


def _label(cadre: Cadre, lang: str) -> str:
    return cadre.label_en if lang == "en" else cadre.label


def _depositor(cadre: Cadre, lang: str) -> str:
    return cadre.depositor_en if lang == "en" else cadre.depositor
