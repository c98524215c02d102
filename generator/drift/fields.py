"""Reads the tables of fields of a saved page: parameters, bodies and responses of operations. Does not use the spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.drift.field_words import (
    FIELD_NAME,
    OPTIONAL,
    REQUIRED,
    kind_of_column,
    lists_fields,
    name_parts,
    types_of,
)
from generator.drift.table_rows import Table

_HEADER = "header"
# The place of the fields of a table, by words of its heading. The first that fits decides.
_PLACES = (
    (re.compile(r"\bheaders?\b", re.IGNORECASE), _HEADER),
    (re.compile(r"response|returns?\b|results?\b|output", re.IGNORECASE), "response"),
    (re.compile(r"\bquery\b", re.IGNORECASE), "query"),
    (re.compile(r"\b(?:url|path|uri)\b", re.IGNORECASE), "path"),
    (re.compile(r"\b(?:payload|body|input)\b", re.IGNORECASE), "body"),
)
# A sentence at the beginning of a meaning that says whether the field is required.
_FIRST_SENTENCE = re.compile(r"\W*(?:conditionally )?(?:required|optional|not required)\b[^.]*", re.IGNORECASE)
_CONDITION = re.compile(r"conditional|required\W+(?:if|when|unless|only|for|in case|with)\b", re.IGNORECASE)
# Pages of early editions print the type as a validation.
_VALIDATION = re.compile(r"\bmust be (?:an? )?(?P<type>\w+)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r",|\band\b|/|\bor\b")
# Names in lines of their own. An underscore in one of them shows that they are not a sentence.
_SEVERAL_NAMES = re.compile(r"(?=[^_]*\w_\w)[a-z]\w*(?: [a-z]\w*)+")
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
        is_nested: Whether the table has a heading of its own within the part, such as that of an object of the body.
    """

    request: str
    place: str
    name: tuple[str, ...]
    types: frozenset[str]
    required: bool | None
    section: str
    is_nested: bool = False

    def __str__(self) -> str:
        return ".".join(self.name)


def fields_of(tables: Iterable[Table]) -> list[PrintedField]:
    """Return the fields of the tables that list fields below a request. Headers are not fields."""
    described = (_with_header(table) for table in tables if table.request)
    fields = (field for table in described if _has_fields(table) for field in _fields(table))
    return [field for field in fields if field.place != _HEADER]


def _with_header(table: Table) -> Table:
    """Return a table with its first row as the header if it has none. Pages print headings as bold text too."""
    if table.header or not table.rows or not lists_fields(table.rows[0]):
        return table
    return replace(table, header=table.rows[0], rows=table.rows[1:])


def _has_fields(table: Table) -> bool:
    if lists_fields(table.header):
        return True
    # Tables of early editions have two columns, with the requirement in the first.
    names = [cells[0] for cells in table.rows if cells]
    return (
        [kind_of_column(cell) for cell in table.header] == ["name", "meaning"]
        and bool(names)
        and all(REQUIRED.search(name) or OPTIONAL.search(name) for name in names)
    )


def _fields(table: Table) -> Iterator[PrintedField]:
    kinds = [kind_of_column(cell) for cell in table.header]
    place = _place(table.section) or _place(table.part)
    is_nested = bool(table.part) and table.section != table.part
    for cells in table.rows:
        # Of two columns of a kind, the first counts.
        row = dict(reversed(list(zip(kinds, cells, strict=False))))
        printed, meaning = row.get("name", ""), row.get("meaning", "")
        kind = row.get("type", "")
        validation = _VALIDATION.search(meaning)
        types = types_of(kind) or types_of(validation["type"] if validation and "type" not in kinds else "")
        if "required" in row:
            column = kinds.index("required")
            required = _flag(cells[column], optional=table.header[column].lower().startswith("optional"))
        else:
            required = _is_required(printed, kind, meaning, table.section)
        for name in _names(printed):
            yield PrintedField(
                table.request, _place(row.get("place", "")) or place, name, types, required, table.section, is_nested
            )


def _place(text: str) -> str:
    return next((place for pattern, place in _PLACES if pattern.search(text)), "")


def _names(printed: str) -> Iterator[tuple[str, ...]]:
    """Yield the names in a cell, such as `recipe[name]`, `items[].id`, `page, per_page` or `name required`."""
    text = REQUIRED.sub(" ", OPTIONAL.sub(" ", printed)).strip(" *()")
    parts = [part.strip(" `*()") for part in _BETWEEN_NAMES.split(text)]
    if len(parts) == 1 and _SEVERAL_NAMES.fullmatch(text):
        parts = text.split()
    if all(FIELD_NAME.fullmatch(part) for part in parts):
        for part in parts:
            yield name_parts(part)


def _is_required(printed: str, kind: str, meaning: str, section: str) -> bool | None:
    """Return whether the words around a field say that it is required. "Required if ..." says neither."""
    first = _FIRST_SENTENCE.match(meaning)
    said = " ".join((printed, kind, first[0] if first else ""))
    for text in (said, section):
        is_optional, is_required = OPTIONAL.search(text), REQUIRED.search(OPTIONAL.sub("", text))
        if (is_optional and is_required) or _CONDITION.search(text):
            return None
        if is_optional or is_required:
            return bool(is_required)
    return True if printed.rstrip().endswith("*") else None


def _flag(cell: str, *, optional: bool) -> bool | None:
    """Return the requirement that a cell states. In a column "Optional", `yes` means optional."""
    word = cell.lower().strip(" .`*")
    if word in ("required", "optional", "not required"):
        return word == "required"
    if word in _YES:
        return not optional
    if word in _NO:
        return optional
    return None if word or optional else False
