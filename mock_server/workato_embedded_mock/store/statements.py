"""Runs statements on the driver of one database; must not know what they mean.

For a short statement, SQLAlchemy takes several times as long as SQLite, and most of it is the same for each execution:
docs/adr/0016-statements-are-prepared.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from weakref import ref

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from workato_embedded_mock.store.rendered_rows import RenderedRows

# The values of a row by column name.
Row = dict[str, Any]

# The values of the parameters by name.
Values = dict[str, Any]
# Otherwise SQLAlchemy does not know how many rows an INSERT affects in PostgreSQL.
_COUNTED = {"preserve_rowcount": True}

# Converts a value for the driver, or one of the driver.
Convert = Callable[[Any], Any]


@dataclass(slots=True)
class Result:
    """What the driver returned for a statement.

    Attributes:
        count: The number of affected rows.
        names: The names of the columns.
        rows: The values of the rows, as the driver has them.
        readers: Convert values of the driver, by their position.
    """

    count: int
    names: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    readers: Sequence[tuple[int, Convert]] = ()

    def as_rows(self) -> list[Row]:
        """Return the rows."""
        names = self.names
        # A row has as many values as the result has columns.
        rows = [dict(zip(names, row, strict=False)) for row in self.rows]
        for index, convert in self.readers:
            name = names[index]
            for row in rows:
                row[name] = convert(row[name])
        return rows

    def as_tuples(self) -> list[tuple[Any, ...]]:
        """Return the values of the rows as the driver has them."""
        return list(map(tuple, self.rows))

    def scalar(self) -> Any:
        """Return the first column of the first row, or None."""
        value = self.rows[0][0] if self.rows else None
        for index, convert in self.readers:
            if index == 0:
                value = convert(value)
        return value


class Statements:
    """The statements that were executed in one database.

    A statement that is executed for the second time is prepared. So one that is made for a single request is not. Those
    whose SQL depends on the number of values are never prepared. SQLAlchemy executes what is not prepared.

    Attributes:
        rendered: The JSON of rows that the statements have read, by the kind of list.
    """

    def __init__(self) -> None:
        self.rendered: defaultdict[str, RenderedRows] = defaultdict(RenderedRows)
        # By the identity of the statement and the names of its values. It is forgotten before another object can have
        # the identity. A WeakKeyDictionary would make a reference for each execution.
        self._known: dict[int, dict[tuple[str, ...], _Prepared | _Unprepared | None]] = {}
        self._references: dict[int, ref[Executable]] = {}

    def execute(self, connection: Connection, statement: Executable, values: Values) -> Result:
        """Execute a statement.

        Raises:
            DBAPIError: The database rejects it, or is gone.
        """
        known = self._known.get(id(statement))
        if known is None:
            known = self._add(statement)
        names = tuple(values)
        prepared = known.get(names)
        if prepared is None:
            prepared = _prepare(statement, names, connection.dialect) if names in known else None
            known[names] = prepared
        return (prepared or _UNPREPARED).execute(connection, statement, values)

    def _add(self, statement: Executable) -> dict[tuple[str, ...], _Prepared | _Unprepared | None]:
        number = id(statement)

        def forget(_reference: ref[Executable]) -> None:
            del self._known[number], self._references[number]

        self._references[number] = ref(statement, forget)
        return self._known.setdefault(number, {})


class _Unprepared:
    """A statement that SQLAlchemy executes."""

    def execute(self, connection: Connection, statement: Executable, values: Values) -> Result:
        """Execute the statement."""
        result = connection.execute(statement, values, execution_options=_COUNTED)
        if result.returns_rows:
            return Result(result.rowcount, tuple(result.keys()), result.all())
        return Result(_affected(result.rowcount, connection))


_UNPREPARED = _Unprepared()


class _Prepared:
    """A statement that is compiled for one database.

    Args:
        compiled: The compiled statement.
        names: The names of the values of each execution.
        types: The types of the columns.
        dialect: The database.
    """

    __slots__ = ("_binders", "_constants", "_errors", "_in_order", "_names", "_readers", "_text", "_types")

    def __init__(
        self, compiled: SQLCompiler, names: Sequence[str], types: list[TypeEngine[Any]], dialect: Dialect
    ) -> None:
        self._text = compiled.string
        self._errors = dialect.loaded_dbapi.Error
        binders = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        self._binders = [(name, convert) for name, convert in binders.items() if convert and name in names]
        # Values that are part of the statement.
        self._constants: Values = {}
        for name, bind in compiled.binds.items():
            if name not in names and not bind.required:
                convert = binders[name]
                self._constants[name] = convert(bind.value) if convert else bind.value
        self._in_order = None if compiled.positiontup is None else _in_order(compiled.positiontup)
        self._types = types
        # They depend on the description of the first result.
        self._names: tuple[str, ...] | None = None
        self._readers: list[tuple[int, Convert]] = []

    def execute(self, connection: Connection, _statement: Executable, values: Values) -> Result:
        """Execute the statement."""
        for name, convert in self._binders:
            values[name] = convert(values[name])
        if self._constants:
            values |= self._constants
        parameters = values if self._in_order is None else self._in_order(values)
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(self._text, parameters)
            rows = cursor.fetchall() if self._types else ()
        except self._errors as error:
            raise as_sqlalchemy_error(error, connection, self._text, parameters) from error
        if not self._types:
            return Result(_affected(cursor.rowcount, connection))
        if self._names is None:
            # In this order: another thread may execute the statement at the same time.
            self._readers = self._readers_of(cursor.description, connection.dialect)
            self._names = tuple(column[0] for column in cursor.description)
        return Result(cursor.rowcount, self._names, rows, self._readers)

    def _readers_of(self, description: Any, dialect: Dialect) -> list[tuple[int, Convert]]:
        readers = [
            kind.dialect_impl(dialect).result_processor(dialect, column[1])
            for kind, column in zip(self._types, description, strict=True)
        ]
        return [(index, convert) for index, convert in enumerate(readers) if convert is not None]


def _prepare(statement: Any, names: Sequence[str], dialect: Dialect) -> _Prepared | _Unprepared:
    """Return a prepared statement, unless its SQL or its values are made for each execution."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    dynamic = compiled.post_compile_params or compiled.literal_execute_params
    if dynamic or compiled.insert_prefetch or compiled.update_prefetch:
        return _UNPREPARED
    columns = statement.exported_columns if statement.is_select else compiled.effective_returning or ()
    return _Prepared(compiled, names, [column.type for column in columns], dialect)


def _affected(count: int, connection: Connection) -> int:
    """Return the number of rows that a write has affected, by the count that the driver has."""
    if count >= 0 or connection.dialect.name != "sqlite":
        return count
    # Python's driver of SQLite does not count the rows of a write that begins with a common table expression.
    driver: Any = connection.connection.dbapi_connection
    return int(driver.execute("SELECT changes()").fetchone()[0])


def _in_order(names: Sequence[str]) -> Callable[[Values], Sequence[Any]]:
    """Return the function that returns values in the order of names."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def as_sqlalchemy_error(error: Any, connection: Connection, text: str, parameters: Any) -> BaseException:
    """Return the error that SQLAlchemy raises for one of the driver; a connection that was lost is dropped."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    wrapped: BaseException = DBAPIError.instance(
        text, parameters, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
    return wrapped
