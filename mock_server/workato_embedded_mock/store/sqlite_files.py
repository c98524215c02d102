"""Checks the file of an SQLite database, without changing it: before it is used, and whether it is still there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.store.availability import DatabaseUnavailableError

_HEADER = b"SQLite format 3\x00"
# How often a file is checked that another process changes during the check.
_ATTEMPTS = 100

_Stamp = tuple[tuple[int, int, int] | None, ...]


class SqliteFile:
    """The file of an open database.

    Args:
        path: Its path.
    """

    def __init__(self, path: Path) -> None:
        self._paths = (path, _journal_of(path))
        self._known: list[tuple[int, int] | None] = [None, None]

    def check_presence(self) -> None:
        """Check that the paths of the database still name the files that were seen first.

        SQLite goes on writing to a file that was deleted, and all that is gone in the end. A write calls this when it
        has begun: then the file of the journal exists, too.

        Raises:
            DatabaseUnavailableError: The file, or that of its journal, was deleted, moved or replaced.
        """
        for index, path in enumerate(self._paths):
            try:
                found = path.stat()
            except OSError as error:
                raise _gone(path) from error
            identity = found.st_dev, found.st_ino
            if self._known[index] is None:
                self._known[index] = identity
            elif self._known[index] != identity:
                raise _gone(path)


def _gone(path: Path) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(f"the file {path.name} was deleted, moved or replaced; restart the server")


def check_sqlite_file(path: Path, own_tables: set[str]) -> None:
    """Check that a file is an intact database of the mock, with at least one of `own_tables`.

    A file that is missing, empty or without tables is valid: it becomes a new database. A first start that is killed
    leaves such a file.

    Raises:
        StartError: The file is not an SQLite database, is damaged, or belongs to another program.
    """
    for _ in range(_ATTEMPTS):
        before = _stamp(path)
        if before[0] is None or before[0][0] == 0:
            return
        problem = _problem(path, own_tables)
        if problem is None:
            return
        # Another process may have written during the check, such as another first start.
        if _stamp(path) == before:
            break
    raise StartError(problem)


def _stamp(path: Path) -> _Stamp:
    """Return what a write changes of the files of a database, first of the database itself; None if there is none."""
    found: list[tuple[int, int, int] | None] = []
    for each in (path, _journal_of(path)):
        try:
            status = each.stat()
        except FileNotFoundError:
            found.append(None)
        except OSError as error:
            raise StartError(f"the database file {path} cannot be read: {error.strerror or error}") from error
        else:
            found.append((status.st_size, status.st_mtime_ns, status.st_ino))
    return tuple(found)


def _problem(path: Path, own_tables: set[str]) -> str | None:
    """Return why a file cannot be used, or None."""
    try:
        result, names = _read(path)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_CANTOPEN:
            return f"the database file {path} cannot be opened"
        if code == sqlite3.SQLITE_NOTADB and not _has_header(path):
            return f"the file {path} is not an SQLite database; it was not changed"
        return f"the database file {path} is damaged ({error}); it was not changed"
    if result != "ok":
        return f"the database file {path} is damaged ({' '.join(result.split())}); it was not changed"
    if names and not own_tables & names:
        return f"the SQLite database {path} belongs to another program; it was not changed"
    return None


def _read(path: Path) -> tuple[str, set[str]]:
    """Check the pages of a database; return the outcome, and the names of all that it has."""
    # Opening a database in WAL mode creates files next to it, unless it is immutable. But a WAL file left by a killed
    # process must be read too.
    journal = _journal_of(path)
    mode = "mode=ro" if journal.exists() and journal.stat().st_size else "immutable=1"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
    try:
        result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    finally:
        connection.close()
    return result, names


def _has_header(path: Path) -> bool:
    """Return whether a file that SQLite cannot open begins like a database.

    Only such a file may be opened here: closing it would end the locks that connections of this process have on it.
    """
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def _journal_of(path: Path) -> Path:
    return Path(f"{path}-wal")
