"""What several verbs show a person: verdict words, tables of flows and documents, a refusal to be read and acted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edi.catalogue import hint, sentence
from edi.cli.display.columns import Layout, Row, fitted
from edi.clock import paris
from edi.ledger import Ledger
from edi.model.finding import Finding, Severity
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome
from edi.words import labels as words_labels
from edi.words.text import legible

FEW = 5  # refusals whose surroundings a terminal shows
NUMBER = 9  # columns of a line's mark and number in an excerpt
NEAR = 1  # lines of the file before and after the one that is meant
PATH = 60  # characters of a place
WIDE = 120  # columns from which a whole line fits
FULL = 48  # characters of a file name there: a Chorus Pro name with .tar.gz behind it
SHORT = 22  # and below that

FLOW_WORDS = {
    FlowVerdict.INTEGRATED: ("intégré", "integrated", "green"),
    FlowVerdict.PARTIAL: ("intégré en partie", "partly integrated", "yellow"),
    FlowVerdict.REFUSED: ("refusé", "refused", "red"),
    FlowVerdict.IRRECEVABLE: ("irrecevable", "irrecevable", "red"),
    FlowVerdict.REPEAT: ("répétition", "repeat", "cyan"),
    FlowVerdict.QUARANTINED: ("en quarantaine", "quarantined", "magenta"),
    FlowVerdict.NOT_JUDGED: ("non jugé", "not judged", "magenta"),
}
FLOW_HEADINGS = {
    "fr": ("reçu", "partenaire", "fichier", "verdict", "factures", "motif"),
    "en": ("received", "partner", "file", "verdict", "invoices", "reason"),
}
DOCUMENT_STYLES = {
    Verdict.ACCEPTED: "green",
    Verdict.REFUSED: "red",
    Verdict.UNREADABLE: "red",
    Verdict.NOT_JUDGED: "magenta",
}
SEVERITY_STYLES = {Severity.FATAL: "red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def flow_word(verdict: FlowVerdict | None, lang: str = "fr") -> Text:
    fr, en, style = FLOW_WORDS[verdict or FlowVerdict.NOT_JUDGED]
    return Text(en if lang == "en" else fr, style=style)


def document_word(verdict: Verdict, lang: str = "fr") -> Text:
    return Text(words_labels.word(verdict, lang), DOCUMENT_STYLES[verdict])


def severity_word(severity: Severity, lang: str = "fr") -> Text:
    return Text(words_labels.severity_head(severity, lang), SEVERITY_STYLES[severity])


def flows_table(ledger: Ledger, rows: Iterable[FlowRow], width: int, lang: str = "fr") -> Group:
    """A row a flow: what it was, what became of it, and the codes of what refused; for `width` columns.

    Where they are few, names lose their middle, then the codes go below, then the invoices and the day are left out."""
    rows = list(rows)
    english = lang == "en"
    received, partner, file, verdict, count, codes = FLOW_HEADINGS["en" if english else "fr"]
    columns: dict[str, list[Text]] = {name: [] for name in (received, partner, verdict, count)}
    refusing: list[list[str]] = []
    for row in rows:
        first = row.repeat_of or row.id
        told = ledger.decisions.documents(first)
        findings = [*ledger.decisions.findings(first), *(finding for one in told for finding in one.findings)]
        refusing.append(list(dict.fromkeys(finding.code for finding in findings if finding.severity.refuses)))
        accepted = sum(one.verdict is Verdict.ACCEPTED for one in told)
        columns[received].append(Text(paris(row.taken_at).strftime("%d/%m %H:%M")))
        columns[partner].append(Text(row.partner))
        columns[verdict].append(flow_word(row.verdict, lang))
        columns[count].append(Text(f"{accepted} {'of' if english else 'sur'} {len(told)}" if told else ""))
    if len({row.partner for row in rows}) < 2:
        del columns[partner]

    def layout(room: int, left_out: tuple[str, ...], below: bool) -> Layout:
        shown = {name: cells for name, cells in columns.items() if name not in left_out}
        shown[file] = [short(row.drop_name, room) for row in rows]
        if not below:
            shown[codes] = [Text("\n".join(found)) for found in refusing]
        names = tuple(name for name in (received, partner, file, verdict, count, codes) if name in shown)
        cells = zip(*(shown[name] for name in names), strict=True)
        notes = [", ".join(found) if below else "" for found in refusing]
        return Layout(names, [Row(line, note) for line, note in zip(cells, notes, strict=True)])

    return fitted(
        (
            layout(FULL, (), below=False),
            layout(SHORT, (), below=False),
            layout(SHORT, (), below=True),
            layout(SHORT, (count,), below=True),
            layout(SHORT, (count, received), below=True),
        ),
        width,
    )


def documents_table(
    documents: Sequence[DocumentOutcome], labels: dict[int, str], width: int, lang: str = "fr"
) -> Table:
    """One line a document, with its statuses in words where `width` columns leave room for them."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    french = ("fichier", "n° de facture", "cadre", "verdict", "statuts")
    english = ("file", "invoice number", "cadre", "verdict", "statuses")
    for heading in english if lang == "en" else french:
        table.add_column(heading, overflow="fold")
    for one in documents:
        said = labels if width >= WIDE else {}
        statuses = ", ".join(f"{code:02d} {said.get(code, '')}".strip() for code in one.statuses)
        member, number = short(one.member, FULL if width >= WIDE else SHORT), Text(legible(one.number or "–"))
        table.add_row(member, number, Text(one.cadre or "–"), document_word(one.verdict, lang), statuses)
    return table


def short(name: str, room: int) -> Text:
    """A file name; its middle left out where it is longer than `room`: what tells two flows apart is the end."""
    shown = legible(name)
    if len(shown) > room:
        shown = f"{shown[:9]}…{shown[10 - room :]}"
    return Text(shown)


def show_findings(console: Console, findings: Iterable[Finding], lang: str = "fr", named: str | None = None) -> None:
    """Each finding as an accountant reads it: what is wrong, what to do, where; refusals first.

    `named` is the file that a heading already names. A terminal also shows the lines of the file around a refusal,
    fewer where there are many."""
    ordered = words_labels.by_weight(findings)
    heads = [severity_word(finding.severity, lang) for finding in ordered]
    width = max((head.cell_len for head in heads), default=0)
    around = NEAR if sum(finding.severity.refuses for finding in ordered) <= FEW else 0
    room = console.width - width - 5
    advised = ""
    for head, finding in zip(heads, ordered, strict=True):
        grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        grid.add_column(width=width)
        grid.add_column(overflow="fold")
        grid.add_row(head, Text(legible(sentence(finding, lang))))
        if (advice := legible(hint(finding, lang))) != advised:  # said once of a run of like refusals
            grid.add_row("", Text(f"→ {advice}"))
        advised = advice
        if console.is_terminal and finding.severity.refuses and finding.excerpt:
            for line in _excerpt(finding.excerpt, around, finding.value or "", room):
                style = "" if line.startswith(">") else "dim"
                grid.add_row("", Text(line, style, no_wrap=True, overflow="ellipsis"))
        grid.add_row("", Text(" · ".join(_place(finding, lang, named, console.is_terminal)), "dim"))
        console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _excerpt(excerpt: str, around: int, value: str, room: int) -> list[str]:
    """The line that is meant, its value kept in sight of `room` columns, and `around` lines on either side."""
    lines = [legible(line) for line in excerpt.split("\n")]
    at = next((number for number, line in enumerate(lines) if line.startswith(">")), 0)
    end = lines[at].find(value, NUMBER) + len(value) if value else 0
    if end > room and len(value) < room - NUMBER:
        lines[at] = f"{lines[at][:NUMBER]}…{lines[at][end + NUMBER + 2 - room :]}"
    return lines[max(0, at - around) : at + around + 1]


def _place(finding: Finding, lang: str, named: str | None, short: bool) -> list[str]:
    line = "line" if lang == "en" else "ligne"
    parts = [
        legible(finding.member) if finding.member and finding.member != named else "",
        f"{line} {finding.line}" if finding.line else "",
        _short_path(finding.xpath or "") if short else finding.xpath or "",
        finding.code,
        finding.rule,
    ]
    return [part for part in parts if part]


def _short_path(xpath: str) -> str:
    """The end of a long place: what comes before it is the same in every document; `--json` has the whole."""
    steps = xpath.split("/")
    return xpath if len(xpath) <= PATH else f"…/{'/'.join(steps[-2:])}"
