"""Where the objects of a seed become rows, and what all kinds of objects need for that; must not read files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.states import STATE_TABLES

Row = dict[str, Any]
Place = dict[str, Any]


class MisplacedError(Exception):
    """An object cannot stand where its seed puts it; `below` is the part of the object that is wrong."""

    def __init__(self, below: str, sentence: str) -> None:
        super().__init__(sentence)
        self.below = below


@dataclass(slots=True)
class Bed:
    """The rows that were planted so far, by table and id."""

    rows: dict[Table, dict[Any, Row]] = field(default_factory=lambda: {table: {} for table in STATE_TABLES})

    def plant(self, table: Table, key: Any, row: Row) -> None:
        """Take one row.

        Raises:
            MisplacedError: There is a row of this key.
        """
        if key in self.rows[table]:
            raise MisplacedError("/value/id", f"another object has the id {key}")
        self.rows[table][key] = row

    def next_id(self, table: Table) -> int:
        """Answer the id that the next object of a table has, behind all that are there."""
        return max([int(table.info[tables.FIRST_ID]), *(int(key) for key in self.rows[table])]) + 1

    def parent(self, table: Table, place: Place, name: str) -> Row:
        """Answer the row that `in` names by an id.

        Raises:
            MisplacedError: `in` does not name it, or it is not there.
        """
        if name not in place:
            raise MisplacedError("/in", f"{name} is missing")
        found = self.rows[table].get(place[name]) if isinstance(place[name], int) else None
        if found is None:
            raise MisplacedError(f"/in/{name}", f"the seed has no object with the id {place[name]!r}")
        return found


def only(place: Place, *names: str) -> None:
    """Refuse a place that names more than it may.

    Raises:
        MisplacedError: `in` has another name.
    """
    for name in place:
        if name not in names:
            raise MisplacedError(
                f"/in/{pointer_token(name)}", f"only these can be named here: {', '.join(names) or 'nothing'}"
            )


def columns(table: Table, value: Json, **more: Any) -> Row:
    """Take from an object what the table has columns for; what is missing is empty."""
    names = (column.name for column in table.columns if column.name != "namespace")
    return {**{name: value.get(name) for name in names}, **more}


Loader = Callable[[Bed, Place, Json], None]
Finalizer = Callable[[Bed], None]
# Loaders by the name of the schema of their objects.
Loaders = Mapping[str, Loader]
