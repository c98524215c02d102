"""One namespace inside one open transaction: the only way in which rules read and write the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, update

from workato_embedded_mock.store import tables

Row = dict[str, Any]
"""The values of a row by the names of its columns."""

_NEXT_ID = (
    update(tables.sequences)
    .where(tables.sequences.c.namespace == bindparam("space"), tables.sequences.c.kind == bindparam("of"))
    .values(last=tables.sequences.c.last + 1)
    .returning(tables.sequences.c.last)
)


class Space:
    """The rows of one namespace, as one transaction sees them.

    Every statement is given the number of the namespace as the parameter `space`.
    """

    __slots__ = ("_connection", "number")

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self.number = number

    def first(self, statement: Executable, **values: Any) -> Row | None:
        """Answer the first row of a query, or None."""
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def all(self, statement: Executable, **values: Any) -> list[Row]:
        """Answer all rows of a query."""
        result = self._connection.execute(statement, {"space": self.number, **values})
        # Plain dictionaries: SQLAlchemy's mappings look up each value anew, which shows in long lists.
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result.all()]

    def value(self, statement: Executable, **values: Any) -> Any:
        """Answer the first column of the first row of a query, or None."""
        return self._connection.execute(statement, {"space": self.number, **values}).scalar()

    def change(self, statement: Executable, **values: Any) -> int:
        """Write, and answer the number of rows that were hit."""
        return self._connection.execute(statement, {"space": self.number, **values}).rowcount

    def change_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write several rows by one statement; no row, no write."""
        if rows:
            self._connection.execute(statement, [{"space": self.number, **row} for row in rows])

    def next_id(self, kind: str) -> int:
        """Take the next id of a kind of object (the name of its table); ids never come twice."""
        return int(self._connection.execute(_NEXT_ID, {"space": self.number, "of": kind}).scalar_one())
