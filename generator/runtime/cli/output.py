"""Writes an answer as a table, JSON or CSV. Knows nothing of operations."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..plain_json import is_list, is_object
from .masks import masked
from .results import Result

Format = Literal["table", "json", "csv"]

MOST_COLUMNS: Final = 8
"""Columns of a table where none are chosen."""
WIDEST: Final = 60
"""Characters of a value in a table where no columns are chosen."""
_UNBOUNDED: Final = 100_000
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class View:
    """How an answer is shown."""

    form: Format
    columns: tuple[str, ...] = ()
    """Properties to show, in this order; by default a table has those that fit, and CSV has all."""
    show_secrets: bool = False


def render(result: Result, view: View) -> str:
    """Return an answer as text, without a line's end."""
    if view.form == "json":
        return json.dumps(result.body, indent=2, ensure_ascii=False)
    content = result.content if view.show_secrets else masked(result.content)
    if content is None:
        return ""
    if view.form == "csv":
        return _csv(*_cells(content, view.columns))
    if is_object(content) and not view.columns:
        return _table(("property", "value"), [[key, _text(value)] for key, value in content.items()])
    return _table(*_cells(content, view.columns or _that_fit(_entries(content))))


def left_out(result: Result, view: View) -> int:
    """Return how many properties a table has no column for, though none were chosen."""
    if view.form != "table" or view.columns or not is_list(result.content):
        return 0
    entries = _entries(result.content)
    return len(_keys(entries)) - len(_that_fit(entries))


def unknown_columns(result: Result, view: View) -> str:
    """Return in words which of the columns that were chosen no entry has; nothing where there is none, or no entry."""
    entries = [] if view.form == "json" or result.content is None else _entries(result.content)
    unknown = [column for column in view.columns if entries and all(column not in entry for entry in entries)]
    return f"the answer has no property {unknown[0]!r}; it has {', '.join(_keys(entries))}." if unknown else ""


def _entries(content: Any) -> list[Mapping[str, Any]]:
    """Return an answer as a list of objects."""
    items = content if is_list(content) else [content]
    return [_entry(item) for item in items]


def _entry(item: Any) -> Mapping[str, Any]:
    if is_object(item):
        return item
    if is_list(item):
        return {str(number): value for number, value in enumerate(item, 1)}
    return {"value": item}


def _keys(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(key) for entry in entries for key in entry))


def _that_fit(entries: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the properties whose values are short, the first of them."""
    keys = _keys(entries)
    short = [key for key in keys if all(len(_text(entry.get(key))) <= WIDEST for entry in entries)]
    return tuple(short or keys)[:MOST_COLUMNS]


def _cells(content: Any, columns: Sequence[str]) -> tuple[Sequence[str], list[list[str]]]:
    entries = _entries(content)
    columns = columns or _keys(entries)
    return columns, [[_text(entry.get(column)) for column in columns] for entry in entries]


def _text(value: Any) -> str:
    """Return a value as the text of a cell: scalars as they are, null as nothing, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv(columns: Sequence[str], rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    return file.getvalue().rstrip("\n")


def _table(columns: Sequence[str], rows: list[list[str]]) -> str:
    """Return a table as wide as the terminal, or, where there is none, as wide as it has to be."""
    width = None if sys.stdout.isatty() else _UNBOUNDED
    # A text of the API must neither be read as rich's markup nor move the cursor of a terminal.
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(_safe(column)))
    for row in rows:
        table.add_row(*(Text(_safe(cell)) for cell in row))
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _safe(text: str) -> str:
    return _CONTROLS.sub(lambda match: " " if match.group() == "\n" else f"\\x{ord(match.group()):02x}", text)
