"""Opens the database and runs transactions; must not interpret the tables."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import ResourceClosedError, SQLAlchemyError

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.startup.missing_libraries import missing_library
from workato_embedded_mock.store import schema, tables
from workato_embedded_mock.store.availability import LOCKED, DatabaseUnavailableError
from workato_embedded_mock.store.database_urls import display, parse_url
from workato_embedded_mock.store.sqlite import Sqlite
from workato_embedded_mock.store.statements import Statements, as_sqlalchemy_error


class Backend(Protocol):
    """One kind of database at a URL.

    Attributes:
        shared: Whether other processes can have the same database open.
        connections: The most connections of a process.
        serial: Whether the database has one lock for all writes.
        waiting_seconds: How long a transaction waits for a connection; None for no limit.
    """

    shared: bool
    connections: int
    serial: bool
    waiting_seconds: float | None

    def check(self, own_tables: set[str]) -> None:
        """Check what can be checked before the database is opened."""
        ...

    def check_presence(self) -> None:
        """Check that the open database is still there."""
        ...

    def engine(self) -> Engine:
        """Return the engine."""
        ...

    def prepare(self, connection: Connection) -> None:
        """Prepare a database in which tables will be created or migrated."""
        ...

    def begin(self, connection: Connection, *, write: bool, lock: str, seconds: float | None) -> None:
        """Begin a transaction; see `Database.transaction`.

        It waits for `seconds` at most, if they are less than usual.
        """
        ...


class Database:
    """An open database. Each of its connections is used by one transaction at a time.

    Transactions are short and wait only for the database. A database in memory never lets one wait: it has one
    connection. One that other processes share has a few; one is opened when all others are in use:
    docs/adr/0023-waiting-for-the-database.md.

    Attributes:
        shared: Whether other processes can have the same database open, so that transactions may wait for them.
        connections: The most connections, so the most transactions at once.
        statements: Executes statements.
    """

    def __init__(self, backend: Backend, engine: Engine) -> None:
        self.shared = backend.shared
        self.connections = backend.connections
        self.statements = Statements()
        self._backend = backend
        self._engine = engine
        self._timeout = backend.waiting_seconds
        # One for each transaction that may begin. Python's semaphore takes many times as long.
        self._slots = _slots(backend.connections)
        # SQLite looks for its lock only now and then. A thread that waits for this one is woken at once.
        self._writing = _slots(1) if backend.serial else None
        self._idle: list[Connection] = []
        self._guard = threading.Lock()
        self._closed = False
        # Also closes the connections at interpreter exit, or if the app was not closed: SQLite warns about open
        # connections that are garbage collected.
        self._finalizer = weakref.finalize(self, _dispose, engine, self._idle)

    def transaction(
        self, *, write: bool, lock: str = "", max_wait: float | None = None
    ) -> AbstractContextManager[Connection]:
        """Return a transaction for a block: it is committed at the end, and rolled back on an exception.

        Writes with the same `lock` are serialized across all processes; SQLite serializes all writes. Reads see a
        consistent snapshot of the database.

        Args:
            write: Whether it writes.
            lock: The name of its lock.
            max_wait: How many seconds it waits to begin, if they are less than usual.

        Raises:
            ResourceClosedError: The database is closed; raised where the block begins.
            DatabaseUnavailableError: The file is gone, or all connections wait; raised where the block begins.
        """
        return _Transaction(self, write=write, lock=lock, max_wait=max_wait)

    def begin(self, *, write: bool, lock: str, max_wait: float | None = None) -> Connection:
        """Begin a transaction when a connection is free; see `transaction`.

        All that it waits for takes as long together as one of them may take.
        """
        left = _no_limit if self._timeout is None else self._deadline(self._timeout, max_wait)
        if write and self._writing is not None:
            _take(self._writing, left(), LOCKED)
        try:
            _take(self._slots, left(), "all connections to it are in use")
            try:
                is_usual = max_wait is None and self._writing is None
                return self._begun(write=write, lock=lock, seconds=None if is_usual else left())
            except BaseException:
                self._slots.put(None)
                raise
        except BaseException:
            self._end_writing(write=write)
            raise

    def _deadline(self, usual: float, max_wait: float | None) -> Callable[[], float | None]:
        """Return a function that returns how many seconds a transaction may still wait."""
        seconds = usual if max_wait is None else min(max_wait, usual)
        deadline = time.monotonic() + seconds
        return lambda: max(0.0, deadline - time.monotonic())

    def end(self, connection: Connection, error: BaseException | None, *, write: bool) -> None:
        """Commit a transaction, or roll it back on an error."""
        try:
            _end(connection, commit=error is None)
        except BaseException:
            if not connection.invalidated:
                # A commit fails if the disk is full, for example, and leaves the transaction open.
                _roll_back(connection)
            raise
        finally:
            self._keep(connection)
            self._slots.put(None)
            self._end_writing(write=write)

    def check_presence(self) -> None:
        """Check that the database is still there.

        Raises:
            DatabaseUnavailableError: Its file is gone.
        """
        self._backend.check_presence()

    def close(self) -> None:
        """Close the connections, those that are in use when their transaction ends. An in-memory database is lost."""
        if self.shared:
            self._close()
            return
        self._slots.get()
        try:
            self._close()
        finally:
            self._slots.put(None)

    def _close(self) -> None:
        with self._guard:
            self._closed = True
            self._finalizer()

    def _end_writing(self, *, write: bool) -> None:
        if write and self._writing is not None:
            self._writing.put(None)

    def _begun(self, *, write: bool, lock: str, seconds: float | None) -> Connection:
        """Return a connection with a new transaction; take another one if the server has closed it meanwhile."""
        connection = self._kept()
        kept = connection is not None
        if connection is None:
            connection = self._engine.connect()
        try:
            self._backend.begin(connection, write=write, lock=lock, seconds=seconds)
            if write:
                self._backend.check_presence()
        except BaseException:
            lost = connection.invalidated
            if not lost:
                _roll_back(connection)
            self._keep(connection)
            # A server closes idle connections, and all when it restarts. Nothing was written yet.
            if lost and kept:
                self._drop_idle()
                return self._begun(write=write, lock=lock, seconds=seconds)
            raise
        return connection

    def _kept(self) -> Connection | None:
        """Return an idle connection, the one that was used last; None if there is none."""
        with self._guard:
            if self._closed:
                raise ResourceClosedError("the database is closed")
            return self._idle.pop() if self._idle else None

    def _drop_idle(self) -> None:
        with self._guard:
            while self._idle:
                self._idle.pop().close()

    def _keep(self, connection: Connection) -> None:
        """Keep a connection for the next transaction, unless its server is gone."""
        with self._guard:
            if not connection.invalidated and not self._closed:
                self._idle.append(connection)
                return
        connection.close()


def _no_limit() -> None:
    return None


def _slots(number: int) -> SimpleQueue[None]:
    """Return a number of slots. A slot that is taken can be taken again when it is put back."""
    slots: SimpleQueue[None] = SimpleQueue()
    for _ in range(number):
        slots.put(None)
    return slots


def _take(slots: SimpleQueue[None], timeout: float | None, problem: str) -> None:
    """Take a slot, when one is free.

    Raises:
        DatabaseUnavailableError: None was free within `timeout` seconds; the text is the problem.
    """
    try:
        slots.get(timeout=timeout)
    except Empty:
        raise DatabaseUnavailableError(problem) from None


def _dispose(engine: Engine, idle: list[Connection]) -> None:
    """Close all connections that are not in use."""
    while idle:
        idle.pop().close()
    engine.dispose()


class _Transaction:
    """A transaction as the context of a block. A generator would take several times as long."""

    __slots__ = ("_connection", "_database", "_lock", "_max_wait", "_write")

    def __init__(self, database: Database, *, write: bool, lock: str, max_wait: float | None) -> None:
        self._database = database
        self._write = write
        self._lock = lock
        self._max_wait = max_wait

    def __enter__(self) -> Connection:
        self._connection = self._database.begin(write=self._write, lock=self._lock, max_wait=self._max_wait)
        return self._connection

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._database.end(self._connection, error, write=self._write)


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
            backend.begin(connection, write=write, lock="", seconds=None)
            yield connection
