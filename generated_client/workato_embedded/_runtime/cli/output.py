"""Shows an answer as a table, JSON or CSV. Knows nothing of operations, and writes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..masks import masked
from ..plain_json import is_list, is_object
from .results import Result
from .streams import safe
from .tables import draw, fitting

Format = Literal["table", "json", "csv"]

NO_ENTRIES = "No entries."
# What stands in the place of a secret.
MASK = "••••"


@dataclass(frozen=True)
class View:
    """How an answer is shown.

    Attributes:
        columns: Properties to show, in this order; by default a table has those that fit, and CSV has all.
        width: Cells of a line of the terminal; None where there is no terminal.
        can_write: Says whether the output has all letters of a text; JSON escapes them if it has not.
    """

    form: Format
    columns: tuple[str, ...] = ()
    show_secrets: bool = False
    width: int | None = None
    can_write: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True)
class Shown:
    """What is written of an answer.

    Attributes:
        text: Without a line's end; empty where there is nothing to write.
        note: What people are told beside it, if anything.
    """

    text: str
    note: str = ""


def show(result: Result, view: View) -> Shown:
    """Return what is written of an answer."""
    if view.form == "json":
        return Shown(_json(result.body, view))
    content = result.content if view.show_secrets else masked(result.content, MASK)
    if content is None:
        return Shown("")
    if view.form == "csv":
        return Shown(_csv(*_cells(content, view.columns, downwards=result.is_map)))
    if content in ([], {}):
        # An object without properties is what came of a write that says no more.
        return Shown("", NO_ENTRIES if is_list(content) or result.is_map else "")
    columns, rows = _cells(content, view.columns, downwards=True)
    return _table([safe(column) for column in columns], [[safe(cell) for cell in row] for row in rows], content, view)


def unknown_columns(result: Result, view: View) -> str:
    """Return in words which of the columns that were chosen no entry has; nothing where there is none, or no entry."""
    entries = [] if view.form == "json" or result.content is None else _entries(result.content)
    unknown = [column for column in view.columns if entries and all(column not in entry for entry in entries)]
    return f"the answer has no property {unknown[0]!r}; it has {', '.join(_keys(entries))}." if unknown else ""


def _json(body: Any, view: View) -> str:
    text = json.dumps(body, indent=2, ensure_ascii=False)
    # The stream's own escapes are not JSON's.
    return text if view.can_write(text) else json.dumps(body, indent=2)


def _table(columns: list[str], rows: list[list[str]], content: Any, view: View) -> Shown:
    """Draw a table; of a list for which no columns were chosen, those that fit."""
    if view.columns or not is_list(content):
        return Shown(draw(columns, rows, view.width))
    numbers = fitting(columns, rows, view.width)
    left_out = len(columns) - len(numbers)
    text = draw([columns[n] for n in numbers], [[row[n] for n in numbers] for row in rows], view.width)
    # A script reads what it is told as an error.
    return Shown(text, _more(left_out) if left_out and view.width is not None else "")


def _more(count: int) -> str:
    return f"{count} more {'property' if count == 1 else 'properties'}: choose with --columns, or see all with -o json."


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


def _cells(content: Any, columns: Sequence[str], downwards: bool) -> tuple[Sequence[str], list[list[str]]]:
    """Return headers and rows. One object, of which no columns were chosen, may have a row for each property."""
    if downwards and is_object(content) and not columns:
        return ("property", "value"), [[str(key), _text(value)] for key, value in content.items()]
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
