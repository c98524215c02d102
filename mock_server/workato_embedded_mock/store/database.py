"""Opens the database and runs transactions; must not interpret the tables."""

from __future__ import annotations

import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ResourceClosedError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.startup.missing_libraries import missing_library
from workato_embedded_mock.store import schema, tables
from workato_embedded_mock.store.sqlite_files import check_sqlite_file
from workato_embedded_mock.store.statements import Statements, as_sqlalchemy_error

_BUSY_SECONDS = 10
# The first of the two keys of the mock's advisory locks in PostgreSQL.
_PROGRAM = 0x776D
_ADVISORY_LOCK = sql("SELECT pg_advisory_xact_lock(:program, :key)")


class Database:
    """An open database with one connection, used by one transaction at a time.

    Transactions are short and wait only for the database. So one connection serves all requests of a process; a pool
    would cost more time than most queries.

    Attributes:
        shared: Whether other processes can have the same database open.
        statements: Executes statements.
    """

    def __init__(self, engine: Engine, *, shared: bool) -> None:
        self.shared = shared
        self.statements = Statements()
        self._lock = threading.Lock()
        self._engine = engine
        self._connection: Connection | None = None
        # Also closes the connection at interpreter exit, or if the app was not closed: SQLite warns about open
        # connections that are garbage collected.
        self._finalizer = weakref.finalize(self, engine.dispose)

    def transaction(self, *, write: bool, lock: str = "") -> AbstractContextManager[Connection]:
        """Return a transaction for a block: it is committed at the end, and rolled back on an exception.

        Writes with the same `lock` are serialized across all processes; SQLite serializes all writes. Reads see a
        consistent snapshot of the database.

        Raises:
            ResourceClosedError: The database is closed; raised where the block begins.
        """
        return _Transaction(self, write=write, lock=lock)

    def begin(self, *, write: bool, lock: str) -> Connection:
        """Begin a transaction when the one before has ended; see `transaction`."""
        self._lock.acquire()
        try:
            connection = self._connect()
            # Nothing changes during a read if this connection is the only one.
            if write or self.shared:
                _begin(connection, write=write, lock=lock)
        except BaseException as error:
            self._drop_lost(error)
            self._lock.release()
            raise
        return connection

    def end(self, connection: Connection, error: BaseException | None) -> None:
        """Commit a transaction, or roll it back on an error."""
        try:
            _end(connection, commit=error is None)
        except BaseException as failure:
            self._drop_lost(failure)
            raise
        finally:
            self._drop_lost(error)
            self._lock.release()

    def close(self) -> None:
        """Close the connection. An in-memory database loses its state."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._finalizer()

    def _drop_lost(self, error: BaseException | None) -> None:
        """Drop the connection if its server is gone: the next transaction reconnects."""
        if isinstance(error, DBAPIError) and error.connection_invalidated and self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> Connection:
        if self._connection is None:
            if not self._finalizer.alive:
                raise ResourceClosedError("the database is closed")
            self._connection = self._engine.connect()
        return self._connection


class _Transaction:
    """A transaction as the context of a block. A generator would take several times as long."""

    __slots__ = ("_connection", "_database", "_lock", "_write")

    def __init__(self, database: Database, *, write: bool, lock: str) -> None:
        self._database = database
        self._write = write
        self._lock = lock

    def __enter__(self) -> Connection:
        self._connection = self._database.begin(write=self._write, lock=self._lock)
        return self._connection

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._database.end(self._connection, error)


def is_shareable(address: str) -> bool:
    """Return whether several processes can open the database at an SQLAlchemy URL.

    Raises:
        StartError: The URL is invalid.
    """
    url = _parse(address)
    return url.get_backend_name() != "sqlite" or _is_file(url)


def open_database(address: str) -> Database:
    """Open the database at an SQLAlchemy URL; create its tables if there are none.

    Raises:
        StartError: The URL is invalid, or the database cannot be used; it was not changed.
    """
    url = _parse(address)
    backend = url.get_backend_name()
    if backend == "sqlite" and _is_file(url):
        check_sqlite_file(Path(url.database or ""), {tables.schema_version.name, schema.UNVERSIONED})
    try:
        engine = _ENGINES[backend](url)
    except KeyError as error:
        raise StartError(f"unsupported database {_display(url)}: expected SQLite or PostgreSQL") from error
    except ModuleNotFoundError as error:
        raise StartError(f"no driver for the database {_display(url)}: {missing_library(error)}") from error
    except (SQLAlchemyError, ImportError, TypeError) as error:
        raise StartError(f"no driver for the database {_display(url)}: {error}") from error
    try:
        _prepare(engine, _display(url))
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise StartError(f"the database {_display(url)} cannot be used: {_cause(error)}") from error
    except StartError:
        engine.dispose()
        raise
    return Database(engine, shared=is_shareable(address))


def _parse(address: str) -> URL:
    try:
        return make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StartError(f"invalid database URL {address!r}; example: sqlite:///mock.db") from error


def _display(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _cause(error: Exception) -> str:
    """Return the message of the driver on one line, without SQL."""
    return " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")


def _is_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:") and not str(url.database).startswith("file:")


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
        json_serializer=_json_text,
        json_deserializer=orjson.loads,
    )

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    event.listen(engine, "connect", on_connect)
    return engine


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=StaticPool, json_serializer=_json_text)


def _begin(connection: Connection, *, write: bool, lock: str = "") -> None:
    """Begin the transaction of a connection in the database, before its first statement."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        _begin_sqlite(driver, write=write)
    else:
        _begin_postgresql(connection, driver, write=write, lock=lock)


def _begin_sqlite(driver: Any, *, write: bool) -> None:
    """Send BEGIN: the driver would send it late, and only before writes."""
    # A transaction that starts as a reader cannot write after another process has written.
    statement = "BEGIN IMMEDIATE" if write else "BEGIN"
    try:
        driver.execute(statement)
    except sqlite3.Error as error:
        raise OperationalError(statement, None, error) from error


def _begin_postgresql(connection: Connection, driver: Any, *, write: bool, lock: str) -> None:
    """Let readers see a snapshot, and writers with the same lock wait for each other."""
    from psycopg import IsolationLevel

    # The driver sends these with the BEGIN of the first statement.
    driver.read_only = not write
    driver.isolation_level = None if write else IsolationLevel.REPEATABLE_READ
    if write:
        connection.execute(_ADVISORY_LOCK, {"program": _PROGRAM, "key": zlib.crc32(lock.encode()) - 2**31})


def _end(connection: Connection, *, commit: bool) -> None:
    """Commit the transaction of a connection, or roll it back."""
    if connection.in_transaction():
        # SQLAlchemy has executed statements in it.
        if commit:
            connection.commit()
        else:
            connection.rollback()
        return
    if connection.invalidated:
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        if commit:
            driver.commit()
        else:
            driver.rollback()
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy_error(error, connection, "COMMIT" if commit else "ROLLBACK", None) from error


_ENGINES = {"sqlite": _sqlite_engine, "postgresql": _postgresql_engine}


def _json_text(value: Any) -> str:
    return write_json(value).decode()


def _prepare(engine: Engine, name: str) -> None:
    """Migrate the tables to the current revision.

    Raises:
        StartError: The tables cannot be migrated; the database was not changed.
    """
    try:
        with _transaction(engine, write=False) as connection:
            up_to_date = schema.current_revision(connection) == schema.HEAD
        if up_to_date:
            return
        with _transaction(engine, write=True) as connection:
            schema.upgrade(connection)
    except StartError as error:
        raise StartError(f"the database {name} cannot be used: {error}; it was not changed") from error


@contextmanager
def _transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    with engine.connect() as connection:
        if write and engine.dialect.name == "sqlite":
            _enable_wal(connection)
        with connection.begin():
            _begin(connection, write=write)
            yield connection


def _enable_wal(connection: Connection) -> None:
    """Allow reads during a write, and keep committed writes if the process is killed."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = NORMAL")
