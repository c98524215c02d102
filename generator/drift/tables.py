"""Extracts tables from HTML, each with the heading and the request above it. Does not interpret their content."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from generator.drift.headings import Headings

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
# Elements whose text is one block.
_BLOCKS = {"p", "pre", "div", "li", "blockquote", "section", "dd", "dt"}
# Characters without width that documentation tools put into headings and long paths.
ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"))


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


def tables_of(html: str) -> list[Table]:
    """Return the tables of a document in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tables


class _Reader(HTMLParser):
    """Parser that accepts missing end tags, which HTML allows for rows and cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._inside = False
        self._headings = Headings()
        self._block: list[str] = []
        self._cells: list[str] = []
        self._heads = 0
        self._text: list[str] | None = None
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Start a table, row, cell or heading."""
        if tag in ("script", "style"):
            self._skipped += 1
        elif tag == "table":
            self._end_row()
            self._end_block()
            self._inside = True
            self.tables.append(Table(self._headings.last, request=self._headings.request, part=self._headings.part))
        elif tag == "tr":
            self._end_row()
        elif tag in _CELLS and self._inside:
            self._end_cell()
            self._text = []
            self._heads += tag == "th"
        elif tag in _HEADINGS and not self._inside:
            self._end_block()
            self._text = []
        elif tag in _BLOCKS:
            self._end_block()
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a table, row, cell or heading."""
        if tag in ("script", "style"):
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table":
            self._end_row()
            self._inside = False
        elif tag == "tr":
            self._end_row()
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _HEADINGS and not self._inside and self._text is not None:
            # Documentation tools add a `#` to each heading as a link.
            self._headings.add(int(tag[1]), _plain(self._text).strip("# "))
            self._text = None
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Collect the text of cells and headings."""
        if self._skipped:
            return
        if self._text is not None:
            self._text.append(data)
        elif not self._inside:
            self._block.append(data)

    def close(self) -> None:
        """End the last row, also in a truncated document."""
        super().close()
        self._end_row()

    def _end_block(self) -> None:
        for line in "".join(self._block).splitlines():
            self._headings.add_text(_plain([line]))
        self._block = []

    def _end_cell(self) -> None:
        if self._inside and self._text is not None:
            self._cells.append(_plain(self._text))
            self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells and self.tables:
            table = self.tables[-1]
            if self._heads == len(self._cells) and not table.header and not table.rows:
                table.header = self._cells
            else:
                table.rows.append(self._cells)
        self._cells, self._heads = [], 0


def _plain(parts: list[str]) -> str:
    return " ".join("".join(parts).translate(ZERO_WIDTH).split())
