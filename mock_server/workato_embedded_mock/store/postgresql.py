"""PostgreSQL as a database: its engine, its timeouts, and how its transactions begin."""

from __future__ import annotations

import time
import zlib
from collections.abc import Generator
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store.statements import as_sqlalchemy_error

# The first of the two keys of the mock's advisory locks.
_PROGRAM = 0x776D
# Readers see one snapshot.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# How many transactions of a process can run at once.
_CONNECTIONS = 8

_CONNECT_SECONDS = 5
# Milliseconds; they apply unless the URL, the role or the server sets them, such as in
# postgresql+psycopg://…?options=-c%20lock_timeout%3D5s
_TIMEOUTS = {"lock_timeout": 10_000, "statement_timeout": 30_000}
_SETTINGS = "SELECT name, setting, source FROM pg_settings WHERE name IN ('lock_timeout', 'statement_timeout')"
# How many times the statement timeout a connection waits: a server that hangs does not apply its timeouts.
_GRACE = 1.5


class Postgresql:
    """A database of PostgreSQL.

    Args:
        url: Its URL.

    Attributes:
        shared: Whether other processes can have the same database open.
        connections: The most connections of a process.
        serial: Whether all writes have one lock.
        waiting_seconds: How long a transaction waits for a connection.
    """

    shared = True
    connections = _CONNECTIONS
    serial = False
    waiting_seconds: float | None = _TIMEOUTS["lock_timeout"] / 1000

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    def check(self, own_tables: set[str]) -> None:
        """Do nothing: the server checks its files."""

    def check_presence(self) -> None:
        """Do nothing: every transaction asks the server."""

    def engine(self) -> Engine:
        """Return the engine."""
        engine = create_engine(self._url, poolclass=NullPool, json_serializer=lambda value: write_json(value).decode())
        event.listen(engine, "do_connect", _connect)
        return engine

    def prepare(self, connection: Connection) -> None:
        """Let the creation and the migration of tables take their time."""
        driver: Any = connection.connection.dbapi_connection
        for name in _TIMEOUTS:
            driver.execute(f"SET {name} = 0")
        driver.limit = None

    def begin(self, connection: Connection, *, write: bool, lock: str, seconds: float | None) -> None:
        """Begin a transaction with one round trip. Writers with the same lock wait for each other.

        They wait for `seconds` at most, if they are less than usual.

        Raises:
            DBAPIError: The server is gone, or another writer has the lock for too long.
        """
        driver: Any = connection.connection.dbapi_connection
        statement = _READ
        if write:
            key = zlib.crc32(lock.encode()) - 2**31
            limit = ""
            if seconds is not None and not 0 < driver.lock_timeout <= seconds * 1000:
                limit = f" SET LOCAL lock_timeout = {max(1, int(seconds * 1000))};"
            statement = f"BEGIN READ WRITE;{limit} SELECT pg_advisory_xact_lock({_PROGRAM}, {key})"
        try:
            driver.execute(statement, prepare=False)
        except psycopg.Error as error:
            raise as_sqlalchemy_error(error, connection, statement, None) from error


class _Connection(psycopg.Connection[Any]):
    """A connection that gives up a server that does not respond.

    Attributes:
        limit: How many seconds it waits for a response; None for no limit.
        lock_timeout: How many milliseconds it waits for a lock; 0 for no limit.
    """

    limit: float | None = None
    lock_timeout: int = 0

    def wait(self, gen: Any, *given: Any, **named: Any) -> Any:
        """Wait for a response of the server.

        Raises:
            psycopg.OperationalError: The server does not respond; the connection is closed.
        """
        if self.limit is not None:
            gen = self._limited(gen, time.monotonic() + self.limit)
        return super().wait(gen, *given, **named)

    def _limited(self, gen: Any, deadline: float) -> Generator[Any, Any, Any]:
        """Do what a generator of the driver does, until a deadline."""
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                # The driver looks a few times a second whether it was interrupted.
                if not ready and time.monotonic() > deadline:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server does not respond")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


def _connect(_dialect: Any, _record: Any, arguments: Any, named: dict[str, Any]) -> _Connection:
    """Connect to the server, and set the timeouts that are not set otherwise."""
    # The mock begins its transactions itself.
    named = {"connect_timeout": _CONNECT_SECONDS, **named, "autocommit": True}
    connection = _Connection.connect(*arguments, **named)
    timeouts: dict[str, int] = {}
    for name, setting, source in connection.execute(_SETTINGS).fetchall():
        timeouts[name] = int(setting)
        if source == "default":
            timeouts[name] = _TIMEOUTS[name]
            connection.execute(f"SET {name} = {_TIMEOUTS[name]}")
    connection.lock_timeout = timeouts["lock_timeout"]
    if timeouts["statement_timeout"]:
        connection.limit = timeouts["statement_timeout"] / 1000 * _GRACE
    return connection
