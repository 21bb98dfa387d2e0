"""One document as the gateway understood it, on a terminal: a chapter of facts after the other."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edi.cli.display.flows import WIDE
from edi.message import Message
from edi.operations.explain import Explained
from edi.operations.explain.facts import Chapter, Fact
from edi.words.text import legible, printable

FACTS = 100  # of one chapter, at a terminal
VALUE = 200  # characters of a value, which a hostile document may make endless
LINE = Message("ligne {line}", "line {line}")
MORE = Message("  {count} autres : --json les donne.", "  {count} more: --json has them.")
NOT_JUDGED = Message("Rien n'a été jugé ; « edi check » le fait.", "Nothing was judged; “edi check” does.")


def show(told: Explained, lang: str) -> None:
    console = Console()
    inside = f" › {legible(told.member)}" if told.member != Path(told.file).name else ""
    console.print(Text(f"{legible(told.file)}{inside}", "bold"))
    for chapter in told.chapters:
        console.print()
        console.print(Text(chapter.title.of(lang), "bold"))
        console.print(_table(chapter, lang, console.width))
        if (more := len(chapter.facts) - FACTS) > 0:
            console.print(Text(MORE.of(lang, count=more)))
    console.print()
    console.print(Text(NOT_JUDGED.of(lang), "dim"))


def _table(chapter: Chapter, lang: str, width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", width=24)
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    for fact in chapter.facts[:FACTS]:
        value = Text(printable(fact.value, VALUE)) if fact.value else Text("–", "dim")
        if fact.note:
            value.append(f"  {printable(fact.note, VALUE)}", "dim")
        table.add_row(f"  {fact.label.of(lang)}", value, _place(fact, lang, width))
    return table


def _place(fact: Fact, lang: str, width: int) -> str:
    """Line and XPath; of the path only the last step where the terminal is narrow."""
    line = LINE.of(lang, line=fact.line) if fact.line else ""
    path = fact.xpath or ""
    if path and width < WIDE:
        path = f"…/{path.rpartition('/')[2]}"
    return " ".join(part for part in (line, path) if part)
