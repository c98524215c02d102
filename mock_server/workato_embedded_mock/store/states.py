"""Exports all rows of a namespace as JSON, and parses such JSON; must not interpret the rows.

A state has all tables that belong to a namespace, except those of instruments.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ForeignKeyConstraint, LargeBinary, Table, select

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.state_checks import exported_columns, key_problems, row_problems
from workato_embedded_mock.store.state_versions import VERSION, VersionError, check_version, upgrade_tables

FORMAT = "workato-mock-state"

# Rows by table, parents first, without the namespace column.
Rows = Mapping[Table, Sequence[Mapping[str, Any]]]

_NAMESPACE = "namespace"
# About how many problems are reported.
_MOST_PROBLEMS = 100

# The tables of a state, parents first.
STATE_TABLES = tuple(
    table for table in tables.metadata.sorted_tables if _NAMESPACE in table.c and tables.INSTRUMENT not in table.info
)

_TABLES = {table.name: table for table in STATE_TABLES}


_SELECTS = {
    table: select(*exported_columns(table))
    .where(table.c.namespace == NAMESPACE_ID)
    .order_by(*table.primary_key.columns)
    for table in STATE_TABLES
}


class StateError(Exception):
    """A JSON value is not a valid state.

    Attributes:
        problems: JSON pointers to the invalid parts, each with what is wrong.
    """

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{pointer or '/'}: {text}" for pointer, text in problems))
        self.problems = problems


def is_state(content: Json) -> bool:
    """Return whether a JSON value declares the format of a state."""
    return isinstance(content, dict) and content.get("format") == FORMAT


def export_state(session: NamespaceSession) -> Json:
    """Return the state of a namespace as JSON, in a stable order."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "tables": {name: list(_export_table(session, table)) for name, table in _TABLES.items()},
    }


def parse_state(content: Json) -> Rows:
    """Return the rows of a state.

    Raises:
        StateError: It is not a state, its version is unsupported, or its rows are invalid; it has all problems.
    """
    if not is_state(content):
        raise StateError(("/format", f"this must be {FORMAT!r}"))
    given = content.get("tables")
    try:
        check_version(content.get("version"))
        if not isinstance(given, dict):
            raise StateError(("/tables", "this must be an object with a list of rows for each table"))
        given = upgrade_tables(content["version"], given)
    except VersionError as error:
        raise StateError(("/version", str(error))) from error
    problems = [
        (f"/tables/{pointer_token(name)}", f"unknown table; expected one of: {', '.join(sorted(_TABLES))}")
        for name in given
        if name not in _TABLES
    ]
    rows = {table: _parse_rows(table, given.get(name, []), problems) for name, table in _TABLES.items()}
    if not problems:
        # Otherwise the rows that invalid ones are referred to by would be reported, too.
        for table in rows:
            problems += islice(_wrong_references(table, rows), _MOST_PROBLEMS)
    if problems:
        raise StateError(*problems)
    return {table: _parents_first(table, found) for table, found in rows.items()}


def _export_table(session: NamespaceSession, table: Table) -> Iterator[Json]:
    # SQLAlchemy's subclass of str takes longer to write, and is not read.
    names = [str(column.name) for column in exported_columns(table)]
    binary = _binary_columns(table)
    for found in session.all(_SELECTS[table]):
        row = dict(zip(names, found.values(), strict=True))
        for name in binary:
            row[name] = base64.b64encode(row[name]).decode("ascii")
        yield row


def _parse_rows(table: Table, given: Json, problems: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the valid rows of a table, and add the problems of the others."""
    pointer = f"/tables/{table.name}"
    if not isinstance(given, list):
        problems.append((pointer, "this must be a list of rows"))
        return []
    valid = []
    for index, row in enumerate(given):
        if len(problems) > _MOST_PROBLEMS:
            problems.append((pointer, "more problems are not reported"))
            break
        found = row_problems(table, row, f"{pointer}/{index}")
        if found:
            problems += found
        else:
            valid.append(row)
    if len(valid) == len(given):
        problems += islice(key_problems(table, valid), _MOST_PROBLEMS)
    binary = _binary_columns(table)
    return [_decoded(row, binary) for row in valid]


def _binary_columns(table: Table) -> list[str]:
    return [column.name for column in table.c if isinstance(column.type, LargeBinary)]


def _decoded(row: Mapping[str, Any], binary: Iterable[str]) -> dict[str, Any]:
    """Return a row with bytes instead of base64."""
    return {**row, **{name: base64.b64decode(row[name]) for name in binary}}


def _references(table: Table) -> Iterator[tuple[str, Table, str]]:
    """Yield the foreign keys within a namespace: column, referenced table and referenced column."""
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint) and len(constraint.elements) > 1:
            for element in constraint.elements:
                if element.parent.name != _NAMESPACE:
                    yield element.parent.name, element.column.table, element.column.name


def _wrong_references(table: Table, rows: Rows) -> Iterator[tuple[str, str]]:
    for name, other, key in _references(table):
        known = {row[key] for row in rows[other]}
        for index, row in enumerate(rows[table]):
            if row[name] is not None and row[name] not in known:
                yield f"/tables/{table.name}/{index}/{name}", f"the table {other.name} has no row {row[name]!r}"


def _parents_first(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sort rows so that each follows the row of the same table that it references.

    Raises:
        StateError: Rows reference each other in a cycle.
    """
    ordered = list(rows)
    for name, other, key in _references(table):
        if other is table:
            below = defaultdict(list)
            for row in rows:
                below[row[name]].append(row)
            ordered = below[None]
            # The list grows while it is read.
            for row in ordered:
                ordered += below[row[key]]
            if len(ordered) < len(rows):
                raise StateError((f"/tables/{table.name}", f"rows reference each other in a cycle through {name}"))
    return ordered
