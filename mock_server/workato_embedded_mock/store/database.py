"""Opens the database and runs transactions in it; must not know what the tables mean."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError, ResourceClosedError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from workato_embedded_mock.refusals import StartError
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.sqlite_files import check_sqlite_file

SCHEMA_VERSION = 5
"""Goes up with every change of the tables."""

_BUSY_SECONDS = 10


class Database:
    """One open database with one connection, which the transactions use in turn.

    Transactions are short and never wait for anything but the database, so that one connection serves all requests of a
    process; taking one from a pool would cost more than most queries.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._engine = engine
        self._connection: Connection | None = None
        # Also at the end of the interpreter and for an app that nobody closed: an open SQLite connection warns when it
        # is collected.
        self._finalizer = weakref.finalize(self, engine.dispose)

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[Connection]:
        """Run one transaction: committed at the end of the block, rolled back when it raises.

        Raises:
            ResourceClosedError: The database was closed.
        """
        with self._lock:
            connection = self._connection
            if connection is None:
                if not self._finalizer.alive:
                    raise ResourceClosedError("the database is closed")
                connection = self._connection = self._engine.connect()
            connection.info["write"] = write
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close the connection. The state of a database in memory is gone."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._finalizer()


def open_database(text: str) -> Database:
    """Open the database at an SQLAlchemy URL, and make its tables when there are none.

    Raises:
        StartError: The URL makes no sense, or the database there cannot be used; it was not changed.
    """
    url = _parse(text)
    if url.get_backend_name() == "sqlite" and _is_file(url):
        check_sqlite_file(Path(url.database or ""), tables.schema_version.name)
    try:
        engine = _sqlite_engine(url) if url.get_backend_name() == "sqlite" else create_engine(url)
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
    return Database(engine)


def _parse(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StartError(f"The database URL {text!r} is not one; sqlite:///mock.db would be.") from error


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
        url, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS}
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


def _prepare(engine: Engine, name: str) -> None:
    """Bring the tables to this program's version.

    Raises:
        StartError: The tables are of another version.
    """
    with engine.connect() as connection:
        connection.info["write"] = False
        with connection.begin():
            present = engine.dialect.has_table(connection, tables.schema_version.name)
            version = connection.execute(select(tables.schema_version.c.version)).scalar() if present else None
    if version is not None and version != SCHEMA_VERSION:
        age = "a newer" if version > SCHEMA_VERSION else "an older"
        raise StartError(
            f"The database {name} was written by {age} version of workato-mock (its tables have version {version}, "
            f"this program knows {SCHEMA_VERSION}); it was left as it is."
        )
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _keep_writes(connection)
        connection.info["write"] = True
        with connection.begin():
            tables.metadata.create_all(connection)
            if connection.execute(select(tables.schema_version.c.version)).scalar() is None:
                connection.execute(insert(tables.schema_version).values(version=SCHEMA_VERSION))


def _keep_writes(connection: Connection) -> None:
    """Let readers and a writer work at once, and let no acknowledged write be lost when the process is killed."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = NORMAL")
