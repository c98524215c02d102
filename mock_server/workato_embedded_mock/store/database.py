"""Opens the database and runs transactions; must not interpret the tables."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError, ResourceClosedError, SQLAlchemyError

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.startup.missing_libraries import missing_library
from workato_embedded_mock.store import schema, tables
from workato_embedded_mock.store.database_urls import display, parse_url
from workato_embedded_mock.store.sqlite import Sqlite
from workato_embedded_mock.store.statements import Statements, as_sqlalchemy_error


class Backend(Protocol):
    """One kind of database at a URL.

    Attributes:
        shared: Whether other processes can have the same database open.
    """

    shared: bool

    def check(self, own_tables: set[str]) -> None:
        """Check what can be checked before the database is opened."""
        ...

    def engine(self) -> Engine:
        """Return the engine."""
        ...

    def prepare(self, connection: Connection) -> None:
        """Prepare a database in which tables will be created or migrated."""
        ...

    def begin(self, connection: Connection, *, write: bool, lock: str) -> None:
        """Begin a transaction; see `Database.transaction`."""
        ...


class Database:
    """An open database with one connection, used by one transaction at a time.

    Transactions are short and wait only for the database. So one connection serves all requests of a process; a pool
    would cost more time than most queries.

    Attributes:
        shared: Whether other processes can have the same database open.
        statements: Executes statements.
    """

    def __init__(self, backend: Backend, engine: Engine) -> None:
        self.shared = backend.shared
        self.statements = Statements()
        self._lock = threading.Lock()
        self._backend = backend
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
            DatabaseUnavailableError: The file of the database is gone; raised where the block begins.
        """
        return _Transaction(self, write=write, lock=lock)

    def begin(self, *, write: bool, lock: str) -> Connection:
        """Begin a transaction when the one before has ended; see `transaction`."""
        self._lock.acquire()
        try:
            return self._begun(write=write, lock=lock)
        except BaseException:
            self._lock.release()
            raise

    def end(self, connection: Connection, error: BaseException | None) -> None:
        """Commit a transaction, or roll it back on an error."""
        try:
            _end(connection, commit=error is None)
        except BaseException as failure:
            if not self._drop_lost(failure):
                # A commit fails if the disk is full, for example, and leaves the transaction open.
                _roll_back(connection)
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

    def _begun(self, *, write: bool, lock: str) -> Connection:
        """Return the connection with a new transaction; reconnect once if the server has closed it meanwhile."""
        kept = self._connection is not None
        connection = self._connect()
        try:
            self._backend.begin(connection, write=write, lock=lock)
        except BaseException as error:
            if self._drop_lost(error):
                # A server closes idle connections, and all when it restarts. Nothing was written yet.
                if kept:
                    return self._begun(write=write, lock=lock)
            else:
                _roll_back(connection)
            raise
        return connection

    def _drop_lost(self, error: BaseException | None) -> bool:
        """Drop the connection if its server is gone; return whether it is. The next transaction reconnects."""
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        if lost and self._connection is not None:
            self._connection.close()
            self._connection = None
        return lost

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


def open_database(address: str) -> Database:
    """Open the database at an SQLAlchemy URL; create its tables if there are none.

    Raises:
        StartError: The URL is invalid, or the database cannot be used; it was not changed.
    """
    url = parse_url(address)
    try:
        backend = _backend(url)
        backend.check({tables.schema_version.name, schema.UNVERSIONED})
        engine = backend.engine()
    except ModuleNotFoundError as error:
        raise StartError(f"no driver for the database {display(url)}: {missing_library(error)}") from error
    except (SQLAlchemyError, ImportError, TypeError) as error:
        raise StartError(f"no driver for the database {display(url)}: {error}") from error
    try:
        _prepare(backend, engine, display(url))
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise StartError(f"the database {display(url)} cannot be used: {_cause(error)}") from error
    except StartError:
        engine.dispose()
        raise
    return Database(backend, engine)


def _backend(url: URL) -> Backend:
    name = url.get_backend_name()
    if name == "sqlite":
        return Sqlite(url)
    if name == "postgresql":
        from workato_embedded_mock.store.postgresql import Postgresql

        return Postgresql(url)
    raise StartError(f"unsupported database {display(url)}: expected SQLite or PostgreSQL")


def _cause(error: Exception) -> str:
    """Return the message of the driver on one line, without SQL."""
    return " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")


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


def _roll_back(connection: Connection) -> None:
    """Roll back what may have begun on a connection after an error, which is worth more than one of this."""
    with suppress(SQLAlchemyError):
        connection.rollback()
    driver: Any = connection.connection.dbapi_connection
    with suppress(connection.dialect.loaded_dbapi.Error):
        driver.rollback()


def _prepare(backend: Backend, engine: Engine, name: str) -> None:
    """Migrate the tables to the current revision.

    Raises:
        StartError: The tables cannot be migrated; the database was not changed.
    """
    try:
        with _transaction(backend, engine, write=False) as connection:
            up_to_date = schema.current_revision(connection) == schema.HEAD
        if up_to_date:
            return
        with _transaction(backend, engine, write=True) as connection:
            schema.upgrade(connection)
    except StartError as error:
        raise StartError(f"the database {name} cannot be used: {error}; it was not changed") from error


@contextmanager
def _transaction(backend: Backend, engine: Engine, *, write: bool) -> Iterator[Connection]:
    with engine.connect() as connection:
        if write:
            backend.prepare(connection)
        with connection.begin():
            backend.begin(connection, write=write, lock="")
            yield connection
