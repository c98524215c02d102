"""Finds out whether an error means that the database is not available, and why."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError

LOCKED = "another transaction held its lock for too long"
_FULL = "its disk is full"
_LOST = "the connection to it was lost, or it accepts none"

# By the primary result code: https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_NOMEM: "it has no more memory",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_IOERR: "its file cannot be read or written",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: LOCKED,
    sqlite3.SQLITE_NOTADB: "its file is damaged",
}
_PRIMARY = 0xFF

# By SQLSTATE, or by its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "08": _LOST,
    "25006": "it is read-only",
    "40": "another transaction wrote the same rows",
    "53100": _FULL,
    "53": "it has no more memory or connections",
    "55P03": LOCKED,
    "57014": "a statement took longer than the statement timeout",
    "57": _LOST,
    "58": "its files cannot be read or written",
}


class DatabaseUnavailableError(Exception):
    """The database is not available; the text says why."""


def unavailability(error: BaseException) -> str | None:
    """Return why the database was not available, in words; None if the error has another cause."""
    if isinstance(error, DatabaseUnavailableError):
        return str(error)
    if not isinstance(error, DBAPIError):
        return None
    if error.connection_invalidated:
        return _LOST
    cause: Any = error.orig
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY)
    return _of_postgresql(cause)


def _of_postgresql(cause: Any) -> str | None:
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    # Without a code, the error comes from the driver: it could not connect, or got no response.
    return _LOST if type(cause).__name__ == "OperationalError" else None
