"""Tables that never break a name or a code: the first layout that fits the terminal, from the fullest to the barest.

In: layouts of the same rows.  Out: something rich prints. rich's own tables fold what has no room, in the middle of a
flow's name or of a code that a person wants to copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

GAP = 2  # blanks between two columns
INDENT = 4  # of what stands below a row


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell a column, which may hold several lines, and what stands below it, wrapped between words."""

    cells: tuple[Text, ...]
    below: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to show the rows."""

    headings: tuple[str, ...]
    rows: Sequence[Row]

    def widths(self) -> list[int]:
        columns = zip(*(row.cells for row in self.rows), strict=True) if self.rows else [()] * len(self.headings)
        return [
            max([Text(heading).cell_len, *(line.cell_len for cell in cells for line in cell.split("\n"))])
            for heading, cells in zip(self.headings, columns, strict=True)
        ]


def fitted(layouts: Iterable[Layout], width: int) -> Group:
    """The first layout no wider than `width` columns; where none is, the last, its lines cut at the edge."""
    for layout in layouts:
        widths = layout.widths()
        if sum(widths) + GAP * (len(widths) - 1) <= width:
            break
    return Group(*_drawn(layout, widths))


def _drawn(layout: Layout, widths: list[int]) -> Iterator[RenderableType]:
    yield _line([Text(heading, "bold") for heading in layout.headings], widths)
    for row in layout.rows:
        cells = [cell.split("\n") for cell in row.cells]
        for at in range(max(map(len, cells))):
            yield _line([lines[at] if at < len(lines) else Text() for lines in cells], widths)
        if row.below:
            yield Padding(Text(row.below), (0, 0, 0, INDENT), expand=False)


def _line(cells: Sequence[Text], widths: list[int]) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    for cell, width in zip(cells, widths, strict=True):
        line.append_text(cell)
        line.append(" " * (width - cell.cell_len + GAP))
    line.rstrip()
    return line
