"""SQLite as a database: its engine, and how its transactions begin."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, StaticPool

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store.database_urls import is_sqlite_file
from workato_embedded_mock.store.sqlite_files import SqliteFile, check_sqlite_file

# How long a transaction waits for the lock of a file, unless the URL has a timeout: sqlite:///mock.db?timeout=5
_BUSY_SECONDS = 10
_RETRY_SECONDS = 0.02
# How much less than usual a transaction must wait, so that the limit is set.
_TOLERANCE = 0.1
# How many transactions can run at once in a file: those that wait for its lock do not delay those that read.
_CONNECTIONS = 8


class Sqlite:
    """A database of SQLite, in memory or in a file.

    Args:
        url: Its URL.

    Attributes:
        shared: Whether other processes can have the same database open.
        connections: The most connections of a process.
        serial: Whether all writes have one lock; a database in memory has one connection for all.
        waiting_seconds: How long a transaction waits for a connection; None for no limit.

    Raises:
        StartError: The timeout in the URL is not a number.
    """

    def __init__(self, url: URL) -> None:
        self.shared = is_sqlite_file(url)
        self._timeout = _timeout(url)
        self.connections = _CONNECTIONS if self.shared else 1
        self.serial = self.shared
        self.waiting_seconds = self._timeout if self.shared else None
        self._url = url
        self._path = Path(url.database or "")
        self._file = SqliteFile(self._path) if self.shared else None

    def check(self, own_tables: set[str]) -> None:
        """Check the file before it is used; it must have one of `own_tables`, or no tables.

        Raises:
            StartError: The file cannot be used.
        """
        if self._file is not None:
            check_sqlite_file(self._path, own_tables)

    def engine(self) -> Engine:
        """Return the engine."""
        engine = create_engine(
            self._url,
            # A database in memory ends with its connection.
            poolclass=NullPool if self.shared else StaticPool,
            connect_args={"check_same_thread": False, "timeout": self._timeout},
            json_serializer=lambda value: write_json(value).decode(),
            json_deserializer=_read_json,
        )
        event.listen(engine, "connect", _on_connect)
        return engine

    def check_presence(self) -> None:
        """Check that the files of the database, which is open, are still there.

        Raises:
            DatabaseUnavailableError: The file is gone.
        """
        if self._file is not None:
            self._file.check_presence()

    def prepare(self, connection: Connection) -> None:
        """Allow reads during a write, before the tables are created."""
        driver: Any = connection.connection.dbapi_connection
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                driver.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                # Two first starts change the mode at once: then SQLite does not wait.
                if time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def begin(self, connection: Connection, *, write: bool, lock: str, seconds: float | None) -> None:  # noqa: ARG002
        """Begin a transaction. All writes are serialized, so that the lock does not matter.

        It waits for `seconds` at most, if they are less than usual.

        Raises:
            OperationalError: Another process writes for too long.
        """
        # Nothing changes during a read if this connection is the only one.
        if not write and self._file is None:
            return
        # A transaction that starts as a reader cannot write after another process has written.
        statement = "BEGIN IMMEDIATE" if write else "BEGIN"
        driver: Any = connection.connection.dbapi_connection
        is_short = seconds is not None and seconds < self._timeout - _TOLERANCE
        try:
            if is_short:
                driver.execute(f"PRAGMA busy_timeout = {int((seconds or 0) * 1000)}")
            # The driver would send it late, and only before writes.
            driver.execute(statement)
        except sqlite3.Error as error:
            raise OperationalError(statement, None, error) from error
        finally:
            if is_short:
                driver.execute(f"PRAGMA busy_timeout = {int(self._timeout * 1000)}")


def _read_json(stored: Any) -> Any:
    """Return the value of a column with JSON. SQLite stores the text of a number as the number itself."""
    return orjson.loads(stored) if isinstance(stored, str) else stored


def _timeout(url: URL) -> float:
    """Return how many seconds a transaction waits for the lock of the file."""
    text = url.query.get("timeout", str(_BUSY_SECONDS))
    try:
        return float(str(text))
    except ValueError as error:
        raise StartError(f"invalid timeout {text!r} in the database URL: expected a number of seconds") from error


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Committed writes survive the end of the process, not of the machine.
    connection.execute("PRAGMA synchronous = NORMAL")
