"""Turns tables of text that was copied from a browser into Markdown tables.

The cells of a row are between tabs, runs of blanks or, in text without either, single blanks. A cell with several lines
is copied as several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.drift.endpoint_words import lists_endpoints, methods_of
from generator.drift.field_words import FIELD_NAME, begins_with_type, is_requirement, kind_of_column, lists_fields
from generator.drift.headings import names_part

_GAP = re.compile(r"[ \u00a0]*\t[ \u00a0\t]*| {2,}|\u00a0{2,}")
_PATH = re.compile(r"(?:https?://[^/\s]+)?/?api/\S*", re.IGNORECASE)
_ENDPOINTS = ["Type", "Resource", "Description"]
# Headings and rows between single blanks, as text converters write them.
_SPACED_HEADER = re.compile(r"(type|method) (resource|path|endpoint|url) (description)", re.IGNORECASE)
_SPACED_FIELD_HEADER = re.compile(r"(name|parameter|field) (type) (description)", re.IGNORECASE)
_SPACED_ROW = re.compile(rf"(\S+) ({_PATH.pattern})(?: (.*))?", re.IGNORECASE)
_SPACED_FIELD = re.compile(
    rf"({FIELD_NAME.pattern}) ((?:array of )?[a-z]+(?: (?:required|optional))?)(?: (.*))?", re.IGNORECASE
)
# Longer lines are paragraphs, not headings.
_MAX_HEADING = 80


def as_tables(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, with the rows of copied tables as rows of Markdown tables."""
    reader = _Reader()
    for line in lines:
        yield from reader.read(line)
    yield from reader.end_row()


class _Reader:
    """Reads text line by line.

    Attributes:
        columns: Headings of the last table, which can go on after paragraphs; empty after a Markdown table.
        row: Cells of the row that is open.
        is_open: Whether the lines of a Markdown table are being written.
        is_spaced: Whether the cells of the table are between single blanks.
        after_blank: Whether the last line was blank.
        last: The last line of other text.
    """

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.row: list[str] = []
        self.is_open = False
        self.is_spaced = False
        self.after_blank = False
        self.last = ""

    def read(self, line: str) -> Iterator[str]:
        """Yield the Markdown lines that a line ends or adds."""
        if not line.strip():
            # Some browsers copy a blank line between the rows of a table.
            if not self.is_open:
                yield line
            self.after_blank = True
            return
        yield from self._read(line)
        self.after_blank = False

    def _read(self, line: str) -> Iterator[str]:
        cells = self._cells(line)
        if "|" in line and "\t" not in line and not (self.is_open and self._is_row(cells)):
            # A row of a Markdown table.
            yield from self._text(line)
            self.columns = []
        elif _is_header(cells):
            self.is_spaced = bool(_spaced_header(line))
            yield from self._start(cells, self.last)
        elif self._is_row(cells):
            yield from self.end_row()
            if lists_fields(self.columns) and _is_endpoint(cells):
                yield from self._text("")
                self.columns = []
            if not self.is_open:
                yield from self._start(self.columns or _ENDPOINTS, self.last if _is_endpoint(cells) else "")
            self.row = cells
        elif self.row and (joined := self._continued(cells)):
            self.row = joined
        elif self.is_open and len(cells) > 1 and ("\t" in line or lists_fields(self.columns)):
            # A row with a mistake, such as an unknown method or type.
            yield from self.end_row()
            self.row = cells
        else:
            yield from self._text(line)

    def end_row(self) -> Iterator[str]:
        """Yield the open row."""
        if self.row:
            yield _row(self.row)
        self.row = []

    def _cells(self, line: str) -> list[str]:
        header = _spaced_header(line)
        if header:
            return list(header.groups())
        line = line.strip(" \r\n\u00a0").replace("|", "\\|")
        cells = [cell.strip() for cell in _GAP.split(line)]
        if "\t" in line and lists_fields(self.columns) and not _is_header(cells) and not _is_endpoint(cells):
            # A field can lack a type or a meaning: two tabs, or a tab at the end.
            return [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 or not self.is_spaced:
            return [cell for cell in cells if cell] if len(cells) > 1 else cells
        has_fields = lists_fields(self.columns)
        found = (_SPACED_FIELD if has_fields else _SPACED_ROW).fullmatch(line)
        if not found or not (begins_with_type(found[2]) if has_fields else methods_of(found[1])):
            return cells
        # Below a paragraph, only a row of a field without a meaning is sure to be a row.
        return [cell for cell in found.groups() if cell] if self.is_open or (has_fields and not found[3]) else cells

    def _start(self, header: list[str], last: str) -> Iterator[str]:
        yield from self.end_row()
        self.columns, self.is_open, self.last = header, True, ""
        yield from (*_heading(last), "", _row(header), _row(["---"] * len(header)))

    def _is_row(self, cells: list[str]) -> bool:
        return _is_endpoint(cells) or (lists_fields(self.columns) and _is_field(cells, self.columns))

    def _continued(self, cells: list[str]) -> list[str] | None:
        """Return the open row with the cells of the next line, or None if the line does not belong to the row.

        A requirement, or the rest of a path, belongs to the last cell. Other text is the next cell.
        """
        row, first = self.row, cells[0]
        is_rest = is_requirement(first) or row[-1].endswith("/") or first.startswith(("/", ":"))
        if not is_rest and len(cells) == 1 and (self.after_blank or names_part(first)):
            return None
        joined = [*row[:-1], f"{row[-1]} {first}", *cells[1:]] if is_rest else [*row, *cells]
        return joined if len(joined) <= len(self.columns) else None

    def _text(self, line: str) -> Iterator[str]:
        yield from self.end_row()
        if self.is_open:
            yield ""
        self.is_open, self.last = False, line
        yield line


def _spaced_header(line: str) -> re.Match[str] | None:
    return _SPACED_HEADER.fullmatch(line.strip()) or _SPACED_FIELD_HEADER.fullmatch(line.strip())


def _is_header(cells: list[str]) -> bool:
    return lists_endpoints(cells) or lists_fields(cells)


def _is_endpoint(cells: list[str]) -> bool:
    return len(cells) > 1 and bool(methods_of(cells[0]) and _PATH.fullmatch(cells[1]))


def _is_field(cells: list[str], columns: list[str]) -> bool:
    if len(cells) < 2 or is_requirement(cells[0]) or not FIELD_NAME.fullmatch(cells[0].strip("`* ")):
        return False
    return begins_with_type(cells[1]) if kind_of_column(columns[1]) == "type" else len(cells) == len(columns)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(line: str) -> list[str]:
    """Return the last line above a table as a heading, if it looks like one."""
    text = line.strip()
    is_heading = text and len(text) <= _MAX_HEADING and text[0] not in "#|<" and text[-1] not in ".:;,"
    return [f"## {text}"] if is_heading else []
