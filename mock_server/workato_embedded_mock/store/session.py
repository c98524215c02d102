"""The session of one namespace in one transaction: rules read and write the store only through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, Table, bindparam, func, insert, select, update

from workato_embedded_mock.store import tables
from workato_embedded_mock.store.list_keys import ListKey
from workato_embedded_mock.store.rendered_rows import RenderedRows
from workato_embedded_mock.store.statements import Row, Statements
from workato_embedded_mock.store.written_rows import Note, note_of, target_of

__all__ = ["NAMESPACE_ID", "NamespaceSession", "Row"]

# Up to this number of rows, a list is read and counted without an index.
SHORT_LIST = 1_000

# The number of rows that are written at once: each is copied.
_CHUNK = 10_000

# The id of the namespace: a session adds it to the parameters of every statement.
NAMESPACE_ID: BindParameter[Any] = bindparam("namespace_id")

_NEXT_ID = (
    update(tables.sequences)
    .where(tables.sequences.c.namespace == NAMESPACE_ID, tables.sequences.c.kind == bindparam("of"))
    .values(last=tables.sequences.c.last + 1)
    .returning(tables.sequences.c.last)
)
_BEGIN_IDS = insert(tables.sequences).values(namespace=NAMESPACE_ID)


class NamespaceSession:
    """The rows of one namespace within one transaction.

    Args:
        connection: The connection, in the transaction.
        statements: Executes the statements.
        namespace_id: The id of the namespace.
        short_list: The number of rows up to which a list is read without an index.

    Attributes:
        namespace_id: The id of the namespace, passed to every statement as `NAMESPACE_ID`.
        short_list: The number of rows up to which a list is read without an index.
        changed: The number of rows that were written.
        unindexed: The long lists that were read without an index.
        notes: What was written, see `written_rows`.
    """

    __slots__ = ("_connection", "_statements", "changed", "namespace_id", "notes", "short_list", "unindexed")

    def __init__(
        self, connection: Connection, statements: Statements, namespace_id: int, short_list: int = SHORT_LIST
    ) -> None:
        self._connection = connection
        self._statements = statements
        self.namespace_id = namespace_id
        self.short_list = short_list
        self.changed = 0
        self.unindexed: Sequence[ListKey] = ()
        self.notes: list[Note] = []

    def rendered(self, kind: str) -> RenderedRows:
        """Return the JSON of rows that a kind of list had of late, in all namespaces."""
        return self._statements.rendered[kind]

    def first(self, statement: Executable, **values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def all(self, statement: Executable, **values: Any) -> list[Row]:
        """Return all rows of a query."""
        values["namespace_id"] = self.namespace_id
        return self._statements.execute(self._connection, statement, values).as_rows()

    def tuples(self, statement: Executable, **values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query of numbers as tuples."""
        values["namespace_id"] = self.namespace_id
        return self._statements.execute(self._connection, statement, values).as_tuples()

    def scalar(self, statement: Executable, **values: Any) -> Any:
        """Return the first column of the first row of a query, or None."""
        values["namespace_id"] = self.namespace_id
        return self._statements.execute(self._connection, statement, values).scalar()

    def execute(self, statement: Executable, **values: Any) -> int:
        """Execute a write; return the number of affected rows."""
        values["namespace_id"] = self.namespace_id
        target = target_of(statement)
        # Before the execution, which converts the values for the driver.
        note = None if target is None else note_of(target, values)
        count = self._statements.execute(self._connection, statement, values).count
        self.changed += count
        if count and note is not None:
            self.notes.append(note)
        return count

    def execute_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a write once for each row; do nothing without rows."""
        if rows:
            if len(rows) == 1:
                self._statements.execute(self._connection, statement, {"namespace_id": self.namespace_id, **rows[0]})
            else:
                self._execute_chunks(statement, rows)
            self.changed += len(rows)
            target = target_of(statement)
            if target is not None:
                self.notes += [note_of(target, row) for row in rows]

    def _execute_chunks(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            self._connection.execute(statement, [{"namespace_id": self.namespace_id, **row} for row in chunk])

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo the writes of a block if it raises an exception; the transaction stays usable."""
        changed, noted = self.changed, len(self.notes)
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            self.changed = changed
            del self.notes[noted:]
            raise

    def next_id(self, kind: str) -> int:
        """Return a new id for a kind of object (the name of its table); ids are never reused."""
        last = self.scalar(_NEXT_ID, of=kind)
        return self._begin_ids(tables.metadata.tables[kind]) if last is None else int(last)

    def _begin_ids(self, table: Table) -> int:
        """Return the first new id of a table that a migration added to a namespace."""
        highest = self.scalar(select(func.max(table.c.id)).where(table.c.namespace == NAMESPACE_ID))
        last = max(int(table.info[tables.FIRST_ID]), highest or 0) + 1
        self._connection.execute(_BEGIN_IDS, {"namespace_id": self.namespace_id, "kind": table.name, "last": last})
        return last
