"""Opens the database and runs transactions in it; must not know what the tables mean."""

from __future__ import annotations

import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ResourceClosedError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store import schema, tables
from workato_embedded_mock.store.sqlite_files import check_sqlite_file

_BUSY_SECONDS = 10
_PROGRAM = 0x776D  # The first of the two numbers of our locks in PostgreSQL.
_ADVISORY_LOCK = sql("SELECT pg_advisory_xact_lock(:program, :key)")


class Database:
    """One open database with one connection, which the transactions use in turn.

    Transactions are short and never wait for anything but the database, so that one connection serves all requests of a
    process; taking one from a pool would cost more than most queries.

    Attributes:
        shared: Whether other processes may have the same database open.
    """

    def __init__(self, engine: Engine, *, shared: bool) -> None:
        self.shared = shared
        self._lock = threading.Lock()
        self._engine = engine
        self._connection: Connection | None = None
        # Also at the end of the interpreter and for an app that nobody closed: an open SQLite connection warns when it
        # is collected.
        self._finalizer = weakref.finalize(self, engine.dispose)

    @contextmanager
    def transaction(self, *, write: bool, lock: str = "") -> Iterator[Connection]:
        """Run one transaction: committed at the end of the block, rolled back when it raises.

        What writes under the same `lock` goes one after the other, in all processes; where the database lets only one
        write at a time, all of it does. What reads sees one moment of the database.

        Raises:
            ResourceClosedError: The database was closed.
        """
        with self._lock:
            connection = self._connected()
            connection.info["write"] = write
            connection.info["lock"] = lock
            try:
                with connection.begin():
                    yield connection
            except DBAPIError as error:
                if error.connection_invalidated:
                    # The server went away: the next transaction connects anew.
                    self._connection = None
                    connection.close()
                raise

    def close(self) -> None:
        """Close the connection. The state of a database in memory is gone."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._finalizer()

    def _connected(self) -> Connection:
        if self._connection is None:
            if not self._finalizer.alive:
                raise ResourceClosedError("the database is closed")
            self._connection = self._engine.connect()
        return self._connection


def is_shareable(address: str) -> bool:
    """Tell whether several processes can have the database at an SQLAlchemy URL open.

    Raises:
        StartError: The URL makes no sense.
    """
    url = _parse(address)
    return url.get_backend_name() != "sqlite" or _is_file(url)


def open_database(address: str) -> Database:
    """Open the database at an SQLAlchemy URL, and make its tables when there are none.

    Raises:
        StartError: The URL makes no sense, or the database there cannot be used; it was not changed.
    """
    url = _parse(address)
    backend = url.get_backend_name()
    if backend == "sqlite" and _is_file(url):
        check_sqlite_file(Path(url.database or ""), {tables.schema_version.name, schema.UNVERSIONED})
    try:
        engine = _ENGINES[backend](url)
    except KeyError as error:
        raise StartError(
            f"There is no driver for the database URL {_shown(url)}: it is neither SQLite nor PostgreSQL."
        ) from error
    except (SQLAlchemyError, ImportError, TypeError) as error:
        raise StartError(f"There is no driver for the database URL {_shown(url)}: {error}") from error
    try:
        _prepare(engine, _shown(url))
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise StartError(f"The database {_shown(url)} cannot be used: {_cause(error)}.") from error
    except StartError:
        engine.dispose()
        raise
    return Database(engine, shared=is_shareable(address))


def _parse(address: str) -> URL:
    try:
        return make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StartError(f"The database URL {address!r} is not one; sqlite:///mock.db would be.") from error


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _cause(error: Exception) -> str:
    """Tell what the driver said, on one line and without SQL."""
    return " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")


def _is_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:") and not str(url.database).startswith("file:")


def _sqlite_engine(url: URL) -> Engine:
    """Make an engine that leaves BEGIN to us: the driver's own comes late and only before writes."""
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
        json_serializer=_written_json,
        json_deserializer=orjson.loads,
    )

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    def begun(connection: Connection) -> None:
        # A transaction that begins as a reader and then writes can fail where another process wrote in between.
        statement = "BEGIN IMMEDIATE" if connection.info.get("write") else "BEGIN"
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(statement)
        except sqlite3.Error as error:
            raise OperationalError(statement, None, error) from error

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _postgresql_engine(url: URL) -> Engine:
    """Make an engine whose readers see one moment, and whose writers wait for those of the same lock."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), poolclass=StaticPool, json_serializer=_written_json
    )

    def begun(connection: Connection) -> None:
        write = connection.info.get("write")
        driver: Any = connection.connection.dbapi_connection
        # The driver sends these with the BEGIN before the first statement.
        driver.read_only = not write
        driver.isolation_level = None if write else IsolationLevel.REPEATABLE_READ
        if write:
            key = zlib.crc32(connection.info.get("lock", "").encode())
            connection.execute(_ADVISORY_LOCK, {"program": _PROGRAM, "key": key - 2**31})

    from psycopg import IsolationLevel

    event.listen(engine, "begin", begun)
    return engine


_ENGINES = {"sqlite": _sqlite_engine, "postgresql": _postgresql_engine}


def _written_json(value: Any) -> str:
    return write_json(value).decode()


def _prepare(engine: Engine, name: str) -> None:
    """Bring the tables to this program's revision.

    Raises:
        StartError: They cannot be brought there; the database was not changed.
    """
    try:
        with _transaction(engine, write=False) as connection:
            up_to_date = schema.revision_of(connection) == schema.HEAD
        if up_to_date:
            return
        with _transaction(engine, write=True) as connection:
            schema.bring_to_head(connection)
    except StartError as refusal:
        raise StartError(f"The database {name} cannot be used: {refusal}; it was left as it is.") from refusal


@contextmanager
def _transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.info["write"] = write
        if write and engine.dialect.name == "sqlite":
            _keep_writes(connection)
        with connection.begin():
            yield connection


def _keep_writes(connection: Connection) -> None:
    """Let readers and a writer work at once, and let no acknowledged write be lost when the process is killed."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = NORMAL")
