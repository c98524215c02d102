"""Collects the cells of an HTML table as rows of equal columns, also of cells that span columns or rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# Characters without width that documentation tools put into headings and long paths.
ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"))
# Maximum number of columns or rows that a cell spans; more would be a mistake of the page.
_MAX_SPAN = 1000


def plain(parts: Iterable[str]) -> str:
    """Return a text with white space collapsed, and without characters that have no width."""
    return " ".join("".join(parts).translate(ZERO_WIDTH).split())


@dataclass
class Table:
    """The cells of a table as text, with white space collapsed.

    Attributes:
        section: The heading above the table.
        header: The cells of the first row, if all of them are headings.
        rows: The other rows.
        request: The request that is printed above the table, such as `GET /api/roles`; empty if there is none.
        part: The last heading that names a part of the request, such as "Payload"; empty if there is none.
    """

    section: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    request: str = ""
    part: str = ""


@dataclass
class _Cell:
    """An open cell: its text, the number of columns and rows that it spans, and whether it is a heading."""

    text: list[str]
    columns: int
    rows: int
    is_heading: bool


class OpenTable:
    """A table whose end has not been read."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._cell: _Cell | None = None
        self._cells: list[str] = []
        self._headings = 0
        # Text of the cells of earlier rows that reach into the next rows, and number of rows left, by column.
        self._reaching: dict[int, tuple[str, int]] = {}

    def start_cell(self, attributes: dict[str, str | None], *, is_heading: bool) -> None:
        """Start a cell. It ends the cell before it, since HTML allows to omit end tags."""
        self.end_cell()
        self._add_reaching()
        self._cell = _Cell([], _span(attributes.get("colspan")), _span(attributes.get("rowspan")), is_heading)

    def add_text(self, text: str) -> None:
        """Add text to the open cell. Text between cells is ignored."""
        if self._cell:
            self._cell.text.append(text)

    def end_cell(self) -> None:
        """End the open cell, if there is one. A cell of several columns has its text in the first."""
        cell, self._cell = self._cell, None
        if cell is None:
            return
        for text in (plain(cell.text), *[""] * (cell.columns - 1)):
            if cell.rows > 1:
                self._reaching[len(self._cells)] = (text, cell.rows)
            self._cells.append(text)
        self._headings += cell.columns * cell.is_heading

    def end_row(self) -> None:
        """End the open row, if it has cells."""
        self.end_cell()
        if self._cells:
            self._add_reaching()
            if self._headings == len(self._cells) and not self.table.header and not self.table.rows:
                self.table.header = self._cells
            else:
                self.table.rows.append(self._cells)
            self._reaching = {column: (text, left - 1) for column, (text, left) in self._reaching.items() if left > 1}
        self._cells, self._headings = [], 0

    def _add_reaching(self) -> None:
        while len(self._cells) in self._reaching:
            self._cells.append(self._reaching[len(self._cells)][0])


def _span(text: str | None) -> int:
    try:
        return min(max(int(text or 1), 1), _MAX_SPAN)
    except ValueError:
        return 1
