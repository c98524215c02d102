"""The session of one namespace in one transaction: rules read and write the store only through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, bindparam, update

from workato_embedded_mock.store import tables

# The values of a row by column name.
Row = dict[str, Any]

# The id of the namespace: a session adds it to the parameters of every statement.
NAMESPACE_ID: BindParameter[Any] = bindparam("namespace_id")

_NEXT_ID = (
    update(tables.sequences)
    .where(tables.sequences.c.namespace == NAMESPACE_ID, tables.sequences.c.kind == bindparam("of"))
    .values(last=tables.sequences.c.last + 1)
    .returning(tables.sequences.c.last)
)


class NamespaceSession:
    """The rows of one namespace within one transaction.

    Attributes:
        namespace_id: The id of the namespace, passed to every statement as `NAMESPACE_ID`.
    """

    __slots__ = ("_connection", "namespace_id")

    def __init__(self, connection: Connection, namespace_id: int) -> None:
        self._connection = connection
        self.namespace_id = namespace_id

    def first(self, statement: Executable, **values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def all(self, statement: Executable, **values: Any) -> list[Row]:
        """Return all rows of a query."""
        result = self._connection.execute(statement, {"namespace_id": self.namespace_id, **values})
        # Plain dictionaries are faster than SQLAlchemy's row mappings in long lists.
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result.all()]

    def scalar(self, statement: Executable, **values: Any) -> Any:
        """Return the first column of the first row of a query, or None."""
        return self._connection.execute(statement, {"namespace_id": self.namespace_id, **values}).scalar()

    def execute(self, statement: Executable, **values: Any) -> int:
        """Execute a write; return the number of affected rows."""
        return self._connection.execute(statement, {"namespace_id": self.namespace_id, **values}).rowcount

    def execute_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a write once for each row; do nothing without rows."""
        if rows:
            self._connection.execute(statement, [{"namespace_id": self.namespace_id, **row} for row in rows])

    def next_id(self, kind: str) -> int:
        """Return a new id for a kind of object (the name of its table); ids are never reused."""
        return int(self._connection.execute(_NEXT_ID, {"namespace_id": self.namespace_id, "of": kind}).scalar_one())
