"""Checks the rows of a state: the values of each column, and keys."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import islice
from typing import Any

import jsonschema_rs
from sqlalchemy import Column, Table, UniqueConstraint

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.state_values import ADDRESSES, BASE64, LOOKUP_SCHEMA, TIME, schema_of

Row = Mapping[str, Any]
# A JSON pointer to the invalid part, and what is wrong.
Problem = tuple[str, str]

_NAMESPACE = "namespace"
# The most problems of one row.
_MOST_PROBLEMS = 10
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 9000

_WORDS = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_FORMATS = {
    TIME: f"a time with an offset between the years {_EARLIEST_YEAR} and {_LATEST_YEAR}, such as 2023-11-20T12:00:00Z",
    ADDRESSES: "addresses or CIDR blocks, separated by commas",
    LOOKUP_SCHEMA: "the schema of a lookup table: a JSON list of columns with a label, and a name from col1 to col10",
    BASE64: "a base64 string",
}


def exported_columns(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that a state has."""
    return [column for column in table.c if column.name != _NAMESPACE and tables.DERIVED not in column.info]


def row_problems(table: Table, row: Json, pointer: str) -> list[Problem]:
    """Return what is wrong with a row at a pointer."""
    columns = exported_columns(table)
    if not isinstance(row, dict) or row.keys() != {column.name for column in columns}:
        names = ", ".join(column.name for column in columns)
        return [(pointer, f"a row must have exactly these columns: {names}")]
    validator = _validator(table)
    if validator.is_valid(row):
        return []
    return [
        (
            pointer + "".join(f"/{pointer_token(step)}" for step in error.instance_path),
            f"this must be {_expected(error)}",
        )
        for error in islice(validator.iter_errors(row), _MOST_PROBLEMS)
    ]


def key_problems(table: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield the rows that have the same key, or the same values in columns that are unique together."""
    for names in _unique(table):
        seen = set()
        for index, row in enumerate(rows):
            key = tuple(row[name] for name in names)
            if None in key:
                continue
            if key in seen:
                yield f"/tables/{table.name}/{index}", f"another row has the same {' and '.join(names) or 'key'}"
            seen.add(key)


@cache
def _validator(table: Table) -> jsonschema_rs.Draft202012Validator:
    schema = {"properties": {str(column.name): schema_of(column) for column in exported_columns(table)}}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, formats=_CHECKS)


def _unique(table: Table) -> list[tuple[str, ...]]:
    """Return the columns that are unique together within a namespace."""
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    found: Iterable[Any] = (table.primary_key, *constraints, *(index for index in table.indexes if index.unique))
    return [tuple(column.name for column in each.columns if column.name != _NAMESPACE) for each in found]


def _expected(error: jsonschema_rs.ValidationError) -> str:
    """Return in words what the schema expects."""
    kind: Any = error.kind
    if kind.name == "type":
        return " or ".join(words for name, words in _WORDS.items() if name in kind.types)
    if kind.name == "enum":
        return f"one of: {', '.join(map(str, kind.options))}"
    if kind.name == "anyOf":
        return " or ".join(_expected(each[0]) for each in kind.context if each)
    if kind.name == "format":
        return _FORMATS[kind.format]
    if kind.name == "required":
        return f"an object with {kind.property}"
    if kind.name == "pattern":
        return f"text that matches {kind.pattern}"
    limit = getattr(kind, "limit", "")
    return f"an integer of {kind.name} {limit}" if "imum" in kind.name else f"a list of {kind.name} {limit}"


def _is_time(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR


def _reads(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def is_read(text: str) -> bool:
        try:
            parse(text)
        except (ValueError, TypeError, RecursionError):
            return False
        return True

    return is_read


def _addresses(text: str) -> None:
    for part in text.split(","):
        ipaddress.ip_network(part.strip(), strict=False)


_CHECKS: dict[str, Callable[[str], bool]] = {
    TIME: _is_time,
    ADDRESSES: _reads(_addresses),
    LOOKUP_SCHEMA: _reads(parse_schema),
    BASE64: _reads(partial(base64.b64decode, validate=True)),
}
