"""PostgreSQL as a database: its engine, and how its transactions begin."""

from __future__ import annotations

import zlib
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store.statements import as_sqlalchemy_error

# The first of the two keys of the mock's advisory locks.
_PROGRAM = 0x776D
# Readers see one snapshot.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Postgresql:
    """A database of PostgreSQL.

    Args:
        url: Its URL.

    Attributes:
        shared: Whether other processes can have the same database open.
    """

    shared = True

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    def check(self, own_tables: set[str]) -> None:
        """Do nothing: the server checks its files."""

    def engine(self) -> Engine:
        """Return the engine."""
        engine = create_engine(
            self._url, poolclass=StaticPool, json_serializer=lambda value: write_json(value).decode()
        )
        event.listen(engine, "connect", _on_connect)
        return engine

    def prepare(self, connection: Connection) -> None:
        """Do nothing: readers never wait for writers."""

    def begin(self, connection: Connection, *, write: bool, lock: str) -> None:
        """Begin a transaction with one round trip. Writers with the same lock wait for each other.

        Raises:
            DBAPIError: The server is gone, or another writer has the lock for too long.
        """
        statement = _READ
        if write:
            key = zlib.crc32(lock.encode()) - 2**31
            statement = f"BEGIN READ WRITE; SELECT pg_advisory_xact_lock({_PROGRAM}, {key})"
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(statement, prepare=False)
        except psycopg.Error as error:
            raise as_sqlalchemy_error(error, connection, statement, None) from error


def _on_connect(connection: Any, _record: Any) -> None:
    # Otherwise the driver sends a BEGIN of its own before the first statement.
    connection.autocommit = True
