"""Findings on a terminal: a refusal to be read and acted on."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edi.catalogue import hint, sentence
from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.words import labels as words_labels
from edi.words.text import legible

FEW = 5  # refusals whose surroundings a terminal shows
NUMBER = 9  # columns of a line's mark and number in an excerpt
NEAR = 1  # lines of the file before and after the one that is meant
PATH = 60  # characters of a place
SEVERITY_STYLES = {Severity.FATAL: "red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
LINE = Message("ligne", "line")


def severity_word(severity: Severity, lang: str) -> Text:
    return Text(words_labels.severity_head(severity, lang), SEVERITY_STYLES[severity])


def show_findings(console: Console, findings: Iterable[Finding], lang: str, named: str | None = None) -> None:
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
    parts = [
        legible(finding.member) if finding.member and finding.member != named else "",
        f"{LINE.of(lang)} {finding.line}" if finding.line else "",
        _short_path(finding.xpath or "") if short else finding.xpath or "",
        finding.code,
        finding.rule,
    ]
    return [part for part in parts if part]


def _short_path(xpath: str) -> str:
    """The end of a long place: what comes before it is the same in every document; `--json` has the whole."""
    steps = xpath.split("/")
    return xpath if len(xpath) <= PATH else f"…/{'/'.join(steps[-2:])}"
