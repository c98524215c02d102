"""Reads the tables of a saved page (HTML, Markdown or text): endpoints and fields. Does not use the spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt

from generator.drift.copied_text import as_tables
from generator.drift.dates import updated_on, without_front_matter
from generator.drift.endpoint_words import lists_endpoints, lists_limits, methods_of
from generator.drift.fields import PrintedField, fields_of
from generator.drift.table_rows import ZERO_WIDTH, Table
from generator.drift.tables import tables_of
from generator.findings import GeneratorError

# Bytes of the largest page that is read: several times the largest of the vendor.
_LARGEST_PAGE = 8 * 2**20
_PATH = re.compile(r"/?api(?:/[\w:{}.~-]*)+")
_SITE = re.compile(r"^https?://[^/]+", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
# Markdown can contain HTML tables; a text that begins with a tag is HTML.
_IS_HTML = re.compile(r"\s*<|.*?<(?:!doctype|html|body)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class PrintedRow:
    """A row of an endpoint table: method, path as printed (with line breaks removed), and heading above the table."""

    method: str
    path: str
    section: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Page:
    """Content of a page.

    Attributes:
        rows: The rows of endpoint tables, in page order.
        unread: Rows of endpoint tables that cannot be parsed.
        fields: The rows of tables that list the parameters, body or response of an operation.
        updated: The date printed on the page.
    """

    rows: list[PrintedRow] = field(default_factory=list)
    unread: list[PrintedRow] = field(default_factory=list)
    updated: date | None = None
    fields: list[PrintedField] = field(default_factory=list)


def read_pages(paths: Iterable[Path]) -> Page:
    """Read several pages as one.

    Raises:
        GeneratorError: A file cannot be read as text or is too large, or it has neither a table of endpoints nor one
            of fields.
    """
    whole = Page()
    for path in paths:
        text = _text(path)
        tables = tables_of(_html(without_front_matter(text)))
        found = [_rows(table) for table in tables if _lists_endpoints(table)]
        fields = fields_of(tables)
        if not found and not fields:
            raise GeneratorError(
                f"{path} has no endpoint table (method, path, description), and no table of fields below a request"
            )
        whole.fields += fields
        for rows, unread in found:
            whole.rows += rows
            whole.unread += unread
        whole.updated = max(filter(None, (whole.updated, updated_on(text))), default=None)
    return whole


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_PAGE:
            raise GeneratorError(f"{path} is too large for a page: expected at most {_LARGEST_PAGE >> 20} MiB")
        return path.read_text(encoding="utf-8-sig").translate(ZERO_WIDTH)
    except UnicodeDecodeError as error:
        raise GeneratorError(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise GeneratorError(f"cannot read {path}: {error.strerror}") from error


def _html(text: str) -> str:
    if _IS_HTML.match(text):
        return text
    markdown = MarkdownIt("commonmark").enable("table")
    return str(markdown.render("\n".join(_whole_rows(as_tables(text.splitlines())))))


def _whole_rows(lines: Iterable[str]) -> Iterator[str]:
    """Join rows that are wrapped over several lines, and separate a table from the paragraph below it."""
    open_row = ""
    for line in lines:
        if open_row and line.strip() and not line.startswith(("|", "#")):
            line, open_row = f"{open_row} {line.strip()}", ""
        elif open_row:
            yield open_row
            open_row = ""
        if line.startswith("|") and not line.rstrip().endswith("|"):
            open_row = line.rstrip()
            continue
        if "|" not in line:
            yield ""
        yield line
    if open_row:
        yield open_row


def _lists_endpoints(table: Table) -> bool:
    if lists_limits(table.header, table.rows):
        return False
    return lists_endpoints(table.header) or any(_printed(cells, table.section) for cells in table.rows)


def _printed(cells: list[str], section: str) -> list[PrintedRow]:
    """Return the rows that a row prints: one for each method, such as those of `PATCH/PUT`."""
    path = _SITE.sub("", _BLANKS.sub("", cells[1])) if len(cells) > 1 else ""
    return [PrintedRow(method, path, section) for method in methods_of(cells[0])] if _PATH.fullmatch(path) else []


def _rows(table: Table) -> tuple[list[PrintedRow], list[PrintedRow]]:
    read: list[PrintedRow] = []
    unread: list[PrintedRow] = []
    for cells in _joined(table.rows):
        printed = _printed(cells, table.section)
        read += printed
        if any(cells) and not printed:
            unread.append(PrintedRow((*cells, "")[0], " ".join(cells[1:2]), table.section))
    return read, unread


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """Join a row whose first cell is empty to the row above, cell by cell. Text copies wrap long paths like this."""
    joined: list[list[str]] = []
    for cells in rows:
        if joined and len(cells) > 1 and not cells[0] and cells[1]:
            above = joined[-1]
            joined[-1] = [f"{old} {new}".strip() for old, new in zip(above, [*cells, *[""] * len(above)], strict=False)]
        else:
            joined.append(list(cells))
    return joined
