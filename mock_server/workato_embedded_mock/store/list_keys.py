"""The keys of lists that can be long; must not read the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table

from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store.tables.base import LISTED, Listed


@dataclass(frozen=True, slots=True)
class ListKey:
    """A list: the rows of a table that have the same parent and pass a filter, by id.

    Attributes:
        table: The table.
        parent: The id of the object that the list belongs to; 0 for a list of the namespace.
        values: The filter: the values that the rows have, with the names of their columns, sorted.
    """

    table: Table
    parent: int = 0
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def filter(self) -> str:
        """The filter as JSON."""
        return write_json(dict(self.values)).decode()

    @property
    def listed(self) -> Listed:
        """How the table is listed."""
        listed: Listed = self.table.info[LISTED]
        return listed

    def conditions(self, *, filtered: bool = True) -> list[ColumnElement[bool]]:
        """Return the conditions on the rows, apart from the namespace; optionally without those of the filter."""
        columns, parent = self.table.c, self.listed.parent
        own = [] if parent is None else [columns[parent] == self.parent]
        return [*own, *(columns[name] == value for name, value in self.values if filtered)]


def list_key(table: Table, parent: int = 0, values: Mapping[str, Any] | None = None) -> ListKey:
    """Return the key of a list; the filter is the values that the rows have by column name, none of them None."""
    return ListKey(table, parent, tuple(sorted(values.items())) if values else ())
