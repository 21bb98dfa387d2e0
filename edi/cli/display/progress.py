"""A progress bar on the error output, while a person looks at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Column

from edi.message import Message
from edi.words.text import legible

FLOWS = Message("flux", "flows")


@contextmanager
def _bar(*columns: ProgressColumn, expand: bool = False) -> Iterator[Progress]:
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=expand) as bar:
        yield bar


@contextmanager
def counting(lang: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be told how many flows are done, and of how many."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with _bar(*columns) as bar:
        task = bar.add_task(FLOWS.of(lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def watched(files: list[Path]) -> Iterator[Path]:
    """The files one by one, the name of the one in hand behind the bar."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
        return
    name = TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"))
    columns = (MofNCompleteColumn(), BarColumn(bar_width=24), TimeRemainingColumn(), name)
    with _bar(*columns, expand=True) as bar:
        task = bar.add_task("", total=len(files))
        for file in files:
            bar.update(task, description=legible(file.name).replace("[", "\\["))  # the bar reads markup
            yield file
            bar.advance(task)
