"""Extracts tables from HTML, each with the heading and the request above it. Does not interpret their content."""

from __future__ import annotations

from html.parser import HTMLParser

from generator.drift.headings import Headings
from generator.drift.table_rows import OpenTable, Table, plain

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
# Elements whose text is one block.
_BLOCKS = {"p", "pre", "div", "li", "blockquote", "section", "dd", "dt"}


def tables_of(html: str) -> list[Table]:
    """Return the tables of a document in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tables


class _Reader(HTMLParser):
    """Parser that accepts missing end tags, which HTML allows for rows and cells, and tables within cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._open: list[OpenTable] = []
        self._headings = Headings()
        self._heading: list[str] | None = None
        self._block: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a table, row, cell or heading."""
        if tag in ("script", "style"):
            self._skipped += 1
        elif tag == "table":
            self._end_block()
            headings = self._headings
            self.tables.append(Table(headings.last, request=headings.request, part=headings.part))
            self._open.append(OpenTable(self.tables[-1]))
        elif tag == "tr" and self._open:
            self._open[-1].end_row()
        elif tag in _CELLS and self._open:
            self._open[-1].start_cell(dict(attrs), is_heading=tag == "th")
        elif tag in _HEADINGS and not self._open:
            self._end_block()
            self._heading = []
        elif tag in _BLOCKS:
            self._end_block()
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a table, row, cell or heading."""
        if tag in ("script", "style"):
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table" and self._open:
            self._open.pop().end_row()
        elif tag == "tr" and self._open:
            self._open[-1].end_row()
        elif tag in _CELLS and self._open:
            self._open[-1].end_cell()
        elif tag in _HEADINGS and not self._open and self._heading is not None:
            # Documentation tools add a `#` to each heading as a link.
            self._headings.add(int(tag[1]), plain(self._heading).strip("# "))
            self._heading = None
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Collect the text of cells, headings and blocks."""
        if self._skipped:
            return
        if self._open:
            self._open[-1].add_text(data)
        elif self._heading is not None:
            self._heading.append(data)
        else:
            self._block.append(data)

    def close(self) -> None:
        """End the last rows, also in a truncated document."""
        super().close()
        while self._open:
            self._open.pop().end_row()

    def _end_block(self) -> None:
        if self._open:
            # A block within a cell is a line of its own.
            self._open[-1].add_text("\n")
            return
        for line in "".join(self._block).splitlines():
            self._headings.add_text(plain([line]))
        self._block = []
