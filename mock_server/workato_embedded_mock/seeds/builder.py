"""Collects the rows of a seed while its objects are loaded; must not read files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.state_checks import exported_columns
from workato_embedded_mock.store.states import STATE_TABLES

Row = dict[str, Any]
# The `in` part of a seed entry: the ids of the objects that the value belongs to.
Scope = dict[str, Any]


class SeedObjectError(Exception):
    """A seed object is invalid.

    Attributes:
        pointer: A JSON pointer to the invalid part of the seed entry.
    """

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer


@dataclass(slots=True)
class SeedBuilder:
    """The rows loaded so far.

    Attributes:
        rows: The rows by table and key.
    """

    rows: dict[Table, dict[Any, Row]] = field(default_factory=lambda: {table: {} for table in STATE_TABLES})

    def add(self, table: Table, key: Any, row: Row) -> None:
        """Add one row.

        Raises:
            SeedObjectError: Another row has this key.
        """
        if key in self.rows[table]:
            raise SeedObjectError("/value/id", f"another object has the id {key}")
        self.rows[table][key] = row

    def next_id(self, table: Table) -> int:
        """Return the id after the highest one of a table."""
        return max([int(table.info[tables.FIRST_ID]), *(int(key) for key in self.rows[table])]) + 1

    def parent(self, table: Table, scope: Scope, name: str) -> Row:
        """Return the row that the scope names by id.

        Raises:
            SeedObjectError: The scope does not name it, or there is no such row.
        """
        if name not in scope:
            raise SeedObjectError("/in", f"{name} is missing")
        found = self.rows[table].get(scope[name]) if isinstance(scope[name], int) else None
        if found is None:
            raise SeedObjectError(f"/in/{name}", f"the seed has no object with the id {scope[name]!r}")
        return found


def allow_only(scope: Scope, *names: str) -> None:
    """Check that a scope has no other names than these.

    Raises:
        SeedObjectError: The scope has another name.
    """
    for name in scope:
        if name not in names:
            raise SeedObjectError(f"/in/{pointer_token(name)}", f"unknown name; allowed: {', '.join(names) or 'none'}")


def row_of(table: Table, value: Json, **extra: Any) -> Row:
    """Return the row of an object: the fields that are columns of the table, None for missing ones."""
    names = (column.name for column in exported_columns(table))
    return {**{name: value.get(name) for name in names}, **extra}


Loader = Callable[[SeedBuilder, Scope, Json], None]
Finalizer = Callable[[SeedBuilder], None]
# Loaders by the name of the schema of their objects.
Loaders = Mapping[str, Loader]
