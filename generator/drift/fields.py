"""Reads the tables of fields of a saved page: parameters, bodies and responses of operations. Does not use the spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.drift.tables import Table

_NAME_COLUMN = {"name", "parameter", "field", "key", "attribute", "property", "argument", "parameters", "fields"}
_TYPE_COLUMN = {"type", "data type", "datatype", "format"}
_REQUIRED_COLUMN = {"required", "required?", "mandatory", "optional", "optional?", "is required"}
_PLACE_COLUMN = {"in", "location", "where"}

# The place of the fields of a table, by words of its heading. The first that fits decides.
_PLACES = (
    (re.compile(r"response|returns?\b|result|output", re.IGNORECASE), "response"),
    (re.compile(r"\b(?:url|path|uri)\b", re.IGNORECASE), "path"),
    (re.compile(r"\bquery\b", re.IGNORECASE), "query"),
    (re.compile(r"\b(?:payload|body|input)\b", re.IGNORECASE), "body"),
)
_TYPES = (
    (re.compile(r"\b(?:array|list)\b|\[\]"), "array"),
    (re.compile(r"\b(?:object|hash|map|dictionary)s?\b"), "object"),
    (re.compile(r"\b(?:integer|int|long)s?\b"), "integer"),
    (re.compile(r"\b(?:number|float|decimal|double)s?\b"), "number"),
    (re.compile(r"\b(?:boolean|bool)s?\b"), "boolean"),
    (re.compile(r"\b(?:string|text|datetime|date-time|timestamp|date|uuid|email|url|file|binary)s?\b"), "string"),
)
# Underscores around a word are emphasis in text that was not rendered.
_REQUIRED = re.compile(r"(?<![A-Za-z])required(?![A-Za-z])", re.IGNORECASE)
_OPTIONAL = re.compile(r"(?<![A-Za-z])(?:optional|not required)(?![A-Za-z])", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\W*(?P<word>required|optional|not required)\b", re.IGNORECASE)
_FIELD = re.compile(r"[A-Za-z_]\w*(?:\.\w+|\[\w*\])*")
_YES = {"yes", "true", "required", "y", "✓", "✔", "x"}
_NO = {"no", "false", "optional", "n", "-", "\u2013", "not required"}


@dataclass(frozen=True)
class PrintedField:
    """One row of a table of fields.

    Attributes:
        request: The request that is printed above the table, such as `GET /api/roles`.
        place: Where the field is: `path`, `query`, `body` or `response`; empty if the page does not say it.
        name: The name as segments, such as ("recipe", "name").
        types: The JSON types that the page names; empty if it names none.
        required: Whether the field is required; None if the page does not say it.
        section: The heading above the table.
    """

    request: str
    place: str
    name: tuple[str, ...]
    types: frozenset[str]
    required: bool | None
    section: str

    def __str__(self) -> str:
        return ".".join(self.name)


def fields_of(tables: Iterable[Table]) -> list[PrintedField]:
    """Return the fields of the tables that list fields below a request."""
    return [field for table in tables if table.request and lists_fields(table) for field in _fields(table)]


def lists_fields(table: Table) -> bool:
    """Return whether a table lists fields: its columns are a name, and a type or whether the field is required."""
    columns = [cell.lower().strip(" :*") for cell in table.header]
    return bool(columns) and columns[0] in _NAME_COLUMN and bool(set(columns[1:]) & (_TYPE_COLUMN | _REQUIRED_COLUMN))


def _fields(table: Table) -> Iterator[PrintedField]:
    columns = [cell.lower().strip(" :*") for cell in table.header]
    place = _place(table.section) or _place(table.part)
    for cells in table.rows:
        row = dict(zip(columns, cells, strict=False))
        printed = cells[0] if cells else ""
        kind = _cell(row, _TYPE_COLUMN)
        required = _is_required(printed, kind, row)
        own_place = _place(_cell(row, _PLACE_COLUMN)) or place
        for name in _names(printed):
            yield PrintedField(table.request, own_place, name, _types(kind), required, table.section)


def _place(text: str) -> str:
    return next((place for pattern, place in _PLACES if pattern.search(text)), "")


def _cell(row: dict[str, str], columns: set[str]) -> str:
    return next((row[column] for column in columns if column in row), "")


def _names(printed: str) -> Iterator[tuple[str, ...]]:
    """Yield the names in a cell, such as `recipe[name]`, `items[].id`, `page, per_page` or `name required`."""
    text = _REQUIRED.sub(" ", _OPTIONAL.sub(" ", printed)).strip(" *()")
    parts = [part.strip(" `*()") for part in re.split(r",|\band\b|/| or ", text)]
    if all(_FIELD.fullmatch(part) for part in parts):
        for part in parts:
            yield tuple(segment for segment in re.split(r"[.\[\]]+", part) if segment)


def _types(kind: str) -> frozenset[str]:
    """Return the JSON types in a cell. Of "array of strings", only the array counts."""
    words = kind.lower()
    if re.search(r"\b(?:array|list)\b|\[\]", words) and not re.search(r"\bor\b|\||/", words):
        return frozenset({"array"})
    return frozenset(name for pattern, name in _TYPES if pattern.search(words))


def _is_required(printed: str, kind: str, row: dict[str, str]) -> bool | None:
    for column in _REQUIRED_COLUMN:
        if column in row:
            return _flag(row[column], optional=column.startswith("optional"))
    for text in (kind, printed):
        if _OPTIONAL.search(text):
            return False
        if _REQUIRED.search(text):
            return True
    first = _FIRST_WORD.match(_cell(row, {"description", "meaning", "details"}))
    if first:
        return first["word"].lower() == "required"
    return True if printed.rstrip().endswith("*") else None


def _flag(cell: str, *, optional: bool) -> bool | None:
    word = cell.lower().strip(" .`*")
    if word in _YES | {"optional"} and optional:
        return False
    if word in _NO and optional:
        return True
    return True if word in _YES else False if word in _NO or not word else None
