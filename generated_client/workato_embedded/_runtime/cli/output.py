"""Formats a response as a table, JSON or CSV. Writes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..escaping import safe
from ..masks import masked
from ..plain_json import is_list, is_object
from .jq_filter import Filter, filtered
from .results import Result
from .tables import draw, fitting

Format = Literal["table", "json", "csv"]

NO_ENTRIES = "No entries."
# Replaces a secret.
MASK = "••••"


@dataclass(frozen=True)
class View:
    """How a response is shown.

    Attributes:
        columns: Properties to show, in this order. By default a table has those that fit, and CSV has all.
        envelope: Whether JSON is the unchanged response, not its content.
        jq: An expression whose results are shown instead of the JSON, one per line.
        width: The width of the terminal in characters, or None without a terminal.
        can_write: Returns whether the encoding of the output has all characters of a string. If not, JSON escapes them.
    """

    form: Format
    columns: tuple[str, ...] = ()
    show_secrets: bool = False
    envelope: bool = False
    jq: Filter | None = None
    width: int | None = None
    can_write: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True)
class Shown:
    """The output of a response.

    Attributes:
        text: The output without the final newline; empty if there is none.
        note: A message for standard error, or an empty string.
    """

    text: str
    note: str = ""


def show(result: Result, view: View) -> Shown:
    """Return the output of a response. Raises click.ClickException if its JSON does not suit the expression of jq."""
    if view.form == "json":
        is_whole = view.envelope or result.body is None
        return Shown(_json(result.body if is_whole else result.content, view))
    content = result.content if view.show_secrets else masked(result.content, MASK, result.secrets)
    if content is None:
        return Shown("")
    if view.form == "csv":
        headers, rows = cells(content, view.columns, downwards=result.is_map)
        return Shown(csv_text([headers, *rows]))
    if content in ([], {}):
        # An empty object is the response of a write without a result.
        return Shown("", NO_ENTRIES if is_list(content) or result.is_map else "")
    columns, rows = cells(content, view.columns, downwards=True)
    return _table([safe(column) for column in columns], [[safe(cell) for cell in row] for row in rows], content, view)


def unknown_columns(result: Result, view: View) -> str:
    """Return an error message if no entry has one of the chosen columns, else an empty string."""
    entries = [] if view.form == "json" or result.content is None else _entries(result.content)
    unknown = [column for column in view.columns if entries and all(column not in entry for entry in entries)]
    return f"unknown column {unknown[0]!r}: the properties are {', '.join(_keys(entries))}." if unknown else ""


def _json(body: Any, view: View) -> str:
    if view.jq is not None:
        return "\n".join(filtered(body, view.jq, view.can_write))
    text = json.dumps(body, indent=2, ensure_ascii=False)
    # The escapes of the stream are not those of JSON.
    return text if view.can_write(text) else json.dumps(body, indent=2)


def _table(columns: list[str], rows: list[list[str]], content: Any, view: View) -> Shown:
    """Return a table. Without chosen columns, a table of a list has the columns that fit."""
    if view.columns or not is_list(content):
        return Shown(draw(columns, rows, view.width))
    numbers = fitting(columns, rows, view.width)
    left_out = len(columns) - len(numbers)
    text = draw([columns[n] for n in numbers], [[row[n] for n in numbers] for row in rows], view.width)
    # Not in scripts, which would read the message as an error.
    return Shown(text, _more(left_out) if left_out and view.width is not None else "")


def _more(count: int) -> str:
    return f"{count} more {'property' if count == 1 else 'properties'}: choose with --columns, or see all with -o json."


def _entries(content: Any) -> list[Mapping[str, Any]]:
    """Return a response as a list of objects."""
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


def cells(content: Any, columns: Sequence[str], downwards: bool = False) -> tuple[Sequence[str], list[list[str]]]:
    """Return headers and rows. A single object without chosen columns may have one row per property."""
    if downwards and is_object(content) and not columns:
        return ("property", "value"), [[str(key), _text(value)] for key, value in content.items()]
    entries = _entries(content)
    columns = columns or _keys(entries)
    return columns, [[_text(entry.get(column)) for column in columns] for entry in entries]


def _text(value: Any) -> str:
    """Return a value as the text of a cell: a string unchanged, null as an empty string, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, without the final newline."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().rstrip("\n")
