"""The session of one namespace in one transaction: rules read and write the store only through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    Connection,
    Executable,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)

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
_BEGIN_IDS = insert(tables.sequences).values(namespace=NAMESPACE_ID)


class PreparedWrite:
    """A write that is compiled once for each database, and whose values go to the driver as they are.

    It takes a third of the time of `NamespaceSession.execute`, for writes that are part of most requests. The values
    must be integers, text or None.

    Args:
        statement: The statement. All its parameters are values of each execution.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        # The SQL and the names of its positional parameters, if it has those, by the name of the database.
        self._compiled: dict[str, tuple[str, Sequence[str] | None]] = {}

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Execute the write."""
        name = connection.dialect.name
        if name not in self._compiled:
            compiled = self._statement.compile(dialect=connection.dialect)
            self._compiled[name] = (str(compiled), getattr(compiled, "positiontup", None))
        text, order = self._compiled[name]
        connection.exec_driver_sql(text, dict(values) if order is None else tuple([values[each] for each in order]))


class NamespaceSession:
    """The rows of one namespace within one transaction.

    Attributes:
        namespace_id: The id of the namespace, passed to every statement as `NAMESPACE_ID`.
        changed: The number of rows that were written.
    """

    __slots__ = ("_connection", "changed", "namespace_id")

    def __init__(self, connection: Connection, namespace_id: int) -> None:
        self._connection = connection
        self.namespace_id = namespace_id
        self.changed = 0

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
        count = self._connection.execute(statement, {"namespace_id": self.namespace_id, **values}).rowcount
        self.changed += count
        return count

    def execute_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a write once for each row; do nothing without rows."""
        if rows:
            self._connection.execute(statement, [{"namespace_id": self.namespace_id, **row} for row in rows])
            self.changed += len(rows)

    def execute_prepared(self, write: PreparedWrite, **values: Any) -> None:
        """Execute a prepared write of one row."""
        values["namespace_id"] = self.namespace_id
        write.execute(self._connection, values)
        self.changed += 1

    def next_id(self, kind: str) -> int:
        """Return a new id for a kind of object (the name of its table); ids are never reused."""
        last = self._connection.execute(_NEXT_ID, {"namespace_id": self.namespace_id, "of": kind}).scalar()
        return self._begin_ids(tables.metadata.tables[kind]) if last is None else int(last)

    def _begin_ids(self, table: Table) -> int:
        """Return the first new id of a table that a migration added to a namespace."""
        values = {"namespace_id": self.namespace_id}
        highest = self._connection.execute(
            select(func.max(table.c.id)).where(table.c.namespace == NAMESPACE_ID), values
        ).scalar()
        last = max(int(table.info[tables.FIRST_ID]), highest or 0) + 1
        self._connection.execute(_BEGIN_IDS, {**values, "kind": table.name, "last": last})
        return last
