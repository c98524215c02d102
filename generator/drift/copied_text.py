"""Turns tables of text that was copied from a browser (cells between tabs or runs of blanks) into Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GAP = re.compile(r"\t+| {2,}|\u00a0{2,}")
_METHOD = re.compile(r"(?:GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS)", re.IGNORECASE)
_PATH = re.compile(r"(?:https?://[^/\s]+)?/?api/\S*", re.IGNORECASE)
_FIRST_COLUMN = {"type", "method", "verb", "http method"}
# The first column of tables of fields, and a column that such a table has.
_FIELD_COLUMN = {"name", "parameter", "field", "key", "attribute", "property"}
_OTHER_COLUMNS = {"type", "required", "data type"}
# Longer lines are paragraphs, not headings.
_MAX_HEADING = 80


def as_tables(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, with rows of endpoints between tabs or runs of blanks as rows of Markdown tables."""
    open_table, in_fields, last = False, False, ""
    for line in lines:
        cells = [cell.strip().replace("|", "\\|") for cell in _GAP.split(line.strip())]
        is_header = _is_header(cells)
        in_fields = _lists_fields(cells) if is_header else in_fields and (len(cells) > 1 or not line.strip())
        if "|" not in line and (is_header or _is_row(cells) or (in_fields and len(cells) > 1)):
            if not open_table or is_header:
                header = cells if is_header else ["Type", "Resource", "Description"]
                yield from (*_heading(last), "", _row(header), _row(["---"] * len(header)))
            if not is_header:
                yield _row(cells)
            open_table, last = True, ""
        elif line.strip():
            yield from ("", line) if open_table else (line,)
            open_table, last = False, line
        elif not open_table:
            # Some browsers copy a blank line between the rows of a table.
            yield line


def _is_header(cells: list[str]) -> bool:
    return len(cells) > 1 and (cells[0].lower() in _FIRST_COLUMN or _lists_fields(cells))


def _lists_fields(cells: list[str]) -> bool:
    words = [cell.lower() for cell in cells]
    return words[0] in _FIELD_COLUMN and bool(_OTHER_COLUMNS & set(words[1:]))


def _is_row(cells: list[str]) -> bool:
    return len(cells) > 1 and bool(_METHOD.fullmatch(cells[0]) and _PATH.fullmatch(cells[1]))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(line: str) -> list[str]:
    """Return the last line above a table as a heading, if it looks like one."""
    text = line.strip()
    is_heading = text and len(text) <= _MAX_HEADING and text[0] not in "#|<" and text[-1] not in ".:;,"
    return [f"## {text}"] if is_heading else []
