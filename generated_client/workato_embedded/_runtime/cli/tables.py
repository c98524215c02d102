"""Draws a table that fits a terminal, or, where there is none, is as wide as it has to be. Knows nothing of answers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Rows = Sequence[Sequence[str]]

# Cells of a column at the most, where there is no terminal and no column was chosen.
WIDEST: Final = 60
# Cells between two columns.
_GAP: Final = 2
# Cells below which no value is folded.
_LEGIBLE: Final = 8
# Cells above which a word may be folded as any text.
_WORD: Final = 30
# Columns without which a row could not be told from another.
_FIRST: Final = ("id", "name", "title")


def fitting(columns: Sequence[str], rows: Rows, width: int | None) -> list[int]:
    """Return the numbers of the columns that a width holds uncut: as many as it can, the narrow ones before the wide.

    Columns that are empty in all rows come only where all others fit. There is always one column, even if it is folded.
    """
    needs = _needs(columns, rows)
    filled = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    taken = _narrowest(filled, columns, needs, width)
    if len(taken) == len(filled):
        taken = _narrowest(range(len(columns)), columns, needs, width, taken)
    return sorted(taken) or [*range(len(columns))][:1]


def draw(columns: Sequence[str], rows: Rows, width: int | None) -> str:
    """Return a table of all these columns. What does not fit is folded, never cut.

    Where not even the headers fit, it is wider than the terminal, which then folds the lines.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    widths = _widths(columns, rows, width)
    # A text of the API must not be read as rich's markup.
    for column, cells in zip(columns, widths, strict=True):
        table.add_column(Text(column), width=cells, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    drawn = io.StringIO()
    bold = None if width is None else True
    console = Console(file=drawn, width=_total(widths) + 1, force_terminal=bold, highlight=False, legacy_windows=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())


def _needs(columns: Sequence[str], rows: Rows) -> list[int]:
    """Return how many cells each column takes uncut."""
    return [max(cell_len(column), *(cell_len(row[number]) for row in rows), 1) for number, column in enumerate(columns)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _narrowest(
    numbers: Iterable[int], columns: Sequence[str], needs: Sequence[int], width: int | None, before: Iterable[int] = ()
) -> list[int]:
    """Return as many of some columns as fit, beside those that were taken before."""
    taken = [*before]
    rest = [number for number in numbers if number not in taken]
    for number in sorted(rest, key=lambda number: (columns[number] not in _FIRST, needs[number])):
        more = [*taken, number]
        if needs[number] <= WIDEST if width is None else _total([needs[each] for each in more]) <= width:
            taken = more
    return taken


def _widths(columns: Sequence[str], rows: Rows, width: int | None) -> list[int]:
    """Return how wide each column becomes: first values are folded between words, then also within."""
    needs = _needs(columns, rows)
    if width is None or _total(needs) <= width:
        return needs
    least = [_least(column, need) for column, need in zip(columns, needs, strict=True)]
    words = [max(low, _word(row[number] for row in rows)) for number, low in enumerate(least)]
    widths = [min(need, max(width, low)) for need, low in zip(needs, least, strict=True)]
    return _narrowed(_narrowed(widths, words, width), least, width)


def _narrowed(widths: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Return widths of which the widest ones have given way until all fit, or until none can any more."""
    widths = [*widths]
    while _total(widths) > width:
        loose = [number for number, cells in enumerate(widths) if cells > least[number]]
        if not loose:
            break
        widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def _word(values: Iterable[str]) -> int:
    """Return how many cells the longest word takes, as far as words are for people, such as a time or an address."""
    return min(_WORD, max((cell_len(word) for value in values for word in value.split()), default=0))


def _least(column: str, need: int) -> int:
    """Return below how many cells a column must not come: headers and ids are read, and copied, as a whole."""
    is_id = column == "id" or column.endswith("_id")
    return need if is_id else min(need, max(cell_len(column), _LEGIBLE))
