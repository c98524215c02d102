"""Draws a table that fits the terminal, or is as wide as needed without a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Rows = Sequence[Sequence[str]]

# Maximum width of a column without a terminal and without chosen columns.
WIDEST: Final = 60
# Characters between two columns.
_GAP: Final = 2
# A value is not wrapped to fewer characters than this.
_LEGIBLE: Final = 8
# A word that is longer may be wrapped within.
_WORD: Final = 30
# What people look for first, in this order.
FIRST: Final = (
    *("id", "handle", "name", "title", "external_id", "email", "notification_email", "status", "state"),
    *(
        "authorization_status",
        "running",
        "active",
        "event_type",
        "provider",
        "type",
        "role_name",
        "plan_id",
        "in_trial",
    ),
    *("environment_type", "version_no", "job_failed_count", "started_at", "last_run_at", "timestamp", "updated_at"),
)
# Columns that may be wrapped on a terminal, so that a long name does not displace what is said about it.
_WRAPPED: Final = ("name", "title")


def fitting(columns: Sequence[str], rows: Rows, width: int | None) -> list[int]:
    """Return the indexes of the columns that fit a width: those that people look for first, then narrow ones.

    Only names and titles may have to be wrapped. Columns that are empty in all rows come last. There is always at least
    one column, even if it must be wrapped.
    """
    needs = [
        min(need, _WORD) if width is not None and column in _WRAPPED else need
        for column, need in zip(columns, _needs(columns, rows), strict=True)
    ]
    filled = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    taken = _narrowest(filled, columns, needs, width)
    if len(taken) == len(filled):
        taken = _narrowest(range(len(columns)), columns, needs, width, taken)
    return sorted(taken, key=lambda number: (_rank(columns[number]), number)) or [*range(len(columns))][:1]


def draw(columns: Sequence[str], rows: Rows, width: int | None) -> str:
    """Return a table of all these columns. Long values are wrapped, never cut.

    If not even the headers fit, the table is wider than the terminal.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    widths = _widths(columns, rows, width)
    # Not as markup of rich: the texts come from the API.
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
    """Return the unwrapped width of each column."""
    return [max(cell_len(column), *(cell_len(row[number]) for row in rows), 1) for number, column in enumerate(columns)]


def _rank(column: str) -> int:
    """Return the place of a column among those that people look for; the others share the last."""
    return FIRST.index(column) if column in FIRST else len(FIRST)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _narrowest(
    numbers: Iterable[int], columns: Sequence[str], needs: Sequence[int], width: int | None, before: Iterable[int] = ()
) -> list[int]:
    """Return as many columns as fit besides those already chosen."""
    taken = [*before]
    rest = [number for number in numbers if number not in taken]
    for number in sorted(rest, key=lambda number: (_rank(columns[number]), needs[number])):
        more = [*taken, number]
        if needs[number] <= WIDEST if width is None else _total([needs[each] for each in more]) <= width:
            taken = more
    return taken


def _widths(columns: Sequence[str], rows: Rows, width: int | None) -> list[int]:
    """Return the width of each column: values are wrapped between words first, then also within words."""
    needs = _needs(columns, rows)
    if width is None or _total(needs) <= width:
        return needs
    least = [_least(column, need) for column, need in zip(columns, needs, strict=True)]
    words = [max(low, _word(row[number] for row in rows)) for number, low in enumerate(least)]
    widths = [min(need, max(width, low)) for need, low in zip(needs, least, strict=True)]
    return _narrowed(_narrowed(widths, words, width), least, width)


def _narrowed(widths: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Return widths in which the widest columns are reduced until all fit, or until none can be reduced."""
    widths = [*widths]
    while _total(widths) > width:
        shrinkable = [number for number, cells in enumerate(widths) if cells > least[number]]
        if not shrinkable:
            break
        widths[max(shrinkable, key=widths.__getitem__)] -= 1
    return widths


def _word(values: Iterable[str]) -> int:
    """Return the width of the longest word, limited to words that people read, such as a time or an address."""
    return min(_WORD, max((cell_len(word) for value in values for word in value.split()), default=0))


def _least(column: str, need: int) -> int:
    """Return the minimum width of a column: headers and ids are not wrapped."""
    is_id = column == "id" or column.endswith("_id")
    return need if is_id else min(need, max(cell_len(column), _LEGIBLE))
